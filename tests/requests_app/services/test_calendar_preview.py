"""What a change of the calendar would move: said beforehand, written nowhere, and then what the move really does."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import HolidayKind
from organizations.services.calendars import add_holiday, remove_holiday
from policies.domain.periods import Period
from policies.domain.rules import DeadlineRule, ExtensionRule, TargetRule
from policies.domain.terms import Act, Right, Scope
from policies.selectors import business_calendar
from requests_app import clock_source
from requests_app.domain.lifecycle import Action
from requests_app.models import Deadline, JobRun, PrivacyRequest
from requests_app.selectors.invariants import broken
from requests_app.services.calendar_preview import Preview, changed, preview
from requests_app.services.daily_work import Job, Per, move_deadlines
from requests_app.services.daily_work import Scope as JobScope
from requests_app.services.jobs import run_due
from requests_app.services.transition import transition_one
from tests.policies.examples import POLICY, policy
from tests.requests_app.office import CHANNELS, LADDER, SYSTEM, Office, open_office, travel
from tests.requests_app.world import acting

DAY = dt.date(2026, 3, 12)
PUBLIC, CLOSED = HolidayKind.PUBLIC, HolidayKind.CLOSED
ANSWERED_IN_BUSINESS_DAYS = DeadlineRule(
    key="respond",
    section="5",
    says="We answer within ten business days.",
    act=Act.RESPOND,
    rights=(Right.DELETE,),
    scopes=(Scope.SITE_DATA,),
    within=Period.parse("10 business days"),
)
QUICK = TargetRule(
    key="delete", section="9", says="Our target.", rights=(Right.DELETE,), within=Period.parse("9 business days")
)


@pytest.fixture
def told(db: None, settings: Any) -> Office:
    """The policy promises an answer in ten business days: the person is told 16 March, and there is a target."""
    rules = policy(
        pack="northwind/privacy-requests",
        ladder=LADDER,
        channels=CHANNELS,
        deadlines=(ANSWERED_IN_BUSINESS_DAYS,),
        targets=(*POLICY.targets, QUICK),
    )
    return open_office(rules=rules)


@pytest.fixture
def extendable(db: None, settings: Any) -> Office:
    """The same promise, which two notices may each extend by five business days."""
    by = ExtensionRule(key="respond", section="6", says="We may extend.", by=Period.parse("5 business days"), at_most=2)
    deadlines = (replace(ANSWERED_IN_BUSINESS_DAYS, extension=by),)
    return open_office(
        rules=policy(pack="northwind/privacy-requests", ladder=LADDER, channels=CHANNELS, deadlines=deadlines)
    )


def arrived(office: Office, settings: Any, number: int = 1) -> list[PrivacyRequest]:
    found = [office.request("2026-03-02") for _ in range(number)]
    travel(settings, "2026-03-03T10:00:00")
    return found


def foreseen(office: Office, kind: HolidayKind = PUBLIC, date: dt.date = DAY, *, out: bool = False) -> Preview:
    calendar = business_calendar(office.organization)
    after = changed(calendar, date=date, kind=kind, name=None if out else "A day")
    return preview(office.organization, after, date=date, now=clock_source.now())


def proclaim(office: Office, kind: HolidayKind = PUBLIC, date: dt.date = DAY) -> None:
    add_holiday(office.organization.calendar, date=date, name="A day", kind=kind, source="Proclamation", by=SYSTEM)


def dates(office: Office) -> dict[Any, dt.date | None]:
    rows = Deadline.objects.filter(organization=office.organization)
    return {row.pk: row.due_on for row in rows}


def due(request: PrivacyRequest, act: str, kind: str) -> dt.date | None:
    return Deadline.objects.get(request=request, act=act, kind=kind).due_on


def move(office: Office) -> None:
    cursor: str | None = ""
    while cursor is not None:
        cursor = move_deadlines(JobScope(Per.CALENDAR, "", DAY, office.organization.pk), cursor)


def test_it_says_what_moves_and_what_a_person_was_told_and_so_stays(told: Office, settings: Any) -> None:
    arrived(told, settings, 3)
    found = foreseen(told)
    assert {kind: found.count(kind) for kind in ("later", "earlier", "kept")} == {"later": 3, "earlier": 0, "kept": 3}
    [kept] = found.examples("kept")
    assert (kept.act, kept.becomes, kept.rules_say) == ("respond", dt.date(2026, 3, 16), dt.date(2026, 3, 17))
    [later] = found.examples("later")
    assert (later.kind, later.was, later.becomes) == ("target", dt.date(2026, 3, 13), dt.date(2026, 3, 16))


def test_what_was_foreseen_is_what_the_move_does(told: Office, settings: Any) -> None:
    arrived(told, settings, 2)
    found, before = foreseen(told), dates(told)
    assert dates(told) == before, "looking writes nothing"
    proclaim(told)
    move(told)
    moved = [key for key, day in dates(told).items() if day != before[key]]
    assert len(moved) == found.count("later") + found.count("earlier") == 2
    assert broken() == []


@pytest.mark.parametrize(
    ("date", "moves"),
    [(dt.date(2026, 3, 2), 0), (dt.date(2026, 3, 3), 1), (dt.date(2026, 3, 13), 1), (dt.date(2026, 3, 17), 0)],
)
def test_only_a_day_after_receipt_and_up_to_the_date_moves_it(
    told: Office, settings: Any, date: dt.date, moves: int
) -> None:
    arrived(told, settings)
    assert foreseen(told, date=date).count("later") == moves


def test_a_closed_day_moves_targets_alone(told: Office, settings: Any) -> None:
    arrived(told, settings)
    found = foreseen(told, CLOSED)
    assert [(one.kind, one.is_kept) for one in found.shifts] == [("target", False)]


def test_a_day_taken_out_moves_dates_earlier_and_says_what_is_late_at_once(told: Office, settings: Any) -> None:
    proclaim(told)
    arrived(told, settings)
    found = foreseen(told, out=True)
    assert found.count("earlier") == 2
    assert found.count("late", dt.date(2026, 3, 17)) == 1  # the answer's date is the 16th then; a target is never late
    assert found.count("late", dt.date(2026, 3, 16)) == 0


def test_alike_deadlines_are_computed_once(told: Office, settings: Any) -> None:
    def statements(number: int) -> int:
        arrived(told, settings, number)
        with CaptureQueriesContext(connection) as queries:
            foreseen(told)
        return len(queries)

    few = statements(2)
    assert statements(20) == few


def test_a_date_told_never_moves_later_and_an_untold_one_does(told: Office, settings: Any) -> None:
    [request] = arrived(told, settings)
    held = told.request("2026-03-02")
    Deadline.objects.filter(request=held).update(told_due_on=None, binding=False)
    proclaim(told)
    move(told)
    assert due(request, "respond", "policy") == dt.date(2026, 3, 16)
    assert due(held, "respond", "policy") == dt.date(2026, 3, 17)
    remove_holiday(told.organization.calendar, date=DAY, kind=PUBLIC, reason="Wrong year.", by=SYSTEM)
    proclaim(told, date=dt.date(2026, 3, 11))
    move(told)
    assert due(request, "respond", "policy") == dt.date(2026, 3, 16)


@pytest.mark.parametrize(
    ("action", "said"),
    [(Action.RECORD_BOUNCE, {"of": "acknowledgement_sent"}), (Action.SEND_EXTENSION_NOTICE, {"written": False})],
)
def test_a_date_told_does_not_move_later_by_an_act_that_extends_nothing(
    extendable: Office, settings: Any, action: Action, said: dict[str, Any]
) -> None:
    [request] = arrived(extendable, settings)
    proclaim(extendable)
    move(extendable)
    transition_one(request.pk, action, by=acting(extendable.handler), details=said)
    row = Deadline.objects.get(request=request, act="respond", kind="policy")
    assert (row.due_on, row.told_due_on, bool(row.extended)) == (dt.date(2026, 3, 16), dt.date(2026, 3, 16), False)


def test_each_notice_that_counts_moves_a_date_told_later(extendable: Office, settings: Any) -> None:
    [request] = arrived(extendable, settings)
    proclaim(extendable)
    move(extendable)
    moved = []
    for _ in range(2):
        said = {"written": True, "reason": "Four sites."}
        transition_one(request.pk, Action.SEND_EXTENSION_NOTICE, by=acting(extendable.handler), details=said)
        moved.append(due(request, "respond", "policy"))
    assert moved == [dt.date(2026, 3, 24), dt.date(2026, 3, 31)]


def test_a_move_that_was_killed_midway_goes_on_where_it_was(told: Office, settings: Any) -> None:
    requests = arrived(told, settings, 5)
    proclaim(told)

    def dies(scope: JobScope, cursor: str) -> str | None:
        if cursor:
            raise SystemExit
        return move_deadlines(scope, cursor, batch=2)

    with pytest.raises(SystemExit):
        run_due(jobs=(Job("move_deadlines", dies, Per.CALENDAR),))
    targets = Deadline.objects.filter(request__in=requests, kind="target")
    assert targets.filter(due_on=dt.date(2026, 3, 13)).count() == 3
    assert targets.filter(due_on=dt.date(2026, 3, 16)).count() == 2
    run = JobRun.objects.get(job="move_deadlines")
    assert (run.state, bool(run.cursor)) == ("running", True)
    run_due(jobs=(Job("move_deadlines", move_deadlines, Per.CALENDAR),))
    assert targets.filter(due_on=dt.date(2026, 3, 13)).count() == 3, "its lease has not run out"
    JobRun.objects.filter(pk=run.pk).update(leased_until=clock_source.now())
    run_due(jobs=(Job("move_deadlines", move_deadlines, Per.CALENDAR),))
    assert targets.filter(due_on=dt.date(2026, 3, 16)).count() == 5
    assert broken() == []
