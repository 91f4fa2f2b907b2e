"""Unfinished forms end after a day; what has just been typed is kept even then."""

import datetime as dt
from uuid import uuid4

import time_machine
from django.utils import timezone

from organizations.models import Organization
from records.models import DataKey
from requests_app.models import FormDraft
from requests_app.public.views.ask import ANSWERS_GONE
from requests_app.services import drafts

from .visitor import Visitor

DAY = dt.timedelta(hours=24)


def test_after_a_day_the_answers_are_gone_and_nothing_was_sent(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk("find")
    clock.shift(DAY - dt.timedelta(seconds=1))
    assert pat.get(pat.url).step == "find"
    clock.shift(dt.timedelta(seconds=1))
    assert pat.get(pat.url).status == 404
    assert "Nothing was sent" in pat.text


def test_what_is_typed_after_the_end_is_kept_and_comes_up_again(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk("contact")
    clock.shift(DAY)
    pat.post({"name": "Pat Example", "email": "pat@mail.example"})
    assert ANSWERS_GONE in pat.problems()
    pat.post({"wishes": ["delete"]}).walk("contact")
    assert pat.value_of("name") == "Pat Example"


def test_what_was_kept_unchecked_is_checked_when_its_turn_comes(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk("contact")
    clock.shift(DAY)
    pat.post({"name": "Pat Example", "email": "broken"})
    pat.post({"wishes": ["delete"]}).walk("contact")
    pat.get(pat.url.replace("contact", "check"))
    assert pat.step == "contact"


def test_a_draft_of_one_organization_is_not_there_for_another(prospect: Organization, kaiser: Organization) -> None:
    now, draft_id = timezone.now(), uuid4()
    drafts.amend(draft_id, prospect, lambda data: {**data, "said": "something"}, now=now)
    assert drafts.read(draft_id, kaiser, now=now) is None
    found = drafts.read(draft_id, prospect, now=now)
    assert found is not None
    assert found.data == {"said": "something"}


def test_a_draft_is_sealed(prospect: Organization) -> None:
    draft_id = uuid4()
    drafts.amend(draft_id, prospect, lambda _: {"name": "Pat Example"}, now=timezone.now())
    assert b"Pat" not in bytes(FormDraft.objects.get(pk=draft_id).sealed)


def test_expired_drafts_are_erased_with_their_keys(prospect: Organization) -> None:
    now = timezone.now()
    old, fresh = uuid4(), uuid4()
    drafts.amend(old, prospect, lambda _: {"name": "Pat"}, now=now - DAY)
    drafts.amend(fresh, prospect, lambda _: {"name": "Kim"}, now=now)
    key = FormDraft.objects.get(pk=old).data_key_id
    assert drafts.erase_expired(now=now) == 1
    assert not FormDraft.objects.filter(pk=old).exists()
    assert DataKey.objects.get(pk=key).wrapped is None
    assert drafts.read(fresh, prospect, now=now) is not None


def test_discarding_twice_changes_nothing(prospect: Organization) -> None:
    draft_id = uuid4()
    drafts.amend(draft_id, prospect, lambda _: {}, now=timezone.now())
    drafts.discard(draft_id, prospect)
    drafts.discard(draft_id, prospect)
    assert not drafts.exists(draft_id)
