"""What staff do with a request while its person looks at the page."""

from typing import Any

from django.test import Client
from django.utils import timezone

from organizations.models import Organization
from policies.domain.terms import Right, Scope
from records import chain
from records.chain import Actor
from records.models import Event
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import Action
from requests_app.domain.record import AnswerWay
from requests_app.models import PrivacyRequest, Submission
from requests_app.services import access_codes
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import one_request
from tests.requests_app.public.visitor import Visitor
from tests.requests_app.steps import verified


def asks(
    organization: Organization, right: Right = Right.DELETE, scope: Scope = Scope.SITE_DATA, **given: Any
) -> PrivacyRequest:
    return one_request(organization, right, scope, **given)


def opens(visitor: Visitor, submission: Submission, *, by_phone: bool = False) -> Visitor:
    """With the reference and a code, mailed or read out."""
    slug = visitor.organization.slug
    way = AnswerWay.PHONE if by_phone else AnswerWay.EMAIL
    code = access_codes.make(submission, now=timezone.now(), channel=way)
    visitor.get(f"/{slug}/status/find/").post({"reference": submission.reference})
    return visitor.post({"code": code})


def page_of(visitor: Visitor, request: PrivacyRequest, deed: str = "") -> Visitor:
    path = f"/{visitor.organization.slug}/status/{request.pk}/"
    return visitor.get(f"{path}{deed}/" if deed else path)


def does(visitor: Visitor, request: PrivacyRequest, deed: str, **typed: Any) -> Visitor:
    """Opens the page of a deed and presses its button, as shown to this visitor."""
    page_of(visitor, request, deed)
    return visitor.post({"shown": visitor.value_of("shown"), **typed})


def staff(request: PrivacyRequest, action: Action, by: Actor, **details: Any) -> PrivacyRequest:
    transition_one(request.pk, action, by=by, details=details, now=timezone.now())
    request.refresh_from_db()
    return request


def verify(request: PrivacyRequest, by: Actor, **more: Any) -> PrivacyRequest:
    return staff(request, Action.VERIFY_IDENTITY, by, **verified(request.pk, **more))


def bodies(request: PrivacyRequest | Submission, name: EventName) -> list[dict[str, Any]]:
    rows = Event.objects.filter(subject_id=request.pk, type=name).order_by("seq")
    return [chain.read(row).body for row in rows]


def session_of(client: Client) -> dict[str, Any]:
    return dict(client.session.items())
