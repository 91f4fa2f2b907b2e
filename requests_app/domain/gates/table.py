"""Which gates stand before which act. No gate decides anything: it says why a step is blocked, and by which rule."""

from collections.abc import Callable, Mapping
from typing import Final

from ..lifecycle import Action
from . import denial, fees, identity, release
from .attempt import Attempt, Block, Blocks

Gate = Callable[[Attempt], Blocks]

COMPLETING: Final[tuple[Gate, ...]] = (
    fees.owed,
    identity.established,
    release.items,
    release.reviewed,
    release.approved,
)
GATES: Final[Mapping[Action, tuple[Gate, ...]]] = {
    Action.FULFILL: COMPLETING,
    Action.FULFILL_PARTLY: COMPLETING,
    Action.DENY: (denial.deny, release.items, release.approved),
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
    Action.DECIDE_APPEAL: (release.appeal,),
}


def block(attempt: Attempt) -> Block | None:
    """The first rule that forbids the act now, or None."""
    for gate in (denial.must_grant, *GATES.get(attempt.action, ())):
        if found := next(gate(attempt), None):
            return found
    return None
