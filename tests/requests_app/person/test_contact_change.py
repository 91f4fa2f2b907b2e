"""Being reached in another way: identity anew, the old address told, and nothing old opens any more."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import timezone

from organizations.models import User
from policies.domain.terms import Right
from records import sealing
from records.chain import Actor
from records.errors import ErasedKeyError
from records.lookup import LookupKind, keyed_hash
from requests_app.domain.events import EventName
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Blocked, Incomplete
from requests_app.models import Letter, LetterKind, LetterState, Message, MessageKind, MessageState, Submission
from requests_app.services import access_codes, contact_change, envelope, given_up, status_links
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.complaints import complain
from requests_app.services.contact_change import NewContact
from requests_app.services.correspondence import pdf, sending
from requests_app.services.delivery import deliver
from requests_app.staff.letters.sight import sight_of
from tests.mail import MailSink
from tests.requests_app.arrivals import received
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.office import Office
from tests.requests_app.public.visitor import Visitor
from tests.requests_app.staff.conftest import signed_in
from tests.requests_app.staff.pages import case_text

from .desk import asks, bodies, opens, page_of, staff, verify

BY_EMAIL = NewContact(safe_contact=SafeContact(preferred=ContactBy.EMAIL), email="new@mail.example")
BY_PHONE = NewContact(
    safe_contact=SafeContact(preferred=ContactBy.PHONE, may_leave_voicemail=True, may_write=False), phone="555-010-4477"
)


def changes(visitor: Visitor, submission: Submission, by: str = "email", **typed: Any) -> Visitor:
    """Through the three pages."""
    visitor.get(f"/prospect-medical/status/contact/{submission.pk}/?way=asked&by={by}")
    answers = {"shown": visitor.value_of("shown"), "by": by, **typed}
    visitor.post(answers)
    return visitor.post({**answers, "sure": "yes"}, f"/prospect-medical/status/contact/{submission.pk}/")


def test_three_pages_change_it(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE, Right.KNOW_SPECIFIC)
    opens(pat, submission)
    path = f"/prospect-medical/status/contact/{submission.pk}/"
    assert "How may we reach you safely from now on?" in pat.get(path).text
    assert pat.get(f"{path}?way=asked").problems() == ["Choose how we may reach you."]
    assert "Where may we send emails?" in pat.get(f"{path}?way=asked&by=email").text
    assert pat.post({"by": "email", "email": "nowhere"}).problems() == ["Enter an email address like name@example.com."]
    assert pat.value_of("email") == "nowhere"
    pat.post({"by": "email", "email": "new@mail.example"}, path)
    assert "Is this right?" in pat.text
    assert envelope.open_contact(submission).requester.email == "rosa@reyes.example"
    pat.post({"by": "email", "email": "new@mail.example", "sure": "yes"}, path)
    assert "We changed how we reach you." in pat.text
    submission.refresh_from_db()
    contact = envelope.open_contact(submission)
    assert (contact.requester.email, contact.requester.phone, contact.requester.name) == (
        "new@mail.example",
        "",
        "Rosa Reyes",
    )
    assert [len(bodies(each, EventName.CONTACT_CHANGED)) for each in submission.requests.all()] == [1, 1]


def test_old_link_code_and_session_open_nothing_any_more(pat: Visitor) -> None:
    request = asks(pat.organization)
    submission = request.submission
    opens(pat, submission)
    elsewhere = opens(Visitor(pat.organization), submission)
    link = "/" + status_links.renew(submission, now=timezone.now()).split("/", 3)[3]
    code = access_codes.make(submission, now=timezone.now())
    changes(pat, submission, email="new@mail.example")
    assert Visitor(pat.organization).get(link).post().status == 404
    assert access_codes.try_code(submission, code, now=timezone.now()) is False
    for visitor in (pat, elsewhere):
        assert page_of(visitor, request).status == 404
        assert submission.reference not in visitor.get("/prospect-medical/status/").text


def test_the_one_who_sent_the_form_does_not_get_back_in_by_the_confirmation(pat: Visitor) -> None:
    pat.begin("delete").walk().post()
    sent, submission = pat.url, Submission.objects.get()
    opens(pat, submission)
    changes(pat, submission, email="new@mail.example")
    assert submission.reference not in pat.get(sent).text
    assert submission.reference not in pat.get("/prospect-medical/status/").text


def test_a_second_click_finds_it_done(pat: Visitor) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    changes(pat, request.submission, email="new@mail.example")
    again = {"by": "email", "email": "new@mail.example", "sure": "yes"}
    assert (
        "We changed how we reach you."
        in pat.post(again, f"/prospect-medical/status/contact/{request.submission_id}/").text
    )
    assert len(bodies(request, EventName.CONTACT_CHANGED)) == 1


def test_no_going_back_leaves_it_as_it_was(pat: Visitor) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    path = f"/prospect-medical/status/contact/{request.submission_id}/"
    pat.get(f"{path}?way=asked&by=email").post({"by": "email", "email": "new@mail.example", "again": "yes"}, path)
    assert pat.value_of("email") == "new@mail.example"
    assert bodies(request, EventName.CONTACT_CHANGED) == []


def test_a_fourth_change_in_a_day_is_stopped(pat: Visitor) -> None:
    request = asks(pat.organization)
    for number in range(4):
        opens(pat, request.submission)
        changes(pat, request.submission, email=f"new{number}@mail.example")
    assert pat.problems()
    assert len(bodies(request, EventName.CONTACT_CHANGED)) == 3


def test_identity_has_to_be_established_anew(pat: Visitor, hana: Actor, handler: User) -> None:
    request = verify(asks(pat.organization), hana)
    contact_change.change(request.submission, BY_EMAIL, by=hana, now=timezone.now())
    with pytest.raises(Blocked, match="contact has changed"):
        staff(request, Action.FULFILL, hana, written=True, channel="email")
    staff(verify(request, hana), Action.FULFILL, hana, written=True, channel="email")


def test_the_old_address_is_told_and_the_new_one_gets_a_code(office: Office, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    contact_change.change(submission, BY_EMAIL, by=access_codes.PERSON, now=timezone.now())
    deliver()
    told = {mail["To"]: mail for mail in mail_sink.messages}
    assert told["robin@example.org"]["Subject"] == f"Your contact details were changed: {submission.reference}"
    assert told["new@mail.example"]["Subject"] == f"Your code for {submission.reference}"
    for text in texts(told["robin@example.org"]):
        assert "new@mail.example" not in text
        assert "/status/" not in text
        assert "1-800-555-0100" in text


def test_each_address_that_was_given_up_is_told_of_its_own_change(office: Office, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    contact_change.change(submission, BY_EMAIL, by=access_codes.PERSON, now=timezone.now())
    contact_change.change(submission, BY_PHONE, by=access_codes.PERSON, now=timezone.now())
    deliver()
    changed = [mail["To"] for mail in mail_sink.messages if "changed" in mail["Subject"]]
    assert changed == ["robin@example.org", "new@mail.example"]


@pytest.mark.parametrize(
    "old",
    [
        SafeContact(preferred=ContactBy.EMAIL, may_write=False),
        SafeContact(preferred=ContactBy.PHONE, may_write=False),
    ],
)
def test_safe_contact_forbids_telling_the_old_address(office: Office, old: SafeContact) -> None:
    submission = office.submission("2026-03-02", contact=old)
    contact_change.change(submission, BY_PHONE, by=access_codes.PERSON, now=timezone.now())
    assert not Message.objects.filter(kind=MessageKind.CONTACT_CHANGED).exists()


def test_staff_find_the_case_by_the_new_address_alone(office: Office) -> None:
    submission = office.submission("2026-03-02")
    contact_change.change(submission, BY_EMAIL, by=access_codes.PERSON, now=timezone.now())
    hashes = set(submission.lookups.filter(kind="email").values_list("keyed_hash", flat=True))
    assert hashes == {keyed_hash(office.organization.pk, LookupKind.EMAIL, "new@mail.example")}
    assert submission.lookups.filter(kind="name").count() == 2


def test_the_same_contact_again_changes_nothing(office: Office) -> None:
    submission = office.submission("2026-03-02")
    done = [contact_change.change(submission, BY_EMAIL, by=access_codes.PERSON, now=timezone.now()) for _ in range(2)]
    assert done == [True, False]


@pytest.mark.parametrize("by", list(ContactBy))
def test_the_way_that_was_chosen_needs_its_address(office: Office, by: ContactBy) -> None:
    submission = office.submission("2026-03-02")
    empty = NewContact(safe_contact=replace(BY_EMAIL.safe_contact, preferred=by))
    with pytest.raises(Incomplete) as refused:
        contact_change.change(submission, empty, by=access_codes.PERSON, now=timezone.now())
    assert list(refused.value.problems) == [contact_change.REACHED_AT[by]]


def test_a_forgotten_person_is_not_reached_in_another_way(office: Office) -> None:
    submission = office.submission("2026-03-02")
    sealing.erase(submission.data_key)
    submission.refresh_from_db()
    with pytest.raises(ErasedKeyError):
        contact_change.change(submission, BY_EMAIL, by=access_codes.PERSON, now=timezone.now())


def test_a_letter_on_its_way_is_not_mailed_to_an_address_given_up(office: Office, mail_sink: MailSink) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    access_codes.send(submission, now=timezone.now())
    contact_change.change(submission, BY_PHONE, by=access_codes.PERSON, now=timezone.now())
    deliver()
    assert [mail["To"] for mail in mail_sink.messages] == ["robin@example.org"]
    assert "changed" in mail_sink.messages[0]["Subject"]
    assert Message.objects.get(kind=MessageKind.ACCESS_CODE).state == MessageState.WITHDRAWN


POST = SafeContact(preferred=ContactBy.MAIL, plain_envelope=True, envelope_name="R. E.")
ROBIN = RequesterDetails(name="Robin Example", phone="555-010-2211", postal_address="4 Ash St\nReno, NV 89501")


def test_an_old_postal_address_is_told_by_a_letter_to_that_address(office: Office) -> None:
    submission = office.submission("2026-03-02", contact=POST, requester=ROBIN)
    there = NewContact(safe_contact=SafeContact(preferred=ContactBy.MAIL), postal_address="9 Oak St, Elko")
    contact_change.change(submission, there, by=access_codes.PERSON, now=timezone.now())
    letter = Letter.objects.select_related("request__submission__data_key", "request__data_key").get()
    assert (letter.kind, letter.state) == (LetterKind.CONTACT_CHANGED, LetterState.TO_POST)
    assert pdf.address_lines(letter) == ["R. E.", "4 Ash St", "Reno, NV 89501"]
    seen = sight_of(letter, by=office.handler, now=timezone.now())
    assert (seen.plain_envelope, seen.by_mail, seen.envelope[0]) == (True, False, "R. E.")
    assert "9 Oak St" not in " ".join(line for block in seen.blocks for line in block.lines)
    sending.posted(letter, timezone.now(), by=office.handler, now=timezone.now())
    letter.refresh_from_db()
    assert letter.state == LetterState.SENT


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (replace(POST, may_write=False), BY_EMAIL),
        (POST, NewContact(safe_contact=replace(POST, note="Mornings."), postal_address=ROBIN.postal_address)),
    ],
    ids=["writing is not safe there", "it is the address still"],
)
def test_no_letter_goes_to_an_old_address(office: Office, old: SafeContact, new: NewContact) -> None:
    submission = office.submission("2026-03-02", contact=old, requester=ROBIN)
    contact_change.change(submission, new, by=access_codes.PERSON, now=timezone.now())
    assert not Letter.objects.exists()


def test_an_old_telephone_number_is_for_staff_to_call(office: Office) -> None:
    phone = SafeContact(preferred=ContactBy.PHONE, may_write=False)
    submission = office.submission("2026-03-02", contact=phone, requester=ROBIN)
    for new in (BY_EMAIL, replace(BY_EMAIL, email="newer@mail.example")):
        contact_change.change(submission, new, by=access_codes.PERSON, now=timezone.now())
    first, second = bodies(submission.requests.get(), EventName.CONTACT_CHANGED)
    assert (first.get("tell_by_phone"), second.get("tell_by_phone")) == (True, None)
    timeline = case_text(signed_in(office.handler), submission.requests.get())
    assert timeline.count("Call the number they gave before") == 1
    assert "they were reached on 555-010-2211. Call it to say that this was changed; leave no voicemail" in timeline
    assert "newer@mail.example" in timeline


def test_a_number_that_stays_in_use_is_not_called_as_an_old_one(office: Office) -> None:
    phone = SafeContact(preferred=ContactBy.PHONE, may_write=False)
    submission = office.submission("2026-03-02", contact=phone, requester=ROBIN)
    louder = replace(BY_PHONE, safe_contact=replace(phone, may_leave_voicemail=True), phone=ROBIN.phone)
    contact_change.change(submission, louder, by=access_codes.PERSON, now=timezone.now())
    submission.refresh_from_db()
    assert given_up.former_phones(submission) == []
    assert "tell_by_phone" not in bodies(submission.requests.get(), EventName.CONTACT_CHANGED)[0]


@pytest.mark.parametrize(
    ("new", "told"),
    [
        (replace(BY_EMAIL, email="robin@example.org", phone="555-010-9911"), []),
        (replace(BY_EMAIL, phone="555-010-9911"), ["robin@example.org"]),
    ],
)
def test_an_address_that_is_mailed_still_is_not_told_that_it_was_given_up(
    office: Office, mail_sink: MailSink, new: NewContact, told: list[str]
) -> None:
    submission = office.submission("2026-03-02", send_acknowledgement=False)
    assert contact_change.change(submission, new, by=access_codes.PERSON, now=timezone.now())
    deliver()
    assert [mail["To"] for mail in mail_sink.messages if "changed" in mail["Subject"]] == told
    assert [mail["To"] for mail in mail_sink.messages if "code" in mail["Subject"]] == [new.email]


def test_what_they_complained_of_the_case_follows_and_the_old_address_is_told_once(
    pat: Visitor, hana: Actor, mail_sink: MailSink
) -> None:
    request = asks(pat.organization, send_acknowledgement=False)
    mine, moved = (
        complain(request, text, by=access_codes.PERSON, now=timezone.now()) for text in ("Too slow.", "Too rude.")
    )
    contact_change.change(moved, BY_PHONE, by=hana, now=timezone.now())
    contact_change.change(request.submission, BY_EMAIL, by=hana, now=timezone.now())
    contacts = [envelope.open_contact(Submission.objects.get(pk=one.pk)).requester for one in (mine, moved)]
    assert [(one.email, one.phone) for one in contacts] == [("new@mail.example", ""), ("", "555-010-4477")]
    assert len(bodies(mine.requests.get(), EventName.CONTACT_CHANGED)) == 1
    told = Message.objects.filter(kind=MessageKind.CONTACT_CHANGED).values_list("submission", flat=True)
    assert sorted(told) == sorted([moved.pk, request.submission_id])
