"""What the person wrote stays on top until somebody answers it, or notes that nothing needs an answer."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from organizations.models import Organization, User
from policies.domain.terms import Right
from requests_app.models import PrivacyRequest
from requests_app.selectors.unanswered import unanswered
from requests_app.services import person_acts
from tests.requests_app.arrivals import at, one_request

from .pages import LIST, act_url, case_text, do, text, verify
from .test_cost import asked

pytestmark = pytest.mark.django_db

WAITS = "From the person, not yet answered"


@pytest.fixture
def written(deletion: PrivacyRequest) -> PrivacyRequest:
    person_acts.write(deletion, "Both accounts, please.", form="", now=at("2026-05-04", "09:00"))
    deletion.refresh_from_db()
    return deletion


def test_giving_the_case_to_somebody_answers_nobody(desk: Client, written: PrivacyRequest, handler: User) -> None:
    do(desk, written, "assign", assignee=str(handler.pk))
    do(desk, written, "start-work")

    page = case_text(desk, written)
    assert WAITS in page
    assert "Write a note if nothing needs an answer." in page


def test_a_note_of_staff_says_that_nothing_needs_an_answer(desk: Client, written: PrivacyRequest) -> None:
    assert WAITS not in text(do(desk, written, "add-note", note="A thank you; nothing to answer."))


@pytest.mark.parametrize("act", ["send-message", "request-clarification"])
def test_writing_back_answers(desk: Client, written: PrivacyRequest, act: str) -> None:
    told = {"how": "email", "happened_on": "2026-05-04"}
    page = text(do(desk, written, act, note="Which two?", reason="Which two?", **told))

    assert WAITS not in page


def test_a_later_message_is_unanswered_again(desk: Client, written: PrivacyRequest) -> None:
    do(desk, written, "send-message", note="We will.")
    assert unanswered(written) == []
    written.refresh_from_db()
    person_acts.write(written, "When?", form="", now=at("2026-05-04", "10:00"))

    assert [event.type for event in unanswered(written)] == ["message_received"]


def test_checking_a_step_looks_at_a_file_and_answers_no_words(desk: Client, written: PrivacyRequest) -> None:
    statement = SimpleUploadedFile("statement.txt", b"Rosa Reyes\n")
    person_acts.send_file(written, statement, is_proof=True, form="", now=at("2026-05-04", "09:30"))
    assert [event.type for event in unanswered(written)] == ["message_received", "file_received"]

    verify(desk, written)
    assert [event.type for event in unanswered(written)] == ["message_received"]


def test_the_list_marks_the_row_and_finds_it(desk: Client, written: PrivacyRequest, prospect: Organization) -> None:
    other = one_request(prospect, Right.KNOW_SPECIFIC)

    page = text(desk.get(reverse(LIST)))
    assert page.count("The person wrote on Mon 4 May 2026") == 1
    found = desk.get(reverse(LIST), {"waiting": "wrote"}).context["rows"]
    assert [row.reference for row in found] == [written.reference]
    assert other.reference not in [row.reference for row in found]


def test_who_writes_to_a_closed_request_is_found(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "withdraw", happened_on="2026-05-04")
    deletion.refresh_from_db()
    person_acts.write(deletion, "Thank you.", form="", now=at("2026-05-04", "09:00"))

    found = desk.get(reverse(LIST), {"waiting": "wrote"}).context["rows"]
    assert [row.reference for row in found] == [deletion.reference]


def test_many_rows_take_no_more_statements_than_one(
    desk: Client, written: PrivacyRequest, prospect: Organization
) -> None:
    one = asked(desk, reverse(LIST))
    for _ in range(3):
        more = one_request(prospect, Right.KNOW_SPECIFIC)
        person_acts.write(more, "Hello?", form="", now=at("2026-05-04", "09:00"))

    assert asked(desk, reverse(LIST)) == one


def test_who_is_about_to_answer_is_told(desk: Client, written: PrivacyRequest) -> None:
    warning = "The person wrote on Mon 4 May 2026, not yet answered."

    assert warning in text(desk.get(act_url(written, "deny")))
    assert warning in text(desk.get(reverse("staff:begin-letter", args=[written.pk, "denied"])))
    do(desk, written, "send-message", note="We will.")
    assert warning not in text(desk.get(act_url(written, "deny")))


def test_a_whole_reference_finds_a_closed_request(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "withdraw", happened_on="2026-05-04")

    def found(typed: str) -> int:
        return len(desk.get(reverse(LIST), {"q": typed}).context["rows"])

    assert found(f" {deletion.reference.lower()} ") == 1
    assert found(deletion.reference[:-1]) == 0
    assert found("Reyes") == 0
