"""Laws of the ladder, over random deadlines, ladders, calendars and moments."""

import datetime as dt
from dataclasses import replace
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from policies.domain.calendars import BusinessCalendar, first_instant_after
from policies.domain.periods import Period, Unit
from policies.domain.rules import BEFORE_DUE, Rung
from policies.domain.terms import Recipient, RungDoes
from requests_app.domain.bell import Bell
from requests_app.domain.ladder import DeadlineView, Occurrence, Seen, named, next_rung, ring, rungs_for

FIRST, LAST = dt.date(2024, 1, 1), dt.date(2035, 12, 31)
ZONES = ("America/Los_Angeles", "Pacific/Apia", "Africa/Cairo", "Asia/Kathmandu", "UTC", "America/Santiago")
periods = st.builds(Period, st.integers(0, 40), st.sampled_from([Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.WEEKS]))
repeats = st.none() | st.builds(Period, st.integers(0, 6), st.sampled_from(list(Unit)[:3]))
roles = st.sampled_from(Recipient)
does = st.lists(st.sampled_from(RungDoes), min_size=1, unique=True).map(tuple)
rungs = st.one_of(
    st.builds(Rung, anchor=st.just("percent"), percent=st.integers(0, 150), to=roles, do=does),
    st.builds(Rung, anchor=st.sampled_from(["before", BEFORE_DUE]), before=periods, to=roles, do=does),
    st.builds(Rung, anchor=st.just("due"), to=roles),
    st.builds(Rung, anchor=st.just("overdue"), repeat=repeats, to=roles, do=does),
    st.builds(Rung, anchor=st.just("waiting"), repeat=repeats, to=roles),
)
ladders = st.lists(rungs, max_size=7).map(tuple)
days = st.dates(dt.date(2025, 1, 1), dt.date(2027, 12, 31))


@st.composite
def bells(draw: st.DrawFn) -> Bell:
    holidays = draw(st.dictionaries(days, st.just("a holiday"), max_size=20))
    hour = draw(st.times())
    return Bell(BusinessCalendar("US", FIRST, LAST, holidays), hour, ZoneInfo(draw(st.sampled_from(ZONES))))


@st.composite
def views(draw: st.DrawFn, bell: Bell) -> DeadlineView:
    start = draw(days)
    pause = start + dt.timedelta(days=draw(st.integers(1, 30)))
    armed_from = draw(st.none() | st.just(bell.on(start + dt.timedelta(days=draw(st.integers(0, 200))))))
    if draw(st.booleans()) and draw(st.booleans()):
        spans = ((pause, None),)
        return DeadlineView(
            started_on=start, due_on=None, act_by=None, late_from=None, pauses=spans, armed_from=armed_from
        )
    due = start + dt.timedelta(days=draw(st.integers(0, 120)))
    ended = pause + dt.timedelta(days=draw(st.integers(0, 20)))
    return DeadlineView(
        started_on=start,
        due_on=due,
        act_by=bell.calendar.last_business_day_on_or_before(due),
        late_from=first_instant_after(due, bell.zone),
        counts_business_days=draw(st.booleans()),
        pauses=((pause, ended),) if ended < due else (),
        armed_from=armed_from,
    )


@st.composite
def silences(draw: st.DrawFn, view: DeadlineView, ladder: tuple[Rung, ...], bell: Bell) -> DeadlineView:
    """The same deadline, when somebody has seen what repeats about it."""
    since = bell.on(view.started_on + dt.timedelta(days=draw(st.integers(0, 150))))
    seen = {name: Seen(since, since + dt.timedelta(days=draw(st.integers(0, 60)))) for name in named(ladder)}
    return replace(view, seen=seen)


@st.composite
def situations(draw: st.DrawFn) -> tuple[DeadlineView, tuple[Rung, ...], Bell, list[dt.timedelta]]:
    bell = draw(bells())
    waits = draw(st.lists(st.timedeltas(dt.timedelta(0), dt.timedelta(days=60)), min_size=1, max_size=12))
    view, ladder = draw(views(bell)), draw(ladders)
    return draw(st.just(view) | silences(view, ladder, bell)), ladder, bell, waits


def tells_a_person(one: Occurrence) -> bool:
    """Said here once more, so that the law does not follow whatever the engine says."""
    return bool({RungDoes.NOTIFY, RungDoes.REASSIGN} & set(one.do))


def moments(view: DeadlineView, bell: Bell, waits: list[dt.timedelta]) -> list[dt.datetime]:
    """When somebody looks: now and then, or not for two months."""
    now, found = bell.on(view.started_on), []
    for wait in waits:
        now += wait
        found.append(now)
    return found


@settings(max_examples=300, deadline=None)
@given(situations())
def test_each_occurrence_is_rung_or_skipped_once_and_never_early(situation: tuple) -> None:  # type: ignore[type-arg]
    view, ladder, bell, waits = situation
    recorded: dict[str, dt.date] = {}
    seen: set[tuple[str, dt.date]] = set()
    for now in moments(view, bell, waits):
        found = ring(view, ladder, bell, recorded, now)
        for occurrence in (*found.skipped, *found.rings):
            key = occurrence.rung
            assert occurrence.at <= now
            assert (key, occurrence.on) not in seen
            seen.add((key, occurrence.on))
            recorded[key] = max(recorded.get(key, occurrence.on), occurrence.on)
        assert found.next is None or found.next.at > now
        assert next_rung(view, ladder, bell, recorded) == found.next


@settings(max_examples=300, deadline=None)
@given(situations())
def test_instants_strictly_increase_when_each_is_answered_at_its_time(situation: tuple) -> None:  # type: ignore[type-arg]
    view, ladder, bell, waits = situation
    recorded: dict[str, dt.date] = {}
    last: dt.datetime | None = None
    for _ in waits:
        upcoming = next_rung(view, ladder, bell, recorded)
        if upcoming is None:
            break
        assert last is None or upcoming.at > last
        last = upcoming.at
        found = ring(view, ladder, bell, recorded, last)
        assert found.rings
        assert all(s.at == last for s in found.skipped)  # only what shares the instant and the role
        for occurrence in (*found.skipped, *found.rings):
            recorded[occurrence.rung] = occurrence.on


@settings(max_examples=300, deadline=None)
@given(situations())
def test_something_due_always_rings_and_whoever_is_told_hears_the_latest(situation: tuple) -> None:  # type: ignore[type-arg]
    view, ladder, bell, waits = situation
    now = moments(view, bell, waits)[-1]
    upcoming = next_rung(view, ladder, bell)
    found = ring(view, ladder, bell, {}, now)
    assert bool(found.rings) == (upcoming is not None and upcoming.at <= now)
    telling = [one for one in found.rings if tells_a_person(one)]
    assert len({one.at for one in telling}) <= 1
    assert len({one.target for one in telling}) == len(telling)


@settings(max_examples=300, deadline=None)
@given(situations())
def test_of_those_due_that_tell_a_person_the_latest_rings_whatever_else_does(situation: tuple) -> None:  # type: ignore[type-arg]
    view, ladder, bell, waits = situation
    now = moments(view, bell, waits)[-1]
    found = ring(view, ladder, bell, {}, now)
    telling = [one for one in (*found.rings, *found.skipped) if tells_a_person(one)]
    latest = max((one.at for one in telling), default=None)
    rang = {one.target for one in found.rings if tells_a_person(one) and one.at == latest}
    assert rang == {one.target for one in telling if one.at == latest}
    silent = [one.rung for one in found.rings if not tells_a_person(one)]
    assert len(set(silent)) == len(silent)
    passed = {one.rung for one in (*found.rings, *found.skipped) if not tells_a_person(one)}
    assert passed == set(silent)


@settings(max_examples=200, deadline=None)
@given(situations())
def test_nothing_armed_later_rings_for_an_earlier_moment(situation: tuple) -> None:  # type: ignore[type-arg]
    view, ladder, bell, _ = situation
    upcoming = next_rung(view, ladder, bell)
    if view.armed_from is not None and upcoming is not None:
        assert upcoming.at >= view.armed_from


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_a_silence_puts_off_what_repeats_and_touches_nothing_else(data: st.DataObject) -> None:
    bell = data.draw(bells())
    view, ladder = data.draw(views(bell)), data.draw(ladders)
    silent = data.draw(silences(view, ladder, bell))
    before = {one.rung: one.at for one in rungs_for(view, ladder, bell)}
    after = {one.rung: one.at for one in rungs_for(silent, ladder, bell)}
    for name, rung in named(ladder).items():
        if rung.repeat is None:
            assert after.get(name) == before.get(name)
        elif name in before:
            assert after[name] >= before[name]
            assert not silent.seen[name].silences(after[name])


@settings(max_examples=200, deadline=None)
@given(situations())
def test_each_change_of_the_request_is_due_once_by_one_rung_that_does_it(situation: tuple) -> None:  # type: ignore[type-arg]
    view, ladder, bell, waits = situation
    now = moments(view, bell, waits)[-1]
    found = ring(view, ladder, bell, {}, now)
    assert len({change for change, _ in found.changes}) == len(found.changes)
    passed = {(one.rung, change) for one in (*found.rings, *found.skipped) for change in one.do}
    assert {(one.rung, change) for change, one in found.changes} <= passed
    recorded = {one.rung: one.on for one in (*found.skipped, *found.rings)}
    latest = {
        one.rung: max(o.on for o in (*found.skipped, *found.rings) if o.rung == one.rung) for one in found.skipped
    }
    assert ring(view, ladder, bell, {**recorded, **latest}, now).changes == ()
