"""Mail to a person that came back: on the case, as a target for the next business day, until they are reached again."""

import datetime as dt
from io import StringIO
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import CommandError, call_command

from records.models import Event
from requests_app import clock_source
from requests_app.domain.lifecycle import Action
from requests_app.models import Alert, Deadline, Message, MessageKind, MessageState, PrivacyRequest
from requests_app.selectors.invariants import broken
from requests_app.services import bounces, contact_change, leases, mail_rendering
from requests_app.services.arrival import ContactBy, SafeContact
from requests_app.services.composer import compose
from requests_app.services.contact_change import NewContact
from requests_app.services.delivery import deliver, give_up
from requests_app.services.sweep import sweep
from requests_app.services.transition import transition_one
from tests.faults.oracle import foretell
from tests.mail import MailSink
from tests.requests_app.office import Office, travel
from tests.requests_app.soundness import sound
from tests.requests_app.staff.conftest import signed_in
from tests.requests_app.staff.pages import case_text
from tests.requests_app.world import acting

FRIDAY = "2026-03-06T10:00:00"


@pytest.fixture
def refusing(mail_sink: MailSink) -> MailSink:
    """Robin's mailbox is no more."""

    async def refuse(_: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]) -> str:
        if address.startswith("robin@"):
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    mail_sink.handle_RCPT = refuse  # type: ignore[attr-defined]
    return mail_sink


@pytest.fixture
def bounced(office: Office, settings: Any, refusing: MailSink) -> PrivacyRequest:
    """The confirmation of receipt was refused for good, on a Friday."""
    travel(settings, FRIDAY)
    submission = office.submission("2026-03-06")
    deliver()
    return submission.requests.get()


def follow_up(request: PrivacyRequest) -> Deadline:
    return Deadline.objects.get(request=request, act="follow_up_mail")


def test_a_refusal_for_good_makes_a_target_for_the_next_business_day(bounced: PrivacyRequest) -> None:
    target = follow_up(bounced)
    assert (target.kind, target.state, target.binding) == ("target", "live", False)
    assert (target.started_on, target.due_on) == (dt.date(2026, 3, 6), dt.date(2026, 3, 9))
    assert target.next_alert_at is not None
    assert Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT).state == MessageState.DEAD
    bounced.refresh_from_db()
    assert bounced.binding_authority != "target"
    assert broken() == []


def test_it_is_alerted_like_any_deadline(bounced: PrivacyRequest, office: Office, settings: Any) -> None:
    travel(settings, "2026-03-09T08:00:30")
    sweep()
    compose()
    alert = Alert.objects.get(deadline=follow_up(bounced), rung="due")
    assert alert.message is not None
    mail = mail_rendering.render(alert.message)
    assert bounced.reference in str(mail.body)
    assert "A message to the person came back: they have not read it. Find another way" in str(mail.body)
    assert "has not been sent" not in str(mail.body)


def test_late_it_says_what_to_do_when_there_is_no_other_way(
    bounced: PrivacyRequest, office: Office, settings: Any
) -> None:
    travel(settings, "2026-03-10T15:00:30")
    sweep()
    compose()
    alert = Alert.objects.filter(deadline=follow_up(bounced), message__isnull=False).latest("rang_at")
    assert alert.message is not None
    body = str(mail_rendering.render(alert.message).body)
    assert "If there is no other way, note on the case what you tried" in body
    assert "Send it now" not in body


def test_the_case_page_says_what_is_to_be_done_by_when(bounced: PrivacyRequest, office: Office) -> None:
    page = case_text(signed_in(office.handler), bounced)
    assert "Follow up mail that came back" in page
    assert "Mon 9 March 2026" in page
    assert "we find another way to reach them by the next business day" in page


def test_a_refusal_that_may_pass_makes_none(office: Office, settings: Any, mail_sink: MailSink) -> None:
    travel(settings, FRIDAY)
    mail_sink.refusals.append("451 try again later")
    request = office.submission("2026-03-06").requests.get()
    deliver()
    assert not Deadline.objects.filter(request=request, act="follow_up_mail").exists()


def test_another_way_of_contact_meets_it(bounced: PrivacyRequest, office: Office, settings: Any) -> None:
    travel(settings, "2026-03-09T09:00:00")
    new = NewContact(
        email="", phone="", postal_address="1 Main Street, Reno", safe_contact=SafeContact(preferred=ContactBy.MAIL)
    )
    contact_change.change(bounced.submission, new, by=acting(office.handler), now=clock_source.now())
    target = follow_up(bounced)
    assert (target.state, target.next_alert_at) == ("met", None)


def test_sending_it_another_way_meets_it_and_late_is_missed(
    bounced: PrivacyRequest, office: Office, settings: Any
) -> None:
    now = travel(settings, "2026-03-10T09:00:00")
    said = {"written": True, "channel": "mail"}
    transition_one(bounced.pk, Action.ACKNOWLEDGE, by=acting(office.handler), details=said, now=now)
    assert follow_up(bounced).state == "missed"


def test_a_second_bounce_begins_it_anew(bounced: PrivacyRequest, office: Office, settings: Any) -> None:
    now = travel(settings, "2026-03-09T09:00:00")
    said = {"written": True, "channel": "email"}
    transition_one(bounced.pk, Action.ACKNOWLEDGE, by=acting(office.handler), details=said, now=now)
    assert follow_up(bounced).state == "met"
    now = travel(settings, "2026-03-10T09:00:00")
    again = {"of": "acknowledgement_sent"}
    transition_one(bounced.pk, Action.RECORD_BOUNCE, by=acting(office.handler), details=again, now=now)
    target = follow_up(bounced)
    assert (target.state, target.due_on) == ("live", dt.date(2026, 3, 11))


def test_what_came_back_after_it_left_is_recorded_once(office: Office, settings: Any, mail_sink: MailSink) -> None:
    travel(settings, FRIDAY)
    request = office.submission("2026-03-06").requests.get()
    deliver()
    [mail] = mail_sink.messages
    out = StringIO()
    call_command("outgoing_mail", "--came-back", mail["Message-ID"], stdout=out)
    call_command("outgoing_mail", "--came-back", mail["Message-ID"], stdout=out)
    assert "recorded on the case" in out.getvalue()
    assert "that was recorded before" in out.getvalue()
    assert Event.objects.filter(type="notice_bounced").count() == 1
    assert follow_up(request).due_on == dt.date(2026, 3, 9)
    assert broken() == []


def test_giving_a_mail_up_and_recording_that_are_one(office: Office, settings: Any) -> None:
    travel(settings, FRIDAY)
    request = office.submission("2026-03-06").requests.get()
    taken = leases.take_next(clock_source.now())
    assert taken is not None
    give_up(taken, "550", now=clock_source.now())  # and no more: the process ends here
    assert follow_up(request).state == "live"


def closed(request: PrivacyRequest, office: Office, settings: Any, at: str = "2026-03-06T11:00:00") -> None:
    transition_one(request.pk, Action.WITHDRAW, by=acting(office.handler), now=travel(settings, at))


@pytest.fixture
def came_back_after_closing(office: Office, settings: Any, mail_sink: MailSink) -> PrivacyRequest:
    """A mail left on Friday, the case was closed, and on Monday the mail lay in the mailbox of the sender."""
    travel(settings, FRIDAY)
    request = office.submission("2026-03-06").requests.get()
    deliver()
    closed(request, office, settings)
    travel(settings, "2026-03-09T09:00:00")
    out = StringIO()
    call_command("outgoing_mail", "--came-back", mail_sink.messages[0]["Message-ID"], stdout=out)
    assert "recorded on the case" in out.getvalue()
    return request


def test_what_came_back_after_the_closing_is_followed_up(came_back_after_closing: PrivacyRequest) -> None:
    target = follow_up(came_back_after_closing)
    assert (target.state, target.due_on) == ("live", dt.date(2026, 3, 10))
    came_back_after_closing.refresh_from_db()
    assert (came_back_after_closing.state, came_back_after_closing.binding_due_on) == ("closed", None)
    sound(came_back_after_closing)


def test_on_a_closed_case_it_is_alerted_like_any(came_back_after_closing: PrivacyRequest, settings: Any) -> None:
    for day in ("2026-03-10T15:00:30", "2026-03-11T15:00:30", "2026-03-12T15:00:30"):
        travel(settings, day)
        sweep()
        sound(came_back_after_closing)
    compose()
    alert = Alert.objects.filter(deadline=follow_up(came_back_after_closing)).latest("rang_at")
    assert alert.message is not None
    assert came_back_after_closing.reference in str(mail_rendering.render(alert.message).body)


@pytest.mark.parametrize("way", ["message", "contact"])
def test_on_a_closed_case_it_ends_when_staff_reach_the_person(
    came_back_after_closing: PrivacyRequest, office: Office, settings: Any, way: str
) -> None:
    request, now = came_back_after_closing, travel(settings, "2026-03-09T15:00:00")
    if way == "message":
        said = {"note": "We posted it to you as well."}
        transition_one(request.pk, Action.SEND_MESSAGE, by=acting(office.handler), details=said, now=now)
    else:
        new = NewContact(
            email="", phone="", postal_address="1 Main Street, Reno", safe_contact=SafeContact(preferred=ContactBy.MAIL)
        )
        contact_change.change(request.submission, new, by=acting(office.handler), now=now)
    assert (follow_up(request).state, follow_up(request).next_alert_at) == ("met", None)
    sound(request)


def test_the_oracle_foretells_what_comes_back_twice_on_one_day(
    came_back_after_closing: PrivacyRequest, office: Office, settings: Any
) -> None:
    request, now = came_back_after_closing, travel(settings, "2026-03-09T11:00:00")
    said = {"note": "Once more."}
    transition_one(request.pk, Action.SEND_MESSAGE, by=acting(office.handler), details=said, now=now)
    now = travel(settings, "2026-03-09T12:00:00")
    again = {"of": "message_sent"}
    transition_one(request.pk, Action.RECORD_BOUNCE, by=acting(office.handler), details=again, now=now)
    row = PrivacyRequest.objects.select_related("submission").get(pk=request.pk)
    [told] = foretell([row], by=now, now=now, grace=dt.timedelta(0))
    expected = told.deadlines["follow_up_mail", "target", "duly"]
    assert (expected.live, expected.due_on, told.disagreements) == (True, dt.date(2026, 3, 10), [])
    assert follow_up(request).state == "live"


@pytest.mark.parametrize("action", [Action.ACKNOWLEDGE, Action.SEND_REMINDER])
def test_what_the_system_sends_by_itself_ends_nothing(
    bounced: PrivacyRequest, office: Office, settings: Any, action: Action
) -> None:
    by = acting(office.handler)
    now = travel(settings, "2026-03-06T12:00:00")
    PrivacyRequest.objects.filter(pk=bounced.pk).update(state="verifying")
    said = {"written": True, "channel": "email"}
    transition_one(bounced.pk, action, by=bounces.MAIL, details=said, now=now)
    assert follow_up(bounced).state == "live"
    transition_one(bounced.pk, action, by=by, details=said, now=travel(settings, "2026-03-06T13:00:00"))
    assert follow_up(bounced).state == "met"


def test_what_went_to_the_way_given_up_makes_none(office: Office, settings: Any, mail_sink: MailSink) -> None:
    travel(settings, FRIDAY)
    request = office.submission("2026-03-06").requests.get()
    deliver()
    sent = Message.objects.filter(submission=request.submission)
    sent.update(kind=MessageKind.CONTACT_CHANGED)
    out = StringIO()
    call_command("outgoing_mail", "--came-back", mail_sink.messages[0]["Message-ID"], stdout=out)
    assert "nothing was recorded" in out.getvalue()
    assert "recorded on the case" not in out.getvalue()
    assert not Deadline.objects.filter(request=request, act="follow_up_mail").exists()


@pytest.mark.parametrize("given", ["", "nothing", "00000000-0000-4000-8000-000000000000"])
def test_only_a_mail_that_left_for_a_person_comes_back(db: None, given: str) -> None:
    with pytest.raises(CommandError, match="Message-ID"):
        call_command("outgoing_mail", "--came-back", given or "<>", stdout=StringIO())


def test_a_closed_case_stays_closed(bounced: PrivacyRequest, office: Office, settings: Any) -> None:
    now = travel(settings, "2026-03-06T11:00:00")
    transition_one(bounced.pk, Action.WITHDRAW, by=acting(office.handler), now=now)
    assert follow_up(bounced).state == "closed"
    assert broken() == []


def test_what_cannot_be_recorded_does_not_bring_the_mail_back(
    office: Office, settings: Any, refusing: MailSink
) -> None:
    travel(settings, FRIDAY)
    submission = office.submission("2026-03-06")
    submission.requests.update(zone="No/Where")  # its dates cannot be derived any more
    deliver()
    message = Message.objects.get(kind=MessageKind.ACKNOWLEDGEMENT)
    assert message.state == MessageState.DEAD
    assert Message.objects.filter(kind=MessageKind.FAULTS).exists()
