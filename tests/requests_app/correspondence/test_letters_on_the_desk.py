"""Staff write a letter, read it as it will be read, and let it go."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Right
from records.models import AccessLogEntry
from requests_app.models import Letter, LetterKind, LetterState, LetterTemplate, PrivacyRequest
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.delivery import deliver
from tests.mail import MailSink
from tests.requests_app import world
from tests.requests_app.arrivals import one_request
from tests.requests_app.delivery.bodies import texts
from tests.requests_app.files.samples import upload
from tests.requests_app.staff.conftest import signed_in
from tests.requests_app.staff.pages import case_text, default_step, text

from .letters import REASON, answer_due, draft, letter_addresses, said, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(handler: User) -> Client:
    return signed_in(handler)


def begin(client: Client, request: PrivacyRequest, kind: LetterKind, **fields: Any) -> Any:
    """Fill in what a letter says; follows to the letter."""
    url = reverse("staff:begin-letter", args=[request.pk, kind.value])
    return client.post(url, {"language": "en", **fields}, follow=True)


def url(name: str, letter: Letter) -> str:
    return reverse(f"staff:{name}", args=[letter.pk])


def test_from_the_case_to_the_mail(desk: Client, deletion: PrivacyRequest, mail_sink: MailSink) -> None:
    assert "Write a letter" in case_text(desk, deletion)
    assert "Tell that more time is needed" in text(desk.get(reverse("staff:new-letter", args=[deletion.pk])))

    form = text(desk.get(reverse("staff:begin-letter", args=[deletion.pk, "extension"])))
    assert "would move it to Thu 30 July 2026" in form
    assert "It counts if sent" in form

    shown = text(begin(desk, deletion, LetterKind.EXTENSION, reason=REASON))
    assert "You will have our answer by Thu 30 July 2026. The first date was Mon 15 June 2026." in shown
    assert "The mail, word for word" in shown
    assert "[the private link to their page]" in shown
    assert "Draft" in case_text(desk, deletion)

    letter = Letter.objects.get()
    page = desk.post(url("send-letter", letter), follow=True).content.decode()
    assert "the letter is on its way" in page
    deliver()
    [mail] = mail_sink.messages
    assert REASON in texts(mail)[0]
    case = case_text(desk, deletion)
    assert "Thu 30 July 2026" in case
    assert "Tell that more time is needed Sent" in case


def test_the_mail_that_is_shown_is_the_mail_that_is_sent(
    desk: Client, deletion: PrivacyRequest, mail_sink: MailSink
) -> None:
    begin(desk, deletion, LetterKind.CLARIFICATION, reason="Which of two accounts do you mean?")
    letter = Letter.objects.get()
    shown = text(desk.get(url("letter", letter)))
    desk.post(url("send-letter", letter))
    deliver()
    mailed = re.sub(r"http\S+", "[the private link to their page]", texts(mail_sink.messages[0])[0])
    assert " ".join(mailed.split()) in shown


def test_of_an_answer_letter_and_mail_are_shown_apart(desk: Client, opt_out: PrivacyRequest) -> None:
    shown = text(begin(desk, opt_out, LetterKind.FULFILLED, note="We turned the switch off."))
    letter, mail = shown.split("The mail, word for word")
    assert "We turned the switch off." in letter
    assert "It only says that there is an answer." in mail
    assert "switch" not in mail


@pytest.mark.parametrize(
    ("kind", "fields", "message"),
    [
        (LetterKind.EXTENSION, {}, "Write why. Most rules count no notice without it."),
        (LetterKind.EXTENSION, {"reason": "x", "days": "soon"}, "Enter a whole number of days."),
        (LetterKind.FEE_NOTICE, {"reason": "x", "amount": "a lot"}, "Enter an amount in dollars and cents"),
        (LetterKind.DENIED, {"reason": "x"}, "Choose the ground."),
        (LetterKind.DENIED, {"ground": "legal_obligation"}, "Write the reason."),
        (LetterKind.CLARIFICATION, {"reason": "x", "language": "xx"}, "Select a valid choice."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_nothing_is_lost(
    desk: Client, deletion: PrivacyRequest, kind: LetterKind, fields: dict[str, str], message: str
) -> None:
    response = begin(desk, deletion, kind, **{"reason": "", **fields})
    assert message in text(response)
    for value in fields.values():
        assert value in response.content.decode()
    assert not Letter.objects.exists()


def test_more_time_that_no_rule_gives_is_refused_with_the_reason(kaiser: Organization) -> None:
    kim = signed_in(world.hire(kaiser, "Kim"))
    request = one_request(kaiser, Right.DELETE)
    shown = text(begin(kim, request, LetterKind.EXTENSION, reason=REASON))
    assert "This was not done" in shown
    assert "would move nothing" in shown
    assert REASON in shown
    assert not Letter.objects.exists()


def test_a_letter_whose_act_a_rule_forbids_can_be_read_but_not_sent(desk: Client, deletion: PrivacyRequest) -> None:
    shown = text(begin(desk, deletion, LetterKind.FULFILLED, note="Done."))
    assert "It cannot be sent now. The person's identity has not been established." in shown
    assert "Send it" not in shown
    letter = Letter.objects.get()
    assert "This was not done" in text(desk.post(url("send-letter", letter), follow=True))
    assert Letter.objects.get().state == LetterState.DRAFT


def test_the_form_saved_twice_makes_one_draft(desk: Client, deletion: PrivacyRequest) -> None:
    for _ in range(2):
        begin(desk, deletion, LetterKind.EXTENSION, reason=REASON, shown="the same showing")
    assert Letter.objects.count() == 1


def test_a_second_click_on_send_sends_once(desk: Client, deletion: PrivacyRequest, mail_sink: MailSink) -> None:
    begin(desk, deletion, LetterKind.EXTENSION, reason=REASON)
    letter = Letter.objects.get()
    for _ in range(2):
        assert desk.post(url("send-letter", letter)).status_code == 302
    deliver()
    assert len(mail_sink.messages) == 1


def test_the_words_can_be_edited_and_what_must_stay_is_named(desk: Client, deletion: PrivacyRequest) -> None:
    begin(desk, deletion, LetterKind.EXTENSION, reason=REASON)
    letter = Letter.objects.get()
    was = words(letter)
    wrong = desk.post(url("edit-letter", letter), {"subject": was.subject, "body": "Later. Sorry."})
    assert "The text no longer says" in text(wrong)
    assert "the new date" in text(wrong)
    assert "Later. Sorry." in text(wrong)
    body = was.body.replace("Hello,", "Good morning,")
    desk.post(url("edit-letter", letter), {"subject": was.subject, "body": body.replace("\n", "\r\n")})
    assert words(letter).body == body


def test_what_it_says_can_be_changed_and_the_letter_begins_anew(desk: Client, deletion: PrivacyRequest) -> None:
    begin(desk, deletion, LetterKind.EXTENSION, reason=REASON)
    letter = Letter.objects.get()
    assert REASON in text(desk.get(url("letter-again", letter)))
    desk.post(
        url("letter-again", letter), {"language": "es", "reason": "Hay que buscar en tres archivos.", "days": "10"}
    )
    letter.refresh_from_db()
    assert letter.language == "es"
    assert "jueves 25 de junio de 2026" in words(letter).body
    assert Letter.objects.count() == 1


@pytest.fixture
def by_post(prospect: Organization) -> PrivacyRequest:
    contact = SafeContact(preferred=ContactBy.MAIL, plain_envelope=True, envelope_name="R. R.")
    rosa = RequesterDetails(name="Rosa Reyes", email="rosa@reyes.example", postal_address="12 Elm St\nFresno, CA 93650")
    return one_request(prospect, Right.DELETE, requester=rosa, safe_contact=contact)


def test_a_letter_on_paper_is_printed_posted_and_recorded(desk: Client, by_post: PrivacyRequest) -> None:
    shown = text(begin(desk, by_post, LetterKind.EXTENSION, reason=REASON))
    assert "R. R. 12 Elm St Fresno, CA 93650" in shown
    assert "Plain envelope" in shown
    letter = Letter.objects.get()
    page = text(desk.post(url("send-letter", letter), follow=True))
    assert "Record that it was posted" in page
    assert "To be posted" in case_text(desk, by_post)
    early = desk.post(url("letter-posted", letter), {"how": "mail", "posted_on": "2026-05-03"})
    assert "This is before the letter was written." in text(early)
    desk.post(url("letter-posted", letter), {"how": "mail", "posted_on": "2026-05-04", "posted_at": "10:00"})
    assert answer_due(by_post).isoformat() == "2026-07-30"
    assert said(by_post.pk, "extension_notice")[0]["channel"] == "mail"


def test_the_paper_is_a_pdf_that_nobody_keeps(desk: Client, by_post: PrivacyRequest) -> None:
    response = desk.get(url("letter-paper", draft(by_post, LetterKind.EXTENSION)))
    assert response["Content-Type"] == "application/pdf"
    assert "no-store" in response["Cache-Control"]
    assert response.content.startswith(b"%PDF")


def test_who_prefers_another_language_gets_a_translation_with_it(
    desk: Client, prospect: Organization, mail_sink: MailSink
) -> None:
    person = RequesterDetails(name="An Nguyen", email="an@example.org", language="vi")
    request = one_request(prospect, Right.DELETE, requester=person, send_acknowledgement=False)
    shown = text(begin(desk, request, LetterKind.EXTENSION, reason=REASON))
    assert "The person prefers Vietnamese; this letter is in English. Put a translation with it" in shown
    assert "Chúng tôi giúp quý vị miễn phí" in shown
    letter = Letter.objects.get()
    desk.post(url("translate-letter", letter), {"file": upload()})
    letter.refresh_from_db()
    assert letter.translation is not None
    assert letter.translation.available_from is None
    desk.post(url("send-letter", letter))
    deliver()
    letter.refresh_from_db()
    assert letter.translation.available_from == letter.sent_at


def test_that_a_letter_was_read_is_on_record(desk: Client, deletion: PrivacyRequest, handler: User) -> None:
    letter = draft(deletion, LetterKind.EXTENSION)
    desk.get(url("letter", letter))
    entry = AccessLogEntry.objects.get(what="letter")
    assert (entry.user_id, entry.subject_id) == (handler.pk, deletion.pk)


def test_an_auditor_reads_and_changes_nothing(prospect: Organization, deletion: PrivacyRequest) -> None:
    client = signed_in(world.hire(prospect, "Aude", MembershipRole.AUDITOR))
    letter = draft(deletion, LetterKind.EXTENSION)
    shown = text(client.get(url("letter", letter)))
    assert REASON in shown
    assert "Send it" not in shown
    assert "Write a letter" not in case_text(client, deletion)
    for name in ("send-letter", "discard-letter", "letter-posted", "edit-letter", "letter-again", "translate-letter"):
        assert client.post(url(name, letter)).status_code == 403, name
    letter.refresh_from_db()
    assert letter.state == LetterState.DRAFT


def test_another_organizations_staff_find_nothing(kaiser: Organization, deletion: PrivacyRequest) -> None:
    client = signed_in(world.hire(kaiser, "Otto", MembershipRole.PRIVACY_OFFICER))
    for address in letter_addresses(deletion):
        assert client.post(address, {}).status_code == 404, address
        assert client.get(address).status_code == 404, address


@pytest.fixture
def officer(prospect: Organization) -> Client:
    return signed_in(world.hire(prospect, "Olga", MembershipRole.PRIVACY_OFFICER))


def wording(request: PrivacyRequest, kind: str = "clarification") -> str:
    return reverse("staff:wording", args=[request.organization.slug, kind])


def test_the_officer_sees_own_words_before_they_are_used(
    officer: Client, desk: Client, deletion: PrivacyRequest
) -> None:
    own = {
        "language": "en",
        "subject": "A question: {reference}",
        "body": "Good day,\n\n# Our question\n{reason}\n\n{calls}",
    }
    shown = officer.post(wording(deletion), {**own, "step": "show"})
    assert "Good day, Our question {reason}" in text(shown)
    assert default_step(shown) == "show"
    previewed = shown.context["previewed"]
    changed = {**own, "body": own["body"].replace("day", "evening"), "step": "save", "previewed": previewed}
    assert "You changed something." in text(officer.post(wording(deletion), changed))
    assert not LetterTemplate.objects.exists()
    officer.post(wording(deletion), {**own, "step": "save", "previewed": previewed})
    assert "Good day," in text(begin(desk, deletion, LetterKind.CLARIFICATION, reason="Which account?"))
    assert "Your own: English (version 1)" in text(officer.get(reverse("staff:wordings", args=["prospect-medical"])))


def test_words_that_leave_out_what_the_letter_must_say_are_not_saved(officer: Client, deletion: PrivacyRequest) -> None:
    wrong = {"language": "en", "subject": "Question {reference}", "body": "Hello {nobody}", "step": "save"}
    shown = text(officer.post(wording(deletion), wrong))
    assert "This letter has no {nobody}." in shown
    assert not LetterTemplate.objects.exists()


def test_only_the_privacy_officer_changes_words(desk: Client, deletion: PrivacyRequest) -> None:
    assert desk.get(wording(deletion)).status_code == 403
    assert desk.get(reverse("staff:wordings", args=["prospect-medical"])).status_code == 200


def test_the_language_a_person_prefers_is_recorded_once_and_used(desk: Client, deletion: PrivacyRequest) -> None:
    address = reverse("staff:spoken-language", args=[deletion.pk])
    for _ in range(2):
        desk.post(address, {"language": "es", "interpreter": "Mixtec"})
    assert "Prefers Spanish; needs an interpreter: Mixtec." in case_text(desk, deletion)
    assert len(said(deletion.pk, "noted")) == 1
    deletion.submission.refresh_from_db()
    letter = draft(deletion, LetterKind.CLARIFICATION)
    assert letter.language == "es"
    assert "necesita un intérprete (Mixtec)" in words(letter).body


@pytest.mark.parametrize("typed", ["", "x", "12", "klingon"])
def test_a_language_that_is_none_is_told_at_its_field(desk: Client, deletion: PrivacyRequest, typed: str) -> None:
    address = reverse("staff:spoken-language", args=[deletion.pk])
    assert desk.post(address, {"language": "other", "other": typed}).status_code == 200
    deletion.submission.refresh_from_db()
    assert deletion.submission.language == "en"
