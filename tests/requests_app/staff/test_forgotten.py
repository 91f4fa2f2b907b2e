"""A case that was forgotten still opens, and says what can no longer be done."""

import pytest
from django.test import Client

from records.sealing import erase
from requests_app.models import PrivacyRequest

from .pages import act_url, case_text, do, text

pytestmark = pytest.mark.django_db

CONTACT = {"preferred": "phone", "phone": "(213) 555-0199", "may_write": "on"}
HEARD = {"note": "Too slow.", "channel": "phone", "happened_on": "2026-05-04"}


def test_items_that_were_forgotten_are_shown_as_erased(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "add-item", note="Newsletter account", records_class="ordinary")
    erase(deletion.data_key)

    page = case_text(desk, deletion)
    assert "1. This was erased." in page
    assert "Newsletter account" not in page


@pytest.mark.parametrize(("act", "fields"), [("change-contact", CONTACT), ("complain", HEARD)])
def test_what_needs_the_contact_is_refused_once_it_is_forgotten(
    desk: Client, deletion: PrivacyRequest, act: str, fields: dict[str, str]
) -> None:
    erase(deletion.submission.data_key)

    assert desk.get(act_url(deletion, act)).status_code == 200
    page = text(do(desk, deletion, act, **fields))
    assert "This was not done What this needs was erased." in page


def test_nothing_can_be_written_into_what_was_forgotten(desk: Client, deletion: PrivacyRequest) -> None:
    erase(deletion.data_key)

    page = text(do(desk, deletion, "add-item", note="Newsletter account", records_class="ordinary"))
    assert "This was not done What this needs was erased." in page
