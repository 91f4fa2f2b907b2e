"""The one list of what the database itself refuses, whoever asks: see `GUARDS`. Triggers are made from it.

A condition reads the row before (`OLD`) and after (`NEW`) and nothing else, so that it holds under any isolation and
in a restore. `{differs}` stands for the comparison that treats two NULLs as equal.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from .models import ChainSubject

APPEND_ONLY: Final = (
    "records.Event",
    "records.AccessLogEntry",
    "records.KeyCheck",
    "organizations.CalendarVersion",
    "organizations.Holiday",
    "policies.SourceText",
    "policies.VersionNotice",
    "policies.VersionWithdrawal",
    "policies.RestrictionDecision",
    "requests_app.EventDetail",
    "requests_app.LetterTemplate",
    "requests_app.RequestFact",
)
"""Models whose rows are written once. On PostgreSQL the application's role may not update or delete them either."""

ALWAYS: Final = "1 = 1"


@dataclass(frozen=True)
class Guard:
    """`event` on `table` is refused when `when` holds; `says` is the message. `kind` is for people."""

    table: str
    kind: str
    event: str
    says: str
    when: str = ALWAYS


def guards() -> list[Guard]:
    """All guards of all installed models."""
    found = [guard for model in append_only_models() for guard in _append_only(model)]
    for model in apps.get_models():
        found += _frozen_once_set(model)
        found += _chain_moves_forward(model)
        found += _organization_stays(model)
    return [*found, *_published_version(), *_data_key()]


def append_only_models() -> list[type[models.Model]]:
    """The models of `APPEND_ONLY` that exist."""
    known = {model._meta.label: model for model in apps.get_models()}
    return [known[label] for label in APPEND_ONLY if label in known]


def owner(model: type[models.Model]) -> models.ForeignKey[Any, Any]:
    """The column that says which organization a row of `model` belongs to. Raises FieldDoesNotExist."""
    field = model._meta.get_field("organization")
    if not isinstance(field, models.ForeignKey):
        raise FieldDoesNotExist(f"{model._meta.label}.organization is not a foreign key.")
    return field


def belongs_to_organization(model: type[models.Model]) -> bool:
    """Whether rows of `model` belong to an organization by a column of their own."""
    try:
        owner(model)
    except FieldDoesNotExist:
        return False
    return model._meta.managed and not model._meta.proxy


def _append_only(model: type[models.Model]) -> Iterator[Guard]:
    table = model._meta.db_table
    for event in ("UPDATE", "DELETE"):
        yield Guard(table, "append_only", event, f"{table} is written once: a row is never changed or deleted")


def _frozen_once_set(model: type[models.Model]) -> Iterator[Guard]:
    """Rules of a published version. The flag is on the row itself, so that no other row need be read."""
    if not any(field.name == "frozen" for field in model._meta.local_concrete_fields):
        return
    table = model._meta.db_table
    for event in ("UPDATE", "DELETE"):
        yield Guard(table, "frozen", event, f"{table}: the version of this row is published", "OLD.frozen")


def _chain_moves_forward(model: type[models.Model]) -> Iterator[Guard]:
    """Also stops `save()` of a subject that was read before its last event, which would put the old head back."""
    if not issubclass(model, ChainSubject) or model._meta.proxy:
        return
    table = model._meta.db_table
    yield Guard(
        table,
        "chain_forward",
        "UPDATE",
        f"{table}: the head of an event chain moves forward only",
        "NEW.event_seq < OLD.event_seq OR (NEW.event_seq = OLD.event_seq AND NEW.event_head <> OLD.event_head)",
    )


def _organization_stays(model: type[models.Model]) -> Iterator[Guard]:
    if not belongs_to_organization(model):
        return
    table = model._meta.db_table
    yield Guard(
        table,
        "organization_stays",
        "UPDATE",
        f"{table}: a row never moves to another organization",
        "OLD.organization_id {differs} NEW.organization_id",
    )


def _published_version() -> Iterator[Guard]:
    if not apps.is_installed("policies"):
        return
    table = "policies_policyversion"
    for event in ("UPDATE", "DELETE"):
        yield Guard(table, "published", event, f"{table}: this version is published", "OLD.status = 'published'")


def _data_key() -> Iterator[Guard]:
    """A key can be erased, and nothing else: the row stays and says when. Keys of form drafts go with the draft."""
    kept = ("id", "organization_id", "purpose", "master_id", "created_at")
    changed = " OR ".join(f"OLD.{column} {{differs}} NEW.{column}" for column in kept)
    yield Guard(
        "records_datakey",
        "erase_only",
        "UPDATE",
        "records_datakey: a key can only be erased, once",
        f"OLD.wrapped IS NULL OR NEW.wrapped IS NOT NULL OR NEW.erased_at IS NULL OR {changed}",
    )
    yield Guard(
        "records_datakey",
        "erase_only",
        "DELETE",
        "records_datakey: a key is erased, its row stays",
        "OLD.purpose <> 'draft'",
    )
