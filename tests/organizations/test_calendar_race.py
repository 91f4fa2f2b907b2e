"""Two people change one calendar at the same moment: neither change is lost, and the chain has no fork."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from organizations.models import HolidayKind
from organizations.selectors import calendar_rows
from organizations.services.calendars import add_holiday
from records import chain
from tests.organizations.conftest import SETUP, organization

DAYS = [dt.date(2026, 3, day) for day in (3, 4, 5, 6)]


@pytest.mark.django_db(transaction=True)
def test_days_added_at_once_are_all_there_in_the_latest_version() -> None:
    northwind = organization("northwind")
    ready = Barrier(len(DAYS))

    def add(day: dt.date) -> None:
        try:
            ready.wait(timeout=30)
            add_holiday(northwind.calendar, date=day, name="Closed", kind=HolidayKind.CLOSED, source="", by=SETUP)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(DAYS)) as pool:
        list(pool.map(add, DAYS))
    rows = calendar_rows(northwind)
    assert (rows.version.number, sorted(rows.closed)) == (1 + len(DAYS), DAYS)
    assert chain.verify(northwind) == []
