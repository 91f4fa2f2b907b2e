"""What the words of a letter must hold and must not, however they were edited."""

import re
from collections.abc import Mapping
from typing import Final

LONGEST: Final = 20_000
LONGEST_SUBJECT: Final = 200

NAMES: Final = {
    "reason": "the reason",
    "new_date": "the new date",
    "due": "the date that stands now",
    "rule": "the rule it rests on, with its section",
    "estimate": "the estimate of the cost",
    "appeal": "how to have it looked at again",
    "complaint": "where to complain",
    "no_retaliation": "that nobody is treated worse for having asked",
    "resume": "how to go on with the request",
    "needed": "what the person is asked for",
    "outcome": "the decision",
}
"""What must stay in the text, by its place in the template."""

IDENTIFIERS: Final = (
    ("a social security number", re.compile(r"(?<![\d-])\d{3}[- ]\d{2}[- ]\d{4}(?![\d-])")),
    ("a card or account number", re.compile(r"(?<![\d-])\d(?:[ -]?\d){12,18}(?![\d-])")),
    ("a long number", re.compile(r"(?<![\d.-])\d{9,12}(?![\d-])")),
)
"""Numbers that prove who somebody is are never sent back (11 CCR 7024(d); the policy's own promise)."""


def problems(subject: str, body: str, must_say: Mapping[str, str]) -> dict[str, str]:
    """By field, what is wrong; empty: the letter can go."""
    found = {}
    if not subject.strip() or "\n" in subject or len(subject) > LONGEST_SUBJECT:
        found["subject"] = f"Write a subject: one line, at most {LONGEST_SUBJECT} characters."
    if len(body) > LONGEST:
        found["body"] = f"Shorten the text to {LONGEST} characters."
    elif missing := [NAMES[name] for name, words in must_say.items() if name in NAMES and not says(body, words)]:
        found["body"] = f"The text no longer says {'; '.join(missing)}. Put it back as it was."
    elif held := [what for what, pattern in IDENTIFIERS if pattern.search(body) or pattern.search(subject)]:
        found["body"] = f"This looks like {held[0]}. Such numbers are never sent back: take it out."
    return found


def says(body: str, words: str) -> bool:
    """Whether each paragraph of `words` still stands in the text, whatever its line breaks."""
    whole = _flat(body)
    return all(_flat(part) in whole for part in words.split("\n\n"))


def _flat(text: str) -> str:
    return " ".join(text.split())
