"""Two organizations, a post office, and both sides in one browser. Afterwards every request is sound."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page
from pytest_django.live_server_helper import LiveServer

from organizations.models import MembershipRole, Organization, User
from requests_app.models import PrivacyRequest
from tests.mail import MailSink
from tests.requests_app import world
from tests.requests_app.soundness import sound

from .days import Days
from .desk import Desk
from .mailroom import Mailroom
from .patience import PATIENCE
from .person import Person

PHONE, DESK = 360, 1280
OPEN_PAGE = Callable[..., Page]


@pytest.fixture
def days(settings: Any) -> Iterator[Days]:
    """It is ten in the morning of Friday 1 May 2026."""
    days = Days(settings)
    yield days
    days.stop()


@pytest.fixture
def mail(mail_sink: MailSink, settings: Any, live_server: LiveServer) -> Mailroom:
    settings.DULY_BASE_URL = str(live_server.url)
    return Mailroom(mail_sink)


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OPEN_PAGE]:
    """A page in a fresh profile. What the console complains of, such as a blocked script, fails the story."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(said: ConsoleMessage) -> None:
        if said.type == "error" and "status of 4" not in said.text:
            complaints.append(said.text)

    def open_one(width: int, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-US", **options)
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert not complaints


@pytest.fixture(autouse=True)
def everything_is_sound(days: Days, prospect: Organization) -> Iterator[None]:
    """When a story has ended, no rule was broken in it."""
    yield
    requests = PrivacyRequest.objects.all()
    assert requests, "nothing was asked"
    for request in requests:
        sound(request)


@pytest.fixture
def rosa(open_page: OPEN_PAGE, live_server: LiveServer, prospect: Organization, mail: Mailroom, days: Days) -> Person:
    """Rosa Reyes, who writes to Prospect Medical."""
    return Person(open_page(PHONE), f"{live_server.url}/prospect-medical/", "rosa@reyes.example", mail, days)


@pytest.fixture
def rosa_without_scripts(
    open_page: OPEN_PAGE, live_server: LiveServer, prospect: Organization, mail: Mailroom, days: Days
) -> Person:
    page = open_page(PHONE, java_script_enabled=False)
    return Person(page, f"{live_server.url}/prospect-medical/", "rosa@reyes.example", mail, days)


@pytest.fixture
def noor(open_page: OPEN_PAGE, live_server: LiveServer, kaiser: Organization, mail: Mailroom, days: Days) -> Person:
    """Noor Haddad, who writes to Kaiser Permanente."""
    return Person(open_page(PHONE), f"{live_server.url}/kaiser-permanente/", "noor@haddad.example", mail, days)


@pytest.fixture
def hana(open_page: OPEN_PAGE, live_server: LiveServer, handler: User) -> Desk:
    return Desk(open_page(DESK), str(live_server.url), handler)


@pytest.fixture
def sam(open_page: OPEN_PAGE, live_server: LiveServer, supervisor: User) -> Desk:
    """The supervisor of Hana."""
    return Desk(open_page(DESK), str(live_server.url), supervisor)


@pytest.fixture
def ines(open_page: OPEN_PAGE, live_server: LiveServer, prospect: Organization) -> Desk:
    """A colleague of Hana, of the same rank."""
    return Desk(open_page(DESK), str(live_server.url), world.hire(prospect, "Ines", MembershipRole.HANDLER))


@pytest.fixture
def kim(open_page: OPEN_PAGE, live_server: LiveServer, kaiser: Organization) -> Desk:
    """Handles requests at Kaiser Permanente."""
    return Desk(open_page(DESK), str(live_server.url), world.hire(kaiser, "Kim", MembershipRole.HANDLER))


@pytest.fixture
def lee(open_page: OPEN_PAGE, live_server: LiveServer, kaiser: Organization) -> Desk:
    """A colleague of Kim."""
    return Desk(open_page(DESK), str(live_server.url), world.hire(kaiser, "Lee", MembershipRole.HANDLER))
