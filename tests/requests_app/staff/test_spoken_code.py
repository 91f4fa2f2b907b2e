"""A code read out on the telephone opens the page of somebody who is not reached by mail."""

import re

from django.test import Client
from django.urls import reverse

from requests_app import clock_source
from requests_app.models import AccessCode, PrivacyRequest
from requests_app.services import access_codes

from .pages import text


def test_the_code_is_shown_once_and_opens_the_page(desk: Client, deletion: PrivacyRequest) -> None:
    address = reverse("staff:spoken-code", args=[deletion.pk])
    assert "Call back on a number that you had before the request" in text(desk.get(address))
    assert not AccessCode.objects.exists()
    shown = text(desk.post(address))
    found = re.search(r"Code: (\w{4} \w{4})", shown)
    assert found is not None
    opened = access_codes.opened_by(
        deletion.organization, deletion.submission.reference, found[1], now=clock_source.now()
    )
    assert opened == (deletion.submission, "phone")
    assert found[1] not in text(desk.get(address))


def test_after_five_codes_a_day_there_are_no_more(desk: Client, deletion: PrivacyRequest) -> None:
    address = reverse("staff:spoken-code", args=[deletion.pk])
    for _ in range(5):
        assert "Read this out now" in text(desk.post(address))
    assert "Try again tomorrow." in text(desk.post(address))
