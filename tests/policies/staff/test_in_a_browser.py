"""The pages of a version in Chromium: wide and narrow, light and dark."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from policies.domain.rules import PartialDate
from policies.models import PolicyVersion, ResponseDeadline
from policies.services.drafts import copy_to_draft
from policies.staff.version_page import page_url, part_slug, version_url
from tests.accessibility import PHONE, look_at, worn_by_unfold
from tests.policies.conftest import NOW, SYSTEM

OURS = "#content-main"
"""The frame around it is Unfold's."""


@pytest.fixture
def draft_of_next_year(published: PolicyVersion) -> PolicyVersion:
    return copy_to_draft(published, label="2027", effective_from=PartialDate.parse("2027-01"), by=SYSTEM, at=NOW)


@pytest.fixture
def staff_page(browser: Browser, live_server: LiveServer, officer_client: Client) -> Iterator[Page]:
    context = browser.new_context(
        base_url=str(live_server.url), viewport={"width": PHONE, "height": 800}, locale="en-US"
    )
    session = officer_client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": str(live_server.url)}])
    yield context.new_page()
    context.close()


def inspect(page: Page, address: str) -> None:
    response = page.goto(address)
    assert response is not None
    assert response.status == 200, address
    look_at(page, address, within=OURS, practice=False, wear=worn_by_unfold)


def test_the_pages_of_a_version_are_accessible(
    staff_page: Page, published: PolicyVersion, draft_of_next_year: PolicyVersion
) -> None:
    row = ResponseDeadline.objects.get(version=draft_of_next_year)
    inspect(staff_page, page_url(published))
    inspect(staff_page, version_url(published, "copy"))
    inspect(staff_page, page_url(draft_of_next_year))
    inspect(staff_page, version_url(draft_of_next_year, "rule-edit", part_slug(ResponseDeadline), row.pk))
    inspect(staff_page, version_url(draft_of_next_year, "publish"))


def test_a_draft_is_changed_and_published_by_hand(staff_page: Page, draft_of_next_year: PolicyVersion) -> None:
    staff_page.goto(page_url(draft_of_next_year))
    staff_page.get_by_role("link", name="Change respond", exact=True).first.click()
    staff_page.get_by_label("Within").fill("30 calendar days")
    staff_page.get_by_role("button", name="Save the rule").click()
    staff_page.get_by_text("respond was saved in the draft.").wait_for()
    staff_page.get_by_role("link", name="Publish", exact=True).click()
    staff_page.get_by_role("button", name="Publish for good").click()
    staff_page.get_by_text("is published.").wait_for()
    draft_of_next_year.refresh_from_db()
    assert draft_of_next_year.is_published
    assert ResponseDeadline.objects.get(version=draft_of_next_year).within == "30 calendar days"
