import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from organizations.holiday_source import public_holidays
from organizations.models import BusinessCalendar, HolidayKind, Organization
from organizations.selectors import calendar_rows, current_calendar_version
from organizations.services.calendars import add_holiday, extend_horizon, remove_holiday
from policies.legal_calendar import calendar_of
from records import chain
from records.models import Event
from tests.organizations.conftest import SETUP

FOUNDERS = dt.date(2026, 3, 30)
PUBLIC, CLOSED = HolidayKind.PUBLIC, HolidayKind.CLOSED


@pytest.fixture
def calendar(northwind: Organization) -> BusinessCalendar:
    return northwind.calendar


def add(calendar: BusinessCalendar, date: dt.date = FOUNDERS, kind: HolidayKind = CLOSED, source: str = "") -> None:
    add_holiday(calendar, date=date, name="Founders' Day", kind=kind, source=source, by=SETUP)


def test_a_new_organization_gets_a_calendar_from_2018_to_five_full_years_ahead(northwind: Organization) -> None:
    version = current_calendar_version(northwind)
    assert (version.number, version.first, version.last) == (1, dt.date(2018, 1, 1), dt.date(2031, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (dt.date(2021, 12, 31), "New Year's Day (observed)"),
        (dt.date(2026, 7, 3), "Independence Day (observed)"),
        (dt.date(2026, 11, 26), "Thanksgiving Day"),
        (dt.date(2027, 6, 18), "Juneteenth National Independence Day (observed)"),
    ],
)
def test_the_snapshot_has_the_federal_holidays_as_observed(northwind: Organization, day: dt.date, name: str) -> None:
    assert calendar_rows(northwind).public[day] == name


def test_the_first_of_january_after_the_last_year_is_observed_in_it() -> None:
    days = public_holidays("US", dt.date(2027, 1, 1), dt.date(2027, 12, 31))
    assert days[dt.date(2027, 12, 31)] == "New Year's Day (observed)"


def test_a_state_has_the_federal_holidays_and_no_others(northwind: Organization) -> None:
    first, last = dt.date(2026, 1, 1), dt.date(2026, 12, 31)
    assert public_holidays("US-CA", first, last) == public_holidays("US", first, last)


def test_the_snapshot_has_the_days_that_answers_without_a_database_count_by(northwind: Organization) -> None:
    rows = calendar_rows(northwind)
    expected = {d: n for d, n in calendar_of("US").holidays.items() if rows.version.first <= d <= rows.version.last}
    assert rows.public == expected


def test_a_jurisdiction_without_a_list_of_holidays_is_refused() -> None:
    with pytest.raises(ValueError, match="No public holidays are known for 'GB-XYZ'"):
        public_holidays("GB-XYZ", dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def test_a_day_added_makes_a_version_with_all_days_and_leaves_the_old_one(
    northwind: Organization, calendar: BusinessCalendar
) -> None:
    before = calendar_rows(northwind)
    add(calendar)
    after = calendar_rows(northwind)
    assert after.version.number == 2
    assert after.public == before.public
    assert after.closed == {FOUNDERS: "Founders' Day"}
    assert calendar_rows(northwind, before.version) == before


def test_a_closed_day_is_not_a_public_holiday(northwind: Organization, calendar: BusinessCalendar) -> None:
    add(calendar, kind=PUBLIC, source="Proclamation 1")
    rows = calendar_rows(northwind)
    assert (FOUNDERS in rows.public, FOUNDERS in rows.closed) == (True, False)


def test_a_day_can_be_closed_and_a_public_holiday(northwind: Organization, calendar: BusinessCalendar) -> None:
    add(calendar)
    add(calendar, kind=PUBLIC, source="Proclamation 1")
    rows = calendar_rows(northwind)
    assert FOUNDERS in rows.public
    assert FOUNDERS in rows.closed


def refused(field: str, calendar: BusinessCalendar, **day: object) -> str:
    with pytest.raises(ValidationError) as refusal:
        add(calendar, **day)  # type: ignore[arg-type]
    return str(refusal.value.message_dict[field][0])


def test_a_day_twice_is_refused(calendar: BusinessCalendar) -> None:
    add(calendar)
    assert "already a closed day" in refused("date", calendar)


def test_a_public_holiday_without_a_source_is_refused(calendar: BusinessCalendar) -> None:
    assert "which law or proclamation" in refused("source", calendar, kind=PUBLIC)


@pytest.mark.parametrize("date", [dt.date(2017, 12, 31), dt.date(2032, 1, 1)])
def test_a_day_beyond_the_calendar_is_refused(calendar: BusinessCalendar, date: dt.date) -> None:
    assert "from 2018-01-01 to 2031-12-31" in refused("date", calendar, date=date)


@pytest.mark.parametrize("date", [dt.date(2018, 1, 2), dt.date(2031, 12, 31)])
def test_the_first_and_last_days_can_be_added(calendar: BusinessCalendar, date: dt.date) -> None:
    add(calendar, date=date)


def test_a_day_entered_by_mistake_can_be_taken_out(northwind: Organization, calendar: BusinessCalendar) -> None:
    before = calendar_rows(northwind)
    add(calendar)
    remove_holiday(calendar, date=FOUNDERS, kind=CLOSED, reason="Wrong year", by=SETUP)
    after = calendar_rows(northwind)
    assert (after.version.number, after.public, after.closed) == (3, before.public, {})


def test_taking_a_day_out_needs_a_reason(calendar: BusinessCalendar) -> None:
    add(calendar)
    with pytest.raises(ValidationError, match="Say why"):
        remove_holiday(calendar, date=FOUNDERS, kind=CLOSED, reason=" ", by=SETUP)


def test_a_day_that_is_not_there_cannot_be_taken_out(calendar: BusinessCalendar) -> None:
    with pytest.raises(ValidationError, match="is no closed day"):
        remove_holiday(calendar, date=FOUNDERS, kind=CLOSED, reason="Wrong year", by=SETUP)


def test_the_horizon_moves_once_a_year_and_only_forward(northwind: Organization, calendar: BusinessCalendar) -> None:
    assert extend_horizon(calendar, today=dt.date(2026, 12, 31), by=SETUP) is None
    version = extend_horizon(calendar, today=dt.date(2027, 1, 1), by=SETUP)
    assert version is not None
    assert version.last == dt.date(2032, 12, 31)
    assert extend_horizon(calendar, today=dt.date(2027, 1, 2), by=SETUP) is None
    assert extend_horizon(calendar, today=dt.date(2020, 1, 1), by=SETUP) is None
    assert current_calendar_version(northwind) == version


def test_extending_adds_years_and_copies_the_rest(northwind: Organization, calendar: BusinessCalendar) -> None:
    add(calendar)
    before = calendar_rows(northwind)
    extend_horizon(calendar, today=dt.date(2028, 5, 1), by=SETUP)
    after = calendar_rows(northwind)
    assert before.public.items() <= after.public.items()
    assert {day.year for day in after.public.keys() - before.public.keys()} == {2032, 2033}
    assert after.closed == before.closed


def test_each_change_of_the_calendar_is_in_the_chain_of_the_organization(
    northwind: Organization, calendar: BusinessCalendar
) -> None:
    add(calendar)
    remove_holiday(calendar, date=FOUNDERS, kind=CLOSED, reason="Wrong year", by=SETUP)
    extend_horizon(calendar, today=dt.date(2027, 1, 1), by=SETUP)
    types = list(Event.objects.order_by("seq").values_list("type", flat=True))
    assert types == [
        "organization_created",
        "calendar_created",
        "holiday_added",
        "holiday_removed",
        "calendar_extended",
    ]
    assert chain.verify(northwind) == []
