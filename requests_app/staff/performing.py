"""How each form is carried out: most by one act, some by a service of their own or by several acts in one go."""

from collections.abc import Callable, Mapping
from typing import Final

from django.db import transaction

from organizations.models import User
from organizations.services.people import staff_actor

from .. import clock_source
from ..domain.arriving import Channel
from ..domain.lifecycle import Action
from ..domain.refusals import Stale
from ..models import PrivacyRequest
from ..services import complaints, contact_change, receipt, staff_wrote
from ..services.transition import transition_one
from .act_forms import ActForm
from .contact_form import ChangeContactForm
from .decision_forms import CorrectReceiptForm
from .identity_forms import VerifiedForm
from .talk_forms import ComplaintForm

Notes = tuple[str, ...]
NO_MAIL: Final = "No mail tells the person of it: they are not reached by e-mail. Tell them in their way."


def perform(request: PrivacyRequest, action: Action, form: ActForm, *, by: User) -> Notes:
    """Do it; what to know of it besides, in sentences. Raises Refused, and then nothing has changed."""
    special = SPECIAL.get(action)
    return special(request, form, by) if special else _act(request, action, form, by)


def _act(request: PrivacyRequest, action: Action, form: ActForm, by: User, *, seen: bool = True) -> Notes:
    details = {**form.details(), "form": form.mark()}
    looked_at = form.cleaned_data["seen"] if seen else None
    result = transition_one(request.pk, action, by=staff_actor(by), at=form.at(), details=details, seen=looked_at)
    return tuple(f"It moved nothing: {note}." for note in result.notes)


@transaction.atomic
def _verify(request: PrivacyRequest, form: ActForm, by: User) -> Notes:
    """The steps that were still outstanding, each by itself, and then that identity stands; all of it or nothing."""
    assert isinstance(form, VerifiedForm)  # noqa: S101 - for the type checker
    seen: int | None = form.cleaned_data["seen"]
    for taken in form.steps_taken():
        transition_one(request.pk, Action.CHECK_STEP, by=staff_actor(by), at=form.at(), details={**taken}, seen=seen)
        seen = None  # the request has moved on, by our own hand
    return _act(request, Action.VERIFY_IDENTITY, form, by, seen=seen is not None)


def _correct_receipt(request: PrivacyRequest, form: ActForm, by: User) -> Notes:
    """All requests of the submission move together; the one looked at must not have moved on."""
    assert isinstance(form, CorrectReceiptForm)  # noqa: S101 - for the type checker
    _check_seen(request, form)
    results = receipt.correct_receipt(
        request.submission_id,
        form.instant(),
        by=staff_actor(by),
        reason=form.cleaned_data["reason"],
        form=form.mark(),
    )
    for result in results:
        if result.refusal is not None:
            raise result.refusal
    return ()


def _complain(request: PrivacyRequest, form: ActForm, by: User) -> Notes:
    assert isinstance(form, ComplaintForm)  # noqa: S101 - for the type checker
    _check_seen(request, form)
    data = form.cleaned_data
    complaints.complain(
        request,
        data["note"],
        by=staff_actor(by),
        channel=Channel(data["channel"]),
        received_at=form.at(),
        form=form.mark(),
    )
    return ()


def _write(request: PrivacyRequest, form: ActForm, by: User) -> Notes:
    text, seen = form.cleaned_data["note"], form.cleaned_data["seen"]
    mailed = staff_wrote.write(request, text, by=staff_actor(by), form=form.mark(), seen=seen)
    return () if mailed else (NO_MAIL,)


def _change_contact(request: PrivacyRequest, form: ActForm, by: User) -> Notes:
    """For every request of the submission: the person is one."""
    assert isinstance(form, ChangeContactForm)  # noqa: S101 - for the type checker
    _check_seen(request, form)
    changed = contact_change.change(
        request.submission, form.wanted(), by=staff_actor(by), now=clock_source.now(), form=form.mark()
    )
    return () if changed else ("It is the contact that was known already: nothing changed.",)


def _check_seen(request: PrivacyRequest, form: ActForm) -> None:
    if request.event_seq != form.cleaned_data["seen"]:
        raise Stale(request.reference)


SPECIAL: Final[Mapping[Action, Callable[[PrivacyRequest, ActForm, User], Notes]]] = {
    Action.VERIFY_IDENTITY: _verify,
    Action.CORRECT_RECEIPT: _correct_receipt,
    Action.COMPLAIN: _complain,
    Action.SEND_MESSAGE: _write,
    Action.CHANGE_CONTACT: _change_contact,
}
