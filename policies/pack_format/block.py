"""A mapping of a pack, read key by key: each read says what it expects, and `close` refuses what nobody asked for.

A read that fails records the fault and answers with a stand-in of the right type: the file is refused in
the end, and until then reading goes on, so that all faults are reported together.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Final, TypeVar

from ..domain.facts import ALWAYS, BUILT_IN, FACTS, Condition, FactType, FactValue, check_value
from ..domain.periods import Period, Unit
from ..domain.rules import LawRef
from ..domain.terms import RIGHT_GROUPS, Right, Role, Scope
from .faults import Source, near_miss, one_of
from .nodes import Mapping, Node, Scalar, Sequence, describe

Word = TypeVar("Word", bound=StrEnum)
T = TypeVar("T")

LONGEST_TEXT: Final = 2000
STAND_IN: Final = Period(1, Unit.CALENDAR_DAYS)
LAW_PATH: Final = re.compile(r"law(/[a-z0-9]+(-[a-z0-9]+)*){2,4}")
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
_WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,5}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BUILT_IN_WORDS: Final[dict[str, type[StrEnum]]] = {"requester_role": Role, "scope": Scope, "right": Right}


class Block:
    """One mapping; `path` names it in messages (`deadlines.respond`), `line` is where its key stands."""

    def __init__(self, node: Mapping, line: int, path: str, source: Source) -> None:
        self.node, self.line, self.path, self.source = node, line, path, source
        self._asked: set[str] = set()

    def close(self) -> None:
        """Refuse every key that was not asked for."""
        for key, (name, _) in self.node.entries.items():
            if key not in self._asked:
                where = f" in {self.path}" if self.path else ""
                known = one_of(sorted(self._asked))
                self.fault(name, f"unknown key {key!r}{where}{near_miss(key, self._asked)}: expected {known}", key)

    def has(self, key: str) -> bool:
        self._asked.add(key)
        return key in self.node.entries

    def line_of(self, key: str) -> int:
        entry = self.node.entries.get(key)
        return entry[0].line if entry else self.line

    def fault(self, node: Node, message: str, key: str) -> None:
        self.source.fault(node.line, self._name(key), message)

    def expected(self, key: str, what: str, node: Node) -> None:
        self.fault(node, f"{self._name(key)}: expected {what}, not {describe(node)}", key)

    def missing(self, key: str, what: str) -> None:
        where = f" in {self.path}" if self.path else ""
        self.source.fault(self.line, self._name(key), f"missing {key!r}{where}: expected {what}")

    # one value

    def text(self, key: str, what: str, default: str | None = None) -> str:
        """Some words, not empty, at most 2,000 characters; required unless there is a default."""
        node = self._take(key, what, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
            self.expected(key, what, node)
        elif len(node.text) > LONGEST_TEXT:
            self.fault(
                node, f"{self._name(key)}: expected at most {LONGEST_TEXT} characters, not {len(node.text)}", key
            )
        else:
            return " ".join(node.text.split())
        return ""

    def flag(self, key: str, default: bool) -> bool:
        """`true` or `false`, and not the other words that YAML 1.1 takes for them."""
        node = self._take(key, "true or false", required=False)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        self.expected(key, "true or false", node)
        return default

    def whole(self, key: str, default: int | None, least: int = 1) -> int:
        what = f"a whole number, at least {least}"
        node = self._take(key, what, required=default is None)
        if node is None:
            return default or 0
        if isinstance(node, Scalar) and node.plain and _WHOLE.fullmatch(node.text) and int(node.text) >= least:
            return int(node.text)
        self.expected(key, what, node)
        return least

    def period(self, key: str, *, or_zero: bool = False) -> Period:
        """A quantity of time, required; `or_zero`: nothing at all is a sensible amount."""
        self._take(key, "a quantity such as '45 calendar days'", required=True)
        return self.period_if_any(key, or_zero=or_zero) or STAND_IN

    def period_if_any(self, key: str, *, or_zero: bool = False) -> Period | None:
        node = self._take(key, "", required=False)
        return None if node is None else self.as_period(node, key, or_zero=or_zero)

    def as_period(self, node: Node, key: str, *, or_zero: bool = False, words: str | None = None) -> Period:
        """The period written in `words`, or else in the node."""
        period = self.parsed(node, key, Period.parse, words) or STAND_IN
        if period.count == 0 and not or_zero:
            self.expected(key, "a quantity of at least 1", node)
        return period

    def date(self, key: str, what: str) -> dt.date:
        node = self._take(key, what, required=True)
        return (self._as_date(key, node) if node else None) or dt.date.min

    def date_or_null(self, key: str, default: dt.date | None) -> dt.date | None:
        """A date; `null` says that there is none; absent: the default."""
        node = self._take(key, "", required=False)
        if node is None:
            return default
        return None if isinstance(node, Scalar) and node.is_nothing else self._as_date(key, node)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One word of a closed list."""
        node = self._take(key, one_of(words), required=default is None)
        found = self._as_word(key, node, words) if node else None
        return found or default or next(iter(words))

    def literal(self, key: str, *words: str) -> str:
        """One of a few fixed phrases; absent: the first."""
        node = self._take(key, "", required=False)
        if node is None:
            return words[0]
        if isinstance(node, Scalar) and node.text in words:
            return node.text
        self.expected(key, one_of(map(repr, words)) if len(words) > 1 else repr(words[0]), node)
        return words[0]

    def parsed(self, node: Node, key: str, parse: Callable[[str], T], words: str | None = None) -> T | None:
        """What `parse` makes of a text; its ValueError becomes the fault."""
        try:
            return parse(words if words is not None else node.text if isinstance(node, Scalar) else describe(node))
        except ValueError as error:
            self.fault(node, f"{self._name(key)}: {error}", key)
        return None

    def law_ref(self, key: str = "from") -> LawRef | None:
        """`law/us-ca/ccpa#respond`; noted as a reference to a rule of this section's kind."""
        node = self._take(key, "", required=False)
        if node is None:
            return None
        law, _, rule = node.text.partition("#") if isinstance(node, Scalar) else ("", "", "")
        if not LAW_PATH.fullmatch(law) or not KEY.fullmatch(rule):
            self.expected(key, "a rule of a law such as law/us-ca/ccpa#respond", node)
            return None
        self.source.refer("law_rule", f"{law}#{rule}", node.line, self.path)
        return LawRef(law, rule)

    # several values

    def scalars(self, key: str, what: str, *, required: bool = False) -> list[Scalar]:
        """The items of a list of words; an empty list is refused."""
        node = self._take(key, what, required=required)
        if node is None:
            return []
        if not isinstance(node, Sequence) or not node.items:
            self.expected(key, what, node if not isinstance(node, Sequence) else Scalar(node.line, "", plain=True))
            return []
        found: list[Scalar] = []
        for item in node.items:
            if not isinstance(item, Scalar) or item.is_nothing:
                self.expected(key, what, item)
            elif item.text in {other.text for other in found}:
                self.fault(item, f"{self._name(key)}: expected {item.text!r} once", key)
            else:
                found.append(item)
        return found

    def words(
        self, key: str, words: type[Word], default: Iterable[Word] = (), *, required: bool = False
    ) -> tuple[Word, ...]:
        items = self.scalars(key, f"a list of {one_of(words)}", required=required)
        found = tuple(word for item in items if (word := self._as_word(key, item, words)))
        return found if self.has(key) else tuple(default)

    def rights(self, key: str = "rights", *, required: bool = True, default: Iterable[Right] = ()) -> tuple[Right, ...]:
        """Rights, or groups of rights such as `know`; each noted as a reference to a right that is granted."""
        if not self.has(key) and not required:
            return tuple(default)
        found: dict[Right, None] = {}
        for item in self.scalars(key, "a list of rights such as [know, delete]", required=required):
            group = RIGHT_GROUPS.get(item.text) or tuple(r for r in (self._as_right(key, item),) if r)
            for right in group:
                found[right] = None
                self.source.refer("right", right, item.line, self.path)
        return tuple(found)

    def condition(self, key: str, *, required: bool = False) -> Condition:
        """`{fact: [values]}`: every fact has one of its values."""
        what = "a condition such as {residency: [US-CA]}"
        node = self._take(key, what, required=required)
        if node is None:
            return ALWAYS
        if not isinstance(node, Mapping) or not node.entries:
            self.expected(key, what, node)
            return ALWAYS
        inner = Block(node, node.line, self._name(key), self.source)
        return Condition(tuple((fact, inner._fact_values(fact, name)) for fact, (name, _) in node.entries.items()))

    def blocks(self, key: str, what: str) -> Iterator["Block"]:
        """The mappings of a mapping: `deadlines: {respond: {...}}`; the last word of a block's path is its key."""
        node = self._take(key, what, required=False)
        if node is None:
            return
        if not isinstance(node, Mapping) or not node.entries:
            self.expected(key, what, node)
            return
        for name, (scalar, value) in node.entries.items():
            if not KEY.fullmatch(name):
                self.expected(key, "keys of small letters, digits and _, such as respond", scalar)
            elif isinstance(value, Mapping):
                yield Block(value, scalar.line, f"{self._name(key)}.{name}", self.source)
            else:
                self.expected(f"{key}.{name}", "a mapping", value)

    def block(self, key: str, what: str) -> "Block | None":
        """The mapping under one key, if it is given."""
        node = self._take(key, what, required=False)
        if node is None:
            return None
        if isinstance(node, Mapping):
            return Block(node, self.line_of(key), self._name(key), self.source)
        self.expected(key, what, node)
        return None

    def listed(self, key: str, what: str) -> Iterator["Block | Scalar"]:
        """The items of a list: mappings as blocks, or words."""
        node = self._take(key, what, required=False)
        if node is None:
            return
        if not isinstance(node, Sequence):
            self.expected(key, what, node)
            return
        for item in node.items:
            if isinstance(item, Mapping):
                yield Block(item, item.line, self._name(key), self.source)
            elif isinstance(item, Scalar) and not item.is_nothing:
                yield item
            else:
                self.expected(key, what, item)

    def listed_blocks(self, key: str, what: str) -> Iterator["Block"]:
        for item in self.listed(key, what):
            if isinstance(item, Block):
                yield item
            else:
                self.expected(key, what, item)

    @property
    def key(self) -> str:
        return self.path.rpartition(".")[2]

    # inside

    def _name(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def _take(self, key: str, what: str, *, required: bool) -> Node | None:
        self._asked.add(key)
        entry = self.node.entries.get(key)
        if entry is None:
            if required:
                self.missing(key, what)
            return None
        return entry[1]

    def _as_word(self, key: str, node: Node, words: type[Word]) -> Word | None:
        if isinstance(node, Scalar) and node.text in set(words):
            return words(node.text)
        hint = near_miss(node.text, words) if isinstance(node, Scalar) else ""
        self.fault(node, f"{self._name(key)}: expected {one_of(words)}, not {describe(node)}{hint}", key)
        return None

    def _as_right(self, key: str, item: Scalar) -> Right | None:
        if item.text in set(Right):
            return Right(item.text)
        known = [*Right, *RIGHT_GROUPS]
        hint = near_miss(item.text, known)
        self.fault(item, f"{self._name(key)}: unknown right {item.text!r}{hint}: expected {one_of(known)}", key)
        return None

    def _as_date(self, key: str, node: Node) -> dt.date | None:
        if isinstance(node, Scalar) and _DATE.fullmatch(node.text):
            return self.parsed(node, key, _real_date)
        self.expected(key, "a date such as 2026-01-31", node)
        return None

    def _fact_values(self, fact: str, name: Scalar) -> tuple[FactValue, ...]:
        if fact not in FACTS and fact not in BUILT_IN:
            known = sorted({*FACTS, *BUILT_IN})
            hint = near_miss(fact, known)
            self.fault(name, f"{self.path}: unknown fact {fact!r}{hint}: expected {one_of(known)}", fact)
            return ()
        self.source.refer("condition", fact, name.line, self.path)
        items = self.scalars(fact, "a list of values such as [US-CA]", required=True)
        return tuple(value for item in items if (value := self.fact_value(fact, item)) is not None)

    def fact_value(self, fact: str, item: Scalar) -> FactValue | None:
        """The value written for a fact, read as the fact's type wants it."""
        if words := _BUILT_IN_WORDS.get(fact):
            return self._as_word(fact, item, words)
        kind = FACTS[fact].type
        value: FactValue = item.text
        if kind is FactType.YES_NO and item.plain and item.text in {"true", "false"}:
            value = item.text == "true"
        elif kind is FactType.NUMBER and item.plain and _WHOLE.fullmatch(item.text):
            value = int(item.text)
        try:
            check_value(fact, value)
        except ValueError as error:
            self.fault(item, f"{self.path}: {error}", fact)
            return None
        return value


def _real_date(words: str) -> dt.date:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"expected a date of the calendar such as 2026-01-31, not {words!r}") from None
