"""Several tabs and clicks at the very same instant, over real parallel connections."""

import datetime as dt
import threading
from uuid import uuid4

import pytest
import time_machine

from organizations.models import Organization
from requests_app.models import FormDraft, Submission
from requests_app.services import drafts
from tests.requests_app.parallel import at_once

from .conftest import NOW
from .visitor import Visitor

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
TABS = 4


def test_tabs_that_save_at_once_lose_nothing(prospect: Organization) -> None:
    draft_id, names = uuid4(), iter(f"tab {number}" for number in range(TABS))
    turn = threading.Lock()

    def save() -> None:
        with turn:
            name = next(names)
        drafts.amend(draft_id, prospect, lambda data: {**data, name: "typed"}, now=NOW)

    at_once(TABS, save)
    found = drafts.read(draft_id, prospect, now=NOW)
    assert found is not None
    assert set(found.data) == {f"tab {number}" for number in range(TABS)}
    assert FormDraft.objects.count() == 1


def test_the_send_button_pressed_at_once_makes_one_submission(prospect: Organization) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        pat = Visitor(prospect).begin("delete").walk()
        clock.shift(dt.timedelta(minutes=1))
        cookies, check = pat.client.cookies, pat.url

        def press() -> str:
            again = Visitor(prospect)
            again.client.cookies = cookies.copy()  # type: ignore[assignment]
            return again.post({}, check).text

        pages = at_once(TABS, press)
    submission = Submission.objects.get()
    assert all(submission.reference in page for page in pages)
