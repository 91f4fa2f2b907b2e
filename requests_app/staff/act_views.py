"""One page per act: what it means, its form, and after saving back to the case."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from policies.domain.facts import FACTS

from .. import clock_source
from ..domain.lifecycle import Action
from ..domain.refusals import Incomplete
from ..models import PrivacyRequest
from ..services.case_file import CaseFile
from ..wording import fact_name
from .access import Standing, member
from .act_forms import ActForm
from .act_frame import frame_of
from .acting import attempt, refusal_words, since
from .acts import BY_SLUG, Act
from .acts.line import ActGroup
from .asides import aside_of
from .case_links import case_url
from .case_page import titles_of
from .case_views import opened
from .decision_forms import CorrectReceiptForm
from .pages import desk_page, posted
from .person_wrote import not_yet_answered
from .receipt_preview import ReceiptChange, receipt_changes
from .weighing import Weighed

ENDING: Final = frozenset({ActGroup.ANSWER, ActGroup.CLOSE})
"""Acts before which one must have read what the person wrote last."""


@require_http_methods(["GET", "POST"])
def act_on(request: HttpRequest, request_id: UUID, slug: str) -> HttpResponseBase:
    """Shown to whoever may write in the organization; an auditor is told that they may not."""
    act = BY_SLUG.get(slug)
    if act is None:
        raise Http404
    file = opened(request, str(request_id))
    standing = Standing(member(request), file.request.organization)
    if not standing.may_write:
        raise PermissionDenied("Reading this case is yours; changing it takes another role.")
    now = clock_source.now()
    refused = Weighed.of(file, standing, now=now).refusal(act.action) if request.method == "GET" else None
    if refused is not None:
        return _page(request, file, act, refusal=refusal_words(refused, titles_of(file)))
    fact = _chosen_fact(request, act)
    if act.action is Action.FIND_FACT and not fact:
        return _choose_fact(request, file, now)
    frame = frame_of(file, member(request), act.action, now=now, fact=fact)
    form = act.form(posted(request), frame=frame, initial={"seen": file.request.event_seq})
    if request.method == "POST" and form.is_valid():
        return _posted(request, file, act, form)
    return _page(request, file, act, form=form, now=now)


def _posted(request: HttpRequest, file: CaseFile, act: Act, form: ActForm) -> HttpResponseBase:
    case = file.request
    if isinstance(form, CorrectReceiptForm) and not _was_shown(request, form):
        return _preview_receipt(request, file, act, form)
    seen = form.cleaned_data["seen"]
    tried = attempt(case, act.action, form, by=member(request), titles=titles_of(file))
    if tried.done:
        messages.success(request, f"{case.reference}: done. {act.label}.")
        for note in tried.notes:
            messages.warning(request, note)
        return redirect(case_url(case))
    told = [f"Since then: {line}" for line in since(case, seen)] if tried.stale else []
    if tried.stale:
        form = _looked_again(request, form, case)
    return _page(request, file, act, form=form, refusal=tried.refusal, told=told)


def _looked_again(request: HttpRequest, form: ActForm, case: PrivacyRequest) -> ActForm:
    """The same form with everything typed, now for the request as it stands."""
    data = request.POST.copy()
    data["seen"] = str(PrivacyRequest.objects.values_list("event_seq", flat=True).get(pk=case.pk))
    return type(form)(data, frame=form.frame)


def _was_shown(request: HttpRequest, form: CorrectReceiptForm) -> bool:
    """Whether the dates that would be saved are those that were looked at."""
    return request.POST.get("step") == "save" and request.POST.get("previewed") == form.as_typed()


def _preview_receipt(request: HttpRequest, file: CaseFile, act: Act, form: CorrectReceiptForm) -> HttpResponseBase:
    try:
        changes = receipt_changes(file.request.submission_id, form.instant())
    except Incomplete as refused:
        for message in refused.problems.values():
            form.add_error("received_on", message)
        changes = None
    return _page(request, file, act, form=form, changes=changes)


def _chosen_fact(request: HttpRequest, act: Act) -> str:
    if act.action is not Action.FIND_FACT:
        return ""
    name = request.POST.get("fact") or request.GET.get("fact") or ""
    return name if name in FACTS else ""


def _choose_fact(request: HttpRequest, file: CaseFile, now: dt.datetime) -> HttpResponseBase:
    """The open questions of the case first, then everything that can be found."""
    open_ones = [name for name in file.assess(as_of=now).questions if name in FACTS]
    others = [name for name in FACTS if name not in open_ones]
    context = {
        "reference": file.request.reference,
        "case_url": case_url(file.request),
        "open_facts": [(name, fact_name(name)) for name in open_ones],
        "other_facts": [(name, fact_name(name)) for name in others],
    }
    return desk_page(request, "staff/choose_fact.html", f"What did you find out? {file.request.reference}", context)


def _page(
    request: HttpRequest,
    file: CaseFile,
    act: Act,
    *,
    form: ActForm | None = None,
    refusal: Any = None,
    told: list[str] | None = None,
    changes: list[ReceiptChange] | None = None,
    now: dt.datetime | None = None,
) -> HttpResponseBase:
    titles, case = titles_of(file), file.request
    now = now or clock_source.now()
    context = {
        "act": act,
        "form": form,
        "reference": case.reference,
        "case_url": case_url(case),
        "refusal": refusal,
        "tried": request.method == "POST",
        "told": told or [],
        "aside": aside_of(file, act.action, member(request), titles, now=now) if form is not None else None,
        "not_yet_answered": not_yet_answered(case) if form is not None and act.group in ENDING else "",
        "must_preview": act.action is Action.CORRECT_RECEIPT,
        "changes": changes,
        "previewed": form.as_typed() if changes and isinstance(form, CorrectReceiptForm) else "",
    }
    return desk_page(request, "staff/act.html", f"{act.label}: {case.reference}", context)
