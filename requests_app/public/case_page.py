"""The page of one request: where it stands, what is needed, what was written, what the person may do with it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from policies.domain.assessment import assess
from policies.domain.case import CaseEvent
from policies.domain.terms import Act, EventType
from records.errors import ErasedKeyError
from requests_app.day_words import day
from requests_app.domain.lifecycle import Action, State, allowed
from requests_app.domain.record import AnswerWay
from requests_app.models import PrivacyRequest
from requests_app.services import envelope

from . import papers
from .conversation import Word, conversation
from .needs import Fee, Need, fee_of, needs
from .sight import Sight, sights
from .standing import RequestStanding, Standing, standing_with

PAGES: Final[Mapping[str, Action]] = {
    "write": Action.RECEIVE_MESSAGE,
    "send_file": Action.RECEIVE_FILE,
    "fee": Action.ACCEPT_FEE,
    "withdraw": Action.WITHDRAW,
    "appeal": Action.RECEIVE_APPEAL,
    "complain": Action.COMPLAIN,
}
"""What the person may do on a page of its own, and the act of the lifecycle it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CasePage:
    """Everything the page shows. `may`: names of `PAGES`. `asked`: the person's own words of what they asked for."""

    standing: Standing
    one: RequestStanding
    asked: str
    needs: list[Need]
    fee: Fee | None
    words: list[Word]
    letters: list[papers.LetterLine]
    files: papers.Files
    may: frozenset[str]


def case_page(request: PrivacyRequest, now: dt.datetime, *, ways: frozenset[AnswerWay]) -> CasePage:
    """`ways`: by which the visitor was reached; see `sights`."""
    seen = sights([request], now, ways=ways)
    sight = seen[request.pk]
    standing = standing_with(request.submission, [request], seen, now)
    one = standing.requests[0]
    if one.forgotten:
        nothing = papers.Files((), "", ())
        return CasePage(
            standing=standing,
            one=one,
            asked="",
            needs=[],
            fee=None,
            words=[],
            letters=[],
            files=nothing,
            may=frozenset(),
        )
    return CasePage(
        standing=standing,
        one=one,
        asked="" if sight.hidden_to else _asked(request),
        needs=needs(request, sight),
        fee=fee_of(request, sight),
        words=conversation(request, hidden_to=sight.hidden_to),
        letters=papers.letters(request, sight),
        files=papers.files(request, sight, now),
        may=may_do(request, sight),
    )


def may_do(request: PrivacyRequest, sight: Sight) -> frozenset[str]:
    """What the lifecycle allows the person. One that is held for review reads like any that was just received."""
    state = State.RECEIVED if request.state == State.QUARANTINED else State(request.state)
    if request.data_key.erased_at is not None or request.submission.data_key.erased_at is not None:
        return frozenset()
    possible = set(allowed(state, request.lifecycle_outcome))
    names = {name for name, action in PAGES.items() if action in possible}
    fee = fee_of(request, sight)
    if fee is None or fee.answered:
        names.discard("fee")
    return frozenset(names)


def appeal_due(sight: Sight, now: dt.datetime) -> str:
    """The day by which an appeal made now would be decided; empty: the version and the laws name none."""
    file = sight.file
    case = sight.case
    made = CaseEvent(type=EventType.APPEAL_RECEIVED, at=now)
    trial = assess(replace(case, events=(*case.events, made)), file.rules, file.laws, file.calendar)
    found = trial.deadlines.get(Act.DECIDE_APPEAL)
    return day(found.due_on) if found and found.due_on else ""


def sight_of(request: PrivacyRequest, now: dt.datetime, *, ways: frozenset[AnswerWay]) -> Sight:
    return sights([request], now, ways=ways)[request.pk]


def _asked(request: PrivacyRequest) -> str:
    try:
        return str(envelope.open_details(request)["details"])
    except ErasedKeyError:
        return ""
