"""A rung may be for a team or an address of the organization; what is not there is passed over upwards."""

import datetime as dt
from typing import Any

import pytest
from django.core import checks, mail
from django.core.exceptions import ValidationError

from organizations.models import MembershipRole, User
from organizations.services import people
from organizations.services.absences import set_absence
from organizations.services.people import create_staff, grant_role
from organizations.services.teams import remove_address, remove_team, set_address, set_team
from policies.checks import published_versions_stand
from policies.domain.periods import Period
from policies.domain.rules import Rung
from policies.domain.terms import Recipient
from records import chain
from records.models import Event
from requests_app.models import Alert
from requests_app.services.composer import compose
from requests_app.services.delivery import deliver
from requests_app.services.sweep import sweep
from tests.policies.examples import policy
from tests.requests_app.office import CHANNELS, LADDER, OPENED, SYSTEM, Office, only_reads, open_office, travel

NINE_DAYS_BEFORE = dt.date(2026, 4, 7)


def office_with(rung: Rung) -> Office:
    return open_office(rules=policy(pack="northwind/privacy-requests", ladder=(rung, *LADDER[3:]), channels=CHANNELS))


@pytest.fixture
def teamed(db: None) -> Office:
    before = Period.parse("9 calendar days")
    return office_with(Rung(anchor="before", before=before, to=Recipient.TEAM, named="desk"))


@pytest.fixture
def addressed(db: None) -> Office:
    before = Period.parse("9 calendar days")
    return office_with(Rung(anchor="before", before=before, to=Recipient.ADDRESS, named="desk"))


@pytest.fixture
def dora(teamed: Office) -> User:
    user = create_staff(email="dora@northwind.example", name="Dora Desk")
    grant_role(user, teamed.organization, MembershipRole.HANDLER, by=SYSTEM, at=OPENED)
    return user


def team(office: Office, *members: User) -> Any:
    return set_team(office.organization, key="desk", name="The desk", members=members, by=SYSTEM)


def told(office: Office, settings: Any) -> list[tuple[str, User | None]]:
    request = office.request("2026-03-02")
    travel(settings, f"{NINE_DAYS_BEFORE}T08:00:01")
    sweep()
    sweep()
    rows = Alert.objects.filter(deadline=office.respond(request), rung="9 calendar days before").select_related("user")
    return sorted(((row.recipient.partition(":")[2], row.user) for row in rows), key=lambda one: str(one[1]))


def mailed_beside_the_officer(office: Office) -> list[str]:
    """The acknowledgement is overdue by then: that is the officer's."""
    return [letter.to[0] for letter in mail.outbox if letter.to != [office.officer.email]]


def test_everybody_on_the_team_is_told_once(teamed: Office, dora: User, settings: Any) -> None:
    team(teamed, teamed.handler, dora)
    assert told(teamed, settings) == [(str(dora.pk), dora), (str(teamed.handler.pk), teamed.handler)]
    event = Event.objects.filter(type="alert_raised").latest("seq")
    assert chain.read(event).body["rungs"][0]["to"] == "team desk"


def test_without_the_team_the_supervisor_is_told(teamed: Office, settings: Any) -> None:
    assert [user for _, user in told(teamed, settings)] == [teamed.supervisor]


def test_an_empty_team_leaves_it_to_the_supervisor(teamed: Office, settings: Any) -> None:
    team(teamed)
    assert [user for _, user in told(teamed, settings)] == [teamed.supervisor]


def test_a_team_without_an_active_member_leaves_it_to_the_supervisor(teamed: Office, dora: User, settings: Any) -> None:
    team(teamed, dora)
    people.switch(dora, on=False, by=SYSTEM)
    assert [user for _, user in told(teamed, settings)] == [teamed.supervisor]


def test_whoever_of_the_team_only_reads_by_now_is_told_no_more(teamed: Office, dora: User, settings: Any) -> None:
    team(teamed, dora)
    only_reads(dora, teamed)
    assert [user for _, user in told(teamed, settings)] == [teamed.supervisor]


@pytest.mark.parametrize(("away", "expected"), [(0, "officer"), (1, "desk")])
def test_whoever_of_the_team_is_away_is_stood_in_for(
    teamed: Office, dora: User, settings: Any, away: int, expected: str
) -> None:
    team(teamed, dora)
    first = NINE_DAYS_BEFORE + dt.timedelta(days=away)
    set_absence(dora, teamed.organization, first_on=first, last_on=first, deputy=teamed.officer, by=SYSTEM)
    assert [user for _, user in told(teamed, settings)] == [teamed.officer if expected == "officer" else dora]


def test_a_removed_team_is_told_no_more(teamed: Office, settings: Any) -> None:
    remove_team(team(teamed, teamed.handler), by=SYSTEM)
    assert [user for _, user in told(teamed, settings)] == [teamed.supervisor]


def test_nobody_who_does_not_work_there_is_on_a_team(teamed: Office) -> None:
    auditor = create_staff(email="aud@northwind.example", name="Auditor")
    grant_role(auditor, teamed.organization, MembershipRole.AUDITOR, by=SYSTEM, at=OPENED)
    for one in (auditor, create_staff(email="stranger@elsewhere.example", name="Stranger")):
        with pytest.raises(ValidationError, match="do not work on requests here"):
            team(teamed, one)


def test_an_address_is_named_by_key_and_mailed_at_what_it_is_then(addressed: Office, settings: Any) -> None:
    set_address(addressed.organization, key="desk", email="old@northwind.example", by=SYSTEM)
    assert told(addressed, settings) == [("desk", None)]
    compose()
    set_address(addressed.organization, key="desk", email="desk@northwind.example", by=SYSTEM)
    deliver()
    assert mailed_beside_the_officer(addressed) == ["desk@northwind.example"]
    assert not Event.objects.filter(body__contains="desk@northwind").exists()


def test_an_address_that_was_not_given_leaves_it_to_the_supervisor(addressed: Office, settings: Any) -> None:
    assert [user for _, user in told(addressed, settings)] == [addressed.supervisor]


def test_what_waits_for_an_address_taken_away_goes_to_the_alert_address(addressed: Office, settings: Any) -> None:
    row = set_address(addressed.organization, key="desk", email="desk@northwind.example", by=SYSTEM)
    told(addressed, settings)
    compose()
    remove_address(row, by=SYSTEM)
    deliver()
    assert mailed_beside_the_officer(addressed) == ["alerts@northwind.example"]


def test_the_check_names_what_a_published_ladder_has_not(teamed: Office, dora: User) -> None:
    def warned() -> list[str]:
        found = published_versions_stand(databases=["default"])
        return [str(one.msg) for one in found if isinstance(one, checks.Warning) and one.id == "policies.W002"]

    [only] = warned()
    assert "the team desk, which has nobody who works here" in only
    team(teamed, dora)
    assert warned() == []
    only_reads(dora, teamed)
    assert warned() == [only]
    team(teamed, teamed.handler)
    assert warned() == []
    people.switch(teamed.handler, on=False, by=SYSTEM)
    assert warned() == [only]
