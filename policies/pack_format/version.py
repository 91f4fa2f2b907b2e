"""One file: one version of one policy or law."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, TypeVar

from ..domain.facts import FACTS, FactType, FactValue
from ..domain.rules import (
    LAW_PREFIX,
    AlsoUnder,
    Comparison,
    DenialGroundRule,
    FactQuestion,
    PartialDate,
    Rule,
    RuleSet,
    Rung,
    TargetRule,
)
from ..domain.terms import Right
from . import rules
from .block import Block
from .conditions import condition, fact_value
from .deadlines import deadline
from .faults import Reference, Source, near_miss, one_of
from .fields import LAW_PATH
from .nodes import Scalar, read
from .references import check_references
from .service_levels import ladder, targets

R = TypeVar("R", bound=Rule)
POLICY: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")
LABEL: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,39}")
DATE_OR_MONTH: Final = re.compile(r"[0-9]{4}-[0-9]{2}(-[0-9]{2})?")
JURISDICTION: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


@dataclass(frozen=True, slots=True)
class ReadVersion:
    """A version that is right in itself; its references to laws are checked by whoever knows the laws."""

    file: str
    rule_set: RuleSet
    law_references: tuple[Reference, ...]
    lines: dict[str, int]
    """Lines of the top-level keys."""


def read_version(path: Path) -> ReadVersion:
    """Read one file. Raises PackRefused with every fault in it."""
    source = Source(str(path))
    root = Block(read(path, source), 1, "", source)
    rule_set = _rule_set(root)
    root.close()
    check_references(rule_set, root)
    source.refuse_if_faulty()
    law_references = tuple(r for r in source.references if r.kind in {"law", "law_rule"})
    lines = {key: name.line for key, (name, _) in root.node.entries.items()}
    return ReadVersion(source.file, rule_set, law_references, lines)


def _rule_set(root: Block) -> RuleSet:
    pack = _pack(root)
    reviewed = root.date_or_null("reviewed", None)
    grounds = _rules(root, "denial_grounds", rules.denial_ground, reviewed)
    granted = _rules(root, "rights", rules.right, reviewed)
    if not granted and not root.has("rights"):
        root.missing("rights", "the rights it grants")
    service_levels = _service_levels(root, reviewed, is_law=pack.startswith(LAW_PREFIX))
    return RuleSet(
        pack=pack,
        version=_matching(root, "version", LABEL, 'the label as printed, such as "2026-01-01" or "1.8"'),
        title=root.text("title", "the title as printed"),
        effective_from=_effective_from(root),
        jurisdiction=_matching(root, "jurisdiction", JURISDICTION, "a place such as US or US-CA", default=""),
        also_under=_also_under(root),
        not_laxer_than=_not_laxer_than(root),
        facts=tuple(
            _question(block) for block in root.blocks("facts", "questions by fact, such as residency: {ask: ...}")
        ),
        rights=granted,
        deadlines=_rules(root, "deadlines", deadline, reviewed),
        look_backs=_one_or_more(root, "look_back", rules.look_back, reviewed),
        frequency_caps=_one_or_more(root, "frequency_cap", rules.frequency_cap, reviewed),
        fees=_one_or_more(root, "fee", rules.fee, reviewed),
        verification=_rules(root, "verification", rules.verification, reviewed),
        denials=_rules(root, "denials", rules.denial, reviewed),
        denial_grounds=_with_rights_that_name_them(grounds, root.source),
        must_grant=_rules(root, "must_grant", rules.must_grant, reviewed),
        channels=_rules(root, "channels", rules.channel, reviewed),
        notes=_rules(root, "notes", rules.note, reviewed),
        targets=service_levels[0],
        ladder=service_levels[1],
    )


def _pack(root: Block) -> str:
    pack = root.text("policy", "publisher and policy, such as northwind/privacy-requests")
    if pack and not (LAW_PATH if pack.startswith(LAW_PREFIX) else POLICY).fullmatch(pack):
        what = "publisher and policy, such as northwind/privacy-requests, or a law such as law/us-ca/ccpa"
        root.expected("policy", what, root.node.entries["policy"][1])
    return pack


def _matching(root: Block, key: str, pattern: re.Pattern[str], what: str, default: str | None = None) -> str:
    text = root.text(key, what, default=default)
    if text and not pattern.fullmatch(text):
        root.expected(key, what, root.node.entries[key][1])
    return text


def _effective_from(root: Block) -> PartialDate:
    what = "a date such as 2026-01-01, or a month such as 2026-01"
    words = _matching(root, "effective_from", DATE_OR_MONTH, what)
    if not DATE_OR_MONTH.fullmatch(words):
        return PartialDate(dt.date.min)
    node = root.node.entries["effective_from"][1]
    return root.parsed(node, "effective_from", PartialDate.parse, words) or PartialDate(dt.date.min)


def _rules(
    root: Block, key: str, read_one: Callable[[Block, dt.date | None], R], reviewed: dt.date | None
) -> tuple[R, ...]:
    return tuple(read_one(block, reviewed) for block in root.blocks(key, f"{key} by key, such as respond: {{...}}"))


def _one_or_more(
    root: Block, key: str, read_one: Callable[[Block, dt.date | None], R], reviewed: dt.date | None
) -> tuple[R, ...]:
    """`fee: {...}` is one rule of that key; `fees: {copies: {...}}` are several."""
    single = root.block(key, "a mapping")
    first = () if single is None else (read_one(single, reviewed),)
    others = _rules(root, f"{key}s", read_one, reviewed)
    if first and key in {rule.key for rule in others}:
        root.source.fault(root.line_of(f"{key}s"), key, f"{key}s.{key}: expected a key other than that of {key!r}")
    return (*first, *others)


def _with_rights_that_name_them(grounds: tuple[DenialGroundRule, ...], source: Source) -> tuple[DenialGroundRule, ...]:
    named: dict[str, list[Right]] = {}
    for reference in source.references:
        if reference.kind == "ground":
            key, _, right = reference.name.rpartition(" ")
            named.setdefault(key, []).append(Right(right))
    return tuple(
        replace(ground, rights=tuple(dict.fromkeys((*ground.rights, *named.get(ground.key, ()))))) for ground in grounds
    )


def _service_levels(
    root: Block, reviewed: dt.date | None, *, is_law: bool
) -> tuple[tuple[TargetRule, ...], tuple[Rung, ...]]:
    block = root.block("service_levels", "{targets: {...}, ladder: [...]}")
    if is_law:
        for key in ("service_levels", "also_under", "not_laxer_than", "facts", "channels"):
            if key in root.node.entries:
                root.source.fault(root.line_of(key), key, f"{key}: expected only in a policy, not in a law")
        return (), ()
    if block is None:
        if not root.has("service_levels"):
            root.missing("service_levels", "at least its ladder: who is told when a date comes near")
        return (), ()
    found = targets(block, reviewed), ladder(block)
    block.close()
    return found


def _also_under(root: Block) -> tuple[AlsoUnder, ...]:
    found = []
    for block in root.listed_blocks(
        "also_under", "a mapping such as {law: law/us-ca/ccpa, when: {residency: [US-CA]}}"
    ):
        found.append(AlsoUnder(law=_law(block), when=condition(block)))
        block.close()
    return tuple(found)


def _not_laxer_than(root: Block) -> tuple[Comparison, ...]:
    what = "a law such as law/us-ca/ccpa, or {law: ..., why: ...}"
    found = []
    for item in root.listed("not_laxer_than", what):
        if isinstance(item, Block):
            found.append(Comparison(law=_law(item), why=item.text("why", "why it is not in also_under", default="")))
            item.close()
        elif LAW_PATH.fullmatch(item.text):
            root.source.refer("law", item.text, item.line, "not_laxer_than")
            found.append(Comparison(law=item.text))
        else:
            root.expected("not_laxer_than", what, item)
    return tuple(found)


def _law(block: Block) -> str:
    law = _matching(block, "law", LAW_PATH, "a law such as law/us-ca/ccpa")
    block.source.refer("law", law, block.line_of("law"), block.path)
    return law


def _question(block: Block) -> FactQuestion:
    name = block.key
    known = FACTS.get(name)
    if known is None:
        hint = near_miss(name, FACTS)
        block.source.fault(block.line, block.path, f"unknown fact {name!r}{hint}: expected {one_of(sorted(FACTS))}")
    elif block.has("type") and block.text("type", known.type) != known.type:
        block.expected("type", f"{known.type.value!r}, the type of {name}", block.node.entries["type"][1])
    question = FactQuestion(
        name=name,
        ask=block.text("ask", "the question, in plain words"),
        hint=block.text("hint", "a few words of help", default=""),
        stated_by=block.literal("stated_by", "requester", "staff"),
        options=_options(block, known.type if known else None),
    )
    block.close()
    return question


def _options(block: Block, kind: FactType | None) -> tuple[tuple[FactValue, str], ...]:
    """`{value: label}`, in the order shown."""
    inner = block.block("options", "a mapping of values to labels such as {US-CA: California, other: Elsewhere}")
    if inner is None:
        if kind in {FactType.CHOICE, FactType.TOPIC}:
            block.missing("options", "a mapping of values to labels")
        return ()
    found: list[tuple[FactValue, str]] = []
    for word, (name, node) in inner.node.entries.items():
        label = inner.text(word, "a label")
        value = fact_value(inner, block.key, Scalar(name.line, word, name.plain)) if kind else None
        if label and label in {other for _, other in found}:
            inner.fault(node, f"{inner.path}: expected another label than {label!r}, which stands there already", word)
        if value is not None:
            found.append((value, label))
    return tuple(found)
