"""Writing letters in tests, with everything said that a kind may need."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.urls import reverse

from organizations.models import User
from records import chain
from records.models import Event
from requests_app import clock_source
from requests_app.models import Deadline, Letter, LetterKind, PrivacyRequest
from requests_app.services.correspondence import compose, sealed_text
from requests_app.services.correspondence.sealed_text import Text
from tests.requests_app.arrivals import at

NOW = at("2026-05-04", "10:00")
REASON = "Three archives have to be searched by hand."

SAID: dict[LetterKind, dict[str, Any]] = {
    LetterKind.FEE_NOTICE: {"reason": REASON, "amount": "24.50"},
    LetterKind.FULFILLED: {"note": "We turned the switch off."},
    LetterKind.APPEAL_DECISION: {"reason": REASON, "outcome": "denied"},
    LetterKind.CONTACT_CHANGED: {},
}


def draft(request: PrivacyRequest, kind: LetterKind, *, by: User | None = None, **given: Any) -> Letter:
    """A letter of this kind; `details` over the usual ones."""
    details = {**SAID.get(kind, {"reason": REASON}), **given.pop("details", {})}
    return compose.compose(
        request, kind, by=by, now=given.pop("now", None) or clock_source.now(), details=details, **given
    )


def words(letter: Letter) -> Text:
    letter.refresh_from_db()
    return sealed_text.read(letter)


def answer_due(request: PrivacyRequest) -> dt.date:
    due_on = Deadline.objects.get(request=request, act="respond", binding=True).due_on
    assert due_on is not None
    return due_on


def said(request_id: UUID, name: str) -> list[dict[str, Any]]:
    """The bodies of the request's events of this name."""
    rows = Event.objects.filter(subject_id=request_id, type=name).order_by("seq")
    return [dict(chain.read(row).body) for row in rows]


def letter_addresses(request: PrivacyRequest) -> list[str]:
    """The addresses of the desk about the letters of a request, which has one, and of its organization."""
    letter = Letter.objects.filter(request=request).first() or draft(request, LetterKind.CLARIFICATION)
    about_letter = ("edit-letter", "letter-again", "letter-paper", "translate-letter", "letter")
    posted = ("send-letter", "letter-posted", "discard-letter")
    slug = request.organization.slug
    return [
        reverse("staff:new-letter", args=[request.pk]),
        reverse("staff:spoken-language", args=[request.pk]),
        reverse("staff:begin-letter", args=[request.pk, LetterKind.EXTENSION.value]),
        *(reverse(f"staff:{name}", args=[letter.pk]) for name in (*about_letter, *posted)),
        reverse("staff:wordings", args=[slug]),
        reverse("staff:wording", args=[slug, LetterKind.EXTENSION.value]),
    ]
