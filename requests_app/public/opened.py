"""Which submissions a visitor has opened: ids in the session, nothing else.

Whoever sent the form sees what they sent. That is no sign that our mail reaches them: answers are given out only where
a link or a code that we sent was used. Nothing that somebody typed into a form opens them.

Beside each id stand how often its contact had been changed then, and the ways by which what opened it reached the
visitor: none for who sent the form. A change ends what was opened before it, on every device: whoever reads
the old mailbox sees the page no longer.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from organizations.models import Organization
from requests_app.domain.linking import HIDDEN
from requests_app.domain.record import AnswerWay
from requests_app.models import PrivacyRequest, Submission
from requests_app.services.contact_change import times_changed

OPENED: Final = "opened"
"""In the session: [id, times its contact was changed, ways], the latest first."""

MOST_OPENED: Final = 10


def remember(request: HttpRequest, submission: Submission, *, ways: Iterable[AnswerWay] = ()) -> None:
    """Let this visitor's session see the submission, until it ends or the contact is changed.

    `ways`: by which they were reached; none: they sent the form just now. What was opened by more stays so.
    """
    before = {each[0]: each for each in _held(request)}
    times = times_changed([submission.pk]).get(submission.pk, 0)
    was = before.pop(submission.pk.hex, None)
    held = {*ways, *(was[2] if was is not None and was[1] == times else ())}
    request.session[OPENED] = [[submission.pk.hex, times, sorted(held)], *before.values()][:MOST_OPENED]


def opened(request: HttpRequest, organization: Organization) -> list[Submission]:
    """What the visitor's session has opened of this organization, the latest first."""
    held: Mapping[UUID, int] = {UUID(name): times for name, times, _ in _held(request)}
    changed = times_changed(held)
    rows = Submission.objects.filter(pk__in=held, organization=organization)
    found = {row.pk: row for row in rows.select_related("organization", "data_key")}
    return [found[key] for key, times in held.items() if key in found and changed.get(key, 0) == times]


def ways_of(request: HttpRequest, submission_id: UUID) -> frozenset[AnswerWay]:
    """By which ways the visitor was reached; none: they have shown nothing but that they sent it."""
    held = (ways for name, _, ways in _held(request) if name == submission_id.hex)
    return frozenset(AnswerWay(way) for way in next(held, ()))


def _held(request: HttpRequest) -> list[list[Any]]:
    """Entries of an older shape count as opened by the form."""
    return [[*each[:2], each[2] if len(each) == 3 and isinstance(each[2], list) else []] for each in _entries(request)]


def _entries(request: HttpRequest) -> list[list[Any]]:
    entries: list[list[Any]] = request.session.get(OPENED, [])
    return entries


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
