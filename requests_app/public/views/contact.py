"""Changing how one is reached, in three pages: in which way, where, and whether that is right. Nothing typed is kept
before the last button is pressed.
"""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from organizations.models import Organization
from records.errors import ErasedKeyError
from requests_app.domain.refusals import Incomplete, Refused
from requests_app.models import Submission
from requests_app.public.forms.status_forms import NewContactForm, ReachForm, StatusForm
from requests_app.public.opened import opened, opened_submission
from requests_app.public.pages import page
from requests_app.public.published import organization_called
from requests_app.services import person_acts
from requests_app.services.arrival import ContactBy

from .acts import NOT_NOW
from .codes import ASKED, CHANGED


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, slug: str, submission_id: UUID) -> HttpResponse:
    """GET asks; the first POST shows what was typed once more, the second changes it."""
    organization = organization_called(slug)
    if _done_before(request, organization, submission_id):
        return _on_to_the_code(organization)
    submission = opened_submission(request, organization, submission_id)
    by = request.POST.get("by") or request.GET.get("by")
    if by not in set(ContactBy):
        way = ReachForm(request.GET if "way" in request.GET else None)
        return _page(request, organization, submission, "status/reach.html", way)
    typed = request.POST if request.method == "POST" else None
    form = NewContactForm(ContactBy(by), typed)
    if not form.is_valid() or "again" in request.POST:
        return _page(request, organization, submission, "status/new_contact.html", form)
    if "sure" not in request.POST:
        return _page(request, organization, submission, "status/contact_sure.html", form)
    return _change(request, organization, submission, form)


def _change(
    request: HttpRequest, organization: Organization, submission: Submission, form: NewContactForm
) -> HttpResponse:
    try:
        person_acts.change_contact(submission, form.contact(), form=form.mark(), now=timezone.now())
    except Incomplete as refused:
        for field, message in refused.problems.items():
            form.add_error(field if field in form.fields else None, message)
        return _page(request, organization, submission, "status/new_contact.html", form)
    except (Refused, ErasedKeyError):
        return _page(request, organization, submission, "status/new_contact.html", form, problem=NOT_NOW)
    request.session[ASKED] = submission.reference
    return _on_to_the_code(organization)


def _on_to_the_code(organization: Organization) -> HttpResponse:
    """The change ended this visit too: the page is opened again with a code that goes to the new address."""
    return redirect(f"{reverse('public:code', args=[organization.slug])}?done={CHANGED}")


def _done_before(request: HttpRequest, organization: Organization, submission_id: UUID) -> bool:
    """The second click of two: this very visitor has just changed it, and nothing is open any more."""
    if "sure" not in request.POST or any(each.pk == submission_id for each in opened(request, organization)):
        return False
    reference = request.session.get(ASKED, "")
    return Submission.objects.filter(pk=submission_id, organization=organization, reference=reference).exists()


def _page(
    request: HttpRequest,
    organization: Organization,
    submission: Submission,
    template: str,
    form: StatusForm,
    *,
    problem: str = "",
) -> HttpResponse:
    context = {"form": form, "submission": submission, "problem": problem}
    return page(request, template, context, organization=organization, private=True)
