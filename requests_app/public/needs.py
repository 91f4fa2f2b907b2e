"""What is needed from the person now, in plain words, with where to give it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from policies.domain.situation import Situation
from policies.domain.terms import EventType, StepMethod
from requests_app import languages
from requests_app.domain.events import EventName
from requests_app.domain.gates.identity import standing
from requests_app.domain.lifecycle import BEFORE_ANSWER, State
from requests_app.domain.record import Proof
from requests_app.models import PrivacyRequest

from .conversation import last_body, last_words
from .sight import Sight

PAPERS: Final[dict[Proof, str]] = {
    Proof.SIGNED_PERMISSION: "a permission that the person signed",
    Proof.POWER_OF_ATTORNEY: "a power of attorney",
    Proof.LETTERS_OF_ADMINISTRATION: "letters of administration, if the person has died",
    Proof.COURT_ORDER: "a court order",
    Proof.BIRTH_OR_CUSTODY: "a birth certificate or a custody paper, for a child",
}
FILES: Final = frozenset({StepMethod.SIGNED_DECLARATION, StepMethod.DOCUMENT_CHECK})
"""Steps for which the person can send a file."""
MET: Final = "What we ask of you and why is in our letter to you."


@dataclass(frozen=True, slots=True)
class Need:
    """One thing we wait for. `link`: name of the page where it is given, with its words; empty: by letter or phone."""

    title: str
    lines: tuple[str, ...]
    says: tuple[str, ...] = ()
    link: str = ""
    link_words: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What was said of a fee. `answered`: the person has accepted or declined."""

    reason: str
    estimate: str
    answered: str


def asks_proof(sight: Sight) -> bool:
    """Whether a file that is sent now is to show who somebody is, or whom they may act for."""
    return _identity_asked(sight) or _authority_asked(sight)


def needs(request: PrivacyRequest, sight: Sight) -> list[Need]:
    if State(request.state) not in BEFORE_ANSWER:
        return []
    return [*_identity(sight), *_authority(sight), *_detail(request, sight)]


FEE_EVENTS: Final = (
    EventName.FEE_REASON_SENT,
    EventName.FEE_ESTIMATE_SENT,
    EventName.FEE_ACCEPTED,
    EventName.FEE_DECLINED,
    EventName.FEE_WAIVED,
)


def fee_of(request: PrivacyRequest, sight: Sight) -> Fee | None:
    """What the person was told of a fee, while it can be answered."""
    if State(request.state) not in BEFORE_ANSWER:
        return None
    estimate = last_body(request, EventName.FEE_ESTIMATE_SENT)
    reason = last_words(request, EventName.FEE_REASON_SENT, "reason", hidden_to=sight.hidden_to)
    if estimate is None and not reason:
        return None
    latest = last_body(request, *FEE_EVENTS)
    if latest is not None and latest[0] is EventName.FEE_WAIVED:
        return None
    answers = {EventName.FEE_ACCEPTED: "You accepted the fee.", EventName.FEE_DECLINED: "You declined the fee."}
    return Fee(
        reason=reason,
        estimate=f"${estimate[1].get('amount')}" if estimate and estimate[1].get("amount") else "",
        answered=answers.get(latest[0], "") if latest else "",
    )


def _identity(sight: Sight) -> Iterator[Need]:
    if not _identity_asked(sight):
        return
    open_steps = [step for step in sight.steps if step.key not in sight.file.record.steps_passed]
    lines = tuple(dict.fromkeys(languages.STEPS[step.method] for step in open_steps))
    if not lines:
        return
    sends = any(step.method in FILES for step in open_steps)
    page, words = ("send_file", "Send a file") if sends else ("write", "Write to us")
    yield Need("Show us that it is you", lines, (MET,), page, words)


def _authority(sight: Sight) -> Iterator[Need]:
    if _authority_asked(sight):
        said = ("One of these is enough. Send a copy, not the original.",)
        yield Need("Show us that you may act for the person", tuple(PAPERS.values()), said, "send_file", "Send a file")


def _detail(request: PrivacyRequest, sight: Sight) -> Iterator[Need]:
    if request.state != State.NEEDS_DETAIL:
        return
    question = last_words(request, EventName.CLARIFICATION_REQUESTED, "reason", hidden_to=sight.hidden_to)
    yield Need("Tell us more", (), (question,) if question else (MET,), "write", "Answer")


def _identity_asked(sight: Sight) -> bool:
    file = sight.file
    situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
    return standing(situation) is EventType.IDENTITY_REQUESTED


def _authority_asked(sight: Sight) -> bool:
    mark = sight.file.record.last(EventName.AUTHORITY_REQUESTED, EventName.AUTHORITY_SEEN)
    return mark is not None and mark.name is EventName.AUTHORITY_REQUESTED
