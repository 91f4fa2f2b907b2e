"""One function per kind of rule: from its block in the file to its value."""

import datetime as dt

from ..domain.rules import (
    ChannelRule,
    DenialGroundRule,
    DenialRule,
    FeeRule,
    FrequencyCapRule,
    LookBackRule,
    MustGrantRule,
    NoteRule,
    RightRule,
    VerificationRule,
)
from ..domain.terms import (
    ChannelKind,
    DenialNeed,
    EventType,
    FeeGround,
    NoteTopic,
    Right,
    Scope,
    StepMethod,
)
from .block import Block
from .conditions import condition
from .faults import near_miss, one_of
from .stated import BOTH_SCOPES, stated


def right(block: Block, reviewed: dt.date | None) -> RightRule:
    law = block.law_ref()
    named = _right_of(block)
    rule = RightRule(
        **stated(block, reviewed, law),
        right=named,
        eligible=condition(block, "eligible"),
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


def _right_of(block: Block) -> Right:
    """The key, unless `right` says it: a right over health records may stand beside the same right over site data."""
    if block.has("right"):
        return block.word("right", Right)
    if block.key in set(Right):
        return Right(block.key)
    hint = near_miss(block.key, Right)
    message = f"rights: unknown right {block.key!r}{hint}: expected {one_of(Right)} (or 'right: ...' in the block)"
    block.source.fault(block.line, block.path, message)
    return Right.ACCESS


def look_back(block: Block, reviewed: dt.date | None) -> LookBackRule:
    law = block.law_ref()
    block.refuse_beside_law("back", "since")
    since = block.date_or_null("since", None)
    back = block.period_if_any("back")
    if not any(map(block.has, ("back", "since", "from"))):
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
    block.refuse_beside_law("chargeable_if", "free", "before_completing")
    grounds = block.words("chargeable_if", FeeGround)
    free = block.block("free", "{first: 1, within: 12 months}")
    if not any(map(block.has, ("chargeable_if", "free", "from"))):
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
        when=condition(block),
        method=block.word("method", StepMethod),
        position=block.whole("position", 1),
        accepts=tuple(item.text for item in block.scalars("accepts", "a list of what counts as proof")),
    )
    block.close()
    return rule


def denial(block: Block, reviewed: dt.date | None) -> DenialRule:
    law = block.law_ref()
    block.refuse_beside_law("needs")
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
        when=condition(block),
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
        when=condition(block, required=True),
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
