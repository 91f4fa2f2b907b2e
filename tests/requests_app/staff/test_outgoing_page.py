"""The operator's page on outgoing mail: held back, let go, given up, sent again; of no case and nobody's address."""

import pytest
from django.test import Client

from organizations.models import Organization, User
from organizations.services.people import create_staff
from policies.domain.terms import Right
from requests_app import clock_source
from requests_app.models import Message, MessageState, OutgoingPause, PrivacyRequest
from requests_app.services import outgoing
from requests_app.services.webhooks import endpoints, signing
from tests.requests_app.arrivals import received
from tests.tls import HOST, TlsSink

from .conftest import signed_in
from .pages import text

pytestmark = pytest.mark.django_db

PAGE = "/staff/outgoing/"


@pytest.fixture
def operator(db: None) -> Client:
    return signed_in(create_staff(email="ops@host.example", name="Ops", operator=True))


@pytest.fixture
def dead(prospect: Organization) -> Message:
    """Rosa's confirmation of receipt, given up."""
    received(prospect, Right.DELETE)
    message = Message.objects.get()
    Message.objects.filter(pk=message.pk).update(state=MessageState.DEAD, detail="smtp_550")
    return message


def test_only_operators_find_the_page(desk: Client, supervisors_desk: Client, stranger: User) -> None:
    for client in (desk, supervisors_desk, signed_in(stranger)):
        assert client.get(PAGE).status_code == client.post(PAGE, {"step": "resume"}).status_code == 404
        assert "Outgoing mail" not in client.get("/staff/").content.decode()


def test_mail_is_held_back_with_a_reason_and_let_go(operator: Client) -> None:
    assert "Mail leaves as usual" in text(operator.get(PAGE))
    assert text(operator.post(PAGE, {"step": "hold"})).count("Write down why mail is held back.") == 2
    assert not OutgoingPause.objects.exists()

    page = text(operator.post(PAGE, {"step": "hold", "reason": "The mail server moves."}, follow=True))
    assert "Mail is held back" in page
    assert "Ops wrote: The mail server moves." in page
    operator.post(PAGE, {"step": "hold", "reason": "Again."})
    assert OutgoingPause.objects.get().reason == "The mail server moves."

    assert "Mail leaves as usual" in text(operator.post(PAGE, {"step": "resume"}, follow=True))
    assert outgoing.paused() is None
    assert operator.post(PAGE, {"step": "resume"}).status_code == 302


def test_what_was_given_up_is_listed_without_address_or_case(operator: Client, dead: Message) -> None:
    page = operator.get(PAGE).content.decode()
    assert "Prospect Medical" in page
    assert "a confirmation of receipt, code smtp_550, given up since" in page
    for secret in ("rosa@reyes.example", "Rosa", PrivacyRequest.objects.get().reference, str(dead.submission_id)):
        assert secret not in page


def test_chosen_ones_are_sent_again_once(operator: Client, dead: Message) -> None:
    assert text(operator.post(PAGE, {"step": "again"})).count("Choose at least one mail.") == 2
    page = operator.post(PAGE, {"step": "again", "chosen": [str(dead.pk)]}, follow=True)
    assert "1 mail queued once more." in page.content.decode()
    dead.refresh_from_db()
    assert dead.state == MessageState.QUEUED
    again = text(operator.post(PAGE, {"step": "again", "chosen": [str(dead.pk)]}))
    assert "it was sent again already" in again


def test_chosen_ones_are_set_aside(operator: Client, dead: Message) -> None:
    page = operator.post(PAGE, {"step": "aside", "chosen": [str(dead.pk)]}, follow=True)
    assert "1 mail set aside." in page.content.decode()
    assert "No mail was given up." in text(page)
    dead.refresh_from_db()
    assert (dead.state, dead.detail) == (MessageState.WITHDRAWN, "set_aside")


def test_webhooks_are_listed_without_secret_and_path(
    operator: Client, prospect: Organization, tls_sink: TlsSink
) -> None:
    assert "No program is told of alerts." in text(operator.get(PAGE))
    made = endpoints.make(prospect, tls_sink.url("/token-1234"), by="ops", now=clock_source.now())
    page = text(operator.get(PAGE))
    assert f"prospect-medical {HOST}:{tls_sink.port} in use 0 0" in page
    assert "token-1234" not in page
    assert signing.as_text(signing.secret_of(made)) not in page


def test_an_operator_has_the_page_in_the_menu_and_sees_no_case(operator: Client, dead: Message) -> None:
    page = operator.get("/staff/").content.decode()
    assert PAGE in page
    assert PrivacyRequest.objects.get().reference not in page
