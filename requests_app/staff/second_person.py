"""What waits for a second person, or a supervisor, and what they have in front of them."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from organizations.models import User
from policies.domain.assessment import Assessment
from policies.domain.findings import Citation
from policies.domain.terms import DenialNeed

from .. import day_words
from ..domain import gates
from ..domain.events import EventName
from ..domain.lifecycle import BEFORE_ANSWER, State
from ..domain.record import DELETIONS, Decision, Mark
from ..services.case_file import CaseFile
from .act_frame import OVER_CAP, grounds_by_key, is_reviewable
from .citations import Cite, Titles, cited
from .identity import names_of, situation_of
from .sealed import words_of_events
from .second_person_forms import PROPOSED

NOT_CHECKED: Final = "a member of staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Exactly what was proposed: the decision, its ground in the words of the rule, the reason and the law it names, by
    whom and when.
    """

    what: str
    ground: str
    reason: str
    citation: str
    who: str
    when: str
    approved: str
    because: list[Cite]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealOutlook:
    """Who may decide an appeal. `took_part`: names of those who may not."""

    took_part: list[str]
    ground: str
    reviewable: bool


def waiting_lines(file: CaseFile, zone: ZoneInfo, *, now: dt.datetime) -> list[str]:
    """What this case waits for that one person alone cannot do, in sentences."""
    state = file.request.lifecycle_state
    if state is State.APPEALED:
        names = sorted(names_of(file.record.deciders).values())
        return [f"The appeal is decided by somebody who took no part in the answer: not by {_list(names)}."]
    return list(_before_answer(file, zone, file.assess(as_of=now))) if state in BEFORE_ANSWER else []


def _before_answer(file: CaseFile, zone: ZoneInfo, assessment: Assessment) -> Iterator[str]:
    record, cap = file.record, assessment.frequency_cap
    proposal = record.proposal
    if proposal is not None:
        yield _proposal_line(file, proposal, zone)
    elif wanted := _wants_second(file, assessment):
        yield f"A second person approves it before it is {wanted}: nothing was laid before them yet."
    if why := gates.needs_review(situation_of(file), record.items):
        reviewed = [m for m in record.since(EventName.ITEM_DECIDED, EventName.REOPENED) if m.name in REVIEWED]
        by = names_of(mark.by for mark in reviewed).values()
        yield (
            f"{why} Reviewed by {_list(sorted(by))}; somebody else records the answer."
            if reviewed
            else (f"{why} Before anything is released a second person reviews it.")
        )
    if cap is not None and cap.refusal == "open" and not record.cap_decision:
        yield "The person is over the policy's printed limit: a supervisor decides whether it is answered."


REVIEWED: Final = frozenset({EventName.RELEASE_REVIEWED})


def _wants_second(file: CaseFile, assessment: Assessment) -> str:
    """What a second person approves here, as part of a sentence; empty: nothing."""
    wanted = file.record.second_for
    denial = Decision.DENY in wanted or DenialNeed.SECOND_PERSON in assessment.denial_needs
    deletion = Decision.FULFILL in wanted and file.case.right in DELETIONS
    return " or ".join([*["granted"] * deletion, *["denied"] * denial])


def _proposal_line(file: CaseFile, proposal: Mark, zone: ZoneInfo) -> str:
    approval = _approval(file, proposal)
    marks = [proposal, *([approval] if approval else [])]
    names = names_of(mark.by for mark in marks)
    what = PROPOSED[Decision(proposal.says["decision"])].lower()
    line = f"{names.get(proposal.by, NOT_CHECKED)} proposed on {_day(proposal, zone)}: {what}."
    if approval is None:
        return f"{line} It waits for a second person's approval."
    return f"{line} {names.get(approval.by, NOT_CHECKED)} approved it on {_day(approval, zone)}."


def _approval(file: CaseFile, proposal: Mark) -> Mark | None:
    return file.record.approval_of(Decision(proposal.says["decision"]), str(proposal.says.get("ground", "")))


def proposal_of(file: CaseFile, user: User, titles: Titles, zone: ZoneInfo, *, now: dt.datetime) -> Proposal | None:
    """What was last proposed; that `user` reads its reason is put on record."""
    mark = file.record.proposal
    if mark is None:
        return None
    words: Mapping[str, str] = words_of_events(user, file.request).get(UUID(mark.id), {})
    key = str(mark.says.get("ground", ""))
    grounds = grounds_by_key(file.assess(as_of=now))
    approval = _approval(file, mark)
    names = names_of([mark.by, approval.by if approval else ""])
    return Proposal(
        what=PROPOSED[Decision(mark.says["decision"])],
        ground=_ground_words(key, grounds),
        reason=words.get("reason", ""),
        citation=words.get("citation", ""),
        who=names.get(mark.by, NOT_CHECKED),
        when=day_words.moment(mark.at, zone),
        approved=f"{names.get(approval.by, NOT_CHECKED)}, {day_words.moment(approval.at, zone)}" if approval else "",
        because=cited(grounds.get(key, []), titles),
    )


def appeal_outlook(file: CaseFile, *, now: dt.datetime) -> AppealOutlook:
    denied = file.record.last(EventName.DENIED)
    key = str(denied.says.get("ground", "")) if denied else ""
    assessment = file.assess(as_of=now)
    return AppealOutlook(
        took_part=sorted(names_of(file.record.deciders).values()),
        ground=_ground_words(key, grounds_by_key(assessment)),
        reviewable=is_reviewable(file, assessment),
    )


def _ground_words(key: str, grounds: Mapping[str, list[Citation]]) -> str:
    """The words of the rule; of a ground that is no longer open, its key in words."""
    if key == OVER_CAP[0]:
        return OVER_CAP[1]
    return grounds[key][0].says if key in grounds else key.replace("_", " ")


def _day(mark: Mark, zone: ZoneInfo) -> str:
    return day_words.day(mark.at.astimezone(zone).date())


def _list(names: list[str]) -> str:
    return ", ".join(names) or NOT_CHECKED
