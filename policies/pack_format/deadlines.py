"""Deadlines, with their extensions and pauses."""

import datetime as dt

from ..domain.periods import EXPECTED, Period
from ..domain.rules import DeadlineRule, ExtensionRule, PauseRule
from ..domain.terms import Act, EventType, ExtensionNoticeForm, PauseCount, Roll, Scope
from .block import Block
from .conditions import condition
from .faults import one_of
from .nodes import Scalar
from .stated import BOTH_SCOPES, SAYS, SECTION, SILENT, Stated, reading_of, stated


def deadline(block: Block, reviewed: dt.date | None) -> DeadlineRule:
    law = block.law_ref()
    own_act = Act(block.key) if block.key in set(Act) else None
    act = block.word("act", Act, default=own_act) if own_act or block.has("act") else _no_act(block)
    block.literal("counted_from", "appeal" if act is Act.DECIDE_APPEAL else "receipt")
    block.refuse_beside_law("within", "extension", "pauses", "roll")
    rule = DeadlineRule(
        **stated(block, reviewed, law),
        act=act,
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        when=condition(block),
        within=None if block.has("from") else block.period("within"),
        roll=Roll(block.literal("roll", "none", "next business day").replace(" ", "_")),
        extension=_extension(block, reviewed),
        pauses=_pauses(block, reviewed),
        from_law=law,
    )
    block.close()
    return rule


def _no_act(block: Block) -> Act:
    block.missing("act", f"{one_of(Act)}, as the key is none of them")
    return Act.RESPOND


def _extension(block: Block, reviewed: dt.date | None) -> ExtensionRule | None:
    inner = block.block("extension", "a mapping such as {by: 45 calendar days, notice: written, ...}")
    if inner is None:
        return None
    rule = ExtensionRule(
        **_part_of(block, inner, reviewed, key=block.key),
        by=inner.period("by"),
        at_most=inner.whole("at_most", 1),
        notice=inner.word("notice", ExtensionNoticeForm, default=ExtensionNoticeForm.WRITTEN),
        with_reason=inner.flag("with_reason", default=True),
        with_date=inner.flag("with_date", default=False),
        notice_by=_notice_by(inner),
    )
    inner.close()
    return rule


def _notice_by(block: Block) -> Period | None:
    """None: the first due date, however pauses move it."""
    what = f"'first due date', or {EXPECTED.removeprefix('a ')} from receipt"
    node = block.take("no_later_than", what, required=False)
    if node is None or (isinstance(node, Scalar) and node.text == "first due date"):
        return None
    return block.as_period(node, "no_later_than")


def _pauses(block: Block, reviewed: dt.date | None) -> tuple[PauseRule, ...]:
    rules: list[PauseRule] = []
    for inner in block.listed_blocks("pauses", "a mapping {from: event, until: event, counts: whole}"):
        begins, ends = inner.word("from", EventType), inner.word("until", EventType)
        counts = inner.word("counts", PauseCount)
        rule = PauseRule(
            **_part_of(block, inner, reviewed, key=f"{block.key}.{begins}"), begins=begins, ends=ends, counts=counts
        )
        inner.close()
        if rule.key in {other.key for other in rules}:
            inner.source.fault(inner.line, inner.path, f"{inner.path}: expected one pause from {begins}, not two")
        rules.append(rule)
    return tuple(rules)


def _part_of(block: Block, inner: Block, reviewed: dt.date | None, *, key: str) -> Stated:
    """A part stands where its rule stands, and was reviewed with it, unless it says so; its words are its own."""
    return Stated(
        key=key,
        section=inner.text("section", SECTION, default=block.text("section", SECTION, default=SILENT)),
        says=inner.text("says", SAYS),
        reading=reading_of(inner),
        reviewed=inner.date_or_null("reviewed", block.date_or_null("reviewed", reviewed)),
    )
