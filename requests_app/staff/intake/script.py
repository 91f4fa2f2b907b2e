"""What to say on the telephone, and what to read aloud once it is saved."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from policies.domain.terms import Act, Right
from requests_app import day_words
from requests_app.models import Deadline, PrivacyRequest, Submission
from requests_app.wording import RIGHTS


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to say, and when."""

    when: str
    say: str


def script(organization: str) -> tuple[Line, ...]:
    """In the order of the form."""
    return (
        Line("First", f"Thank you for calling {organization}. I can take your request right now; you need no account."),
        Line("The caller", "How may I call you? Are you asking for yourself or for somebody else?"),
        Line("What they want", "In a sentence: what would you like us to do?"),
        Line("Say back what you wrote", "I have written down: … Is that what you mean?"),
        Line(
            "Safe contact, before anything else",
            "How can we reach you safely? May I leave a message there? May we write to you, and under which name?",
        ),
        Line("Language", "In which language shall we write to you? Do you need an interpreter?"),
        Line(
            "If they worry about proof",
            "You need not send any papers now. If we have to make sure that it is you, we ask for as little as we can. "
            "To stop messages or sales, nobody has to prove anything.",
        ),
        Line("Before you save", "Stay with me a moment: I will give you a reference and the day by which we answer."),
    )


def read_back(submission: Submission, requests: list[PrivacyRequest], deadlines: list[Deadline]) -> list[str]:
    """Reference, dates and why, in sentences to be read aloud."""
    zone = ZoneInfo(submission.zone)
    lines = [
        f"Your reference is {spelled(submission.reference)}.",
        f"It was received today, {day_words.day(submission.received_at.astimezone(zone).date())}.",
    ]
    lines += [_about(request, deadlines) for request in requests]
    lines.append("If anything changes, call us again and give the reference.")
    return lines


def spelled(reference: str) -> str:
    """`PM-7K3Q` as `P M, 7 K 3 Q`: one letter at a time."""
    return ", ".join(" ".join(group) for group in reference.split("-"))


def _about(request: PrivacyRequest, deadlines: list[Deadline]) -> str:
    wish = RIGHTS[Right(request.right)].wish
    answer = next(
        (d for d in deadlines if d.request_id == request.pk and d.act == Act.RESPOND and d.binding and d.due_on), None
    )
    if answer is None or answer.due_on is None:
        return f"You told me: “I want to {wish}.” A person looks at it and answers you; no rule names a day for this."
    why = answer.because[0]["says"].rstrip(".")
    return (
        f"You told me: “I want to {wish}.” You hear from us by {day_words.day(answer.due_on)} at the latest. "
        f"The rule: {why}."
    )
