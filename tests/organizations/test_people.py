import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from organizations.models import Membership, MembershipRole, Organization, User
from organizations.selectors import has_role, holders, organizations_of
from organizations.services import people
from organizations.services.people import staff_actor
from records import chain
from records.models import Event
from tests.organizations.conftest import PASSWORD, SETUP, member

HANDLER, SUPERVISOR, OFFICER, AUDITOR = MembershipRole


def types(organization: Organization) -> list[str]:
    return list(Event.objects.filter(subject_id=organization.pk).order_by("seq").values_list("type", flat=True))


def test_an_address_is_one_account_however_it_is_typed(handler: User) -> None:
    assert authenticate(username="HANA@Northwind.Example", password=PASSWORD) == handler
    with pytest.raises(ValidationError) as refusal:
        people.create_staff(email=" Hana@northwind.EXAMPLE", name="Another Hana")
    assert "already exists" in refusal.value.message_dict["email"][0]


def test_the_database_too_keeps_an_address_to_one_account(handler: User) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.bulk_create([User(email="HANA@northwind.example", name="Another Hana")])


def test_without_a_password_nobody_can_sign_in(db: None) -> None:
    user = people.create_staff(email="ana@northwind.example", name="Ana")
    assert not user.has_usable_password()


@pytest.mark.parametrize("password", ["short", "password1234", "ana@northwind.example"])
def test_a_weak_password_is_refused_at_its_field(db: None, password: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        people.create_staff(email="ana@northwind.example", name="Ana", password=password)
    assert "password" in refusal.value.message_dict


def test_a_person_without_a_role_works_for_nobody(db: None) -> None:
    user = people.create_staff(email="ana@northwind.example", name="Ana", password=PASSWORD)
    assert not organizations_of(user).exists()


def test_a_member_works_for_their_organization_alone(
    handler: User, northwind: Organization, southwind: Organization
) -> None:
    assert list(organizations_of(handler)) == [northwind]


def test_an_operator_works_for_no_organization_until_given_a_role(operator: User, northwind: Organization) -> None:
    assert not organizations_of(operator).exists()
    people.grant_role(operator, northwind, OFFICER, by=SETUP)
    assert list(organizations_of(operator)) == [northwind]


@pytest.mark.parametrize("field", ["is_active", "is_staff"])
def test_somebody_switched_off_works_for_nobody(handler: User, field: str) -> None:
    setattr(handler, field, False)
    handler.save()
    assert not organizations_of(handler).exists()


def test_one_person_can_hold_several_roles_and_counts_once(handler: User, northwind: Organization) -> None:
    people.grant_role(handler, northwind, SUPERVISOR, by=SETUP)
    assert list(organizations_of(handler)) == [northwind]
    assert list(holders(northwind, SUPERVISOR)) == [handler]
    assert has_role(handler, northwind, HANDLER, AUDITOR)
    assert not has_role(handler, northwind, OFFICER, AUDITOR)


def test_a_role_is_held_by_active_people_of_that_organization(
    northwind: Organization, southwind: Organization, outsider: User
) -> None:
    first = member("ada", northwind, OFFICER)
    second = member("bea", northwind, OFFICER)
    gone = member("cat", northwind, OFFICER)
    people.switch(gone, on=False, by=SETUP)
    assert list(holders(northwind, OFFICER)) == [first, second]


def test_a_role_given_or_taken_is_in_the_chain_once(handler: User, northwind: Organization, operator: User) -> None:
    by = staff_actor(operator)
    people.grant_role(handler, northwind, SUPERVISOR, by=by)
    people.grant_role(handler, northwind, SUPERVISOR, by=by)
    people.revoke_role(handler, northwind, SUPERVISOR, by=by)
    people.revoke_role(handler, northwind, SUPERVISOR, by=by)
    assert types(northwind)[-3:] == ["role_granted", "role_granted", "role_revoked"]
    content = chain.read(Event.objects.latest("seq"))
    assert (content.actor.id, content.body) == (str(operator.pk), {"user": str(handler.pk), "role": "supervisor"})
    assert chain.verify(northwind) == []


def test_no_event_names_a_person_or_their_address(handler: User, northwind: Organization) -> None:
    people.new_password(handler, by=staff_actor(handler))
    assert not any("hana" in event.body.lower() for event in Event.objects.all())


def test_a_new_password_replaces_the_old_one(handler: User, northwind: Organization) -> None:
    password = people.new_password(handler, by=SETUP)
    assert authenticate(username=handler.email, password=PASSWORD) is None
    assert authenticate(username=handler.email, password=password) == handler
    assert types(northwind)[-1] == "password_drawn"


def test_switching_off_is_recorded_wherever_the_person_works(
    handler: User, northwind: Organization, southwind: Organization
) -> None:
    people.grant_role(handler, southwind, AUDITOR, by=SETUP)
    people.switch(handler, on=False, by=SETUP)
    assert types(northwind)[-1] == types(southwind)[-1] == "member_switched_off"
    assert authenticate(username=handler.email, password=PASSWORD) is None
    people.switch(handler, on=True, by=SETUP)
    assert authenticate(username=handler.email, password=PASSWORD) == handler


def test_nobody_can_shut_themselves_out(operator: User) -> None:
    with pytest.raises(ValidationError, match="your own account"):
        people.switch(operator, on=False, by=staff_actor(operator))


def test_a_person_is_added_with_a_role_and_a_drawn_password(northwind: Organization) -> None:
    user, password = people.add_person(
        email="ana@northwind.example", name="Ana", organization=northwind, role=HANDLER, operator=False, by=SETUP
    )
    assert authenticate(username="ana@northwind.example", password=password) == user
    assert has_role(user, northwind, HANDLER)


@pytest.mark.parametrize(("with_organization", "role", "field"), [(True, "", "role"), (False, HANDLER, "organization")])
def test_half_a_role_is_refused_and_nobody_is_added(
    northwind: Organization, with_organization: bool, role: str, field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        people.add_person(
            email="ana@northwind.example",
            name="Ana",
            organization=northwind if with_organization else None,
            role=role,
            operator=False,
            by=SETUP,
        )
    assert field in refusal.value.message_dict
    assert not User.objects.exists()


def test_a_membership_reads_as_who_and_what(handler: User) -> None:
    assert str(Membership.objects.get()) == "Hana, Handler"
