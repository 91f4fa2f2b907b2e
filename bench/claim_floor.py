"""The floor of `claim`: plain SQL that writes the rows a sweep writes, at the same batch size, and computes nothing.

It locks as the sweep locks, then copies alert, event, head and next alert inside the server: no ladder is climbed, no
calendar asked, no chain hashed from its text, and no row travels to the client.
"""

import datetime as dt
from typing import Any, Final

from django.db import connection, transaction

LOCK: Final = """
    SELECT id FROM requests_app_privacyrequest WHERE id IN (
        SELECT request_id FROM requests_app_deadline
        WHERE state = 'live' AND next_alert_at <= %(now)s AND (retry_at IS NULL OR retry_at <= %(now)s)
        ORDER BY next_alert_at LIMIT %(look)s
    ) ORDER BY id LIMIT %(batch)s FOR NO KEY UPDATE SKIP LOCKED
"""
DUE: Final = """
    SELECT id FROM requests_app_deadline
    WHERE request_id = ANY(%(requests)s) AND state = 'live' AND next_alert_at <= %(now)s
"""
ALERTS: Final = """
    INSERT INTO requests_app_alert (id, organization_id, request_id, deadline_id, generation, rung, occurs_on,
        recipient, channel, role, user_id, rang_at, created_at, times, state)
    SELECT gen_random_uuid(), organization_id, request_id, id, generation, next_rung, next_alert_at::date,
        'user:' || %(user)s, 'email', 'supervisor', %(user)s::uuid, next_alert_at, %(now)s, 1, 'pending'
    FROM requests_app_deadline WHERE id = ANY(%(deadlines)s)
"""
EVENTS: Final = """
    INSERT INTO records_event (id, organization_id, subject_kind, subject_id, seq, type, at, voice, body, format,
        prev_hash, hash)
    SELECT gen_random_uuid(), d.organization_id, 'requests_app.privacyrequest', r.id,
        r.event_seq + row_number() OVER (PARTITION BY r.id), 'alert_raised', %(now)s, 'internal', %(body)s, 1,
        r.event_head, r.event_head
    FROM requests_app_deadline d JOIN requests_app_privacyrequest r ON r.id = d.request_id
    WHERE d.id = ANY(%(deadlines)s)
"""
HEADS: Final = """
    UPDATE requests_app_privacyrequest SET event_seq = event_seq + 2, event_head = event_head
    WHERE id = ANY(%(requests)s)
"""
REARM: Final = """
    UPDATE requests_app_deadline
    SET next_alert_at = next_alert_at + interval '10 days', rung_days = '{"50%% elapsed": "2026-11-20"}',
        fault_at = NULL, fault_count = 0, retry_at = NULL
    WHERE id = ANY(%(deadlines)s)
"""


def claim_plainly(*, now: dt.datetime, batch: int, look: int, body: str, user: str) -> int:
    """Claim all that is due, batch by batch; how many deadlines that were. `body`: the text of an event."""
    done = 0
    while True:
        given: dict[str, Any] = {"now": now, "batch": batch, "look": look, "body": body, "user": user}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(LOCK, given)
            given["requests"] = [key for (key,) in cursor.fetchall()]
            if not given["requests"]:
                return done
            cursor.execute(DUE, given)
            given["deadlines"] = keys = [key for (key,) in cursor.fetchall()]
            for statement in (ALERTS, EVENTS, HEADS, REARM):
                cursor.execute(statement, given)
        done += len(keys)
