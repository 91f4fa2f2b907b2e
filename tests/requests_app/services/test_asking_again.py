"""How often a person has asked, counted once it is known who they are."""

from organizations.models import Organization
from policies.domain.terms import Right
from records.chain import Actor
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import at, one_request

VERIFIED = {"evidence": "Three details match."}


def asked_and_answered(prospect: Organization, hana: Actor, day: str, person: str = "") -> str:
    """Asks for a copy, is verified as `person` (or as somebody new) and answered; who it was."""
    request = one_request(prospect, Right.KNOW_SPECIFIC, on=at(day))
    verify(request, hana, day, person)
    transition_one(request.id, Action.FULFILL, by=hana, now=at(day, "14:00"))
    return str(PrivacyRequest.objects.get(pk=request.pk).submission.person_id)


def verify(request: PrivacyRequest, hana: Actor, day: str, person: str = "") -> None:
    details = {**VERIFIED, "person": person}
    transition_one(request.id, Action.VERIFY_IDENTITY, by=hana, now=at(day, "13:00"), details=details)
    request.refresh_from_db()


def counted(request: PrivacyRequest) -> list[int]:
    return [warning["counted"] for warning in request.warnings if warning["code"] == "over_cap"]


def test_answered_requests_count_when_a_third_is_verified(prospect: Organization, hana: Actor) -> None:
    person = asked_and_answered(prospect, hana, "2025-08-01")
    asked_and_answered(prospect, hana, "2025-09-01", person)
    third = one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-05-01"))
    assert counted(third) == [], "before that, nobody knows who it is"
    verify(third, hana, "2026-05-02", person)
    assert counted(third) == [2]
    assert Event.objects.filter(subject_id=third.id, type="cap_reached").count() == 1


def test_requests_of_another_person_do_not_count(prospect: Organization, hana: Actor) -> None:
    person = asked_and_answered(prospect, hana, "2025-08-01")
    asked_and_answered(prospect, hana, "2025-09-01", person)
    strangers = one_request(prospect, Right.KNOW_SPECIFIC, on=at("2026-05-01"))
    verify(strangers, hana, "2026-05-02")
    assert counted(strangers) == []
