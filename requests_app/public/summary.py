"""The answers in words, one row per question, for the page that checks them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from policies.domain.terms import Role

from . import journey as j
from .conditions import answer_words
from .forms.people_questions import ROLE_OPTIONS
from .journey import Journey, wish_of_step

RECORDS_WORDS = {
    "site": "Website or app data",
    "health": "Health records",
    "both": "Website or app data, and health records",
}
PROOF_WORDS = {
    "signed_permission": "A permission they signed",
    "power_of_attorney": "A power of attorney",
    "not_yet": "Nothing yet",
}
LANGUAGE_WORDS = {"en": "English", "es": "Español"}
SAFE_WORDS = {"email": "Email", "phone": "Phone call", "mail": "Letter", "none": "No answer needed"}
NOTHING = "Not given"


@dataclass(frozen=True, slots=True)
class Row:
    """A question as a short name, what was answered, and the step that changes it."""

    name: str
    said: tuple[str, ...]
    step: str


def rows(journey: Journey) -> tuple[Row, ...]:
    return tuple(_row(journey, step) for step in journey.steps)


def _row(journey: Journey, step: str) -> Row:
    said = journey.answers.get(step, {})
    if step.startswith(j.FACT_PREFIX):
        name = step.removeprefix(j.FACT_PREFIX)
        question = journey.question(name)
        return Row(question.ask if question else name, (answer_words(journey.rules, name, said.get("value")),), step)
    wish = wish_of_step(step)
    if wish and wish.details:
        return Row(wish.details.ask, (said.get("text") or NOTHING,), step)
    return _fixed_row(journey, step, said)


def _fixed_row(journey: Journey, step: str, said: Mapping[str, Any]) -> Row:
    match step:
        case j.WANT:
            return Row("What you ask for", tuple(wish.label_under(journey.rules) for wish in journey.wishes), step)
        case j.RECORDS:
            return Row("Which records", (RECORDS_WORDS.get(said.get("scope", ""), NOTHING),), step)
        case j.ROLE:
            return Row("Whose information", (_role(journey.role),), step)
        case j.AUTHORITY:
            return Row("In writing from the person", (PROOF_WORDS.get(said.get("proof", ""), NOTHING),), step)
        case j.PERSON:
            return Row("The person", _person(said), step)
        case j.SAFE:
            return Row("How to reach you safely", (SAFE_WORDS.get(said.get("preferred", ""), NOTHING),), step)
        case j.CONTACT:
            return Row("Your details", _contact(said, journey), step)
        case j.WHERE:
            return Row("Where it applies", _given(said, "email", "phone", "post", "identifier"), step)
    return Row("How to find the information", (said.get("known_by") or NOTHING,), step)


def _role(role: Role) -> str:
    option = ROLE_OPTIONS.get(role)
    return option.label if option else NOTHING


def _person(said: Mapping[str, Any]) -> tuple[str, ...]:
    age = said.get("age")
    return (*_given(said, "name"), *((f"{age} years old",) if age is not None else ()))


def _contact(said: Mapping[str, Any], journey: Journey) -> tuple[str, ...]:
    by = journey.answers.get(j.SAFE, {}).get("preferred")
    lines = [*_given(said, "name", "email", nothing=False)]
    if by == "phone":
        message = "may leave a message" if said.get("voicemail") == "yes" else "leave no message"
        lines += [f"{said.get('phone', '')} ({message})"]
    if by == "mail":
        lines += _given(said, "postal_address", nothing=False)
        lines += [f"Name on the envelope: {name}"] if (name := said.get("envelope_name")) else []
        lines += ["Plain envelope"] if said.get("plain_envelope") else []
    lines += _given(said, "note", nothing=False)
    return (*lines, *_spoken(said)) or (NOTHING,)


def _spoken(said: Mapping[str, Any]) -> Iterator[str]:
    """Nothing of an answer that was given before this was asked."""
    language = said.get("other_language") or LANGUAGE_WORDS.get(said.get("language", ""))
    if language:
        yield f"Language: {language}"
    if said.get("interpreter"):
        yield f"Interpreter: {said['interpreter']}"


def _given(said: Mapping[str, Any], *names: str, nothing: bool = True) -> tuple[str, ...]:
    found = tuple(str(said[name]) for name in names if said.get(name))
    return found or ((NOTHING,) if nothing else ())
