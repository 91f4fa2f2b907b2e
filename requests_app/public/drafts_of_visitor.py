"""The drafts of one visitor: the session holds their ids, the rows hold what was typed, sealed.

The id of a draft stands in the address, so two tabs can hold two requests, and going back finds the same answers. An
address is of no use to anybody whose session does not hold the id.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from django.http import HttpRequest

from organizations.models import Organization
from requests_app.services import drafts

from .journey import Answers
from .sent_forms import sent_with

SESSION_KEY: Final = "drafts"
MOST_DRAFTS: Final = 20


@dataclass(frozen=True, slots=True)
class FormState:
    """What a draft holds: the answers, whether they were reviewed once, and whether the trap was filled.

    `started_at`: when the form was opened, where that is known; else when its first answer was kept.
    """

    id: UUID
    answers: Answers
    reviewed: bool
    trapped: bool
    started_at: dt.datetime
    expires_at: dt.datetime


def state_of(request: HttpRequest, organization: Organization, draft_id: UUID, now: dt.datetime) -> FormState | None:
    """The draft at this address if it is the visitor's own and still there."""
    if not holds(request, draft_id):
        return None
    draft = drafts.read(draft_id, organization, now=now)
    return _state(draft) if draft else None


def keep(
    request: HttpRequest,
    organization: Organization,
    draft_id: UUID,
    answers: Mapping[str, Mapping[str, Any]],
    *,
    now: dt.datetime,
    trapped: bool = False,
    reviewed: bool = False,
    opened_at: dt.datetime | None = None,
) -> FormState:
    """Add these answers to the visitor's draft, begun if need be; go on with the id that comes back.

    An address whose draft is somebody else's, or was sent by somebody else, is left alone: a new one is begun.
    """
    if not holds(request, draft_id) and (drafts.exists(draft_id) or sent_with(organization, draft_id)):
        draft_id = uuid4()

    def change(data: drafts.Data) -> drafts.Data:
        return {
            "answers": {**data.get("answers", {}), **answers},
            "trapped": data.get("trapped", False) or trapped,
            "reviewed": data.get("reviewed", False) or reviewed,
            "opened_at": data.get("opened_at") or (opened_at.isoformat() if opened_at else ""),
        }

    draft = drafts.amend(draft_id, organization, change, now=now)
    remember(request, draft_id)
    return _state(draft)


def forget(organization: Organization, draft_id: UUID) -> None:
    """Erase what was typed. The session keeps the id: it still opens the confirmation."""
    drafts.discard(draft_id, organization)


def holds(request: HttpRequest, draft_id: UUID) -> bool:
    return draft_id.hex in request.session.get(SESSION_KEY, [])


def remember(request: HttpRequest, draft_id: UUID) -> None:
    ids = [held for held in request.session.get(SESSION_KEY, []) if held != draft_id.hex]
    request.session[SESSION_KEY] = [*ids, draft_id.hex][-MOST_DRAFTS:]


def _state(draft: drafts.Draft) -> FormState:
    opened = draft.data.get("opened_at", "")
    return FormState(
        id=draft.id,
        answers=draft.data.get("answers", {}),
        reviewed=draft.data.get("reviewed", False),
        trapped=draft.data.get("trapped", False),
        started_at=dt.datetime.fromisoformat(opened) if opened else draft.created_at,
        expires_at=draft.expires_at,
    )
