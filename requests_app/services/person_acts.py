"""What the person does with their own request on their page: once, however often the button is pressed."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from policies.domain.terms import Outcome
from records import chain
from records.chain import Actor, ActorKind
from records.models import Event

from ..domain.events import EventName
from ..domain.lifecycle import TRANSITIONS, Action, State
from ..domain.refusals import Blocked, Incomplete
from ..models import Attachment, PrivacyRequest, Submission
from . import complaints, contact_change, filing, person_wrote, taken_back
from .contact_change import NewContact
from .locking import hold
from .transition import transition_one

PERSON: Final = Actor(kind=ActorKind.REQUESTER)
MOST_A_DAY: Final = 20
"""Times that one person may write about one request in a day of its organization."""
MOST_CHANGES: Final = 3
MOST_COMPLAINTS: Final = 3
"""Each makes a case of its own."""
FEE_TOLD: Final = (EventName.FEE_REASON_SENT, EventName.FEE_ESTIMATE_SENT)
FEE_ANSWERED: Final = (EventName.FEE_ACCEPTED, EventName.FEE_DECLINED, EventName.FEE_WAIVED)
TOO_MANY: Final = "You have written to us very often today. Please call us, or write again tomorrow."


def write(request: PrivacyRequest, text: str, *, form: str, now: dt.datetime) -> None:
    """Write to staff. While detail is waited for it is the answer to that, and the clock goes on by itself."""
    with transaction.atomic():
        waits = _locked(request).state == State.NEEDS_DETAIL
        action = Action.RECEIVE_CLARIFICATION if waits else Action.RECEIVE_MESSAGE
        either = (EventName.MESSAGE_RECEIVED, EventName.CLARIFICATION_RECEIVED)
        _once(request, action, {"note": text}, form=form, now=now, names=either, field="text")


def withdraw(request: PrivacyRequest, *, form: str, now: dt.datetime) -> None:
    """Take the request back, and what the same person asked besides and was merged into it.

    One that is held for review is taken back by staff: they get word of it.
    """
    with transaction.atomic():
        repeats = list(request.merged_from.select_related("submission__data_key"))
        if _locked(request).state == State.QUARANTINED:
            _once(request, Action.RECEIVE_MESSAGE, {"note": "I take this request back."}, form=form, now=now)
        elif _once(request, Action.WITHDRAW, {}, form=form, now=now):
            taken_back.tell_person(request, now=now)
            for repeat in repeats:
                repeat.refresh_from_db(fields=["outcome"])
                if repeat.outcome == Outcome.WITHDRAWN:
                    taken_back.tell_person(repeat, now=now)


def appeal(request: PrivacyRequest, reason: str, *, form: str, now: dt.datetime) -> None:
    """Ask us to look again at a refusal. Raises NotAllowed for anything else."""
    with transaction.atomic():
        _once(request, Action.RECEIVE_APPEAL, {"reason": reason}, form=form, now=now)


def answer_fee(request: PrivacyRequest, *, accepts: bool, form: str, now: dt.datetime) -> None:
    """Accept the fee or decline it. Raises Blocked unless there is one that was told and not answered yet."""
    with transaction.atomic():
        _locked(request)
        latest = next(iter(_events(request, (*FEE_TOLD, *FEE_ANSWERED))), None)
        if latest is None or latest.type in FEE_ANSWERED:
            if latest is not None and form and chain.read(latest).body.get("form") == form:
                return
            raise Blocked(request.reference, "There is no fee to answer.", "Write to us.")
        _once(request, Action.ACCEPT_FEE if accepts else Action.DECLINE_FEE, {}, form=form, now=now)


def complain(request: PrivacyRequest, text: str, *, form: str, now: dt.datetime) -> Submission | None:
    """Complain about how the request was treated: the case it became. None for one that is held: staff read it."""
    with transaction.atomic():
        if _locked(request).state == State.QUARANTINED:
            _once(request, Action.RECEIVE_MESSAGE, {"note": text}, form=form, now=now, field="text")
            return None
        _not_too_often(request, (EventName.COMPLAINT_RECEIVED,), MOST_COMPLAINTS, now, field="text")
        return complaints.complain(request, text, by=PERSON, form=form, now=now)


def change_contact(submission: Submission, contact: NewContact, *, form: str, now: dt.datetime) -> bool:
    """Be reached in another way, for all requests of the submission; see `contact_change.change`."""
    first = submission.requests.order_by("position").first()
    if first is not None:
        _not_too_often(first, (EventName.CONTACT_CHANGED,), MOST_CHANGES, now, field="")
    changed = contact_change.change(submission, contact, by=PERSON, form=form, now=now)
    if changed and first is not None:
        person_wrote.tell_staff(first, now=now)
    return changed


def send_file(
    request: PrivacyRequest, upload: "UploadedFile[bytes]", *, is_proof: bool, form: str, now: dt.datetime
) -> Attachment:
    """Raises Incomplete, at `file`, for one that may not come in. Call it outside of a transaction."""
    received = filing.receive(request, upload, by=PERSON, is_proof=is_proof, form=form, now=now)
    person_wrote.tell_staff(request, now=now)
    return received


def _once(
    request: PrivacyRequest,
    action: Action,
    details: Mapping[str, Any],
    *,
    form: str,
    now: dt.datetime,
    names: Iterable[EventName] = (),
    field: str = "",
) -> bool:
    """In a transaction: whether it is done now. A second click of two finds it done, though the state has moved on."""
    _locked(request)
    kinds = tuple(names) or (TRANSITIONS[action].event,)
    if form and any(chain.read(event).body.get("form") == form for event in _events(request, kinds)):
        return False
    if field:
        _not_too_often(request, kinds, MOST_A_DAY, now, field=field)
    transition_one(request.pk, action, by=PERSON, details={**details, "form": form}, now=now)
    person_wrote.tell_staff(request, now=now)
    return True


def _not_too_often(
    request: PrivacyRequest, names: Iterable[EventName], most: int, now: dt.datetime, *, field: str
) -> None:
    local = now.astimezone(ZoneInfo(request.zone))
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    today = [each for each in _events(request, names) if each.at >= midnight]
    if len(today) >= most:
        raise Incomplete(request.reference, {field: TOO_MANY})


def _events(request: PrivacyRequest, names: Iterable[EventName]) -> list[Event]:
    own = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk)
    return list(own.filter(type__in=[name.value for name in names]).order_by("-seq")[:200])


def _locked(request: PrivacyRequest) -> PrivacyRequest:
    return hold(request.pk)
