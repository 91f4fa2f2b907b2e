"""Who acts for the person: what they claim, what was seen of it, and until when it holds."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from organizations.models import Organization
from policies.domain.terms import Outcome, Right, Role
from records import sealing
from records.errors import ErasedKeyError
from records.models import AccessLogEntry
from requests_app.models import EventDetail, PrivacyRequest, Representative
from requests_app.services import envelope
from requests_app.services.arrival import RepresentativeDetails, RequesterDetails, SubjectDetails
from tests.requests_app.arrivals import one_request
from tests.requests_app.office import travel

from .pages import act_url, case_text, do, text, verify

pytestmark = pytest.mark.django_db

ASKED = {"reason": "The permission you hold.", "how": "email", "happened_on": "2026-05-04"}
SEEN = {"proof": "signed_permission", "evidence": "Rosa's signature matches.", "happened_on": "2026-05-04"}
TOLD = {"how": "email", "happened_on": "2026-05-04"}


@pytest.fixture
def by_agent(prospect: Organization) -> PrivacyRequest:
    """Ada asks, as Rosa's agent, that Rosa's data be deleted."""
    return one_request(
        prospect,
        Right.DELETE,
        requester=RequesterDetails(name="Ada Agent", email="ada@agents.example", role=Role.AGENT),
        data_subject=SubjectDetails(name="Rosa Reyes", residency="US-CA"),
        representative=RepresentativeDetails(kind=Role.AGENT, scope="everything", proof_claimed="signed_permission"),
    )


def row(request: PrivacyRequest) -> Representative:
    return Representative.objects.select_related("submission__data_key").get(submission=request.submission_id)


def test_the_case_shows_what_the_representative_claims(desk: Client, by_agent: PrivacyRequest) -> None:
    page = case_text(desk, by_agent)

    assert "Acts for the person Acts as authorized agent May act for everything" in page
    assert "Says they hold Permission signed by the person Seen Nothing yet Holds until No end named" in page


def test_what_an_authority_covers_lies_sealed(desk: Client, by_agent: PrivacyRequest) -> None:
    assert row(by_agent).sealed_scope is not None
    assert b"everything" not in bytes(row(by_agent).sealed_scope)

    do(desk, by_agent, "see-authority", covers="Deletions only.", **SEEN)
    assert envelope.open_scope(row(by_agent)) == "Deletions only."
    assert b"Deletions" not in bytes(row(by_agent).sealed_scope)
    [words] = EventDetail.objects.filter(request=by_agent)
    assert b"Deletions" not in bytes(words.sealed)


def test_what_was_said_of_an_authority_stays_when_nothing_is_said_of_it_again(
    desk: Client, by_agent: PrivacyRequest
) -> None:
    do(desk, by_agent, "see-authority", **SEEN)
    assert envelope.open_scope(row(by_agent)) == "everything"


def test_what_an_authority_covers_goes_with_the_contact(desk: Client, by_agent: PrivacyRequest) -> None:
    sealing.erase(by_agent.submission.data_key)

    with pytest.raises(ErasedKeyError):
        envelope.open_scope(row(by_agent))
    assert "May act for erased" in case_text(desk, by_agent)
    assert "May act for erased" in text(desk.get(act_url(by_agent, "see-authority")))
    page = text(do(desk, by_agent, "see-authority", covers="Deletions only.", **SEEN))
    assert "This was not done What this needs was erased." in page


def test_who_looks_at_what_an_authority_covers_is_on_record(desk: Client, by_agent: PrivacyRequest) -> None:
    case_text(desk, by_agent)
    assert AccessLogEntry.objects.filter(subject_id=by_agent.submission_id, what="authority").exists()


def test_asking_for_the_proof_is_recorded(desk: Client, by_agent: PrivacyRequest) -> None:
    page = text(do(desk, by_agent, "request-authority", **ASKED))

    assert "The representative was asked to show that they may act for the person." in page
    assert "Reason: The permission you hold." in page


def test_what_was_seen_is_shown_with_who_saw_it_and_until_when(desk: Client, by_agent: PrivacyRequest) -> None:
    page = text(do(desk, by_agent, "see-authority", expires_on="2026-12-31", covers="Deletions only.", **SEEN))

    assert "Seen Permission signed by the person, Mon 4 May 2026, 10:00 am, by Hana" in page
    assert "Holds until Thu 31 December 2026" in page
    assert "What it lets them do: Deletions only." in page
    assert "May act for Deletions only." in page
    assert "Seen: Permission signed by the person. It holds until Thu 31 December 2026." in page


def test_the_page_says_what_the_rule_asks_for(desk: Client, by_agent: PrivacyRequest) -> None:
    page = text(desk.get(act_url(by_agent, "see-authority")))

    assert "Somebody who asks for another person shows that person's signed permission." in page


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"proof": ""}, "Choose what you saw."),
        ({"evidence": ""}, "Write down what shows that it is genuine."),
        ({"expires_on": "2026-05-03"}, "This authority has already run out."),
        ({"expires_on": "never"}, "Enter a day that exists, as in 2026-04-16."),
    ],
)
def test_what_is_missing_or_wrong_is_told_at_the_field(
    desk: Client, by_agent: PrivacyRequest, said: dict[str, Any], message: str
) -> None:
    assert text(do(desk, by_agent, "see-authority", **{**SEEN, **said})).count(message) == 2
    assert Representative.objects.get(submission=by_agent.submission_id).proof_seen_at is None


def test_an_authority_holds_on_its_last_day_and_not_on_the_next(
    desk: Client, by_agent: PrivacyRequest, settings: Any
) -> None:
    verify(desk, by_agent)
    do(desk, by_agent, "see-authority", expires_on="2026-05-08", **SEEN)

    travel(settings, "2026-05-09T09:00")
    assert "Holds until Fri 8 May 2026: run out" in case_text(desk, by_agent)
    assert "The representative's authority ran out on 2026-05-08." in text(desk.get(act_url(by_agent, "fulfill")))

    travel(settings, "2026-05-08T23:00")
    do(desk, by_agent, "fulfill", how="email", happened_on="2026-05-08")
    by_agent.refresh_from_db()
    assert by_agent.outcome == Outcome.FULFILLED


def test_without_proof_the_answer_waits(desk: Client, by_agent: PrivacyRequest) -> None:
    verify(desk, by_agent)
    assert "Nobody has seen that the representative may act for the person." in text(
        do(desk, by_agent, "fulfill", **TOLD)
    )

    do(desk, by_agent, "see-authority", **SEEN)
    do(desk, by_agent, "fulfill", **TOLD)
    by_agent.refresh_from_db()
    assert by_agent.outcome == Outcome.FULFILLED


def test_where_nobody_acts_for_the_person_there_is_nothing_to_ask(desk: Client, deletion: PrivacyRequest) -> None:
    assert "Nobody acts for the person here." in text(desk.get(act_url(deletion, "request-authority")))
    assert "Acts for the person Acts as" not in case_text(desk, deletion)


def test_the_day_seen_is_the_day_of_the_event(desk: Client, by_agent: PrivacyRequest) -> None:
    do(desk, by_agent, "see-authority", **{**SEEN, "happened_on": "2026-05-02", "happened_at": "09:00"})

    held = Representative.objects.get(submission=by_agent.submission_id)
    assert held.proof_seen_at == dt.datetime(2026, 5, 2, 16, tzinfo=dt.UTC)
