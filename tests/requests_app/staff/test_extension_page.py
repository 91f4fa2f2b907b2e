"""Before a notice of extension is recorded, its page says whether it would count, until when, and the new date."""

from typing import Any

import pytest
from django.test import Client

from organizations.models import Organization, User
from policies.domain.terms import Right, Scope
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import at, one_request
from tests.requests_app.office import travel

from .conftest import signed_in
from .pages import act_url, do, text

pytestmark = pytest.mark.django_db


def page(client: Client, request: PrivacyRequest) -> str:
    return text(client.get(act_url(request, "send-extension-notice")))


def test_on_the_last_day_a_notice_still_moves_the_date(desk: Client, deletion: PrivacyRequest, settings: Any) -> None:
    travel(settings, "2026-06-15T23:30")

    assert "A notice that counts would move it to Thu 30 July 2026." in page(desk, deletion)


def test_on_the_first_day_after_it_moves_nothing(desk: Client, deletion: PrivacyRequest, settings: Any) -> None:
    travel(settings, "2026-06-16T00:30")

    shown = page(desk, deletion)
    assert "a notice sent now would move nothing" in shown
    assert "The date stays Mon 15 June 2026." in shown
    assert "would move it to" not in shown


def test_a_second_extension_moves_nothing(desk: Client, deletion: PrivacyRequest) -> None:
    told = {"how": "email", "happened_on": "2026-05-04"}
    do(desk, deletion, "send-extension-notice", reason="Two archives to search.", **told)

    shown = page(desk, deletion)
    assert "a notice sent now would move nothing" in shown
    assert "The date stays Thu 30 July 2026." in shown


def test_the_law_that_wants_a_date_in_the_notice_says_so(stranger: User, kaiser: Organization) -> None:
    request = one_request(
        kaiser, Right.ACCESS, Scope.HEALTH_RECORDS, on=at("2026-05-01"), facts={"california_provider": False}
    )

    shown = page(signed_in(stranger), request)
    assert "due Sun 31 May 2026. A notice that counts would move it to Tue 30 June 2026." in shown
    assert "with the number of days or the new date" in shown
