"""Internal targets and the escalation ladder of a policy."""

import datetime as dt
import re
from typing import Final

from ..domain.periods import Period
from ..domain.rules import BEFORE_DUE, Rung, TargetRule
from ..domain.soundness import CAN_WORK, rings_for_good
from ..domain.terms import NAMED_BY_KEY, Recipient, Right, RungDoes, Scope
from .block import Block
from .faults import one_of
from .fields import KEY, STAND_IN
from .nodes import Scalar
from .stated import BOTH_SCOPES, SAYS, SECTION, reading_of

_AT: Final = "'50% elapsed', '3 business days before', '3 business days before due', 'due', 'overdue' or 'waiting'"
_TO: Final = f"{one_of(role for role in Recipient if role not in NAMED_BY_KEY)}, 'team KEY' or 'address KEY'"
LONGEST_NAME: Final = 40
_EVERY: Final = "'every 1 business day'"
_PERCENT: Final = re.compile(r"([1-9][0-9]?)% elapsed")
_BEFORE: Final = {" before": "before", " before due": BEFORE_DUE}


def targets(block: Block, reviewed: dt.date | None) -> tuple[TargetRule, ...]:
    return tuple(
        _target(inner, reviewed) for inner in block.blocks("targets", "targets by key, such as complaint: {...}")
    )


def _target(block: Block, reviewed: dt.date | None) -> TargetRule:
    own_right = [Right(block.key)] if block.key in set(Right) else []
    within = block.period("within", or_zero=True)
    rule = TargetRule(
        key=block.key,
        section=block.text("section", SECTION, default="Service levels"),
        says=block.text("says", SAYS, default=f"Our own target: {within}. It is no promise to anyone."),
        reading=reading_of(block),
        reviewed=block.date_or_null("reviewed", reviewed),
        rights=block.rights(required=not own_right, default=own_right),
        within=within,
        scopes=block.words("scopes", Scope, default=BOTH_SCOPES),
        if_not_eligible=block.flag("if_not_eligible", default=False),
    )
    if own_right and not block.has("rights"):
        block.source.refer("right", block.key, block.line, block.path)
    block.close()
    return rule


def ladder(block: Block) -> tuple[Rung, ...]:
    """The rungs in order. The last one, `waiting` rungs aside, must ring for good and reach someone."""
    rungs: list[Rung] = []
    for inner in block.listed_blocks("ladder", "a rung such as {at: due, to: privacy_officer}"):
        rung = _rung(inner)
        if rung.name in {other.name for other in rungs}:
            inner.source.fault(inner.line, inner.path, f"{inner.path}: expected one rung at {rung.name!r}, not two")
        rungs.append(rung)
    last = next((rung for rung in reversed(rungs) if rung.anchor != "waiting"), None)
    if last is None or not rings_for_good(last):
        block.source.fault(
            block.line_of("ladder"),
            block.path,
            "service_levels.ladder: expected a last resort as last rung, such as "
            "{at: overdue, to: privacy_officer, repeat: every 1 business day} (or to: alert_address)",
        )
    return tuple(rungs)


def _rung(block: Block) -> Rung:
    words = block.text("at", _AT)
    percent = _PERCENT.fullmatch(words)
    anchor, before = words, None
    if percent:
        anchor = "percent"
    elif ending := next((ending for ending in _BEFORE if words.endswith(ending)), None):
        anchor = _BEFORE[ending]
        before = block.as_period(block.node.entries["at"][1], "at", words=words.removesuffix(ending))
    elif words and words not in {"due", "overdue", "waiting"}:
        block.expected("at", _AT, block.node.entries["at"][1])
    to, named = _to(block)
    rung = Rung(
        anchor=anchor,
        to=to,
        named=named,
        percent=int(percent[1]) if percent else None,
        before=before,
        repeat=_repeat(block, anchor),
        do=block.words("do", RungDoes, default=(RungDoes.NOTIFY,)),
    )
    if RungDoes.REASSIGN in rung.do and to not in CAN_WORK:
        block.source.fault(
            block.line_of("do"),
            block.path,
            f"{block.path}.do: expected 'to' to be supervisor, privacy_officer or a team where 'reassign' is done",
        )
    block.close()
    return rung


def _to(block: Block) -> tuple[Recipient, str]:
    """A role, or a team or an address of the organization by its key: `team records`."""
    words = block.text("to", _TO)
    kind, _, key = words.partition(" ")
    if kind in NAMED_BY_KEY and KEY.fullmatch(key) and len(key) <= LONGEST_NAME:
        return Recipient(kind), key
    if words in set(Recipient) - NAMED_BY_KEY:
        return Recipient(words), ""
    if words:
        block.expected("to", _TO, block.node.entries["to"][1])
    return Recipient.ALERT_ADDRESS, ""


def _repeat(block: Block, anchor: str) -> Period | None:
    entry = block.node.entries.get("repeat")
    if not block.has("repeat") or entry is None:
        if anchor == "waiting":
            block.missing("repeat", f"how often it rings while the clock is paused, such as {_EVERY}")
        return None
    node = entry[1]
    if anchor not in {"overdue", "waiting"}:
        block.fault(node, "service_levels.ladder: expected 'repeat' only on an overdue or waiting rung", "repeat")
    elif isinstance(node, Scalar) and node.text.startswith("every "):
        return block.as_period(node, "repeat", words=node.text.removeprefix("every "))
    else:
        block.expected("repeat", _EVERY, node)
    return STAND_IN
