"""Whatever somebody does to a chain who can write to the tables, `verify` sees it."""

from collections.abc import Callable

import pytest
from django.db import transaction
from django.db.models import F

from organizations.models import Organization
from records import chain
from records.chain import Entry
from records.models import Event
from tests.records.conftest import NOW, SWEEP, make_organization


@pytest.fixture
def subject(tampering: None) -> Organization:
    """An organization with four events, unguarded."""
    subject = make_organization()
    with transaction.atomic():
        chain.append_many(
            [Entry(subject=subject, type="noticed", actor=SWEEP, at=NOW, body={"n": n}) for n in range(4)]
        )
    return subject


def change_the_text() -> None:
    event = Event.objects.get(seq=2)
    Event.objects.filter(seq=2).update(body=event.body.replace('"n":1', '"n":9'))


def change_the_type() -> None:
    Event.objects.filter(seq=2).update(type="forgotten")


def change_the_instant() -> None:
    Event.objects.filter(seq=2).update(at=NOW.replace(year=2025))


def show_it_to_the_person() -> None:
    Event.objects.filter(seq=2).update(voice="public")


def remove_one() -> None:
    Event.objects.filter(seq=2).delete()


def remove_one_and_close_the_gap() -> None:
    Event.objects.filter(seq=2).delete()
    for seq in (3, 4):
        Event.objects.filter(seq=seq).update(seq=seq - 1)


def swap_two() -> None:
    for before, after in ((2, 9), (3, 2), (9, 3)):
        Event.objects.filter(seq=before).update(seq=after)


def cut_off_the_end() -> None:
    Event.objects.filter(seq=4).delete()


def remove_all() -> None:
    Event.objects.all().delete()


def move_the_head_back() -> None:
    Organization.objects.update(event_seq=F("event_seq") - 1)


def spoil_the_text() -> None:
    Event.objects.filter(seq=2).update(body="{")


TAMPERINGS: dict[Callable[[], None], str] = {
    change_the_text: "event 2 was changed: its text does not give its hash",
    change_the_type: "event 2 was changed: its columns are not what its text says",
    change_the_instant: "event 2 was changed: its columns are not what its text says",
    show_it_to_the_person: "event 2 was changed: its columns are not what its text says",
    remove_one: "event 2 is missing before event 3",
    remove_one_and_close_the_gap: "event 2 does not follow the one before it",
    swap_two: "event 2 does not follow the one before it",
    cut_off_the_end: "names event 4 as its last, the chain ends at 3",
    remove_all: "names event 4 as its last, the chain ends at 0",
    move_the_head_back: "names event 3 as its last, the chain ends at 4",
    spoil_the_text: "event 2 has a text that cannot be read",
}


@pytest.mark.parametrize("tamper", TAMPERINGS, ids=lambda tamper: tamper.__name__)
def test_every_tampering_is_named(subject: Organization, tamper: Callable[[], None]) -> None:
    tamper()
    assert TAMPERINGS[tamper] in " ".join(chain.verify(subject))
