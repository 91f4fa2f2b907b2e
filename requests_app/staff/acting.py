"""Doing an act through the one transition function, and telling the form what was refused."""

from dataclasses import dataclass, field
from uuid import UUID

from django import forms

from organizations.models import User
from organizations.services.people import staff_actor
from records import chain
from records.errors import ErasedKeyError
from records.models import Event

from ..domain.events import EVENTS, EventName
from ..domain.lifecycle import TRANSITIONS, Action
from ..domain.refusals import Blocked, Incomplete, Refused, Stale
from ..models import PrivacyRequest
from ..services.transition import transition_one
from .act_forms import ActForm
from .citations import Cite, Titles, cited
from .performing import perform

FIELD_OF = {"written": "how", "received_at": "received_on"}
"""Where a message goes whose field the form calls otherwise."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was done, ready to print."""

    why: str
    next_step: str
    because: list[Cite] = field(default_factory=list)


FORGOTTEN = Refusal("What this needs was erased.", "It can no longer be done in this case.")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What became of it: `notes` when it was done, `refusal` when it was not; neither: see the form's fields."""

    done: bool = False
    notes: tuple[str, ...] = ()
    refusal: Refusal | None = None
    stale: bool = False


def attempt(request: PrivacyRequest, action: Action, form: ActForm, *, by: User, titles: Titles) -> Attempt:
    """Do it, once: a second click on the same form finds it done."""
    try:
        return Attempt(done=True, notes=perform(request, action, form, by=by))
    except Stale as refused:
        if _did_it(request, action, form):
            return Attempt(done=True)
        return Attempt(refusal=refusal_words(refused, titles), stale=True)
    except Incomplete as refused:
        return _to_fields(form, refused)
    except Refused as refused:
        return Attempt(refusal=refusal_words(refused, titles))
    except ErasedKeyError:
        return Attempt(refusal=FORGOTTEN)


def refusal_words(refused: Refused, titles: Titles) -> Refusal:
    because = cited(refused.because, titles) if isinstance(refused, Blocked) else []
    return Refusal(refused.why, refused.next_step, because)


def since(request: PrivacyRequest, seen: int) -> list[str]:
    """What happened after somebody looked, in sentences."""
    events = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk, seq__gt=seen)
    return [EVENTS[EventName(event.type)].sentence for event in events.order_by("seq")]


def _did_it(request: PrivacyRequest, action: Action, form: ActForm) -> bool:
    """Whether this very form, filled in like this, was saved since it was shown: the second click of two."""
    mark = form.mark()
    later = Event.objects.filter(
        subject_kind=chain.kind_of(request),
        subject_id=request.pk,
        seq__gt=form.cleaned_data["seen"],
        type=TRANSITIONS[action].event.value,
    )
    return bool(mark) and any(chain.read(event).body.get("form") == mark for event in later)


def _to_fields(form: forms.Form, refused: Incomplete) -> Attempt:
    lost = []
    for name, message in refused.problems.items():
        shown = FIELD_OF.get(name, name)
        if shown in form.fields:
            form.add_error(shown, message)
        else:
            lost.append(message)
    return Attempt(refusal=Refusal(" ".join(lost), refused.next_step)) if lost else Attempt()


def is_acknowledged(request: PrivacyRequest) -> bool:
    """Whether receipt was confirmed to the person, in whatever way."""
    told = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk)
    return told.filter(type=EventName.ACKNOWLEDGEMENT_SENT.value).exists()


def record_spoken_acknowledgement(request_ids: list[UUID], *, by: User) -> list[Refused]:
    """Receipt was confirmed on the telephone, just now, for all requests of a call."""
    refusals = []
    for request_id in request_ids:
        try:
            details = {"written": False, "channel": "phone"}
            transition_one(request_id, Action.ACKNOWLEDGE, by=staff_actor(by), details=details)
        except Refused as refused:
            refusals.append(refused)
    return refusals
