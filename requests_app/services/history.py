"""Writing down what happened: one event per happening, with its voice from the closed list.

What people wrote (reasons, evidence, notes) is sealed with the request's key and kept beside the event; the event's
body holds codes, dates and ids, and the digest of the sealed part.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from policies.domain.findings import Citation
from records import chain, sealing
from records.chain import Actor, ActorKind, Entry
from records.models import Event, Voice

from ..domain.events import EVENTS, EventName
from ..models import EventDetail, PrivacyRequest, Submission

SYSTEM = Actor(kind=ActorKind.SYSTEM, label="clock")
"""The actor of what follows by rule from what somebody did."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What happened to a request or a submission. `words` are sealed; only a request's happening may have some.

    `internal`: not for the person's eyes although the closed list allows it.
    """

    subject: PrivacyRequest | Submission
    name: EventName
    body: Mapping[str, Any] = field(default_factory=dict)
    because: Sequence[Citation] = ()
    words: Mapping[str, Any] = field(default_factory=dict)
    internal: bool = False
    by: Actor = SYSTEM


def write(happenings: Iterable[Happening], *, now: dt.datetime) -> list[Event]:
    """Append to the chains, in order, with one statement per table. The caller holds the locks of the subjects."""
    entries, details = [], []
    for happening in happenings:
        detail = _sealed(happening)
        details.append(detail)
        entries.append(_entry(happening, detail, now))
    events = chain.append_many(entries)
    written = []
    for event, detail in zip(events, details, strict=True):
        if detail is not None:
            detail.event = event
            written.append(detail)
    if written:
        EventDetail.objects.bulk_create(written)
    return events


def cite(citation: Citation) -> dict[str, str]:
    """A rule as an event names it: by version, kind and key, never by a row."""
    return {
        "policy": citation.policy,
        "version": citation.version,
        "kind": citation.kind.value,
        "key": citation.key,
    }


def _entry(happening: Happening, detail: EventDetail | None, now: dt.datetime) -> Entry:
    voice = Voice.INTERNAL if happening.internal else Voice(EVENTS[happening.name].voice.value)
    return Entry(
        subject=happening.subject,
        type=happening.name.value,
        actor=happening.by,
        at=now,
        body=happening.body,
        because=[cite(citation) for citation in happening.because],
        voice=voice,
        sealed_digest=sealing.digest(detail.sealed) if detail else "",
    )


def _sealed(happening: Happening) -> EventDetail | None:
    words = {name: text for name, text in happening.words.items() if text}
    if not words:
        return None
    request = happening.subject
    if not isinstance(request, PrivacyRequest):
        raise TypeError(f"{happening.name} of a submission cannot hold words: give them to its requests.")
    detail = EventDetail(id=uuid4(), organization_id=request.organization_id, request=request)
    detail.sealed = sealing.seal(words, request.data_key, sealing.place(detail, "sealed"))
    return detail
