"""One function per kind of rule: from its block in the file to its value."""

import datetime as dt
from typing import TypedDict

from ..domain.periods import Period
from ..domain.rules import (
    ChannelRule,
    DeadlineRule,
    DenialGroundRule,
    DenialRule,
    ExtensionRule,
    FeeRule,
    FrequencyCapRule,
    LawRef,
    LookBackRule,
    MustGrantRule,
    NoteRule,
    PauseRule,
    Reading,
    RightRule,
    VerificationRule,
)
from ..domain.terms import (
    Act,
    ChannelKind,
    DenialNeed,
    EventType,
    ExtensionNoticeForm,
    FeeGround,
    NoteTopic,
    PauseCount,
    Right,
    Roll,
    Scope,
    StepMethod,
)
from .block import Block

BOTH_SCOPES = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
SECTION = 'where it stands in the text, such as "4 Your rights"'
SAYS = "what the rule says, in your own words"
SILENT = "(not in the text)"


class Stated(TypedDict):
    """What every rule carries."""

    key: str
    section: str
    says: str
    reading: Reading | None
    reviewed: dt.date | None


def stated(block: Block, reviewed: dt.date | None, law: LawRef | None = None) -> Stated:
    """Section and words are required, unless a law fills a silence: then they can say no more than that."""
    return Stated(
        key=block.key,
        section=block.text("section", SECTION, default=SILENT if law else None),
        says=block.text("says", SAYS, default=f"The text is silent; {law} applies." if law else None),
        reading=_reading(block),
        reviewed=block.date_or_null("reviewed", reviewed),
    )


def _reading(block: Block) -> Reading | None:
    inner = block.block("reading", "{text: ..., by: ..., on: 2026-01-31}")
    if inner is None:
        return None
    reading = Reading(
        text=inner.text("text", "how open words were read"),
        by=inner.text("by", "who read them so"),
        on=inner.date("on", "the day they were read, such as 2026-01-31"),
    )
    inner.close()
    return reading


def right(block: Block, reviewed: dt.date | None) -> RightRule:
    law = block.law_ref()
    named = block.word("right", Right) if block.has("right") or block.key not in set(Right) else Right(block.key)
    rule = RightRule(
        **stated(block, reviewed, law),
        right=named,
        eligible=block.condition("eligible"),
        scopes=block.words("scopes", Scope, default=(Scope.SITE_DATA,)),
        ask=tuple(item.text for item in block.scalars("ask", "a list of facts such as [residency]")),
        from_law=law,
    )
    for name in rule.ask:
        block.source.refer("fact", name, block.line_of("ask"), block.path)
    for item in block.scalars("denial_grounds", "a list of keys of denial_grounds"):
        block.source.refer("ground", f"{item.text} {named}", item.line, block.path)
    block.close()
    return rule


def deadline(block: Block, reviewed: dt.date | None) -> DeadlineRule:
    law = block.law_ref()
    own_act = Act(block.key) if block.key in set(Act) else None
    act = block.word("act", Act, default=own_act) if own_act or block.has("act") else _no_act(block)
    block.literal("counted_from", "appeal" if act is Act.DECIDE_APPEAL else "receipt")
    within = None
    if law is None:
        within = block.period("within")
    elif block.has("within"):
        block.source.fault(block.line_of("within"), block.path, f"{block.path}: expected 'within' or 'from', not both")
    rule = DeadlineRule(
        **stated(block, reviewed, law),
        act=act,
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        when=block.condition("when"),
        within=within,
        roll=Roll(block.literal("roll", "none", "next business day").replace(" ", "_")),
        extension=_extension(block, reviewed),
        pauses=_pauses(block, reviewed),
        from_law=law,
    )
    block.close()
    return rule


def _no_act(block: Block) -> Act:
    block.missing("act", "one of " + ", ".join(Act) + ", as the key is none of them")
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
    node = block.node.entries.get("no_later_than")
    if not block.has("no_later_than") or node is None or getattr(node[1], "text", "") == "first due date":
        return None
    return block.period_if_any("no_later_than")


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
    """A part stands where its rule stands unless it says otherwise; its words are its own."""
    own = stated(inner, block.date_or_null("reviewed", reviewed)) if inner.has("section") else None
    if own is None:
        section = block.text("section", SECTION, default=SILENT)
        says = inner.text("says", SAYS)
        own = Stated(
            key=key,
            section=section,
            says=says,
            reading=_reading(inner),
            reviewed=inner.date_or_null("reviewed", reviewed),
        )
    own["key"] = key
    return own


def look_back(block: Block, reviewed: dt.date | None) -> LookBackRule:
    law = block.law_ref()
    since = block.date_or_null("since", None)
    back = block.period_if_any("back")
    if back is None and since is None and law is None:
        block.missing("back", "how far an answer reaches back, such as 12 months ('since' and 'from' do too)")
    rule = LookBackRule(
        **stated(block, reviewed, law),
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        back=back,
        since=since,
        from_law=law,
    )
    block.close()
    return rule


def frequency_cap(block: Block, reviewed: dt.date | None) -> FrequencyCapRule:
    rule = FrequencyCapRule(
        **stated(block, reviewed),
        counts=block.rights("counts"),
        at_most=block.whole("at_most", None),
        within=block.period("within"),
        beyond=block.literal("beyond", "supervisor_decides"),
    )
    block.close()
    return rule


def fee(block: Block, reviewed: dt.date | None) -> FeeRule:
    law = block.law_ref()
    grounds = block.words("chargeable_if", FeeGround)
    free = block.block("free", "{first: 1, within: 12 months}")
    if not grounds and free is None and law is None:
        block.missing("chargeable_if", "the grounds on which a fee may be charged ('free' and 'from' do too)")
    rule = FeeRule(
        **stated(block, reviewed, law),
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        chargeable_if=grounds,
        before_completing=block.words("before_completing", EventType),
        free_first=free.whole("first", None) if free else 0,
        free_within=free.period("within") if free else None,
        from_law=law,
    )
    if free:
        free.close()
    block.close()
    return rule


def verification(block: Block, reviewed: dt.date | None) -> VerificationRule:
    rule = VerificationRule(
        **stated(block, reviewed),
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        when=block.condition("when"),
        method=block.word("method", StepMethod),
        position=block.whole("position", 1),
        accepts=tuple(item.text for item in block.scalars("accepts", "a list of what counts as proof")),
    )
    block.close()
    return rule


def denial(block: Block, reviewed: dt.date | None) -> DenialRule:
    law = block.law_ref()
    rule = DenialRule(
        **stated(block, reviewed, law),
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        needs=block.words("needs", DenialNeed, default=(DenialNeed.REASON,)),
        from_law=law,
    )
    block.close()
    return rule


def denial_ground(block: Block, reviewed: dt.date | None) -> DenialGroundRule:
    """A ground may leave its rights to the rights that name it in their `denial_grounds`."""
    rule = DenialGroundRule(
        **stated(block, reviewed),
        rights=block.rights(required=False),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        when=block.condition("when"),
        needs=block.words("needs", DenialNeed),
        reviewable=block.flag("reviewable", default=False),
        decide_first=block.flag("decide_first", default=False),
    )
    block.close()
    return rule


def must_grant(block: Block, reviewed: dt.date | None) -> MustGrantRule:
    rule = MustGrantRule(
        **stated(block, reviewed),
        rights=block.rights(),
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        when=block.condition("when", required=True),
    )
    block.close()
    return rule


def channel(block: Block, reviewed: dt.date | None) -> ChannelRule:
    rule = ChannelRule(
        **stated(block, reviewed),
        kind=block.word("kind", ChannelKind, default=ChannelKind(block.key) if block.key in set(ChannelKind) else None),
        value=block.text("value", "the number, address or site as printed"),
        rights=block.rights(required=False),
        note=block.text("note", "a few words", default=""),
    )
    block.close()
    return rule


def note(block: Block, reviewed: dt.date | None) -> NoteRule:
    rule = NoteRule(
        **stated(block, reviewed),
        topic=block.word("topic", NoteTopic, default=NoteTopic(block.key) if block.key in set(NoteTopic) else None),
        public=block.flag("public", default=False),
        rights=block.rights(required=False),
    )
    block.close()
    return rule
