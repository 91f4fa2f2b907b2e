"""Who works on it, whose request it is, and who may act for them."""

from typing import Final
from uuid import UUID

from organizations.models import User
from policies.domain.terms import Role

from ...domain.events import EventName
from ...domain.record import AnswerWay, ChannelProof, Proof
from ...domain.refusals import Incomplete
from ...models import PRIORITY_WORDS, PrivacyRequest, Representative
from ...selectors.owners import WORKING
from .. import envelope
from ..act import Act
from ..case_file import CaseFile
from ..history import Happening
from .rows import Effects

NOBODY: Final = "nobody"


def assign(act: Act, file: CaseFile, effects: Effects) -> None:
    request, wanted, was = file.request, act.details.assignee, file.request.assignee_id
    request.assignee_id = None if wanted == NOBODY else member(wanted, request).id
    effects.said[request.id] = {"assignee": request.assignee_id, "was": was}


def set_priority(act: Act, file: CaseFile, _: Effects) -> None:
    if act.details.priority not in PRIORITY_WORDS:
        raise Incomplete(file.request.reference, {"priority": "Choose how pressing it is."})
    file.request.priority = PRIORITY_WORDS[act.details.priority]


def member(user_id: str, request: PrivacyRequest) -> User:
    """Somebody who works on requests of the request's organization. Raises Incomplete, at `assignee`."""
    found = User.objects.filter(
        id=_uuid(user_id, request, "assignee"),
        is_active=True,
        memberships__organization=request.organization_id,
        memberships__role__in=WORKING,
    ).first()
    if found is None:
        raise Incomplete(request.reference, {"assignee": "Choose somebody who works on requests here."})
    return found


def verify(act: Act, file: CaseFile, effects: Effects) -> None:
    """From now on the request counts against the cap of its person."""
    submission = file.request.submission
    _check_ways(act, file.request)
    if submission.person_id is None and submission.id not in effects.submissions:
        body = {"person": effects.people[submission.id]}
        effects.linked.append(Happening(subject=submission, name=EventName.PERSON_LINKED, body=body, by=act.by))
    submission.person_id = effects.people[submission.id]
    effects.submissions[submission.id] = submission
    file.request.verified_at = file.request.verified_at or act.at


def _check_ways(act: Act, request: PrivacyRequest) -> None:
    """That a way is the person's own is said with why, and of which way."""
    why, ways = act.details.channel_proof, act.details.proven_ways
    if why and why not in list(ChannelProof):
        raise Incomplete(request.reference, {"channel_proof": "Choose how the way of the answer was shown."})
    if bool(why) is not bool(ways) or any(way not in list(AnswerWay) for way in ways):
        raise Incomplete(request.reference, {"proven_ways": "Choose which ways were on file, or were proven."})


def see_authority(act: Act, file: CaseFile, effects: Effects) -> None:
    """For all requests of the submission: the representative is the same. What nobody said now stays as it was."""
    said, submission = act.details, file.request.submission
    if said.proof not in list(Proof):
        raise Incomplete(file.request.reference, {"proof": "Choose what was seen."})
    if said.expires_on is not None and said.expires_on < submission.local_day(act.now):
        raise Incomplete(file.request.reference, {"expires_on": "This authority has already run out."})
    row = effects.representatives.get(submission.id) or Representative.objects.filter(submission=submission).first()
    if row is None:
        row = Representative(organization_id=submission.organization_id, submission=submission)
        row.kind = Role(submission.requester_role).value
    row.proof, row.expires_on = said.proof, said.expires_on
    row.proof_seen_at, row.proof_seen_by_id = act.at, UUID(act.by.id)
    if said.covers.strip():
        row.submission = submission
        envelope.seal_scope(row, said.covers.strip())
    effects.representatives[submission.id] = row


def name_notice(act: Act, file: CaseFile, effects: Effects) -> None:
    """Unless a more specific notice says otherwise, the policy governs. The version's dates and caps stay as they are:
    what the notice promises beside them is for a person to keep.
    """
    envelope.seal_notice(file.request, act.details.notice.strip()[:200])
    effects.named.append(file.request)


def _uuid(text: str, request: PrivacyRequest, name: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Incomplete(request.reference, {name: "This names nobody."}) from None
