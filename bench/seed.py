"""Many rows out of a few real ones, by set statements: clone number n of a row has an id made of the row's id and n.

What points to a row of the same submission points to its clone in the clone. Sealed parts are bound to their row, so
a clone's cannot be opened, and its events do not verify: their text names the template. `reseal` mends the first for
those that are to be opened.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Model

from config.databases import as_owner
from records import set_statements
from records.models import DataKey, Event
from requests_app.models import (
    Deadline,
    PrivacyRequest,
    RequestFact,
    RequestLaw,
    Submission,
    SubmissionLookup,
)

AT_ONCE: Final = 20_000
ON_POSTGRESQL: Final = """
    CREATE OR REPLACE FUNCTION clone_id(id uuid, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE STRICT
        AS $$ SELECT md5(id::text || n)::uuid $$;
    CREATE OR REPLACE FUNCTION clone_text(word text, n integer) RETURNS text LANGUAGE sql IMMUTABLE STRICT
        AS $$ SELECT md5(word || n) $$;
"""


@dataclass(frozen=True, slots=True)
class Kin:
    """How rows of one table are cloned. `own`: columns that name a row of the same submission; `other`: expressions."""

    model: type[Model]
    own: Sequence[str]
    other: Mapping[str, str] = field(default_factory=dict)


KIN: Final = (
    Kin(DataKey, ("id",)),
    Kin(
        Submission,
        ("id", "data_key_id"),
        {
            "reference": "'B' || substr(clone_text(t.reference, n), 1, 20)",
            "idempotency_key": "clone_text(t.idempotency_key, n)",
        },
    ),
    Kin(
        SubmissionLookup,
        ("id", "submission_id"),
        {"keyed_hash": "clone_text(t.keyed_hash, n) || clone_text(t.kind || t.keyed_hash, n)"},
    ),
    Kin(
        PrivacyRequest,
        ("id", "submission_id", "data_key_id"),
        {"reference": "'B' || substr(clone_text(t.reference, n), 1, 24)"},
    ),
    Kin(RequestLaw, ("id", "request_id")),
    Kin(RequestFact, ("id", "request_id")),
    Kin(Deadline, ("id", "request_id")),
    Kin(Event, ("id", "subject_id")),
)


def clone_of(key: UUID, number: int) -> UUID:
    """The id of clone `number` of a row."""
    return UUID(hashlib.md5(f"{key}{number}".encode()).hexdigest())  # noqa: S324 - an id, not a secret


def grow(
    submissions: Sequence[UUID],
    first: int,
    last: int,
    *,
    only: Sequence[type[Model]] = (),
    without: Sequence[type[Model]] = (),
) -> None:
    """Make the clones `first` to `last` (not included) of each submission with all that belongs to it.

    `only`: these tables alone, where no other is read. `without`: all but these.
    """
    rows = _template_rows(submissions)
    with as_owner():
        _make_functions()
        with _unchecked() as free:
            tables = [kin for kin in KIN if (not (only and free) or kin.model in only) and kin.model not in without]
            for begin in range(first, last, AT_ONCE):
                for kin in tables:
                    _clone(kin, rows[kin.model], begin, min(begin + AT_ONCE, last))


@contextmanager
def _unchecked() -> Iterator[bool]:
    """Rows as valid as their templates: no trigger and no foreign key is asked for each again, if that may be."""
    if connection.vendor == "sqlite":
        with connection.constraint_checks_disabled():
            yield True
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        (free,) = cursor.fetchone()
        if free:
            cursor.execute("SET session_replication_role = replica")
    yield free  # the owner's session ends with this


def settle() -> None:
    """As an old table is: statistics taken, no dead rows."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def wake(moments: Mapping[UUID, dt.datetime], first: int, last: int) -> int:
    """Let the clones `first` to `last` (not included) of these deadlines ring at their moment. How many that were."""
    rows = [(clone_of(key, n), moment) for key, moment in moments.items() for n in range(first, last)]
    return set_statements.update(Deadline, ("id", "next_alert_at"), rows)


def _template_rows(submissions: Sequence[UUID]) -> dict[type[Model], list[UUID]]:
    """The ids of all rows of these submissions, by model."""
    requests = PrivacyRequest.objects.filter(submission__in=submissions)
    keys = [*submissions, *requests.values_list("pk", flat=True)]
    found: dict[type[Model], Iterable[UUID]] = {
        Submission: submissions,
        PrivacyRequest: keys[len(submissions) :],
        DataKey: [
            *Submission.objects.filter(pk__in=submissions).values_list("data_key", flat=True),
            *requests.values_list("data_key", flat=True),
        ],
        Event: Event.objects.filter(subject_id__in=keys).values_list("pk", flat=True),
        SubmissionLookup: SubmissionLookup.objects.filter(submission__in=submissions).values_list("pk", flat=True),
    }
    for model in (RequestLaw, RequestFact, Deadline):
        found[model] = model._default_manager.filter(request__in=requests).values_list("pk", flat=True)
    return {model: list(ids) for model, ids in found.items()}


def _make_functions() -> None:
    connection.ensure_connection()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(ON_POSTGRESQL)
        return
    connection.connection.create_function("clone_id", 2, lambda key, n: clone_of(UUID(key), n).hex, deterministic=True)
    connection.connection.create_function("clone_text", 2, _clone_text, deterministic=True)


def _clone_text(word: str, number: int) -> str:
    return hashlib.md5(f"{word}{number}".encode()).hexdigest()  # noqa: S324 - a name, not a secret


def _clone(kin: Kin, ids: Sequence[UUID], first: int, last: int) -> None:
    columns = [str(f.column) for f in kin.model._meta.concrete_fields]
    given = ", ".join(f"clone_id(t.{c}, n)" if c in kin.own else kin.other.get(c, f't."{c}"') for c in columns)
    table = connection.ops.quote_name(kin.model._meta.db_table)
    names = ", ".join(connection.ops.quote_name(c) for c in columns)
    source = f"SELECT {given} FROM {_numbers(first, last)} CROSS JOIN {table} t WHERE t.id IN ({_ids(ids)})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) {source}")


def _numbers(first: int, last: int) -> str:
    if connection.vendor == "postgresql":
        return f"generate_series({first}, {last - 1}) AS n"
    return (
        f"(WITH RECURSIVE count(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM count WHERE n < {last - 1})"  # noqa: S608
        " SELECT n FROM count)"
    )


def _ids(ids: Sequence[UUID]) -> str:
    return ", ".join(f"'{key if connection.vendor == 'postgresql' else key.hex}'" for key in ids)
