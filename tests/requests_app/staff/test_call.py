"""The three-minute call: saved with a name and one sentence, read back, confirmed by word of mouth."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right, Role, Scope
from records.models import Event
from requests_app.models import Message, PrivacyRequest, Submission
from requests_app.services import envelope
from requests_app.services.arrival import ContactBy
from tests.requests_app import world

from .conftest import signed_in
from .pages import stated, text

pytestmark = pytest.mark.django_db

CALL = "/staff/intake/call/prospect-medical/"


def take(client: Client, url: str = CALL, **fields: Any) -> Any:
    """Type into the call screen and save."""
    typed = {"key": str(uuid4()), "name": "Rosa Reyes", "role": "self", "said": "Delete what you have.", **fields}
    return client.post(url, typed, follow=True)


def taken() -> Submission:
    return Submission.objects.get()


def test_a_name_and_one_sentence_are_enough(desk: Client, prospect: Organization, handler: User) -> None:
    page = text(take(desk))

    assert taken().entered_by == handler
    assert taken().channel == "phone"
    assert "Saved. Now read this aloud" in page
    assert envelope.open_details(taken().requests.get())["details"] == "Delete what you have."


def test_what_is_not_clear_yet_is_kept_as_a_question(desk: Client, prospect: Organization) -> None:
    take(desk)

    assert taken().requests.get().right == Right.POLICY_QUESTION


def test_each_ticked_right_becomes_a_request(desk: Client, prospect: Organization) -> None:
    take(desk, wanted=["delete/site_data", "access/health_records"])

    asked = {(request.right, request.scope) for request in taken().requests.all()}
    assert asked == {(Right.DELETE, Scope.SITE_DATA), (Right.ACCESS, Scope.HEALTH_RECORDS)}


def test_a_right_the_policy_does_not_speak_of_is_taken_down_all_the_same(desk: Client, prospect: Organization) -> None:
    take(desk, wanted=["opt_out_targeted_ads/site_data"])

    assert taken().requests.get().eligible is False


def test_the_read_back_gives_reference_date_and_reason(desk: Client, prospect: Organization) -> None:
    page = text(take(desk, wanted=["delete/site_data"], fact_residency="US-CA"))

    spelled = ", ".join(" ".join(part) for part in taken().reference.split("-"))
    assert f"Your reference is {spelled}." in page
    assert "“I want to have my data deleted.” You hear from us by Thu 18 June 2026 at the latest. The rule:" in page


def test_reading_it_aloud_is_a_spoken_confirmation_of_receipt(desk: Client, prospect: Organization) -> None:
    take(desk, wanted=["delete/site_data", "know_specific/site_data"], fact_residency="US-CA")
    read_back = reverse("staff:intake-read-back", args=[taken().pk])
    page = text(desk.post(read_back, follow=True))

    assert Event.objects.filter(type="acknowledgement_sent").count() == 2
    assert "Spoken." in page
    assert "Met on Mon 4 May 2026" in page


def test_a_second_click_confirms_nothing_twice(desk: Client, prospect: Organization) -> None:
    take(desk)
    for _ in range(2):
        desk.post(reverse("staff:intake-read-back", args=[taken().pk]))

    assert Event.objects.filter(type="acknowledgement_sent").count() == 1
    assert "It is on record" in text(desk.get(reverse("staff:intake-read-back", args=[taken().pk])))


def test_that_it_was_read_back_while_writing_is_an_event(desk: Client, prospect: Organization) -> None:
    take(desk, read_back="on")

    assert Event.objects.filter(subject_id=taken().pk, type="read_back").exists()


def test_a_second_click_on_save_makes_one_submission(desk: Client, prospect: Organization) -> None:
    same = str(uuid4())
    take(desk, key=same)
    take(desk, key=same)

    assert Submission.objects.count() == 1


def test_mail_is_sent_only_if_wished_and_given_and_safe(desk: Client, prospect: Organization) -> None:
    yes = {"email": "rosa@reyes.example", "preferred": "email", "may_write": "on", "send_mail": "on"}
    for without in ("send_mail", "may_write"):
        take(desk, **{name: value for name, value in yes.items() if name != without})
    assert not Message.objects.exists()

    take(desk, **yes)
    assert Message.objects.count() == 1


def test_safe_contact_is_kept_as_said(desk: Client, prospect: Organization) -> None:
    take(desk, preferred="phone", phone="213 555 0148", envelope_name="R. R.", safe_note="Only before noon.")

    safe = envelope.open_contact(taken()).safe_contact
    assert safe.preferred is ContactBy.PHONE
    assert not safe.may_leave_voicemail
    assert not safe.may_write
    assert (safe.envelope_name, safe.note) == ("R. R.", "Only before noon.")


def test_somebody_calling_for_another_is_kept_apart_from_them(desk: Client, prospect: Organization) -> None:
    take(desk, role="executor", subject_name="Rita Reyes", wanted=["delete/site_data"])

    contact = envelope.open_contact(taken())
    assert contact.requester.role is Role.EXECUTOR
    assert contact.subject is not None
    assert (contact.subject.name, contact.subject.deceased) == ("Rita Reyes", True)
    assert taken().representative.kind == Role.EXECUTOR


def test_what_was_answered_becomes_a_stated_fact(desk: Client, prospect: Organization) -> None:
    take(desk, wanted=["delete/site_data"], fact_residency="US-CA")

    request: PrivacyRequest = taken().requests.get()
    facts = stated(request)
    assert facts["residency"] == "US-CA"
    assert facts["asked_by"] == "phone"
    assert request.eligible is True
    assert not request.facts.filter(found_by__isnull=False).exists()


WRONG = [
    ({"name": ""}, "Enter the name, or how the person wants to be called."),
    ({"said": " "}, "Write down what they want."),
    ({"email": "rosa at reyes"}, "Enter an e-mail address, as in name@example.com."),
    ({"preferred": "phone"}, "Needed, because it is the best way to reach them."),
    ({"preferred": "mail"}, "Needed, because it is the best way to reach them."),
    ({"role": "agent"}, "Needed, because somebody asks for another person."),
    ({"wanted": ["everything/site_data"]}, "Select a valid choice. everything/site_data is not one of the available"),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_wrong_input_is_told_at_the_field_and_nothing_typed_is_lost(
    desk: Client, prospect: Organization, fields: dict[str, Any], message: str
) -> None:
    response = take(desk, **{"safe_note": "Never mention the clinic.", **fields})

    assert "There is a problem" in text(response)
    assert message in text(response)
    assert "Never mention the clinic." in response.content.decode()
    assert response.context["title"] == "Take a call: Prospect Medical"
    assert "<title>" in response.content.decode()
    assert not Submission.objects.exists()


def test_who_works_for_one_organization_goes_straight_to_its_screen(desk: Client, prospect: Organization) -> None:
    assert desk.get("/staff/intake/call/")["Location"] == CALL


def test_who_works_for_two_chooses_first(prospect: Organization, kaiser: Organization) -> None:
    both = world.hire(prospect, "Bea", MembershipRole.HANDLER)
    world.grant_role(both, kaiser, MembershipRole.HANDLER, by=world.SYSTEM)

    page = text(signed_in(both).get("/staff/intake/call/"))
    assert "For which organization?" in page
    assert "Prospect Medical" in page
    assert "Kaiser Permanente" in page


def test_an_auditor_takes_no_calls(auditor: User) -> None:
    client = signed_in(auditor)

    assert "You may read, but not take in requests." in text(client.get("/staff/intake/call/"))
    assert client.get(CALL).status_code == 404


def test_the_moment_of_saving_is_the_moment_of_receipt(desk: Client, monday: dt.datetime) -> None:
    take(desk)

    assert taken().received_at - monday < dt.timedelta(minutes=2)
    assert taken().received_on == dt.date(2026, 5, 4)
