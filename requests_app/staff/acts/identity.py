"""Who they are, step by step, and whether somebody else may act for them."""

from typing import Final

from ...domain.lifecycle import Action
from .. import authority_forms as authority
from .. import identity_forms as identity
from .. import person_forms as person
from .line import Act, ActGroup

_GROUP = ActGroup.IDENTITY

ACTS: Final = (
    Act(
        Action.REQUEST_IDENTITY,
        _GROUP,
        "Record that proof of identity was asked for",
        "Record it",
        person.AskIdentityForm,
        "The clock goes on unless a rule says otherwise.",
    ),
    Act(
        Action.CHECK_STEP,
        _GROUP,
        "Record one step of the identity check",
        "Record the step",
        identity.CheckStepForm,
        "Kept: which kinds of details were compared, and whether they matched. Never the details.",
    ),
    Act(
        Action.VERIFY_IDENTITY,
        _GROUP,
        "Record that identity is established",
        "Record it",
        identity.VerifiedForm,
        "Every step of the version has been taken. The request then counts towards the policy's limit, if it has one.",
    ),
    Act(
        Action.FAIL_VERIFICATION,
        _GROUP,
        "Record that identity was not established",
        "Record it",
        person.NotVerifiedForm,
        "The request stays open; the person can try again.",
    ),
    Act(
        Action.REQUEST_AUTHORITY,
        _GROUP,
        "Record that the representative was asked for proof",
        "Record it",
        authority.AskAuthorityForm,
        "The clock goes on. The person themselves is never asked to confirm an opt-out.",
    ),
    Act(
        Action.SEE_AUTHORITY,
        _GROUP,
        "Record the proof that they may act for the person",
        "Record the proof",
        authority.SeeAuthorityForm,
        "It holds for every request of this submission.",
    ),
)
