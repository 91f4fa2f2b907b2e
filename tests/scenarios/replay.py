"""A story lived through: taken in, treated and answered by the services, each step at its own moment."""

import datetime as dt
from typing import Any, Final
from uuid import UUID

from organizations.models import MembershipRole, Organization
from organizations.services.people import create_staff, grant_role, staff_actor
from policies.domain.assessment import Assessment
from policies.domain.case import CaseEvent
from policies.domain.terms import Outcome, Right, Role, Scope
from records.chain import Actor
from requests_app.domain.arriving import Channel, Source
from requests_app.domain.gates import OVER_THE_CAP
from requests_app.domain.lifecycle import TRANSITIONS, Action
from requests_app.models import PrivacyRequest
from requests_app.services import case_file, intake
from requests_app.services.arrival import (
    Arrival,
    Ask,
    ContactBy,
    RepresentativeDetails,
    RequesterDetails,
    SafeContact,
)
from requests_app.services.transition import Result, transition_one
from tests.requests_app.steps import verified

from .story import Story, instant

STRAIGHT: Final = (None, Outcome.FULFILLED, Outcome.DENIED, Outcome.WITHDRAWN)
"""What an answer in a story comes to if it does not say otherwise."""
ACTIONS: Final = {line.event.value: action for action, line in TRANSITIONS.items() if line.outcome in STRAIGHT}
ANSWERED_AFTER: Final = dt.timedelta(days=10)
IN_FULL: Final = {
    "reason": "As the letter says.",
    "citation": "Civil Code 1798.105(d)",
    "written": True,
    "review_told": True,
    "complaint_told": True,
}
"""All that any denial may need."""


class Desk:
    """The desk of one organization, with R. Ito, who supervises it, at work."""

    def __init__(self, organization: Organization) -> None:
        self.organization = organization
        self.ito = self._ito()

    def _ito(self) -> Actor:
        user = create_staff(email=f"ito@{self.organization.slug}.example", name="R. Ito")
        grant_role(user, self.organization, MembershipRole.SUPERVISOR, by=staff_actor(user))
        return staff_actor(user)

    def live(self, story: Story) -> PrivacyRequest:
        """All that the story tells has happened; the request as it is then."""
        person = self._lived_before(story)
        request = self._receive(story, story.right, story.received_at, scope=story.scope or "site_data")
        if person:
            self._verify(request, story.received_at, person)
        for name, value in (story.found or {}).items():
            found = {"fact": name, "value": value, "evidence": "Seen on file"}
            self._do(request, Action.FIND_FACT, story.received_at, found)
        for event in story.happens or ():
            self.happen(request, event)
        return self._read(request)

    def happen(self, request: PrivacyRequest, event: dict[str, Any]) -> Result:
        details = {name: value for name, value in event.items() if name not in ("at", "what", "by")}
        action, at = ACTIONS[event["what"]], instant(event["at"])
        if action is Action.VERIFY_IDENTITY:
            details = verified(request.id, **details)
        if details.get("ground") == OVER_THE_CAP:
            self._do(request, Action.DECIDE_CAP, at, {"decision": "refuse", "reason": "Three in a year."})
        return self._do(request, action, at, details)

    def attempt(self, request: PrivacyRequest, action: Action, details: dict[str, Any]) -> None:
        """Raises what refuses it."""
        self._do(request, action, _latest(request), details)

    def _lived_before(self, story: Story) -> str:
        """The earlier requests, taken in, verified and answered; the person they were linked to, if there are any."""
        person = ""
        for told in story.earlier or ():
            received_at = instant(told["received"])
            request = self._receive(story, told["right"], received_at)
            self._verify(request, received_at, person)
            person = str(self._read(request).submission.person_id)
            self._answer(request, told["outcome"], received_at + ANSWERED_AFTER)
        return person

    def _receive(self, story: Story, right: str, at: dt.datetime, scope: str = "site_data") -> PrivacyRequest:
        role = Role(story.who or "self")
        arrival = Arrival(
            organization=self.organization,
            source=Source.STAFF,
            channel=Channel.MAIL,
            idempotency_key=f"{story.title[:80]} {at.isoformat()}",
            received_at=at,
            requester=RequesterDetails(name="Rosa Reyes", role=role, postal_address="1 Example Way, Fresno"),
            safe_contact=SafeContact(preferred=ContactBy.MAIL),
            asks=(Ask(right=Right(right), scope=Scope(scope), facts=story.known or {}),),
            representative=RepresentativeDetails(kind=role) if role not in (Role.SELF, Role.REPORTER) else None,
            received_where="the post room",
            entered_by=UUID(self.ito.id),
            policy=story.policy,
        )
        return intake.receive(arrival, now=at).requests.get()

    def _verify(self, request: PrivacyRequest, at: dt.datetime, person: str) -> None:
        self._do(request, Action.VERIFY_IDENTITY, at, verified(request.id, person=person))

    def _answer(self, request: PrivacyRequest, outcome: str, at: dt.datetime) -> None:
        if Outcome(outcome) is not Outcome.DENIED:
            self._do(request, Action.FULFILL, at, {})
            return
        grounds = assessed(request).denial.grounds
        self._do(request, Action.DENY, at, {**IN_FULL, "ground": grounds[0][0].key if grounds else ""})

    def _do(self, request: PrivacyRequest, action: Action, at: dt.datetime, details: dict[str, Any]) -> Result:
        return transition_one(request.id, action, by=self.ito, at=at, now=at, details=details)

    def _read(self, request: PrivacyRequest) -> PrivacyRequest:
        return PrivacyRequest.objects.select_related("submission").get(pk=request.pk)


def assessed(request: PrivacyRequest, *, as_of: dt.datetime | None = None) -> Assessment:
    """What the rules say of the case that the database holds."""
    fresh = PrivacyRequest.objects.select_related("submission").get(pk=request.pk)
    [file] = case_file.gather([fresh])
    return file.assess(as_of=as_of)


def _latest(request: PrivacyRequest) -> dt.datetime:
    """The moment of the last thing that happened."""
    [file] = case_file.gather([request])
    events: tuple[CaseEvent, ...] = file.case.events
    return max([request.received_at, *(event.at for event in events)])
