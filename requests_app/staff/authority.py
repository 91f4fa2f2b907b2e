"""Who acts for the person: what they said they hold, what was seen of it, by whom, and until when it holds."""

import datetime as dt
from collections.abc import Iterator
from typing import Final
from zoneinfo import ZoneInfo

from organizations.models import User
from policies.domain.terms import Role

from .. import day_words
from ..domain.record import Proof
from ..models import Representative, Submission
from ..wording import ROLES
from .sealed import authority_for

PROOFS: Final[dict[Proof, str]] = {
    Proof.SIGNED_PERMISSION: "Permission signed by the person",
    Proof.POWER_OF_ATTORNEY: "Power of attorney",
    Proof.LETTERS_OF_ADMINISTRATION: "Letters of administration, or a will with its probate",
    Proof.COURT_ORDER: "Court order",
    Proof.BIRTH_OR_CUSTODY: "Birth certificate or custody papers",
    Proof.ACCOUNT_ACCESS: "Access for another person, granted in the account",
    Proof.OTHER: "Something else: say what, below",
}


def proof_words(proof: str) -> str:
    """A kind of paper in words; one that is not in the list as it is."""
    return PROOFS[Proof(proof)] if proof in list(Proof) else proof.replace("_", " ")


def authority_lines(submission: Submission, user: User, *, now: dt.datetime) -> list[tuple[str, str]]:
    """Name and value of each thing known of a submission's representative; that `user` sees it is put on record."""
    held = Representative.objects.select_related("proof_seen_by").filter(submission=submission.pk).first()
    if held is None:
        return []
    held.submission = submission
    zone, (covers, claimed) = ZoneInfo(submission.zone), authority_for(user, held)
    today = now.astimezone(zone).date()
    return [(name, value) for name, value in _lines(held, covers, claimed, zone, today) if value]


def _lines(
    held: Representative, covers: str, claimed: str, zone: ZoneInfo, today: dt.date
) -> Iterator[tuple[str, str]]:
    yield "Acts as", ROLES[Role(held.kind)]
    yield "May act for", covers
    yield "Says they hold", proof_words(claimed) if claimed else "no paper named"
    if held.proof_seen_at is None:
        yield "Seen", "Nothing yet"
    else:
        by = f", by {held.proof_seen_by.name}" if held.proof_seen_by else ""
        yield "Seen", f"{proof_words(held.proof)}, {day_words.moment(held.proof_seen_at, zone)}{by}"
    yield "Holds until", _until(held.expires_on, today)


def _until(last: dt.date | None, today: dt.date) -> str:
    """An authority holds on its last day."""
    if last is None:
        return "No end named"
    return f"{day_words.day(last)}{': run out' if last < today else ''}"
