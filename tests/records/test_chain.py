import datetime as dt
import hashlib
import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from records import chain
from records.chain import Actor, Entry
from records.errors import StaleSubjectError
from records.models import GENESIS, Event, Voice
from tests.records.conftest import NOW, SWEEP, make_organization


def entries(*subjects: Organization, type: str = "noticed") -> list[Entry]:  # noqa: A002
    return [Entry(subject=subject, type=type, actor=SWEEP, at=NOW) for subject in subjects]


def test_the_first_event_follows_nothing_and_the_subject_names_it_as_its_head(northwind: Organization) -> None:
    event = chain.append(subject=northwind, type="opened", actor=SWEEP, at=NOW, body={"why": "test"})
    northwind.refresh_from_db()
    assert (event.seq, event.prev_hash) == (1, GENESIS)
    assert (northwind.event_seq, northwind.event_head) == (1, event.hash)


def test_the_hash_is_of_the_previous_hash_and_the_exact_text(northwind: Organization) -> None:
    first, second = chain.append_many(entries(northwind, northwind))
    stored = Event.objects.get(pk=second.pk)
    assert stored.prev_hash == first.hash
    assert stored.hash == hashlib.sha256((first.hash + stored.body).encode()).hexdigest()


def test_the_text_says_what_the_columns_say(northwind: Organization, staff: Actor) -> None:
    citation = {"version": "northwind 2026", "kind": "deadline", "key": "respond"}
    event = chain.append(
        subject=northwind,
        type="answered",
        actor=staff,
        at=NOW,
        body={"days": 3},
        because=[citation],
        voice=Voice.PUBLIC,
        sealed_digest="ab12",
    )
    assert json.loads(event.body) == {
        "actor": {"id": staff.id, "kind": "staff"},
        "at": "2026-03-02T18:30:15.250000Z",
        "because": [citation],
        "body": {"days": 3},
        "format": 1,
        "organization": str(northwind.pk),
        "prev": GENESIS,
        "sealed": "ab12",
        "seq": 1,
        "subject": f"organizations.organization {northwind.pk}",
        "type": "answered",
        "voice": "public",
    }


def test_the_name_of_a_person_who_acts_is_not_written(northwind: Organization, staff: Actor) -> None:
    event = chain.append(subject=northwind, type="answered", actor=staff, at=NOW, body={})
    assert staff.label
    assert staff.label not in event.body


def test_an_event_is_read_back_as_it_was_given(northwind: Organization) -> None:
    chain.append(subject=northwind, type="noticed", actor=SWEEP, at=NOW, body={"n": 1}, because=[{"key": "respond"}])
    content = chain.read(Event.objects.get())
    assert content == chain.Content(actor=SWEEP, body={"n": 1}, because=({"key": "respond"},), sealed_digest="")


def test_a_chain_as_it_was_written_has_no_faults(northwind: Organization, southwind: Organization) -> None:
    chain.append_many(entries(northwind, southwind, northwind))
    chain.append_many(entries(southwind))
    assert chain.verify(northwind) == []
    assert chain.verify(southwind) == []


def test_a_subject_without_events_has_no_faults(northwind: Organization) -> None:
    assert chain.verify(northwind) == []


def test_the_same_row_held_twice_in_memory_gets_one_chain(northwind: Organization) -> None:
    copy = Organization.objects.get(pk=northwind.pk)
    chain.append_many(entries(northwind, copy, northwind))
    assert chain.verify(northwind) == []
    assert northwind.event_seq == copy.event_seq == 3


def test_a_subject_read_before_its_last_event_cannot_fork_the_chain(northwind: Organization) -> None:
    stale = Organization.objects.get(pk=northwind.pk)
    chain.append_many(entries(northwind))
    with pytest.raises(StaleSubjectError, match="newer events"), transaction.atomic():
        chain.append_many(entries(stale))
    assert chain.verify(northwind) == []


@pytest.mark.django_db(transaction=True)
def test_events_outside_a_transaction_are_refused() -> None:
    northwind = make_organization()
    with pytest.raises(transaction.TransactionManagementError, match="transaction"):
        chain.append(subject=northwind, type="opened", actor=SWEEP, at=NOW, body={})


def test_the_heads_of_many_subjects_move_with_one_update(db: None) -> None:
    subjects = [make_organization(f"org-{n}") for n in range(80)]
    with CaptureQueriesContext(
        connection,
    ) as captured:
        chain.append_many(entries(*subjects))
    updates = [query for query in captured.captured_queries if "UPDATE" in query["sql"].split("FROM")[0]]
    assert len(updates) == 1
    # SQLite takes a limited number of values per statement; PostgreSQL takes them all at once.
    assert len(captured) <= 3 if connection.vendor == "postgresql" else 6
    assert all(chain.verify(subject) == [] for subject in subjects)


def test_an_event_keeps_the_instant_of_its_own_zone(northwind: Organization) -> None:
    there = dt.timezone(dt.timedelta(hours=-8))
    chain.append(subject=northwind, type="opened", actor=SWEEP, at=NOW.astimezone(there), body={})
    assert Event.objects.get().at == NOW
    assert chain.verify(northwind) == []
