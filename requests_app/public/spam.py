"""Signs that a machine sent a form. They never refuse: a suspect is taken in, held, and looked at by a person.

Three signs: a field only a machine fills in, less time than anybody needs, and no proof of work. Without
JavaScript there is no proof; then a longer time in the form stands in for it, while few come without one.
"""

import base64
import datetime as dt
import json
from typing import Final, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from altcha import Challenge, ChallengeOptions, create_challenge, extract_params, verify_solution
from altcha.altcha import PayloadType
from django.core import signing
from django.utils.crypto import salted_hmac

from organizations.models import Organization
from requests_app.domain.arriving import Source
from requests_app.models import Submission

TRAP_FIELD: Final = "homepage"
PROOF_FIELD: Final = "proof"
BEGUN_FIELD: Final = "begun"
HARDEST_NUMBER: Final = 50_000
"""About a second of work for a telephone, done while the person reads their answers."""

LEAST_TIME: Final = dt.timedelta(seconds=3)
LEAST_TIME_WITHOUT_PROOF: Final = dt.timedelta(seconds=30)
MOST_UNPROVEN: Final = 20
"""Forms without proof that one organization takes in within `LATELY`, this one too, until they look like a flood."""

LATELY: Final = dt.timedelta(hours=1)
MOST_LOOKED_AT: Final = 200

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


def suspicions(*, trapped: bool, proven: bool, spent: dt.timedelta, unproven_lately: int) -> tuple[str, ...]:
    """Why this might not be a person; empty for nearly everybody.

    `spent`: from opening the form to sending it. `unproven_lately`: see there.
    """
    found = []
    if trapped:
        found.append(TRAPPED)
    if spent < LEAST_TIME:
        found.append(TOO_FAST)
    hurried = spent < LEAST_TIME_WITHOUT_PROOF
    if not proven and (trapped or hurried or unproven_lately >= MOST_UNPROVEN):
        found.append(NO_PROOF)
    return tuple(found)


def unproven_lately(organization: Organization, now: dt.datetime) -> int:
    """How many forms without proof this organization took in before this one, in the hour that ends now."""
    since = now - LATELY
    first_day = since.astimezone(ZoneInfo(organization.timezone)).date()
    rows = Submission.objects.filter(organization=organization, received_on__gte=first_day, received_at__gt=since)
    noticed = rows.filter(source=Source.PUBLIC_FORM).exclude(quarantine_reasons=[])
    latest = noticed.order_by("-received_at").values_list("quarantine_reasons", flat=True)
    return sum(NO_PROOF in reasons for reasons in latest[:MOST_LOOKED_AT])


def opening_mark(draft_id: UUID, now: dt.datetime) -> str:
    """When a form was opened, signed for its draft alone, to come back with the first answer."""
    return signing.dumps([draft_id.hex, now.timestamp()], salt=__name__)


def opened_at(mark: str, draft_id: UUID) -> dt.datetime | None:
    """The moment in a mark; None for one that is not ours, or another draft's."""
    try:
        draft, seconds = signing.loads(mark, salt=__name__)
    except signing.BadSignature:
        return None
    return dt.datetime.fromtimestamp(seconds, dt.UTC) if draft == draft_id.hex else None


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
