"""What a second person approves of a denial: its ground, its words, and what is decided of each item, as one digest.

Keyed per organization, so that nobody can tell from it what was written. Spaces and line ends do not count.
"""

import json
from typing import Final

from records.lookup import keyed_digest

from ..domain.lifecycle import Action
from ..domain.record import Decision
from ..models import PrivacyRequest, RequestItem
from . import envelope
from .case_file import CaseFile
from .details import Details

USE: Final = "approved words"
REFUSES: Final = frozenset({Action.DENY, Action.FULFILL_PARTLY})


def digest(request: PrivacyRequest, *, ground: str, said: Details) -> str:
    """64 hex digits. The request is loaded with its key."""
    parts = [ground, _plain(said.reason), _plain(said.citation), _items(request)]
    return keyed_digest(request.organization_id, USE, json.dumps(parts).encode())


def of_refusal(action: Action, said: Details, file: CaseFile) -> str | None:
    """Of what is about to be sent; None: it refuses nothing, or no refusal was laid before anybody.

    What is refused in part names no ground of its own: the one that was approved counts.
    """
    proposal = file.record.proposal
    if action not in REFUSES or proposal is None or proposal.says.get("decision") != Decision.DENY:
        return None
    ground = said.ground if action is Action.DENY else str(proposal.says.get("ground", ""))
    return digest(file.request, ground=ground, said=said)


def _items(request: PrivacyRequest) -> list[list[str]]:
    rows = RequestItem.objects.filter(request=request).order_by("position")
    found = []
    for row in rows:
        row.request = request
        parts = envelope.open_item(row)
        words = [_plain(parts.get(name, "")) for name in ("reason", "citation")]
        found.append([str(row.pk), row.decision, row.ground, *words])
    return found


def _plain(text: str) -> str:
    return " ".join(text.split())
