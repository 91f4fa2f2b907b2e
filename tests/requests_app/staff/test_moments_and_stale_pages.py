"""When something happened, and what happened since the page was opened: told at the field, nothing typed is lost."""

from typing import Any

import pytest
from django.test import Client

from records.models import Event
from requests_app.models import PrivacyRequest

from .pages import act_url, do, fresh, text

pytestmark = pytest.mark.django_db


WRONG_MOMENTS = [
    ({"happened_on": "2026-05-05"}, "This day has not come yet. Today is Mon 4 May 2026 (Los Angeles time)."),
    ({"happened_on": "2026-05-04", "happened_at": "10:30"}, "This time has not come yet in Los Angeles time."),
    ({"happened_on": "2026-04-30"}, "This is before the request was received, on Fri 1 May 2026."),
    ({"happened_on": "soon"}, "Enter a day that exists, as in 2026-04-16."),
    ({"happened_on": "2026-05-04", "happened_at": "25:00"}, "Enter a time, as in 14:30."),
]


@pytest.mark.parametrize(("moment", "message"), WRONG_MOMENTS)
def test_an_impossible_moment_is_told_at_the_field(
    desk: Client, deletion: PrivacyRequest, moment: dict[str, Any], message: str
) -> None:
    page = text(do(desk, deletion, "acknowledge", how="email", **moment))

    assert page.count(message) == 2, "in the summary and at the field"
    assert not Event.objects.filter(subject_id=deletion.pk, type="acknowledgement_sent").exists()


def test_a_stale_page_tells_what_happened_since_and_keeps_what_was_typed(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    seen = fresh(deletion).event_seq
    do(supervisors_desk, deletion, "start-work")

    note = {"seen": seen, "note": "Typed for five minutes."}
    response = desk.post(act_url(deletion, "add-note"), note, follow=True)
    page = text(response)
    assert "The request has changed since you opened it." in page
    assert "Since then: Work on the request began." in page
    assert "Typed for five minutes." in page

    again = {"seen": response.context["form"]["seen"].value(), "note": "Typed for five minutes."}
    assert "Note: Typed for five minutes." in text(desk.post(act_url(deletion, "add-note"), again, follow=True))
