"""Correcting the day of receipt: the dates it moves are shown before it is saved."""

import datetime as dt

import pytest
from django.test import Client

from requests_app.models import PrivacyRequest

from .pages import do, fresh, text

pytestmark = pytest.mark.django_db


def test_correcting_the_receipt_shows_the_dates_before_it_saves(
    supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    fields = {"received_on": "2026-04-27", "received_at": "09:00", "reason": "Entry stamp of the front desk."}
    preview = do(supervisors_desk, deletion, "correct-receipt", **fields)
    assert "What would change" in text(preview)
    assert "Mon 11 May 2026 was Fri 15 May 2026" in text(preview)
    assert fresh(deletion).received_on == dt.date(2026, 5, 1)

    shown = preview.context["previewed"]
    page = text(do(supervisors_desk, deletion, "correct-receipt", previewed=shown, **fields))
    assert fresh(deletion).received_on == dt.date(2026, 4, 27)
    assert "Thu 11 June 2026" in page


def test_dates_that_were_not_looked_at_are_not_saved(supervisors_desk: Client, deletion: PrivacyRequest) -> None:
    fields = {"received_on": "2026-04-27", "reason": "Entry stamp."}
    shown = do(supervisors_desk, deletion, "correct-receipt", **fields).context["previewed"]

    other = {**fields, "received_on": "2026-04-20", "previewed": shown}
    assert "What would change" in text(do(supervisors_desk, deletion, "correct-receipt", **other))
    assert fresh(deletion).received_on == dt.date(2026, 5, 1)


def test_a_day_without_a_version_in_force_is_told_at_the_field(
    supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    fields = {"received_on": "2019-12-31", "reason": "An old letter."}
    page = text(do(supervisors_desk, deletion, "correct-receipt", **fields))

    assert "There is a problem" in page
    assert fresh(deletion).received_on == dt.date(2026, 5, 1)


def test_a_handler_cannot_correct_the_receipt(desk: Client, deletion: PrivacyRequest) -> None:
    fields = {"received_on": "2026-04-27", "reason": "Entry stamp.", "previewed": "2026-04-27"}
    page = text(do(desk, deletion, "correct-receipt", **fields))

    assert "This takes the role of supervisor." in page
    assert fresh(deletion).received_on == dt.date(2026, 5, 1)
