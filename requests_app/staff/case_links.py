"""The other requests that a case has to do with: of the same letter, opened from it, or repeated by it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from ..domain.linking import Link
from ..models import PrivacyRequest
from ..wording import right_name
from .event_words import LINKS
from .presentation import Words, state_words

OPENED: Final = {
    Link.SPLIT: "Split off from this one",
    Link.CATEGORIES: "Goes on from this one, for categories only",
    Link.CHILD_DELETION: "Opened by the finding in this one",
    Link.COMPLAINT: "A complaint about this one",
}


@dataclass(frozen=True, slots=True)
class Other:
    """Another request. `how`: what it has to do with this one."""

    url: str
    reference: str
    right: str
    state: Words
    how: str = ""


def case_url(request: PrivacyRequest) -> str:
    return reverse("staff:requests_app_privacyrequest_change", args=[request.pk])


def siblings(request: PrivacyRequest) -> list[Other]:
    """Asked for in the same letter, form or call, less those that are linked: they stand among those."""
    others = request.submission.requests.exclude(pk=request.pk).exclude(linked_to=request).order_by("position")
    return [_other(other) for other in others if other.pk != request.linked_to_id]


def linked(request: PrivacyRequest) -> list[Other]:
    """Opened from one another, or the same asked twice; shown from both ends."""
    return list(_linked(request))


def _linked(request: PrivacyRequest) -> Iterator[Other]:
    if request.linked_to is not None:
        yield _other(request.linked_to, LINKS[Link(request.link)])
    if request.merged_into is not None:
        yield _other(request.merged_into, "This one repeats it, and is answered with it")
    for other in request.linked_from.order_by("received_at", "position"):
        yield _other(other, OPENED[Link(other.link)])
    for other in request.merged_from.order_by("received_at", "position"):
        yield _other(other, "Repeats this one, and is answered with it")


def _other(other: PrivacyRequest, how: str = "") -> Other:
    state = state_words(other.state, other.outcome)
    return Other(case_url(other), other.reference, right_name(other.right), state, how)
