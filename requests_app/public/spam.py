"""Signs that a machine sent a form. They never refuse: a suspect is taken in, held, and looked at by a person.

Three signs: a field only a machine fills in, less time than anybody needs, and no proof of work. Without
JavaScript there is no proof; then a longer time in the form stands in for it.
"""

import base64
import datetime as dt
import json
from typing import Final, cast
from uuid import UUID

from altcha import Challenge, ChallengeOptions, create_challenge, extract_params, verify_solution
from altcha.altcha import PayloadType
from django.utils.crypto import salted_hmac

TRAP_FIELD: Final = "homepage"
PROOF_FIELD: Final = "proof"
HARDEST_NUMBER: Final = 50_000
"""About a second of work for a telephone, done while the person reads their answers."""

LEAST_TIME: Final = dt.timedelta(seconds=3)
LEAST_TIME_WITHOUT_PROOF: Final = dt.timedelta(seconds=15)

TRAPPED: Final = "honeypot_filled"
TOO_FAST: Final = "filled_in_too_fast"
NO_PROOF: Final = "no_proof_of_work"


def challenge(draft_id: UUID, expires_at: dt.datetime) -> Challenge:
    """A puzzle for this draft alone: a solution to it is of no use for another."""
    options = ChallengeOptions(
        algorithm="SHA-256",
        max_number=HARDEST_NUMBER,
        hmac_key=_key(),
        expires=expires_at,
        params={"draft": draft_id.hex},
    )
    return create_challenge(options)


def is_proof(payload: str, draft_id: UUID) -> bool:
    """Whether `payload` (base64 of JSON, as altcha's widget sends it) solves a puzzle set for this draft."""
    fields = _fields(payload)
    if fields is None:
        return False
    solved, _ = verify_solution(fields, _key())
    return solved and extract_params(fields).get("draft") == [draft_id.hex]


def suspicions(
    *, draft_id: UUID, trapped: bool, proof: str, started_at: dt.datetime, sent_at: dt.datetime
) -> tuple[str, ...]:
    """Why this might not be a person; empty for nearly everybody."""
    spent = sent_at - started_at
    proven = is_proof(proof, draft_id)
    found = []
    if trapped:
        found.append(TRAPPED)
    if spent < LEAST_TIME:
        found.append(TOO_FAST)
    if not proven and spent < LEAST_TIME_WITHOUT_PROOF:
        found.append(NO_PROOF)
    return tuple(found)


def _fields(payload: str) -> PayloadType | None:
    """The fields of a payload when they have the shape of one; whatever else was sent is no proof."""
    try:
        fields = json.loads(base64.b64decode(payload, validate=True))
    except ValueError:
        return None
    if not isinstance(fields, dict):
        return None
    words = ("algorithm", "challenge", "salt", "signature")
    number = fields.get("number")
    if not all(isinstance(fields.get(word), str) for word in words) or type(number) is not int:
        return None
    return cast("PayloadType", fields)


def _key() -> str:
    return salted_hmac("requests_app.public.spam", "proof of work", algorithm="sha256").hexdigest()
