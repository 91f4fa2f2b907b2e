"""The items of a case that are decided by themselves, as staff see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from zoneinfo import ZoneInfo

from organizations.models import User
from records.access import log_view
from records.errors import ErasedKeyError

from .. import day_words
from ..models import ItemDecision, PrivacyRequest, RequestItem
from ..services import envelope
from ..wording import fact_name
from .presentation import Tone, Words

DECISIONS: Final[dict[ItemDecision, str]] = {
    ItemDecision.FULFILLED: "Given",
    ItemDecision.DENIED: "Denied, and the person is told so",
    ItemDecision.UNDISCLOSED: "Withheld without telling that it exists",
}
CLASSES: Final[dict[str, str]] = {
    "ordinary": "Ordinary",
    "psychotherapy_notes": "Psychotherapy notes",
    "substance_use": "Treatment of substance use (42 CFR Part 2)",
    "hiv": "HIV",
    "minor_consented": "Care to which a minor consented alone",
    "reproductive": "Reproductive health",
    "genetic": "Genetic",
    "third_party_confidence": "Told in confidence by somebody else",
}
_SHORT: Final = {
    ItemDecision.OPEN: Words("Not decided", Tone.SOON),
    ItemDecision.FULFILLED: Words("Given", Tone.GOOD),
    ItemDecision.DENIED: Words("Denied"),
    ItemDecision.UNDISCLOSED: Words("Withheld, not told of", Tone.NOTE),
}
_NO_PARTS: Final[Mapping[str, str]] = {"label": "This was erased."}


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemLine:
    """One item, opened for staff."""

    id: str
    number: int
    label: str
    records_class: str
    decision: Words
    ground: str
    reason: str
    citation: str
    decided: str

    @property
    def name(self) -> str:
        """`2. Visit of 3 March`."""
        return f"{self.number}. {self.label}"


def item_lines(user: User, request: PrivacyRequest, zone: ZoneInfo) -> list[ItemLine]:
    """The items in their order; that `user` sees them is put on record."""
    rows = list(RequestItem.objects.filter(request=request).select_related("decided_by").order_by("position"))
    if rows:
        log_view(user, request, "items")
    return [_line(row, request, zone) for row in rows]


def _line(row: RequestItem, request: PrivacyRequest, zone: ZoneInfo) -> ItemLine:
    row.request = request
    try:
        parts: Mapping[str, str] = envelope.open_item(row)
    except ErasedKeyError:
        parts = _NO_PARTS
    decided = f"{day_words.moment(row.decided_at, zone)}, {row.decided_by}" if row.decided_at else ""
    return ItemLine(
        id=str(row.pk),
        number=row.position,
        label=parts.get("label", ""),
        records_class=CLASSES.get(parts.get("records_class") or "ordinary", ""),
        decision=_SHORT[ItemDecision(row.decision)],
        ground=fact_name(row.ground) if row.ground else "",
        reason=parts.get("reason", ""),
        citation=parts.get("citation", ""),
        decided=decided,
    )
