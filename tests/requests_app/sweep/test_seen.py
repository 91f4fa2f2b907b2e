"""“I have seen this”, from the button to the alert that does not come, and back."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from organizations.models import MembershipRole, User
from organizations.services import people
from organizations.services.people import create_staff, grant_role
from records import chain
from records.models import Event
from requests_app import clock_source
from requests_app.domain.clock_states import MovedBy
from requests_app.domain.lifecycle import Action
from requests_app.domain.refusals import Refused
from requests_app.models import Alert, Deadline, PrivacyRequest
from requests_app.selectors.digest import seen_requests
from requests_app.services import clock, seen
from requests_app.services.composer import compose
from requests_app.services.delivery import deliver
from requests_app.services.sweep import sweep
from requests_app.services.transition import transition_one
from tests.faults.checker import Circumstances, objections
from tests.policies.examples import policy
from tests.requests_app.office import CHANNELS, LADDER, OPENED, SYSTEM, Office, open_office, travel


@pytest.fixture
def late(db: None, settings: Any) -> tuple[Office, Deadline]:
    """Overdue since this morning, 17 April; Hana works on it, and has been told."""
    office = open_office(rules=policy(pack="northwind/privacy-requests", ladder=LADDER, channels=CHANNELS))
    request = office.request("2026-03-02")
    travel(settings, "2026-03-03T10:00:00")
    by = people.staff_actor(office.supervisor)
    transition_one(request.pk, Action.ACKNOWLEDGE, by=by, details={"written": True, "channel": "email"})
    transition_one(request.pk, Action.ASSIGN, by=by, details={"assignee": str(office.handler.pk)})
    travel(settings, "2026-04-17T09:00:00")
    sweep()
    return office, office.respond(request)


def rang(deadline: Deadline, settings: Any, *mornings: str) -> list[str]:
    """The days on which `overdue` rings, of these mornings."""
    before = set(Alert.objects.filter(deadline=deadline, rung="overdue").values_list("pk", flat=True))
    for morning in mornings:
        travel(settings, f"{morning}T08:30:00")
        sweep()
    rows = Alert.objects.filter(deadline=deadline, rung="overdue", state="pending").exclude(pk__in=before)
    return sorted({row.occurs_on.isoformat() for row in rows})


WEEK = ("2026-04-20", "2026-04-21", "2026-04-22", "2026-04-23", "2026-04-24", "2026-04-27")


def test_unseen_it_rings_every_business_day(late: tuple[Office, Deadline], settings: Any) -> None:
    assert rang(late[1], settings, *WEEK) == list(WEEK)


def test_seen_it_rings_again_on_the_fifth_business_day_and_the_chain_says_who(
    late: tuple[Office, Deadline], settings: Any
) -> None:
    office, deadline = late
    seen.see(deadline.pk, by=office.officer, now=clock_source.now())
    assert rang(deadline, settings, *WEEK) == ["2026-04-24", "2026-04-27"]
    said = chain.read(Event.objects.get(type="alert_seen"))
    assert (said.actor.id, said.body["rungs"]) == (str(office.officer.pk), ["overdue"])
    compose()
    assert objections(circumstances=Circumstances(settled=False)) == []


def test_it_is_nobodys_to_have_seen_whom_it_does_not_reach(late: tuple[Office, Deadline]) -> None:
    office, deadline = late
    with pytest.raises(Refused, match="repeats for you"):
        seen.see(deadline.pk, by=office.handler, now=clock_source.now())
    deadline.refresh_from_db()
    assert deadline.seen == {}


def test_taken_back_it_rings_the_next_morning(late: tuple[Office, Deadline], settings: Any) -> None:
    office, deadline = late
    seen.see(deadline.pk, by=office.officer, now=clock_source.now())
    travel(settings, "2026-04-20T10:00:00")
    seen.undo(deadline.pk, by=office.officer, now=clock_source.now())
    assert rang(deadline, settings, "2026-04-20", "2026-04-21", "2026-04-22") == ["2026-04-21", "2026-04-22"]
    assert objections(circumstances=Circumstances(settled=False)) == []
    with pytest.raises(Refused, match="silent for you"):
        seen.undo(deadline.pk, by=office.officer, now=clock_source.now())


def test_given_to_somebody_else_it_repeats_again(late: tuple[Office, Deadline], settings: Any) -> None:
    office, deadline = late
    seen.see(deadline.pk, by=office.officer, now=clock_source.now())
    travel(settings, "2026-04-20T10:00:00")
    said = {"assignee": str(office.supervisor.pk)}
    transition_one(deadline.request_id, Action.ASSIGN, by=people.staff_actor(office.supervisor), details=said)
    assert rang(deadline, settings, "2026-04-21", "2026-04-22") == ["2026-04-21", "2026-04-22"]
    assert objections(circumstances=Circumstances(settled=False)) == []


def test_a_note_changes_nothing_about_it(late: tuple[Office, Deadline], settings: Any) -> None:
    office, deadline = late
    seen.see(deadline.pk, by=office.officer, now=clock_source.now())
    by = people.staff_actor(office.supervisor)
    transition_one(deadline.request_id, Action.ADD_NOTE, by=by, details={"note": "Called."})
    assert rang(deadline, settings, *WEEK[:4]) == []


def test_a_new_generation_has_been_seen_by_nobody(late: tuple[Office, Deadline]) -> None:
    office, deadline = late
    seen.see(deadline.pk, by=office.officer, now=clock_source.now())
    request = PrivacyRequest.objects.select_related("submission").get(pk=deadline.request_id)
    Deadline.objects.filter(pk=deadline.pk).update(due_on=deadline.due_on - dt.timedelta(days=1))
    clock.rederive([request], now=clock_source.now(), moved_by=MovedBy.CORRECTION)
    deadline.refresh_from_db()
    assert (deadline.generation, deadline.seen) == (2, {})


def test_the_lists_go_on_showing_it_and_the_digest_marks_it(late: tuple[Office, Deadline], settings: Any) -> None:
    office, deadline = late
    request = deadline.request
    assert seen_requests([request], now=clock_source.now()) == frozenset()
    seen.see(deadline.pk, by=office.officer, now=clock_source.now())
    assert seen_requests([request], now=clock_source.now()) == {request.pk}
    page = signed_in(office.officer).get("/staff/requests_app/privacyrequest/?due=overdue").content.decode()
    assert request.reference in page
    travel(settings, "2026-04-24T08:00:01")
    assert seen_requests([request], now=clock_source.now()) == frozenset()


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def test_the_mail_of_what_repeats_says_where_to_say_so(late: tuple[Office, Deadline]) -> None:
    office, deadline = late
    compose()
    deliver()
    [letter] = [one for one in mail.outbox if one.to == [office.officer.email]]
    assert "Say on that page that you have seen it" in letter.body
    assert f"/staff/requests_app/privacyrequest/{deadline.request_id}/change/" in letter.body


def test_the_case_page_offers_it_to_whom_it_reaches_and_takes_it_back(late: tuple[Office, Deadline]) -> None:
    office, deadline = late
    address = reverse("staff:requests_app_privacyrequest_change", args=[deadline.request_id])
    assert "I have seen this" not in signed_in(office.handler).get(address).content.decode()
    officer = signed_in(office.officer)
    assert "I have seen this" in officer.get(address).content.decode()
    there = [deadline.request_id, deadline.pk]
    after = officer.post(reverse("staff:alert-seen", args=there), follow=True).content.decode()
    assert "Olga Officer has seen the alert. For them it is silent until Fri 24 April 2026." in after
    assert "I have seen this" not in after
    assert "Let it repeat again" in after
    after = officer.post(reverse("staff:alert-unseen", args=there), follow=True).content.decode()
    assert "I have seen this" in after


def test_an_auditor_and_a_clock_of_another_case_are_refused(late: tuple[Office, Deadline], settings: Any) -> None:
    office, deadline = late
    auditor = create_staff(email="aud@northwind.example", name="Auditor")
    grant_role(auditor, office.organization, MembershipRole.AUDITOR, by=SYSTEM, at=OPENED)
    there = reverse("staff:alert-seen", args=[deadline.request_id, deadline.pk])
    assert signed_in(auditor).post(there).status_code == 403
    other = office.request("2026-04-16")
    elsewhere = reverse("staff:alert-seen", args=[other.pk, deadline.pk])
    assert signed_in(office.officer).post(elsewhere).status_code == 404
    assert signed_in(office.officer).get(there).status_code == 405
