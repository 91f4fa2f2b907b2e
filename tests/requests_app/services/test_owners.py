"""No open request is left with somebody who cannot act on it."""

import pytest
from django.core.exceptions import ValidationError

from organizations.models import MembershipRole, Organization, User
from organizations.services import people
from organizations.services.people import staff_actor
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from requests_app.selectors.owners import open_requests_of, with_inactive_owner
from requests_app.services.handing_over import hand_over
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import NOW, at, one_request
from tests.requests_app.world import SYSTEM, hire


@pytest.fixture
def owned(prospect: Organization, handler: User, sam: Actor) -> PrivacyRequest:
    request = one_request(prospect, Right.OPT_OUT_SALE)
    transition_one(request.pk, Action.ASSIGN, by=sam, now=NOW, details={"assignee": str(handler.pk)})
    return request


def test_whoever_owns_an_open_request_is_not_switched_off(owned: PrivacyRequest, handler: User) -> None:
    with pytest.raises(ValidationError, match="1 open request\\."):
        people.switch(handler, on=False, by=SYSTEM)
    assert User.objects.get(pk=handler.pk).is_active


def test_nor_do_they_lose_the_last_role_that_lets_them_act(
    owned: PrivacyRequest, prospect: Organization, handler: User
) -> None:
    people.grant_role(handler, prospect, MembershipRole.AUDITOR, by=SYSTEM)
    with pytest.raises(ValidationError):
        people.revoke_role(handler, prospect, MembershipRole.HANDLER, by=SYSTEM)
    people.grant_role(handler, prospect, MembershipRole.SUPERVISOR, by=SYSTEM)
    people.revoke_role(handler, prospect, MembershipRole.HANDLER, by=SYSTEM)
    assert not with_inactive_owner().exists()


def test_once_everything_is_handed_over_they_may_go(
    owned: PrivacyRequest, prospect: Organization, handler: User, supervisor: User, sam: Actor
) -> None:
    ned = hire(prospect, "Ned", MembershipRole.HANDLER)
    [result] = hand_over(prospect, handler, ned, by=staff_actor(supervisor), now=NOW)
    assert result.done
    assert (open_requests_of(handler.pk), open_requests_of(ned.pk)) == (0, 1)
    people.switch(handler, on=False, by=SYSTEM)
    assert hand_over(prospect, handler, ned, by=sam, now=NOW) == []


def test_nothing_is_handed_to_somebody_who_only_reads(
    owned: PrivacyRequest, prospect: Organization, handler: User, sam: Actor
) -> None:
    auditor = hire(prospect, "Ada", MembershipRole.AUDITOR)
    [result] = hand_over(prospect, handler, auditor, by=sam, now=NOW)
    assert not result.done
    assert open_requests_of(auditor.pk) == 0


def test_nothing_is_handed_to_somebody_who_does_not_work_there(
    owned: PrivacyRequest, prospect: Organization, kaiser: Organization, handler: User, sam: Actor
) -> None:
    kim = hire(kaiser, "Kim", MembershipRole.HANDLER)
    [result] = hand_over(prospect, handler, kim, by=sam, now=NOW)
    assert not result.done
    assert open_requests_of(handler.pk) == 1


def test_what_is_closed_holds_nobody_back(owned: PrivacyRequest, handler: User, sam: Actor) -> None:
    transition_one(owned.pk, Action.FULFILL, by=sam, at=at("2026-05-04"), now=at("2026-05-04"))
    people.switch(handler, on=False, by=SYSTEM)
    assert not with_inactive_owner().exists()


def test_an_owner_who_was_lost_all_the_same_is_found(owned: PrivacyRequest, handler: User) -> None:
    User.objects.filter(pk=handler.pk).update(is_active=False)
    assert list(with_inactive_owner()) == [owned]
