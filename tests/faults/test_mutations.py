"""What correctness rests on, taken away piece by piece: each time the checker objects.

Each test has its counterpart: the same course of events with the product as it is, to which nobody objects.
"""

import datetime as dt
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.db.models import QuerySet, UniqueConstraint

from config.databases import as_owner
from organizations.models import HolidayKind
from organizations.services.calendars import add_holiday
from requests_app import clock_source
from requests_app.models import Alert, Deadline, Message, PrivacyRequest
from requests_app.services import daily_work, delivery, leases, sweep
from requests_app.services.claims import Claims
from requests_app.services.composer import compose
from requests_app.services.daily_work import Per, Scope
from tests.mail import MailSink
from tests.requests_app.office import SYSTEM, Office, open_office, travel
from tests.requests_app.parallel import PATIENCE, alone
from tests.requests_app.sweep.gated import Gated, WithoutSecondStep, overtaken

from .checker import Circumstances, objections
from .mutants import mutant

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

RUNNING: Final = Circumstances(settled=False)
HALF_TIME: Final = "2026-03-25T08:00:01"


@pytest.fixture
def due_office(transactional_db: None, settings: Any) -> Office:
    """Half of the time has passed for three requests, and their acknowledgements are overdue."""
    office = open_office()
    for _ in range(3):
        office.request("2026-03-02")
    travel(settings, HALF_TIME)
    return office


def proclaim(office: Office, day: str) -> None:
    add_holiday(
        office.organization.calendar,
        date=dt.date.fromisoformat(day),
        name="A day",
        kind=HolidayKind.PUBLIC,
        source="Proclamation",
        by=SYSTEM,
    )


class WithoutLock(Claims):
    """The mutant: requests are read, and not locked."""

    def _locked(self, requests: QuerySet[PrivacyRequest]) -> QuerySet[PrivacyRequest]:
        return requests.defer("sealed", "warnings").order_by("id")


def ring_while_a_day_moves(office: Office, settings: Any, claims: Claims) -> None:
    """A sweep comes while a new holiday is moving the day to act by; the rung before that day comes next."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            proclaim(office, "2026-04-16")  # the due date stays, the day to act by does not
            daily_work.move_deadlines(Scope(Per.CALENDAR, "", dt.date(2026, 3, 25), office.organization.pk), "")
            meanwhile = pool.submit(alone, lambda: sweep.sweep(claims=claims))
            wait_until_done_or_waiting(meanwhile)
        meanwhile.result(PATIENCE)
    for morning in ("2026-03-25T08:00:02", "2026-04-05T08:00:01"):
        travel(settings, morning)
        sweep.sweep()


def wait_until_done_or_waiting(other: Future[Any]) -> None:
    """Until the other has ended, or waits for what this transaction holds."""
    waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"
    until = clock_source.now() + dt.timedelta(seconds=PATIENCE)
    with connection.cursor() as cursor:
        while not other.done() and clock_source.now() < until:
            cursor.execute(waits)
            if cursor.fetchone()[0]:
                return


def test_without_the_lock_a_sweep_overwrites_what_moves(due_office: Office, settings: Any) -> None:
    ring_while_a_day_moves(due_office, settings, WithoutLock())
    assert any("rang 0 times on 2026-04-05" in one for one in objections(circumstances=RUNNING))


def test_with_the_lock_it_does_not(due_office: Office, settings: Any) -> None:
    ring_while_a_day_moves(due_office, settings, Claims())
    assert objections(circumstances=RUNNING) == []


@pytest.fixture
def without_unique_key(due_office: Office) -> Iterator[None]:
    """The owner has dropped the key that lets an alert exist once."""
    [key] = [one for one in Alert._meta.constraints if one.name == "alert_once"]
    assert isinstance(key, UniqueConstraint)
    with as_owner(), connection.schema_editor() as editor:
        editor.remove_constraint(Alert, key)
    yield
    with as_owner():
        with connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {Alert._meta.db_table}")
        with connection.schema_editor() as editor:
            editor.add_constraint(Alert, key)


def test_without_the_second_statement_deadlines_are_claimed_twice(due_office: Office) -> None:
    overtaken(WithoutSecondStep())
    assert any("put off as if it were at fault" in one for one in objections(circumstances=RUNNING))


def test_without_the_unique_key_they_even_ring_twice(due_office: Office, without_unique_key: None) -> None:
    overtaken(WithoutSecondStep())
    assert any("rang 2 times on 2026-03-25" in one for one in objections(circumstances=RUNNING))


def test_with_the_second_statement_neither_happens(due_office: Office, without_unique_key: None) -> None:
    overtaken(Gated())
    assert objections(circumstances=RUNNING) == []


WITHOUT_RECHECK: Final = ("if settings.is_stale(deadline)", "if False and settings.is_stale(deadline)")


@pytest.mark.parametrize("sweeping", [sweep, mutant(sweep, *WITHOUT_RECHECK)], ids=["with", "without"])
def test_without_the_second_look_at_the_calendar_old_dates_ring(office: Office, settings: Any, sweeping: Any) -> None:
    office.request("2026-03-02")
    travel(settings, "2026-03-05T12:00:00")
    proclaim(office, "2026-03-12")  # confirmed by 17 March now, and ten days before that is the 7th
    travel(settings, "2026-03-06T08:00:01")
    sweeping.sweep()
    found = [one for one in objections(circumstances=RUNNING) if "its rules say 2026-03-17" in one]
    assert bool(found) == (sweeping is not sweep)


WITHOUT_FENCE: Final = mutant(leases, "token=taken.token, state=", "state=")


@pytest.mark.parametrize("held", [leases, WITHOUT_FENCE], ids=["with", "without"])
def test_without_the_fence_a_late_holder_lets_a_third_begin(
    due_office: Office, settings: Any, mail_sink: MailSink, held: Any
) -> None:
    delivering: Any = mutant(delivery, "MOST_ATTEMPTS: Final = 24", "MOST_ATTEMPTS: Final = 24", leases=held)
    sweep.sweep()
    compose()
    Message.objects.exclude(pk=Message.objects.first().pk).update(next_attempt_at="2026-03-26T00:00:00Z")
    take: Callable[[], Any] = lambda: held.take_next(clock_source.now())  # noqa: E731 - said three times
    with delivering.Postman() as slow, delivering.Postman() as quick:
        first = take()
        travel(settings, "2026-03-25T08:02:30")  # its lease is over
        second = take()
        mail_sink.refusals.append("451 later")
        delivering.attempt(first, slow, delivering.Pacer())
        travel(settings, "2026-03-25T08:03:50")  # by when the first would have it tried again
        third = take()
        for taken in filter(None, (second, third)):
            delivering.attempt(taken, quick, delivering.Pacer())
    copies = [mail["Message-ID"] for mail in mail_sink.messages]
    found = [one for one in objections(copies, RUNNING) if "began while the one before it was under way" in one]
    assert (len(copies), bool(found)) == ((1, False) if held is leases else (2, True))


def test_a_mutation_that_is_not_found_is_an_error() -> None:
    with pytest.raises(LookupError):
        mutant(leases, "no such words", "")


def test_the_product_is_not_touched_by_its_mutants() -> None:
    assert WITHOUT_FENCE.take_next is not leases.take_next
    assert Deadline.objects.count() == 0
