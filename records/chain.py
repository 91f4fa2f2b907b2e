"""The event chain: each event holds the hash of the one before, and the subject holds the last.

Changing, removing, inserting or reordering an event breaks a hash; cutting off the end leaves the subject's head
without its event. Bodies hold no personal data: a sealed part is named by its digest, and can be erased.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from . import canonical, chain_heads, set_statements
from .models import ChainSubject, Event, Voice

COLUMNS: Final = tuple(field.attname for field in Event._meta.concrete_fields)

Citation = Mapping[str, Any]
"""A rule as an event cites it: version, rule kind, key; never a row id."""


class ActorKind(StrEnum):
    """Who can do something: a member of staff, the person or their representative, the software."""

    STAFF = "staff"
    REQUESTER = "requester"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who did it. `id` is the user's id. `label` says which part of the software; a person's name is not written."""

    kind: ActorKind
    id: str = ""
    label: str = ""

    def as_written(self) -> dict[str, str]:
        if self.kind == ActorKind.SYSTEM:
            return {"kind": self.kind, "label": self.label}
        return {"kind": self.kind, "id": self.id}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What shall be written. `type` is a past-tense name; `body` is free of personal data."""

    subject: ChainSubject
    type: str
    actor: Actor
    at: dt.datetime
    body: Mapping[str, Any] = field(default_factory=dict)
    because: Sequence[Citation] = ()
    voice: Voice = Voice.INTERNAL
    sealed_digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What an event's text says."""

    actor: Actor
    body: dict[str, Any]
    because: tuple[dict[str, Any], ...]
    sealed_digest: str


def kind_of(subject: ChainSubject) -> str:
    """The name under which a subject's events are kept, like `requests_app.privacyrequest`."""
    return subject._meta.label_lower


def append(
    *,
    subject: ChainSubject,
    type: str,  # noqa: A002 - the word of the domain
    actor: Actor,
    at: dt.datetime,
    body: Mapping[str, Any],
    because: Sequence[Citation] = (),
    voice: Voice = Voice.INTERNAL,
    sealed_digest: str = "",
) -> Event:
    """Write one event. The caller holds the lock of the subject's row, in a transaction.

    Raises `StaleSubjectError` if the subject was read before its last event was written.
    """
    entry = Entry(
        subject=subject,
        type=type,
        actor=actor,
        at=at,
        body=body,
        because=because,
        voice=voice,
        sealed_digest=sealed_digest,
    )
    return append_many([entry])[0]


def append_many(entries: Sequence[Entry]) -> list[Event]:
    """Write many events, of one or many subjects, with one UPDATE per kind of subject and one INSERT.

    The order of entries is the order of each subject's events. The caller holds the locks, as with `append`. After an
    exception the subjects in memory are ahead of the database: read them again.
    """
    return [Event(**dict(zip(COLUMNS, row, strict=True))) for row in append_rows(entries)]


def append_rows(entries: Sequence[Entry]) -> list[tuple[Any, ...]]:
    """`append_many` for who needs no events in hand: the values of `COLUMNS` for each, which is quicker."""
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("Events are written in the transaction of what they tell of.")
    heads: dict[tuple[str, UUID], chain_heads.Head] = {}
    rows = []
    for entry in entries:
        kind = kind_of(entry.subject)
        key = (kind, entry.subject.id)
        head = heads.get(key)
        if head is None:
            head = heads[key] = chain_heads.Head(entry.subject)
        row = _row(entry, kind, seq=head.seq + 1, prev=head.hash)
        head.move(entry.subject, seq=head.seq + 1, digest=row[-1])
        rows.append(row)
    chain_heads.save(heads.values())
    set_statements.insert(Event, COLUMNS, rows)
    return rows


def read(event: Event) -> Content:
    """The parts of an event's text."""
    text = json.loads(event.body)
    actor = text["actor"]
    return Content(
        actor=Actor(kind=ActorKind(actor["kind"]), id=actor.get("id", ""), label=actor.get("label", "")),
        body=text["body"],
        because=tuple(text["because"]),
        sealed_digest=text["sealed"],
    )


def verify(subject: ChainSubject) -> list[str]:
    """What is wrong with a subject's chain, in words; empty if nothing is. Sealed parts need not exist any more."""
    kind = kind_of(subject)
    faults = []
    expected, prev = 1, chain_heads.GENESIS
    for event in Event.objects.filter(subject_kind=kind, subject_id=subject.id).order_by("seq").iterator():
        if event.seq != expected:
            faults.append(f"{kind} {subject.id}: event {expected} is missing before event {event.seq}.")
        faults += [f"{kind} {subject.id}: event {event.seq} {fault}" for fault in _faults(event, prev)]
        expected, prev = event.seq + 1, event.hash
    seq, head = chain_heads.stored(subject)
    if (seq, head) != (expected - 1, prev):
        faults.append(
            f"{kind} {subject.id}: the subject names event {seq} as its last, the chain ends at {expected - 1}."
        )
    return faults


def _row(entry: Entry, kind: str, *, seq: int, prev: str) -> tuple[Any, ...]:
    """In the order of `COLUMNS`, the hash at the end."""
    subject, name, voice = entry.subject, str(entry.type), str(entry.voice)
    organization = subject.chain_organization_id
    body = canonical.to_text(
        {
            "organization": str(organization) if organization else None,
            "subject": f"{kind} {subject.id}",
            "seq": seq,
            "type": name,
            "at": canonical.instant(entry.at),
            "voice": voice,
            "format": canonical.FORMAT,
            "prev": prev,
            "actor": entry.actor.as_written(),
            "because": list(entry.because),
            "body": entry.body,
            "sealed": entry.sealed_digest,
        }
    )
    mine = (uuid4(), organization, kind, subject.id, seq, name, entry.at, voice, body, canonical.FORMAT, prev)
    return (*mine, _hash(prev, body))


def _columns(event: Event) -> dict[str, Any]:
    """The columns that the text repeats, as `_row` wrote them, so that none of them can be changed alone."""
    return {
        "organization": str(event.organization_id) if event.organization_id else None,
        "subject": f"{event.subject_kind} {event.subject_id}",
        "seq": event.seq,
        "type": event.type,
        "at": canonical.instant(event.at),
        "voice": str(event.voice),
        "format": event.format,
        "prev": event.prev_hash,
    }


def _hash(prev: str, body: str) -> str:
    return hashlib.sha256((prev + body).encode("utf-8")).hexdigest()


def _faults(event: Event, prev: str) -> list[str]:
    faults = []
    if event.prev_hash != prev:
        faults.append("does not follow the one before it.")
    if event.hash != _hash(event.prev_hash, event.body):
        faults.append("was changed: its text does not give its hash.")
    try:
        text = json.loads(event.body)
    except ValueError:
        return [*faults, "has a text that cannot be read."]
    if any(text.get(name) != value for name, value in _columns(event).items()):
        faults.append("was changed: its columns are not what its text says.")
    return faults
