"""How many statements a sweep takes: what ringing reads is loaded with the claim, not row by row."""

from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from requests_app.services.sweep import sweep
from tests.requests_app.office import Office, travel


def test_a_sweep_takes_no_more_statements_for_more_deadlines(office: Office, settings: Any) -> None:
    def ringing(requests: int, received_on: str, half_way: str) -> int:
        for _ in range(requests):
            office.request(received_on)
        travel(settings, half_way)
        with CaptureQueriesContext(connection) as captured:
            assert sweep().rang >= requests
        return len(captured)

    ringing(1, "2026-03-02", "2026-03-25T08:00:01")  # the first in a process reads rules and calendars
    few = ringing(2, "2026-04-02", "2026-04-27T08:00:01")
    many = ringing(9, "2026-05-04", "2026-05-27T08:00:01")
    assert many <= few
