"""The pages of letters in a real browser: by keyboard and eye, wide and narrow, and no fault of accessibility."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from organizations.models import Organization, User
from policies.domain.terms import Right
from requests_app.models import Letter, LetterKind, LetterState, PrivacyRequest
from requests_app.services.arrival import ContactBy, RequesterDetails, SafeContact
from requests_app.services.correspondence import sending
from requests_app.services.delivery import deliver
from tests.browser import turn
from tests.mail import MailSink
from tests.requests_app.arrivals import one_request
from tests.requests_app.staff.conftest import signed_in
from tests.requests_app.staff.pages import case_url
from tests.requests_app.staff.test_in_a_browser import Open, inspect, open_page

from .letters import NOW, REASON, answer_due, draft

__all__ = ["open_page"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(handler: User) -> Client:
    return signed_in(handler)


def test_the_pages_of_letters_are_accessible(open_page: Open, prospect: Organization, handler: User) -> None:
    contact = SafeContact(preferred=ContactBy.MAIL)
    rosa = RequesterDetails(name="Rosa Reyes", postal_address="12 Elm St\nFresno, CA 93650", language="vi")
    request = one_request(prospect, Right.DELETE, requester=rosa, safe_contact=contact)
    written, waiting = (draft(request, LetterKind.EXTENSION, by=handler) for _ in range(2))
    sending.send(waiting, by=handler, now=NOW)
    page = open_page()
    for address in (
        reverse("staff:new-letter", args=[request.pk]),
        reverse("staff:begin-letter", args=[request.pk, "extension"]),
        reverse("staff:letter", args=[written.pk]),
        reverse("staff:edit-letter", args=[written.pk]),
        reverse("staff:translate-letter", args=[written.pk]),
        reverse("staff:letter", args=[waiting.pk]),
        reverse("staff:wordings", args=["prospect-medical"]),
        case_url(request),
    ):
        inspect(page, address)


def test_more_time_is_asked_for_from_the_case_and_the_date_moves_with_the_mail(
    open_page: Open, deletion: PrivacyRequest, mail_sink: MailSink
) -> None:
    page: Page = open_page()
    page.goto(case_url(deletion))
    turn(page.get_by_role("link", name="Write a letter"))
    turn(page.get_by_role("link", name="Tell that more time is needed"))
    assert "Thu 30 July 2026" in page.inner_text("main")
    page.get_by_label("Why more time is needed").fill(REASON)
    turn(page.get_by_role("button", name="Show the letter"))
    assert "You will have our answer by Thu 30 July 2026." in page.inner_text("main")
    page.get_by_role("button", name="Send it").dblclick()
    page.wait_for_url(f"**{case_url(deletion)}")
    assert Letter.objects.get().state == LetterState.QUEUED
    assert answer_due(deletion).isoformat() == "2026-06-15"
    deliver()
    assert answer_due(deletion).isoformat() == "2026-07-30"
    assert len(mail_sink.messages) == 1
    page.reload()
    assert "Thu 30 July 2026" in page.inner_text("main")
