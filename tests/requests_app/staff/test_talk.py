"""Words between the desk and the person: written, heard, a complaint, and another way to reach them."""

from typing import Any

import pytest
from django.test import Client

from organizations.models import Organization
from policies.domain.terms import Right
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.domain.linking import Link
from requests_app.models import Message, MessageKind, PrivacyRequest
from requests_app.services import envelope, person_acts
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.staff.acts import ACTS, OWN_PAGES
from tests.requests_app.arrivals import at, one_request

from .pages import act_url, case_text, do, text, verify

pytestmark = pytest.mark.django_db

HEARD = {"channel": "phone", "happened_on": "2026-05-04"}


def test_every_act_has_its_form_or_a_page_of_its_own() -> None:
    offered = [act.action for act in ACTS]

    assert set(offered) | OWN_PAGES == set(Action)
    assert len(offered) == len(set(offered))
    assert not OWN_PAGES & set(offered)


def words(request: PrivacyRequest) -> list[Message]:
    return list(Message.objects.filter(submission=request.submission_id, kind=MessageKind.WORD))


def test_what_staff_write_stands_in_the_case_and_the_mail_only_says_so(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "send-message", note="Which of your two accounts do you mean?"))

    assert "We wrote to the person. Mon 4 May 2026, 10:00 am, Hana. Public" in page
    assert "We wrote: Which of your two accounts do you mean?" in page
    assert len(words(deletion)) == 1


def test_a_second_click_writes_once(desk: Client, deletion: PrivacyRequest) -> None:
    form = desk.get(act_url(deletion, "send-message")).context["form"]
    data = {name: form[name].value() for name in ("seen", "shown")} | {"note": "Once."}
    for _ in range(2):
        assert desk.post(act_url(deletion, "send-message"), data).status_code == 302

    assert Event.objects.filter(subject_id=deletion.pk, type="message_sent").count() == 1
    assert len(words(deletion)) == 1


def test_who_is_not_reached_by_mail_gets_none_and_staff_are_told(desk: Client, prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, safe_contact=SafeContact(preferred=ContactBy.PHONE))
    response = do(desk, request, "send-message", note="Please call us.")

    assert any("No mail tells the person of it" in str(message) for message in response.context["messages"])
    assert words(request) == []


def test_an_empty_message_is_told_at_the_field(desk: Client, deletion: PrivacyRequest) -> None:
    assert text(do(desk, deletion, "send-message", note=" ")).count("Write the message.") == 2


def test_what_the_person_said_on_the_telephone_is_kept(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "receive-message", note="Both accounts, please.", **HEARD))

    assert "The person wrote to us." in page
    assert "By telephone. They said: Both accounts, please." in page


def test_a_complaint_is_a_request_of_its_own(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "complain", note="Nobody calls me back.", **HEARD))

    complaint = PrivacyRequest.objects.get(linked_to=deletion)
    assert (complaint.right, complaint.link) == (Right.COMPLAINT, Link.COMPLAINT)
    assert "They said: Nobody calls me back." in page
    assert f"A complaint about this one: {complaint.reference}" in page
    assert f"A complaint about: {deletion.reference}" in case_text(desk, complaint)


def test_a_second_click_complains_once(desk: Client, deletion: PrivacyRequest) -> None:
    form = desk.get(act_url(deletion, "complain")).context["form"]
    data = {name: form[name].value() for name in ("seen", "shown")} | {"note": "Nobody calls.", **HEARD}
    for _ in range(2):
        assert desk.post(act_url(deletion, "complain"), data).status_code == 302

    assert PrivacyRequest.objects.filter(linked_to=deletion).count() == 1


# another way to reach them

CONTACT = {
    "preferred": "phone",
    "email": "rosa@reyes.example",
    "phone": "(213) 555-0199",
    "may_write": "on",
    "safe_note": "only before noon",
}


def contact(request: PrivacyRequest) -> envelope.Contact:
    return envelope.open_contact(PrivacyRequest.objects.get(pk=request.pk).submission)


def test_the_form_starts_with_what_is_known(desk: Client, deletion: PrivacyRequest) -> None:
    form = desk.get(act_url(deletion, "change-contact")).context["form"]

    assert (form["email"].value(), form["preferred"].value()) == ("rosa@reyes.example", "email")


def test_another_way_is_kept_sealed_and_on_record(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "change-contact", **CONTACT))

    held = contact(deletion)
    assert (held.requester.phone, held.safe_contact.note) == ("(213) 555-0199", "only before noon")
    assert held.requester.name == "Rosa Reyes"
    assert "How the person is reached was changed; identity is to be established anew." in page
    assert "Best way: telephone." in page


def test_identity_is_then_established_anew(desk: Client, deletion: PrivacyRequest) -> None:
    verify(desk, deletion)
    page = text(do(desk, deletion, "change-contact", **CONTACT))

    assert "To be established anew: the contact changed" in page
    assert "The person's contact has changed since their identity was established." in page
    assert "Identity Established" in text(verify(desk, deletion))


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"phone": ""}, "Needed, because it is the best way to reach them."),
        ({"preferred": "email", "may_write": ""}, "Needed, because writing is the best way to reach them."),
        ({"email": "nowhere"}, "Enter an e-mail address, as in name@example.com."),
    ],
)
def test_a_way_that_does_not_work_is_told_at_the_field(
    desk: Client, deletion: PrivacyRequest, said: dict[str, Any], message: str
) -> None:
    assert text(do(desk, deletion, "change-contact", **{**CONTACT, **said})).count(message) == 2
    assert contact(deletion).requester == RequesterDetails(
        name="Rosa Reyes", email="rosa@reyes.example", phone="(213) 555-0148"
    )


def test_a_second_click_changes_once(desk: Client, deletion: PrivacyRequest) -> None:
    form = desk.get(act_url(deletion, "change-contact")).context["form"]
    data = {name: form[name].value() for name in ("seen", "shown")} | CONTACT
    for _ in range(2):
        assert desk.post(act_url(deletion, "change-contact"), data).status_code == 302

    assert Event.objects.filter(subject_id=deletion.pk, type="contact_changed").count() == 1


def test_what_the_person_wrote_stands_on_top_until_somebody_answers(desk: Client, deletion: PrivacyRequest) -> None:
    person_acts.write(deletion, "Both accounts, please.", form="", now=at("2026-05-04", "09:00"))
    page = case_text(desk, deletion)
    assert "From the person, not yet answered The person wrote to us. Mon 4 May 2026, 9:00 am." in page
    assert "They said: Both accounts, please." in page

    page = text(do(desk, deletion, "send-message", note="Thank you, we will."))
    assert "not yet answered" not in page
