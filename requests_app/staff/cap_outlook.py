"""Over the printed limit: what counts, what the policy and the law say, and what may be decided."""

import datetime as dt
from dataclasses import dataclass
from typing import Final

from policies.domain.assessment import Assessment
from policies.domain.findings import Citation
from policies.domain.frequency import counting

from .. import day_words
from ..domain.record import Decision
from ..models import PrivacyRequest, Submission
from ..services.case_file import CaseFile
from ..wording import OUTCOMES, right_name
from .citations import Cite, Titles, cited
from .identity import situation_of

OPEN: Final = "open"
NO_LAW: Final = "No law held for this case bears on it; the policy's own limit stands."
NO_LIMIT: Final = "It grants the right and sets no limit that reaches this request."


@dataclass(frozen=True, slots=True)
class Earlier:
    """A submission that uses up the limit."""

    reference: str
    received: str
    asked: str
    clears: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CapOutlook:
    """Everything a supervisor has in front of them. `laws`: title, what it says, its rules."""

    earlier: list[Earlier]
    printed: list[Cite]
    laws: list[tuple[str, str, list[Cite]]]
    no_law: str
    next_day: str
    may_decide: str


def cap_choices(assessment: Assessment) -> list[Decision]:
    """Answering is always open; refusing only where the law supports it too, or it was decided at publication."""
    cap = assessment.frequency_cap
    if cap is None or cap.allowed:
        return []
    return [Decision.ANSWER, Decision.REFUSE] if cap.refusal == OPEN else [Decision.ANSWER]


def cap_outlook(file: CaseFile, titles: Titles, *, now: dt.datetime) -> CapOutlook | None:
    """None while the person is not over the limit."""
    cap = file.assess(as_of=now).frequency_cap
    if cap is None or cap.allowed:
        return None
    laws = _laws(file, titles)
    next_day = day_words.day(cap.next_eligible_on) if cap.next_eligible_on else ""
    return CapOutlook(
        earlier=_earlier(file),
        printed=cited(cap.because, titles),
        laws=laws,
        no_law="" if laws else NO_LAW,
        next_day=next_day,
        may_decide=_may_decide(cap.refusal == OPEN, cap.allowed_by_law),
    )


def _may_decide(is_open: bool, allowed_by_law: bool) -> str:
    if not is_open:
        return "Answering only: the law does not support this limit here, and nobody decided to apply it."
    if allowed_by_law:
        return "Answering or refusing: the law is wider, but it was decided at publication to apply the printed limit."
    return "Answering or refusing: the law supports this limit too."


def _earlier(file: CaseFile) -> list[Earlier]:
    """The submissions that count, the oldest first."""
    rule = next(r for r in file.rules.frequency_caps if situation_of(file).case.right in r.counts)
    clears = counting(rule, file.case, file.calendar)
    found = Submission.objects.filter(pk__in=clears).prefetch_related("requests").order_by("received_at")
    return [
        Earlier(
            reference=submission.reference,
            received=day_words.day(submission.received_at.astimezone(file.case.zone).date()),
            asked="; ".join(_asked(request) for request in submission.requests.all()),
            clears=day_words.day(clears[str(submission.pk)]),
        )
        for submission in found
    ]


def _asked(request: PrivacyRequest) -> str:
    outcome = OUTCOMES[request.lifecycle_outcome] if request.lifecycle_outcome else "still open"
    return f"{right_name(request.right)} ({outcome})"


def _laws(file: CaseFile, titles: Titles) -> list[tuple[str, str, list[Cite]]]:
    """Each law that grants the right here, beside the printed limit."""
    lines = []
    for law in situation_of(file).laws_bearing:
        caps = [rule for rule in law.frequency_caps if file.case.right in rule.counts]
        says = "" if caps else NO_LIMIT
        cites = cited([Citation.of(rule, law) for rule in caps], titles)
        lines.append((f"{titles.get(law.pack, law.pack)}, version {law.version}", says, cites))
    return lines
