"""Unfinished forms: one sealed row each, erased with its key 24 hours after it was last touched."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from organizations.models import Organization
from records.models import KeyPurpose
from records.sealing import erase, new_key, place, seal, unseal

from ..models import FormDraft

LIFE: Final = dt.timedelta(hours=24)
ERASED_AT_ONCE: Final = 200

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been typed so far. `data` is plain JSON; the form says what is in it."""

    id: UUID
    data: Data
    created_at: dt.datetime
    expires_at: dt.datetime


def read(draft_id: UUID, organization: Organization, *, now: dt.datetime) -> Draft | None:
    """The draft, unless it never was, belongs to another organization, or its time is over."""
    row = FormDraft.objects.select_related("data_key").filter(pk=draft_id, organization=organization).first()
    return _opened(row) if row and row.expires_at > now else None


def exists(draft_id: UUID) -> bool:
    """Whether anybody has a draft of this id."""
    return FormDraft.objects.filter(pk=draft_id).exists()


def amend(draft_id: UUID, organization: Organization, change: Callable[[Data], Data], *, now: dt.datetime) -> Draft:
    """Apply `change` to the draft under its lock, starting from nothing if it is not there yet.

    Two tabs that save at once lose nothing: the second one's change is applied to what the first one left.
    """
    try:
        with transaction.atomic():
            return _amend(draft_id, organization, change, now)
    except IntegrityError:  # made in the meantime by the same form sent twice
        with transaction.atomic():
            return _amend(draft_id, organization, change, now)


def discard(draft_id: UUID, organization: Organization) -> None:
    """Erase a draft that was sent or given up; a second time changes nothing."""
    with transaction.atomic():
        rows = FormDraft.objects.select_for_update().filter(pk=draft_id, organization=organization)
        for row in rows.select_related("data_key"):
            _erase(row)


def erase_expired(*, now: dt.datetime) -> int:
    """Erase drafts whose time is over; how many. Call again while it returns `ERASED_AT_ONCE`."""
    with transaction.atomic():
        due = FormDraft.objects.select_for_update(skip_locked=True).filter(expires_at__lte=now).order_by("expires_at")
        rows = list(due[:ERASED_AT_ONCE])
        for row in rows:
            _erase(row)
    return len(rows)


def _amend(draft_id: UUID, organization: Organization, change: Callable[[Data], Data], now: dt.datetime) -> Draft:
    rows = FormDraft.objects.select_for_update().filter(pk=draft_id, organization=organization)
    row = rows.first()
    if row is not None and row.expires_at <= now:
        _erase(row)
        row = None
    if row is None:
        key = new_key(organization.id, KeyPurpose.DRAFT)
        key.save(force_insert=True)
        row = FormDraft(
            id=draft_id, organization=organization, data_key=key, idempotency_key=str(draft_id), created_at=now
        )
        data: Data = {}
    else:
        data = unseal(row.sealed, row.data_key, place(row, "sealed"))
    row.sealed = seal(change(data), row.data_key, place(row, "sealed"))
    row.expires_at = now + LIFE
    row.save(force_insert=row._state.adding)
    return _opened(row)


def _opened(row: FormDraft) -> Draft:
    data = unseal(row.sealed, row.data_key, place(row, "sealed"))
    return Draft(id=row.id, data=data, created_at=row.created_at, expires_at=row.expires_at)


def _erase(row: FormDraft) -> None:
    row.delete()
    erase(row.data_key)
