"""Which gates stand before which act. No gate decides anything: it says why a step is blocked, and by which rule."""

from collections.abc import Callable, Mapping
from typing import Final

from policies.domain.terms import Outcome

from ..lifecycle import Action
from . import denial, fees, identity, release
from .attempt import Attempt, Block, Blocks

Gate = Callable[[Attempt], Blocks]

COMPLETING: Final[tuple[Gate, ...]] = (
    denial.over_cap_decided,
    fees.owed,
    identity.established,
    release.items,
    release.reviewed,
    release.approved,
)


def granted_on_appeal(attempt: Attempt) -> Blocks:
    """What an appeal grants is released by the same rules as any answer."""
    if attempt.said.outcome in (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED):
        for gate in (identity.established, release.reviewed):
            yield from gate(attempt)


GATES: Final[Mapping[Action, tuple[Gate, ...]]] = {
    Action.FULFILL: COMPLETING,
    Action.FULFILL_PARTLY: COMPLETING,
    Action.DENY: (denial.deny, denial.over_cap_decided, release.items, release.approved),
    Action.APPROVE_DECISION: (release.approve,),
    Action.DECIDE_CAP: (denial.decide_cap,),
    Action.FIND_FEE: (fees.find,),
    Action.WAIVE_FEE: (fees.waive,),
    Action.SEND_FEE_REASON: (fees.ask,),
    Action.SEND_FEE_ESTIMATE: (fees.ask,),
    Action.REQUEST_IDENTITY: (identity.ask_identity,),
    Action.CHECK_STEP: (identity.check_step,),
    Action.VERIFY_IDENTITY: (identity.verify,),
    Action.REQUEST_AUTHORITY: (identity.ask_authority,),
    Action.SEE_AUTHORITY: (identity.ask_authority,),
    Action.CLOSE_UNVERIFIED: (identity.unverified,),
    Action.CLOSE_NOT_ELIGIBLE: (denial.not_eligible,),
    Action.DECIDE_APPEAL: (release.appeal, granted_on_appeal),
}


def block(attempt: Attempt) -> Block | None:
    """The first rule that forbids the act now, or None."""
    for gate in (denial.must_grant, *GATES.get(attempt.action, ())):
        if found := next(gate(attempt), None):
            return found
    return None
