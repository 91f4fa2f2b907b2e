"""The heads of chains, moved by one UPDATE for any number of subjects."""

import json
from collections.abc import Iterable
from itertools import groupby

from django.db import connection

from .errors import StaleSubjectError
from .models import GENESIS, ChainSubject

__all__ = ["GENESIS", "Head", "save", "stored"]

ON_POSTGRESQL = """
    UPDATE {table} SET event_seq = new.seq, event_head = new.head
    FROM unnest(%s::uuid[], %s::text[], %s::integer[], %s::text[]) AS new (id, before, seq, head)
    WHERE {table}.id = new.id AND {table}.event_head = new.before
"""
ON_SQLITE = """
    UPDATE {table} SET event_seq = new.seq, event_head = new.head
    FROM (
        SELECT json_extract(value, '$[0]') AS id, json_extract(value, '$[1]') AS before,
               json_extract(value, '$[2]') AS seq, json_extract(value, '$[3]') AS head
        FROM json_each(%s)
    ) AS new
    WHERE {table}.id = new.id AND {table}.event_head = new.before
"""


class Head:
    """Where a subject's chain ends while events are added to it."""

    def __init__(self, subject: ChainSubject) -> None:
        self.subject = subject
        self.before = self.hash = subject.event_head
        self.seq = subject.event_seq
        self._copies: dict[int, ChainSubject] = {}

    def move(self, subject: ChainSubject, *, seq: int, digest: str) -> None:
        """One event on. The same row may be in memory more than once; each copy learns where its chain ends now."""
        self.seq, self.hash = seq, digest
        self._copies[id(subject)] = subject
        for copy in self._copies.values():
            copy.event_seq, copy.event_head = seq, digest


def stored(subject: ChainSubject) -> tuple[int, str]:
    """The head as the database has it."""
    seq, head = type(subject)._base_manager.values_list("event_seq", "event_head").get(pk=subject.pk)
    return seq, head


def save(heads: Iterable[Head]) -> None:
    """Write the heads. Raises `StaleSubjectError` if one was moved by somebody else since the subject was read."""

    def table(head: Head) -> str:
        return head.subject._meta.db_table

    for name, group in groupby(sorted(heads, key=table), key=table):
        of_table = list(group)
        if (written := _update(name, of_table)) != len(of_table):
            raise StaleSubjectError(
                f"{len(of_table) - written} of {len(of_table)} rows of {name} have newer events than were read."
                " Lock the rows and read them in the same transaction before writing events."
            )


def _update(table: str, heads: list[Head]) -> int:
    rows = [(head.subject.id, head.before, head.seq, head.hash) for head in heads]
    quoted = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(ON_POSTGRESQL.format(table=quoted), [list(column) for column in zip(*rows, strict=True)])
        else:
            cursor.execute(ON_SQLITE.format(table=quoted), [json.dumps([(key.hex, *rest) for key, *rest in rows])])
        return int(cursor.rowcount)
