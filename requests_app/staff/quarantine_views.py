"""Looking through what is held for review: genuine, or not a request from anybody."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from organizations.models import Organization
from organizations.selectors import organizations_of
from organizations.services.people import staff_actor

from .. import clock_source
from ..domain.lifecycle import Action, State
from ..models import Submission
from ..services.transition import Result, transition
from .access import Standing, find_submission, member
from .desk_form import DeskForm, text_field
from .pages import desk_page
from .quarantine import held_for_review, held_rows

TITLE = "Held for review"


class DismissForm(DeskForm):
    """Nothing is deleted: it is closed, with the reason, and can be opened again."""

    reason = text_field(
        "What shows that nobody asked for anything", missing="Write down what shows it.", help_text="As in “link farm”."
    )


@require_safe
def review(request: HttpRequest) -> HttpResponseBase:
    return _page(request)


@require_http_methods(["POST"])
def release(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    """Genuine after all: its clocks have been running since receipt."""
    submission = _own(request, submission_id)
    _tell(request, _do(request, submission, Action.RELEASE), f"{submission.reference} is released.")
    return redirect("staff:quarantine")


@require_http_methods(["POST"])
def dismiss(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    submission = _own(request, submission_id)
    form = DismissForm(request.POST, prefix=str(submission.pk))
    if not form.is_valid():
        return _page(request, wrong=(submission.pk, form))
    results = _do(request, submission, Action.DISMISS, reason=form.cleaned_data["reason"])
    _tell(request, results, f"{submission.reference} is closed as spam. It can be opened again.")
    return redirect("staff:quarantine")


def _own(request: HttpRequest, submission_id: UUID) -> Submission:
    submission = find_submission(member(request), submission_id)
    if not Standing(member(request), submission.organization).may_write:
        raise PermissionDenied
    return submission


def _do(request: HttpRequest, submission: Submission, action: Action, **details: str) -> list[Result]:
    """A second click finds nothing held any more, and does nothing."""
    held = submission.requests.filter(state=State.QUARANTINED).values_list("pk", flat=True)
    return transition(held, action, by=staff_actor(member(request)), details=details)


def _tell(request: HttpRequest, results: list[Result], done: str) -> None:
    for result in results:
        if result.refusal is not None:
            messages.error(request, str(result.refusal))
    if all(result.done for result in results):
        messages.success(request, done)


def _page(request: HttpRequest, wrong: tuple[UUID, forms.Form] | None = None) -> HttpResponseBase:
    organizations: list[Organization] = list(organizations_of(member(request)))
    held = held_rows(held_for_review(organizations), now=clock_source.now())
    filled = {wrong[0]: wrong[1]} if wrong else {}
    writable = {o.pk for o in organizations if Standing(member(request), o).may_write}
    context = {
        "form": wrong[1] if wrong else None,
        "held": [
            (row, filled.get(row.id) or DismissForm(prefix=str(row.id)), row.organization_id in writable)
            for row in held
        ],
    }
    return desk_page(request, "staff/quarantine.html", TITLE, context)
