"""What a rung does besides telling somebody: it gives the request to another, or makes it urgent."""

import datetime as dt
from typing import Any

import pytest

from organizations.models import MembershipRole, User
from organizations.services import people
from organizations.services.absences import set_absence
from organizations.services.people import create_staff, grant_role
from organizations.services.teams import set_team
from policies.domain.periods import Period
from policies.domain.rules import Rung
from policies.domain.terms import Recipient, RungDoes
from records import chain
from records.models import Event
from requests_app.domain.lifecycle import Action
from requests_app.models import Alert, Priority, PrivacyRequest, WebhookEndpoint
from requests_app.selectors.invariants import broken
from requests_app.services.sweep import sweep
from requests_app.services.transition import transition_one
from requests_app.services.webhooks import endpoints
from tests.faults.checker import Circumstances, objections
from tests.policies.examples import policy
from tests.requests_app.office import CHANNELS, LADDER, OPENED, SYSTEM, Office, only_reads, open_office, travel
from tests.requests_app.parallel import at_once

HALF_TIME = dt.date(2026, 3, 25)
GIVES = (RungDoes.REASSIGN,)
RAISES = (RungDoes.RAISE_PRIORITY,)


def open_with(do: tuple[RungDoes, ...], to: Recipient = Recipient.SUPERVISOR) -> Office:
    half = Rung(anchor="percent", percent=50, to=to, do=do)
    return open_office(rules=policy(pack="northwind/privacy-requests", ladder=(half, *LADDER[2:]), channels=CHANNELS))


@pytest.fixture
def giving(db: None) -> Office:
    return open_with(GIVES)


def acknowledged(office: Office, settings: Any) -> PrivacyRequest:
    """Only the answer is owed any more, due on 16 April."""
    request = office.request("2026-03-02")
    travel(settings, "2026-03-03T10:00:00")
    said = {"written": True, "channel": "email"}
    transition_one(request.pk, Action.ACKNOWLEDGE, by=people.staff_actor(office.supervisor), details=said)
    return request


def assigned(office: Office, settings: Any, to: User | None = None) -> PrivacyRequest:
    request = acknowledged(office, settings)
    said = {"assignee": str((to or office.handler).pk)}
    transition_one(request.pk, Action.ASSIGN, by=people.staff_actor(office.supervisor), details=said)
    return request


def at_half_time(request: PrivacyRequest, settings: Any, at: str = f"{HALF_TIME}T08:00:01") -> PrivacyRequest:
    travel(settings, at)
    sweep()
    sweep()
    request.refresh_from_db()
    assert chain.verify(request) == []
    assert broken() == []
    assert objections(circumstances=Circumstances(settled=False)) == []
    return request


def heard(request: PrivacyRequest) -> list[User | None]:
    rows = Alert.objects.filter(request=request, rung="50% elapsed", deadline__act="respond", state="pending")
    return [row.user for row in rows.select_related("user")]


def said(request: PrivacyRequest, kind: str) -> list[dict[str, Any]]:
    rows = Event.objects.filter(subject_id=request.pk, type=kind).order_by("seq")
    return [dict(chain.read(row).body) for row in rows if chain.read(row).actor.label == "ladder"]


def test_the_request_goes_to_the_supervisor_once_and_the_event_names_the_rung(giving: Office, settings: Any) -> None:
    request = at_half_time(assigned(giving, settings), settings)
    assert request.assignee == giving.supervisor
    [body] = said(request, "assigned")
    assert (body["rung"], body["act"], body["was"]) == ("50% elapsed", "respond", str(giving.handler.pk))
    assert heard(request) == [giving.supervisor]


def test_nothing_is_given_before_its_hour(giving: Office, settings: Any) -> None:
    request = at_half_time(assigned(giving, settings), settings, f"{HALF_TIME}T07:59:50")
    assert request.assignee == giving.handler


def test_a_supervisor_who_has_it_already_keeps_it_and_is_told(giving: Office, settings: Any) -> None:
    other = create_staff(email="sue@northwind.example", name="Sue Supervisor")
    grant_role(other, giving.organization, MembershipRole.SUPERVISOR, by=SYSTEM, at=OPENED)
    request = at_half_time(assigned(giving, settings, other), settings)
    assert (request.assignee, said(request, "assigned"), heard(request)) == (other, [], [other])


def test_of_several_the_one_with_the_fewest_open_requests_gets_it(giving: Office, settings: Any) -> None:
    other = create_staff(email="sue@northwind.example", name="Sue Supervisor")
    grant_role(other, giving.organization, MembershipRole.SUPERVISOR, by=SYSTEM, at=OPENED)
    assigned(giving, settings, giving.supervisor)
    given = [assigned(giving, settings) for _ in range(3)]
    for request in given:
        at_half_time(request, settings)
    assert sorted(str(request.assignee) for request in given) == ["Sam Supervisor", "Sue Supervisor", "Sue Supervisor"]


@pytest.mark.parametrize("days_after", [0, 1])
def test_it_never_goes_to_whoever_is_away_but_to_the_deputy(giving: Office, settings: Any, days_after: int) -> None:
    day = HALF_TIME + dt.timedelta(days=days_after)
    set_absence(giving.supervisor, giving.organization, first_on=day, last_on=day, deputy=giving.officer, by=SYSTEM)
    request = at_half_time(assigned(giving, settings), settings)
    assert request.assignee == (giving.supervisor if days_after else giving.officer)


def test_when_nobody_is_there_it_stays_and_the_next_role_up_is_told(giving: Office, settings: Any) -> None:
    request = assigned(giving, settings)
    people.switch(giving.supervisor, on=False, by=SYSTEM)
    at_half_time(request, settings)
    assert (request.assignee, said(request, "assigned"), heard(request)) == (giving.handler, [], [giving.officer])


@pytest.mark.parametrize("by_deputy", [False, True])
def test_it_never_goes_to_somebody_who_only_reads(db: None, settings: Any, by_deputy: bool) -> None:
    half = Rung(anchor="percent", percent=50, to=Recipient.TEAM, named="desk", do=GIVES)
    rules = policy(pack="northwind/privacy-requests", ladder=(half, *LADDER[2:]), channels=CHANNELS)
    office = open_office(rules=rules)
    reader, member = (create_staff(email=f"{n}@northwind.example", name=n) for n in ("reader", "member"))
    for user in (reader, member):
        grant_role(user, office.organization, MembershipRole.HANDLER, by=SYSTEM, at=OPENED)
    on_team = member if by_deputy else reader
    set_team(office.organization, key="desk", name="The desk", members=[on_team], by=SYSTEM)
    set_absence(member, office.organization, first_on=HALF_TIME, last_on=HALF_TIME, deputy=reader, by=SYSTEM)
    only_reads(reader, office)
    request = at_half_time(assigned(office, settings), settings)
    assert (request.assignee, heard(request)) == (office.handler, [office.supervisor])


def test_after_downtime_it_is_given_all_the_same_and_whoever_gets_it_is_told(giving: Office, settings: Any) -> None:
    request = at_half_time(assigned(giving, settings), settings, "2026-04-16T09:00:00")
    assert request.assignee == giving.supervisor
    assert heard(request) == [giving.supervisor]
    pending = Alert.objects.filter(request=request, deadline__act="respond", state="pending")
    assert set(pending.values_list("rung", flat=True)) == {"50% elapsed", "due"}


def test_priority_is_raised_once_without_a_mail_and_the_event_names_the_rung(db: None, settings: Any) -> None:
    office = open_with(RAISES)
    request = at_half_time(acknowledged(office, settings), settings)
    assert request.priority == Priority.URGENT
    [body] = said(request, "priority_set")
    assert (body["priority"], body["rung"]) == ("urgent", "50% elapsed")
    assert not Alert.objects.filter(request=request, rung="50% elapsed").exists()


def test_a_rung_that_only_raises_the_priority_swallows_no_alert_of_its_morning(db: None, settings: Any) -> None:
    half = Rung(anchor="percent", percent=50, to=Recipient.SUPERVISOR)
    raises = Rung(anchor="before_due", before=Period.parse("22 calendar days"), to=Recipient.SUPERVISOR, do=RAISES)
    ladder = (half, raises, *LADDER[2:])
    office = open_office(rules=policy(pack="northwind/privacy-requests", ladder=ladder, channels=CHANNELS))
    request = at_half_time(acknowledged(office, settings), settings)
    assert (request.priority, heard(request)) == (Priority.URGENT, [office.supervisor])


def test_staff_set_a_priority_back_and_an_old_rung_does_not_raise_it_again(db: None, settings: Any) -> None:
    office = open_with((RungDoes.NOTIFY, *RAISES))
    request = at_half_time(acknowledged(office, settings), settings)
    assert heard(request) == [office.supervisor]
    by = people.staff_actor(office.supervisor)
    transition_one(request.pk, Action.SET_PRIORITY, by=by, details={"priority": "normal"})
    at_half_time(request, settings, "2026-03-26T08:00:01")
    assert request.priority == Priority.NORMAL


def channels(request: PrivacyRequest) -> list[tuple[str, str]]:
    rows = Alert.objects.filter(request=request, rung="50% elapsed", deadline__act="respond")
    return sorted(rows.values_list("channel", "recipient"))


@pytest.mark.parametrize("mailed", [False, True])
def test_each_live_endpoint_is_told_once_and_people_only_if_the_rung_notifies(
    db: None, settings: Any, mailed: bool
) -> None:
    settings.DULY_EGRESS_HOSTS = ["hooks.example"]
    office = open_with((*([RungDoes.NOTIFY] if mailed else []), RungDoes.WEBHOOK))
    live, stopped = (
        endpoints.make(office.organization, f"https://hooks.example/{n}", by="ops", now=OPENED) for n in "12"
    )
    WebhookEndpoint.objects.filter(pk=stopped.pk).update(stopped_at=OPENED)
    elsewhere = open_office("southwind")
    endpoints.make(elsewhere.organization, "https://hooks.example/3", by="ops", now=OPENED)
    request = at_half_time(acknowledged(office, settings), settings)
    by_mail = [("email", f"user:{office.supervisor.pk}")] if mailed else []
    assert channels(request) == [*by_mail, ("webhook", f"webhook:{live.pk}")]
    event = Event.objects.filter(subject_id=request.pk, type="alert_raised").latest("seq")
    assert chain.read(event).body["rungs"][0]["recipients"] == sorted(key for _, key in channels(request))


def test_a_rung_for_programs_alone_is_mailed_while_there_is_none(db: None, settings: Any) -> None:
    office = open_with((RungDoes.WEBHOOK,))
    request = at_half_time(acknowledged(office, settings), settings)
    assert channels(request) == [("email", f"user:{office.supervisor.pk}")]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_sweeps_at_once_give_each_request_away_once(transactional_db: None, settings: Any) -> None:
    office = open_with((*GIVES, *RAISES))
    requests = [acknowledged(office, settings) for _ in range(12)]
    travel(settings, f"{HALF_TIME}T08:00:01")
    at_once(4, lambda: sweep(batch=3))
    for request in requests:
        request.refresh_from_db()
        assert (request.assignee, request.priority) == (office.supervisor, Priority.URGENT)
        assert [len(said(request, kind)) for kind in ("assigned", "priority_set")] == [1, 1]
        assert chain.verify(request) == []
    assert objections(circumstances=Circumstances(settled=False)) == []


@pytest.mark.parametrize("do", [GIVES, RAISES])
def test_mail_that_came_back_gives_a_closed_request_to_nobody(
    db: None, settings: Any, do: tuple[RungDoes, ...], caplog: pytest.LogCaptureFixture
) -> None:
    office = open_with(do)
    request, by = assigned(office, settings), people.staff_actor(office.handler)
    transition_one(request.pk, Action.WITHDRAW, by=by, now=travel(settings, "2026-03-04T10:00:00"))
    came_back = {"of": "acknowledgement_sent"}
    transition_one(request.pk, Action.RECORD_BOUNCE, by=by, details=came_back, now=travel(settings, "2026-03-04T11:00"))
    travel(settings, "2026-03-06T10:00:00")
    sweep()
    request.refresh_from_db()
    rung = said_of_rungs(request)
    assert "50% elapsed" in rung
    assert (request.assignee, request.priority) == (office.handler, Priority.NORMAL)
    assert "could not" not in caplog.text


def said_of_rungs(request: PrivacyRequest) -> set[str]:
    """The rungs that rang or were passed over."""
    rows = Event.objects.filter(subject_id=request.pk, type__in=["alert_raised", "alert_skipped"])
    return {rung["rung"] for row in rows for rung in chain.read(row).body["rungs"]}
