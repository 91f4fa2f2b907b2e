"""What stands above the form of an act: what one must have looked at before filling it in."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from organizations.models import User

from ..domain import gates
from ..domain.lifecycle import Action
from ..models import ItemDecision
from ..services.case_file import CaseFile
from .authority import authority_lines
from .cap_outlook import cap_outlook
from .citations import Titles
from .extension_outlook import extension_outlook
from .identity import situation_of, step_states
from .items import item_lines
from .second_person import appeal_outlook, proposal_of


@dataclass(frozen=True, slots=True)
class Aside:
    """A template and what it prints as `aside.shown`."""

    template: str
    shown: Any


def aside_of(file: CaseFile, action: Action, user: User, titles: Titles, *, now: dt.datetime) -> Aside | None:
    """None for an act that needs nothing but its form. What is opened for `user` is put on record."""
    zone = file.case.zone
    match action:
        case Action.SEND_EXTENSION_NOTICE:
            return Aside("staff/asides/extension.html", extension_outlook(file, titles, now=now))
        case Action.CHECK_STEP | Action.FAIL_VERIFICATION:
            return Aside("staff/asides/steps.html", step_states(file, zone))
        case Action.VERIFY_IDENTITY:  # the others are fields of the form
            return Aside("staff/asides/steps.html", [step for step in step_states(file, zone) if not step.outstanding])
        case Action.REQUEST_AUTHORITY | Action.SEE_AUTHORITY:
            return Aside("staff/asides/authority.html", _authority(file, user, now))
        case Action.DECIDE_CAP:
            return Aside("staff/asides/cap.html", cap_outlook(file, titles, now=now))
        case Action.APPROVE_DECISION:
            return Aside("staff/asides/proposal.html", proposal_of(file, user, titles, zone, now=now))
        case Action.REVIEW_RELEASE:
            why = gates.needs_review(situation_of(file), file.record.items)
            listed = item_lines(user, file.request, zone)
            is_open = any(item.decision == ItemDecision.OPEN for item in file.record.items)
            return Aside("staff/asides/review.html", {"why": why, "items": listed, "open": is_open})
        case Action.DECIDE_APPEAL:
            return Aside("staff/asides/appeal.html", appeal_outlook(file, now=now))
        case Action.DENY if any(step.outstanding for step in step_states(file, zone)):
            return Aside("staff/asides/unknown.html", None)
    return None


def _authority(file: CaseFile, user: User, now: dt.datetime) -> dict[str, Any]:
    """What the rules ask for, and what is known."""
    return {
        "rules": gates.authority_steps(situation_of(file)),
        "lines": authority_lines(file.request.submission, user, now=now),
    }
