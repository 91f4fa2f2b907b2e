"""Teams and alert addresses on the page of an organization."""

from typing import Any

import pytest
from django.urls import reverse

from organizations.models import AlertAddress, MembershipRole, Organization, Team, User
from records.models import Event
from tests.organizations.conftest import member, signed_in


def page(name: str, organization: Organization) -> str:
    return reverse(f"staff:organizations_organization_{name}", args=[organization.pk])


@pytest.fixture
def supervisor(northwind: Organization) -> User:
    return member("sam", northwind, MembershipRole.SUPERVISOR)


def team_of(user: User, **changes: Any) -> dict[str, Any]:
    return {"key": "records_desk", "name": "Records desk", "members": [str(user.pk)], **changes}


def test_a_supervisor_sets_up_a_team_and_changes_it(
    supervisor: User, handler: User, officer: User, northwind: Organization
) -> None:
    client, url = signed_in(supervisor), page("set_team", northwind)
    assert "Hana" in client.get(url).content.decode()
    assert "Records desk: 1 member." in client.post(url, team_of(handler), follow=True).content.decode()
    client.post(url, team_of(officer, members=[str(officer.pk), str(supervisor.pk)]))
    [team] = Team.objects.all()
    assert {row.user for row in team.members.all()} == {officer, supervisor}
    assert Event.objects.filter(type="team_set").count() == 2
    client.post(page("remove_team", northwind), {"team": str(team.pk)})
    assert not Team.objects.exists()


def test_a_key_with_a_space_is_refused_at_its_field(supervisor: User, handler: User, northwind: Organization) -> None:
    response = signed_in(supervisor).post(page("set_team", northwind), team_of(handler, key="Records desk"))
    assert "small letters" in response.context["form"].errors["key"][0]


def test_nobody_of_another_organization_can_be_chosen(
    supervisor: User, outsider: User, northwind: Organization
) -> None:
    response = signed_in(supervisor).post(page("set_team", northwind), team_of(outsider))
    assert "members" in response.context["form"].errors


@pytest.mark.parametrize("name", ["set_team", "remove_team", "set_address", "remove_address"])
def test_others_change_neither_teams_nor_addresses(
    handler: User, outsider: User, northwind: Organization, name: str
) -> None:
    for user in (handler, outsider):
        assert signed_in(user).get(page(name, northwind)).status_code == 403


def test_an_address_is_the_privacy_officers_to_give(supervisor: User, officer: User, northwind: Organization) -> None:
    url, given = page("set_address", northwind), {"key": "night_desk", "email": "night@northwind.example"}
    assert signed_in(supervisor).post(url, given).status_code == 403
    assert "night@northwind.example" in signed_in(officer).post(url, given, follow=True).content.decode()
    row = AlertAddress.objects.get()
    signed_in(officer).post(page("remove_address", northwind), {"address": str(row.pk)})
    assert not AlertAddress.objects.exists()
