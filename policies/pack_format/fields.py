"""A mapping of a pack, read key by key: each read says what it expects, and `close` refuses what nobody asked for.

A read that fails records the fault and answers with a stand-in of the right type: the file is refused in
the end, and until then reading goes on, so that all faults are reported together.
"""

import datetime as dt
import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final, TypeVar

from ..domain.periods import EXPECTED, Period, Unit
from ..domain.rules import LawRef
from .faults import Source, near_miss, one_of
from .nodes import Mapping, Node, Scalar, describe

Word = TypeVar("Word", bound=StrEnum)
T = TypeVar("T")

LONGEST_TEXT: Final = 2000
STAND_IN: Final = Period(1, Unit.CALENDAR_DAYS)
LAW_PATH: Final = re.compile(r"law(/[a-z0-9]+(-[a-z0-9]+)*){2,4}")
KEY: Final = re.compile(r"[a-z][a-z0-9_]{0,59}")
WHOLE: Final = re.compile(r"0|[1-9][0-9]{0,5}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST: Final = {
    Unit.CALENDAR_DAYS: 36_500,
    Unit.BUSINESS_DAYS: 1_000,  # holidays are known five years ahead
    Unit.WEEKS: 5_200,
    Unit.MONTHS: 1_200,
    Unit.YEARS: 100,
}


class Fields:
    """One mapping whose keys hold single values.

    `path` names it in messages (`deadlines.respond`); `line` is where its own key stands.
    """

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

    def refuse_beside_law(self, *keys: str) -> None:
        """A rule taken `from` a law is the law's rule: what would be left unread must not look as if it counted."""
        for key in keys:
            if "from" in self.node.entries and self.has(key):
                self.source.fault(self.line_of(key), self.path, f"{self.path}: expected {key!r} or 'from', not both")

    def line_of(self, key: str) -> int:
        entry = self.node.entries.get(key)
        return entry[0].line if entry else self.line

    def line_at(self, path: str) -> int:
        """The line of a dotted path below, or of as much of it as there is."""
        line, node = self.line, self.node
        for key in path.split("."):
            if key not in node.entries:
                break
            name, value = node.entries[key]
            line = name.line
            if not isinstance(value, Mapping):
                break
            node = value
        return line

    def fault(self, node: Node, message: str, key: str) -> None:
        self.source.fault(node.line, self.name_of(key), message)

    def expected(self, key: str, what: str, node: Node) -> None:
        self.fault(node, f"{self.name_of(key)}: expected {what}, not {describe(node)}", key)

    def missing(self, key: str, what: str) -> None:
        where = f" in {self.path}" if self.path else ""
        self.source.fault(self.line, self.name_of(key), f"missing {key!r}{where}: expected {what}")

    def text(self, key: str, what: str, default: str | None = None) -> str:
        """Some words, not empty, at most 2,000 characters; required unless there is a default."""
        node = self.take(key, what, required=default is None)
        if node is None:
            return default or ""
        if not isinstance(node, Scalar) or node.is_nothing or not node.text.strip():
            self.expected(key, what, node)
        elif len(node.text) > LONGEST_TEXT:
            self.fault(
                node, f"{self.name_of(key)}: expected at most {LONGEST_TEXT} characters, not {len(node.text)}", key
            )
        else:
            return " ".join(node.text.split())
        return ""

    def flag(self, key: str, default: bool) -> bool:
        """`true` or `false`, and not the other words that YAML 1.1 takes for them."""
        node = self.take(key, "true or false", required=False)
        if node is None:
            return default
        if isinstance(node, Scalar) and node.plain and node.text in {"true", "false"}:
            return node.text == "true"
        self.expected(key, "true or false", node)
        return default

    def whole(self, key: str, default: int | None, least: int = 1) -> int:
        what = f"a whole number without quotes, at least {least}"
        node = self.take(key, what, required=default is None)
        if node is None:
            return default or 0
        if isinstance(node, Scalar) and node.plain and WHOLE.fullmatch(node.text) and int(node.text) >= least:
            return int(node.text)
        self.expected(key, what, node)
        return least

    def period(self, key: str, *, or_zero: bool = False) -> Period:
        """A quantity of time, required; `or_zero`: nothing at all is a sensible amount."""
        self.take(key, EXPECTED, required=True)
        return self.period_if_any(key, or_zero=or_zero) or STAND_IN

    def period_if_any(self, key: str, *, or_zero: bool = False) -> Period | None:
        node = self.take(key, EXPECTED, required=False)
        return None if node is None else self.as_period(node, key, or_zero=or_zero)

    def as_period(self, node: Node, key: str, *, or_zero: bool = False, words: str | None = None) -> Period:
        """The period written in `words`, or else in the node."""
        if not isinstance(node, Scalar) or node.is_nothing:
            self.expected(key, EXPECTED, node)
            return STAND_IN
        period = self.parsed(node, key, Period.parse, node.text if words is None else words)
        if period is not None and period.count == 0 and not or_zero:
            self.expected(key, "a quantity of at least 1", node)
        elif period is not None and period.count > _LARGEST[period.unit]:
            self.expected(key, f"at most {_LARGEST[period.unit]} {period.unit}", node)
        return period or STAND_IN

    def date(self, key: str, what: str) -> dt.date:
        node = self.take(key, what, required=True)
        return (self._as_date(key, node) if node else None) or dt.date.min

    def date_or_null(self, key: str, default: dt.date | None) -> dt.date | None:
        """A date; `null` says that there is none; absent: the default."""
        node = self.take(key, "", required=False)
        if node is None:
            return default
        return None if isinstance(node, Scalar) and node.is_nothing else self._as_date(key, node)

    def word(self, key: str, words: type[Word], default: Word | None = None) -> Word:
        """One word of a closed list."""
        node = self.take(key, one_of(words), required=default is None)
        found = self.as_word(key, node, words) if node else None
        return found or default or next(iter(words))

    def literal(self, key: str, *words: str) -> str:
        """One of a few fixed phrases; absent: the first."""
        node = self.take(key, "", required=False)
        if node is None:
            return words[0]
        if isinstance(node, Scalar) and node.text in words:
            return node.text
        self.expected(key, one_of(map(repr, words)) if len(words) > 1 else repr(words[0]), node)
        return words[0]

    def parsed(self, node: Node, key: str, parse: Callable[[str], T], words: str) -> T | None:
        """What `parse` makes of the words; its ValueError becomes the fault."""
        try:
            return parse(words)
        except ValueError as error:
            self.fault(node, f"{self.name_of(key)}: {error}", key)
        return None

    def law_ref(self, key: str = "from") -> LawRef | None:
        """`law/us-ca/ccpa#respond`; noted as a reference to a rule of this section's kind."""
        node = self.take(key, "", required=False)
        if node is None:
            return None
        law, _, rule = node.text.partition("#") if isinstance(node, Scalar) else ("", "", "")
        if not LAW_PATH.fullmatch(law) or not KEY.fullmatch(rule):
            self.expected(key, "a rule of a law such as law/us-ca/ccpa#respond", node)
            return None
        self.source.refer("law_rule", f"{law}#{rule}", node.line, self.path)
        return LawRef(law, rule)

    @property
    def key(self) -> str:
        return self.path.rpartition(".")[2]

    def name_of(self, key: str) -> str:
        return f"{self.path}.{key}" if self.path else key

    def take(self, key: str, what: str, *, required: bool) -> Node | None:
        self._asked.add(key)
        entry = self.node.entries.get(key)
        if entry is None:
            if required:
                self.missing(key, what)
            return None
        return entry[1]

    def as_word(self, key: str, node: Node, words: type[Word]) -> Word | None:
        if isinstance(node, Scalar) and node.text in set(words):
            return words(node.text)
        hint = near_miss(node.text, words) if isinstance(node, Scalar) else ""
        self.fault(node, f"{self.name_of(key)}: expected {one_of(words)}, not {describe(node)}{hint}", key)
        return None

    def _as_date(self, key: str, node: Node) -> dt.date | None:
        if isinstance(node, Scalar) and _DATE.fullmatch(node.text):
            return self.parsed(node, key, _real_date, node.text)
        self.expected(key, "a date such as 2026-01-31", node)
        return None


def _real_date(words: str) -> dt.date:
    try:
        return dt.date.fromisoformat(words)
    except ValueError:
        raise ValueError(f"expected a date of the calendar such as 2026-01-31, not {words!r}") from None
