"""Which submissions a visitor has opened: ids in the session, nothing else.

Beside each id stands how often its contact had been changed then. A change ends what was opened before it, on every
device: whoever reads the old mailbox sees the page no longer.
"""

from collections.abc import Iterable, Mapping
from typing import Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from organizations.models import Organization
from requests_app.domain.linking import HIDDEN
from requests_app.models import PrivacyRequest, Submission
from requests_app.services.contact_change import times_changed

OPENED: Final = "opened"
"""In the session: [id, times its contact was changed], the latest first."""

MOST_OPENED: Final = 10


def remember(request: HttpRequest, submission: Submission) -> None:
    """Let this visitor's session see the submission, until it ends or the contact is changed."""
    held = [each for each in request.session.get(OPENED, []) if each[0] != submission.pk.hex]
    now = [submission.pk.hex, times_changed([submission.pk]).get(submission.pk, 0)]
    request.session[OPENED] = [now, *held][:MOST_OPENED]


def opened(request: HttpRequest, organization: Organization) -> list[Submission]:
    """What the visitor's session has opened of this organization, the latest first."""
    held: Mapping[UUID, int] = {UUID(name): times for name, times in request.session.get(OPENED, [])}
    changed = times_changed(held)
    rows = Submission.objects.filter(pk__in=held, organization=organization)
    found = {row.pk: row for row in rows.select_related("organization", "data_key")}
    return [found[key] for key, times in held.items() if key in found and changed.get(key, 0) == times]


def opened_request(request: HttpRequest, organization: Organization, request_id: UUID) -> PrivacyRequest:
    """A request that the visitor may see; 404 for anything else, whether it exists or not."""
    submissions = {each.pk: each for each in opened(request, organization)}
    rows = shown_requests(submissions.values()).filter(pk=request_id)
    found = rows.first()
    if found is None:
        raise Http404("Nothing is open at this address.")
    return found


def opened_submission(request: HttpRequest, organization: Organization, submission_id: UUID) -> Submission:
    """A submission that the visitor may see; 404 otherwise."""
    for each in opened(request, organization):
        if each.pk == submission_id:
            return each
    raise Http404("Nothing is open at this address.")


def shown_requests(submissions: Iterable[Submission]) -> QuerySet[PrivacyRequest]:
    """Their requests, less those that the person is told nothing of; without the long text of the policy."""
    rows = PrivacyRequest.objects.filter(submission__in=list(submissions)).exclude(link__in=list(HIDDEN))
    related = ("policy_version__policy", "data_key", "organization", "submission__organization", "submission__data_key")
    return rows.select_related(*related).defer("policy_version__document").order_by("position")
