"""Laws the core keeps whatever the dates, zones, events and rules are."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from policies.domain.calendars import ONE_DAY, BusinessCalendar
from policies.domain.case import Case, CaseEvent, EarlierRequest
from policies.domain.facts import FACTS, Condition, Fact, FactType
from policies.domain.periods import Period, Unit
from policies.domain.rules import (
    AlsoUnder,
    DeadlineRule,
    ExtensionRule,
    FeeRule,
    FrequencyCapRule,
    LookBackRule,
    PartialDate,
    PauseRule,
    RightRule,
    RuleSet,
    TargetRule,
)
from policies.domain.terms import (
    Act,
    EventType,
    ExtensionNoticeForm,
    FeeGround,
    Outcome,
    PauseCount,
    Right,
    Role,
    Roll,
    Scope,
)
from policies.legal_calendar import calendar_of
from tests.policies.invented import judge

ALL_RIGHTS, ALL_SCOPES = tuple(Right), tuple(Scope)
LAW = "law/us-xx/act"
ZONES = (
    "America/Los_Angeles",
    "Pacific/Apia",
    "America/Sao_Paulo",
    "Asia/Kathmandu",
    "UTC",
    "Pacific/Kiritimati",
    "Africa/Cairo",
)

days = st.dates(dt.date(2005, 1, 1), dt.date(2045, 12, 31))
zones = st.sampled_from(ZONES).map(ZoneInfo)
periods = st.builds(
    Period, st.integers(0, 100), st.sampled_from([Unit.CALENDAR_DAYS, Unit.BUSINESS_DAYS, Unit.WEEKS])
) | st.builds(Period, st.integers(0, 24), st.just(Unit.MONTHS))
BEGINS_ENDS = (("clarification_requested", "clarification_received"), ("identity_requested", "identity_verified"))


@st.composite
def pause_rules(draw: Any) -> Any:
    begins, ends = draw(st.sampled_from(BEGINS_ENDS))
    return PauseRule(
        key=begins, section="1", says="waiting", begins=begins, ends=ends, counts=draw(st.sampled_from(PauseCount))
    )


extensions = st.builds(
    ExtensionRule,
    key=st.just("respond"),
    section=st.just("1"),
    says=st.just("more time"),
    by=periods,
    at_most=st.integers(1, 3),
    notice=st.sampled_from(ExtensionNoticeForm),
    with_reason=st.booleans(),
    with_date=st.booleans(),
    notice_by=st.none() | periods,
)


@st.composite
def conditions(draw: Any) -> Any:
    names = draw(st.lists(st.sampled_from(["wants", "california_provider", "paid_in_full"]), max_size=2, unique=True))
    values = {"wants": ("inspect", "copies")}
    return Condition(tuple((n, (draw(st.sampled_from(values.get(n, (True, False)))),)) for n in names))


@st.composite
def deadline_rules(draw: Any, act: Any = None) -> Any:
    act = act or draw(st.sampled_from(Act))
    return DeadlineRule(
        key=draw(st.text("abc", min_size=1, max_size=3)),
        section="1",
        says="in time",
        act=act,
        rights=ALL_RIGHTS,
        when=draw(conditions()),
        within=draw(periods),
        roll=draw(st.sampled_from(Roll)),
        extension=draw(st.none() | extensions),
        pauses=tuple(draw(st.lists(pause_rules(), max_size=2))),
    )


@st.composite
def rule_sets(draw: Any, pack: Any = "northwind/policy", **fixed: Any) -> Any:
    return RuleSet(
        pack=pack,
        version="1",
        title="Invented",
        effective_from=PartialDate(dt.date(2000, 1, 1)),
        rights=tuple(
            RightRule(key=r, section="1", says="may ask", right=r, scopes=ALL_SCOPES, eligible=draw(conditions()))
            for r in draw(st.lists(st.sampled_from(Right), min_size=1, max_size=4, unique=True))
        ),
        deadlines=tuple(draw(st.lists(deadline_rules(), max_size=4))),
        look_backs=(LookBackRule(key="look_back", section="1", says="-", rights=ALL_RIGHTS, back=draw(periods)),),
        frequency_caps=(
            FrequencyCapRule(
                key="cap",
                section="1",
                says="-",
                counts=ALL_RIGHTS,
                at_most=draw(st.integers(1, 3)),
                within=draw(periods),
            ),
        ),
        fees=(FeeRule(key="fee", section="1", says="-", rights=ALL_RIGHTS, chargeable_if=(FeeGround.EXCESSIVE,)),),
        targets=(TargetRule(key="t", section="1", says="-", rights=ALL_RIGHTS, within=draw(periods)),),
        **fixed,
    )


instants = st.builds(
    lambda day, seconds: dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC) + dt.timedelta(seconds=seconds),
    days,
    st.integers(0, 86399),
)


@st.composite
def events_near(draw: Any, received_on: Any) -> Any:
    """Events from a month before to half a year after receipt: most matter, some are absurd."""
    seconds = st.integers(-30 * 86400, 180 * 86400)
    start = dt.datetime.combine(received_on, dt.time(), tzinfo=dt.UTC)
    return CaseEvent(
        type=draw(st.sampled_from(EventType)),
        at=start + dt.timedelta(seconds=draw(seconds)),
        written=draw(st.none() | st.booleans()),
        reason=draw(st.sampled_from(["", "Many systems."])),
        days=draw(st.none() | st.integers(0, 500)),
        new_date=draw(st.none() | days),
        of=draw(st.sampled_from(["", "extension_notice", "nothing"])),
        ground=draw(st.sampled_from(["", "excessive", "odd"])),
        by=draw(st.sampled_from(["", "R. Ito"])),
        evidence=draw(st.sampled_from(["", "File 3"])),
    )


def fact_values(name: Any) -> Any:
    kind = FACTS[name]
    match kind.type:
        case FactType.YES_NO:
            return st.booleans()
        case FactType.CHOICE:
            return st.sampled_from(kind.choices)
        case FactType.NUMBER:
            return st.integers(0, 120)
    return st.sampled_from(["US-CA", "US-NV", "other"])


@st.composite
def facts(draw: Any) -> Any:
    names = draw(st.lists(st.sampled_from(sorted(FACTS)), max_size=4, unique=True))
    return {n: Fact(draw(fact_values(n)), *draw(st.sampled_from([(), ("R. Ito", "Seen")]))) for n in names}


@st.composite
def cases(draw: Any, received_on: Any = None) -> Any:
    received_on = received_on or draw(days)
    earlier = st.builds(
        EarlierRequest,
        right=st.sampled_from(Right),
        received_on=days,
        outcome=st.sampled_from(Outcome),
        submission=st.sampled_from("ABC"),
        verified=st.booleans(),
    )
    return Case(
        right=draw(st.sampled_from(Right)),
        scope=draw(st.sampled_from(Scope)),
        received_on=received_on,
        zone=draw(zones),
        requester_role=draw(st.sampled_from(Role)),
        facts=draw(facts()),
        events=tuple(draw(st.lists(events_near(received_on), max_size=6))),
        earlier_requests=tuple(draw(st.lists(earlier, max_size=5))),
        as_of=draw(st.none() | instants),
    )


policies = rule_sets(also_under=(AlsoUnder(law=LAW),))
laws = rule_sets(pack=LAW)


@given(cases(), policies, laws)
def test_it_never_raises_and_no_due_date_lies_before_its_start(case: Any, policy: Any, law: Any) -> None:
    for found in judge(case, policy, law).all_deadlines:
        assert found.because
        if found.due_on is not None:
            assert found.due_on >= found.started_on
            assert found.late_from.astimezone(case.zone).date() > found.due_on
            assert (found.late_from - dt.timedelta(microseconds=1)).astimezone(case.zone).date() <= found.due_on


@given(cases(), policies, laws)
def test_asking_twice_gives_the_same_answer(case: Any, policy: Any, law: Any) -> None:
    assert judge(case, policy, law) == judge(case, policy, law)


@given(cases(), policies, laws)
def test_an_extension_never_shortens_and_never_passes_the_most_the_rule_allows(
    case: Any, policy: Any, law: Any
) -> None:
    for found in judge(case, policy, law).all_deadlines:
        if found.due_on is not None and found.first_due_on is not None:
            assert found.due_on >= found.first_due_on
            if case.as_of is None and found.latest_possible_on is not None:
                assert found.due_on <= max(found.latest_possible_on, found.first_due_on)


@given(cases(), policies, laws, st.dates(dt.date(2005, 1, 1), dt.date(2046, 12, 31)))
def test_adding_a_holiday_never_moves_a_date_earlier(case: Any, policy: Any, law: Any, holiday: Any) -> None:
    before = calendar_of("US")
    after = BusinessCalendar("US", before.first, before.last, {**before.holidays, holiday: "New holiday"})
    old = {(d.act, d.authority, d.kind): d for d in judge(case, policy, law, calendar=before).all_deadlines}
    for new in judge(case, policy, law, calendar=after).all_deadlines:
        held = old[new.act, new.authority, new.kind]
        if new.due_on is not None and held.due_on is not None and new.extended == held.extended:
            assert new.due_on >= held.due_on


@given(days, st.lists(st.integers(0, 200), min_size=2, max_size=2), st.sampled_from(PauseCount), zones)
def test_late_stays_late_after_a_pause(received_on: Any, offsets: Any, counts: Any, zone: Any) -> None:
    """A pause that begins after the due date changes nothing, however long it is."""
    rule = DeadlineRule(
        key="respond",
        section="1",
        says="in time",
        act=Act.RESPOND,
        rights=ALL_RIGHTS,
        within=Period(30, Unit.CALENDAR_DAYS),
        pauses=(
            PauseRule(key="p", section="1", says="-", begins=BEGINS_ENDS[0][0], ends=BEGINS_ENDS[0][1], counts=counts),
        ),
    )
    rules = RuleSet(
        pack="northwind/policy",
        version="1",
        title="-",
        effective_from=PartialDate(dt.date(2000, 1, 1)),
        rights=(RightRule(key="delete", section="1", says="-", right=Right.DELETE),),
        deadlines=(rule,),
    )
    late_days = sorted(31 + offset for offset in offsets)
    times = [dt.datetime.combine(received_on + dt.timedelta(days=n), dt.time(12), tzinfo=zone) for n in late_days]
    events = tuple(CaseEvent(type=EventType(name), at=at) for name, at in zip(BEGINS_ENDS[0], times, strict=True))
    as_of = times[1] + dt.timedelta(days=1)
    found = judge(Case(right=Right.DELETE, received_on=received_on, zone=zone, events=events, as_of=as_of), rules)
    assert found.deadlines[Act.RESPOND].due_on == received_on + dt.timedelta(days=30)
    assert found.deadlines[Act.RESPOND].met is False


@given(cases(), policies, laws)
def test_one_may_ask_again_on_the_day_it_says_and_not_the_day_before(case: Any, policy: Any, law: Any) -> None:
    earlier = tuple(e for e in case.earlier_requests if e.received_on <= case.received_on)
    case = replace(case, earlier_requests=earlier)
    cap = judge(case, policy, law).frequency_cap
    if cap is None or cap.allowed:
        return
    again = judge(replace(case, received_on=cap.next_eligible_on, events=()), policy, law).frequency_cap
    before = judge(replace(case, received_on=cap.next_eligible_on - ONE_DAY, events=()), policy, law).frequency_cap
    assert again.allowed is True
    assert before.allowed is False
