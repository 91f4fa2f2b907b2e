"""Days away, handing over and outgoing mail in Chromium: wide and narrow, light and dark."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from organizations.models import Absence, Organization, User
from organizations.services.absences import set_absence
from organizations.services.people import create_staff
from policies.domain.terms import Right
from requests_app.domain.lifecycle import Action
from requests_app.models import Message, MessageState, PrivacyRequest
from requests_app.services.transition import transition_one
from tests.accessibility import DESK
from tests.requests_app import world
from tests.requests_app.arrivals import NOW, one_request, received

from .conftest import signed_in
from .test_in_a_browser import inspect

Open = Callable[..., Page]


@pytest.fixture
def open_as(browser: Browser, live_server: LiveServer) -> Iterator[Open]:
    """A page of whoever `client` is signed in as. What the console complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_one(client: Client, width: int = DESK, **options: object) -> Page:
        viewport = {"width": width, "height": 900}
        context = browser.new_context(base_url=str(live_server.url), viewport=viewport, locale="en-US", **options)
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": str(live_server.url)}])
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture
def leaving(prospect: Organization, handler: User, supervisor: User) -> PrivacyRequest:
    """Hana has an open request and is away; Sam stands in."""
    request = one_request(prospect, Right.OPT_OUT_SALE)
    details = {"assignee": str(handler.pk)}
    transition_one(request.pk, Action.ASSIGN, by=world.acting(supervisor), now=NOW, details=details)
    days = {"first_on": dt.date(2026, 5, 4), "last_on": dt.date(2026, 5, 8)}
    set_absence(handler, prospect, deputy=supervisor, by=world.acting(handler), **days)
    return request


def test_the_pages_on_being_away_are_accessible(
    open_as: Open, supervisors_desk: Client, leaving: PrivacyRequest, handler: User
) -> None:
    page = open_as(supervisors_desk)

    inspect(page, "/staff/")
    inspect(page, "/staff/away/")
    inspect(page, f"/staff/away/{Absence.objects.get().pk}/end/")
    inspect(page, "/staff/away/prospect-medical/")
    page.get_by_role("button", name="Save the days").click()
    expect(page.get_by_role("alert")).to_be_focused()
    inspect(page, f"/staff/hand-over/prospect-medical/?from={handler.pk}")
    page.get_by_label("To whom", exact=True).select_option("nobody")
    page.get_by_role("button", name="Show what is handed over").click()
    expect(page.get_by_text("1 open request of Hana goes to nobody for now.")).to_be_focused()


def test_the_operators_page_on_mail_is_accessible(open_as: Open, prospect: Organization) -> None:
    received(prospect, Right.DELETE)
    Message.objects.update(state=MessageState.DEAD, detail="smtp_550")
    operator = signed_in(create_staff(email="ops@host.example", name="Ops", operator=True))
    page = open_as(operator)

    inspect(page, "/staff/outgoing/")
    page.get_by_label("Why mail is held back").fill("The mail server moves.")
    page.get_by_role("button", name="Hold all mail back").click()
    expect(page.get_by_role("heading", name="Mail is held back")).to_be_visible()
    inspect(page, "/staff/outgoing/")


def test_work_is_handed_over_with_the_keyboard_alone(
    open_as: Open, supervisors_desk: Client, leaving: PrivacyRequest, supervisor: User, handler: User
) -> None:
    page = open_as(supervisors_desk)
    page.goto(f"/staff/hand-over/prospect-medical/?from={handler.pk}")
    page.get_by_label("To whom", exact=True).select_option(str(supervisor.pk))
    page.get_by_role("button", name="Show what is handed over").press("Enter")
    page.get_by_role("button", name="Hand over 1 request").press("Enter")

    expect(page.get_by_text("1 request is handed over from Hana to Sam.")).to_be_visible()
    leaving.refresh_from_db()
    assert leaving.assignee == supervisor
