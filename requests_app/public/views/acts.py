"""What the person does with a request: each on a page of its own, once, and back to the page of the request."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from records.errors import ErasedKeyError
from requests_app.domain.record import OPENS_PAGE
from requests_app.domain.refusals import Incomplete, Refused
from requests_app.models import Direction, PrivacyRequest, Submission
from requests_app.public.case_page import CasePage, appeal_due, case_page, sight_of
from requests_app.public.forms.status_forms import (
    AppealForm,
    ComplainForm,
    FeeForm,
    FileForm,
    MarkedForm,
    WithdrawForm,
    WriteForm,
)
from requests_app.public.needs import asks_proof
from requests_app.public.opened import opened_request, remember, ways_of
from requests_app.public.pages import page
from requests_app.public.published import organization_called
from requests_app.services import file_check, person_acts

Form = Any
"""One of the marked forms, valid."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A page on which the person does something. `do` raises Refused; a submission that it makes is opened too."""

    form: type[MarkedForm]
    template: str
    do: Callable[[PrivacyRequest, Form, dt.datetime], Submission | None]


def _write(asked: PrivacyRequest, form: Form, now: dt.datetime) -> None:
    person_acts.write(asked, form.cleaned_data["text"], form=form.mark(), now=now)


def _send_file(asked: PrivacyRequest, form: Form, now: dt.datetime) -> None:
    is_proof = asks_proof(sight_of(asked, now, ways=OPENS_PAGE))
    person_acts.send_file(asked, form.cleaned_data["file"], is_proof=is_proof, form=form.mark(), now=now)


def _fee(asked: PrivacyRequest, form: Form, now: dt.datetime) -> None:
    accepts = form.cleaned_data["answer"] == "accept"
    person_acts.answer_fee(asked, accepts=accepts, form=form.mark(), now=now)


def _withdraw(asked: PrivacyRequest, form: Form, now: dt.datetime) -> None:
    person_acts.withdraw(asked, form=form.mark(), now=now)


def _appeal(asked: PrivacyRequest, form: Form, now: dt.datetime) -> None:
    person_acts.appeal(asked, form.cleaned_data["reason"], form=form.mark(), now=now)


def _complain(asked: PrivacyRequest, form: Form, now: dt.datetime) -> Submission | None:
    return person_acts.complain(asked, form.cleaned_data["text"], form=form.mark(), now=now)


DEEDS: Final[Mapping[str, Deed]] = {
    "write": Deed(WriteForm, "status/write.html", _write),
    "send_file": Deed(FileForm, "status/send_file.html", _send_file),
    "fee": Deed(FeeForm, "status/fee.html", _fee),
    "withdraw": Deed(WithdrawForm, "status/withdraw.html", _withdraw),
    "appeal": Deed(AppealForm, "status/appeal.html", _appeal),
    "complain": Deed(ComplainForm, "status/complain.html", _complain),
}
DONE: Final[Mapping[str, str]] = {
    "write": "We have your message.",
    "send_file": "We have your file.",
    "fee": "We have your choice.",
    "withdraw": "We have it that you take this request back.",
    "appeal": "We look at it again.",
    "complain": "We have your complaint.",
}
"""What the page of the request says when it was done."""
NOT_NOW: Final = "This is not possible any more, because your request has moved on. Look at where it stands."


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, slug: str, request_id: UUID, deed: str) -> HttpResponse:
    """GET shows the form if the lifecycle allows it; POST does it."""
    asked, now = opened_request(request, organization_called(slug), request_id), timezone.now()
    found = DEEDS.get(deed)
    if found is None:
        raise Http404("There is no such page.")
    if request.method == "POST":
        return _do(request, asked, deed, found, now)
    shown = case_page(asked, now, ways=ways_of(request, asked.submission_id))
    if deed not in shown.may:
        return redirect("public:case", slug=slug, request_id=request_id)
    return _page(request, asked, shown, deed, found.form(), now)


def _do(request: HttpRequest, asked: PrivacyRequest, name: str, deed: Deed, now: dt.datetime) -> HttpResponse:
    form, problem = deed.form(request.POST, request.FILES), ""
    if form.is_valid():
        try:
            made = deed.do(asked, form, now)
        except Incomplete as refused:
            for field, message in refused.problems.items():
                form.add_error(field if field in form.fields else None, message)
        except (Refused, ErasedKeyError):
            problem = NOT_NOW
        else:
            return _done(request, asked, name, made)
    asked.refresh_from_db(fields=["state", "outcome"])
    return _page(
        request,
        asked,
        case_page(asked, now, ways=ways_of(request, asked.submission_id)),
        name,
        form,
        now,
        problem=problem,
    )


def _done(request: HttpRequest, asked: PrivacyRequest, name: str, made: Submission | None) -> HttpResponse:
    slug = asked.organization.slug
    if made is not None:
        remember(request, made, ways=ways_of(request, asked.submission_id))
        return redirect(f"{reverse('public:status', args=[slug])}?done={name}")
    return redirect(f"{reverse('public:case', args=[slug, asked.pk])}?done={name}")


def _page(
    request: HttpRequest,
    asked: PrivacyRequest,
    shown: CasePage,
    name: str,
    form: MarkedForm,
    now: dt.datetime,
    *,
    problem: str = "",
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "asked": asked, "page": shown, "deed": name, "problem": problem}
    if name == "appeal":
        context["decided_by"] = appeal_due(sight_of(asked, now, ways=ways_of(request, asked.submission_id)), now)
    if name == "send_file":
        context |= {"wanted": file_check.wanted(Direction.FROM_PERSON), "most": file_check.largest() // 2**20}
        form.fields["file"].widget.attrs["accept"] = file_check.endings(Direction.FROM_PERSON)
    return page(request, DEEDS[name].template, context, organization=asked.organization, private=True)
