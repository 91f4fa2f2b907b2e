"""Opening sealed parts for the eyes of staff. What was erased says so; who is shown what is on record first."""

from typing import Any, Final
from uuid import UUID

from organizations.models import User
from records import sealing
from records.access import log_view
from records.errors import ErasedKeyError

from ..models import EventDetail, PrivacyRequest, Representative, Submission
from ..services import envelope
from ..services.envelope import Contact

ERASED: Final = "erased"


def initials_of(submission: Submission) -> str:
    """All that a list shows of a person."""
    try:
        return envelope.open_initials(submission)
    except ErasedKeyError:
        return ERASED


def contact_for(user: User, submission: Submission) -> Contact | None:
    """Who asks and how to reach them; None when that was erased."""
    log_view(user, submission, "contact")
    try:
        return envelope.open_contact(submission)
    except ErasedKeyError:
        return None


def authority_for(user: User, held: Representative) -> tuple[str, str]:
    """What somebody's authority covers, and the proof they spoke of; empty when nobody said."""
    if held.sealed_scope is None and held.sealed_claim is None:
        return "", ""
    log_view(user, held.submission, "authority")
    try:
        return envelope.open_scope(held), envelope.open_claim(held)
    except ErasedKeyError:
        return ERASED, ERASED


def notice_of(request: PrivacyRequest) -> str:
    """The notice that governs; empty: the policy itself. It says nothing of the person."""
    try:
        return envelope.open_notice(request)
    except ErasedKeyError:
        return ERASED


def details_for(user: User, request: PrivacyRequest) -> dict[str, Any] | None:
    """What the person wrote; None when that was erased."""
    log_view(user, request, "details")
    try:
        return envelope.open_details(request)
    except ErasedKeyError:
        return None


def words_of_events(user: User, request: PrivacyRequest) -> dict[UUID, dict[str, Any]]:
    """What people wrote when something happened, by event."""
    rows = list(EventDetail.objects.filter(request=request))
    if rows:
        log_view(user, request, "notes")
    try:
        return {
            row.event_id: sealing.unseal(row.sealed, request.data_key, sealing.place(row, "sealed")) for row in rows
        }
    except ErasedKeyError:
        return {}
