"""Conditions of rules in words a person can read: `residency: [US-CA]` as `live in California`."""

from typing import Final

from policies.domain.facts import Condition, FactValue
from policies.domain.rules import RuleSet
from policies.domain.terms import Role
from requests_app.wording import ROLES, fact_name

from .places import place_name

ANYONE: Final = "Anyone"


def who(condition: Condition) -> str:
    """Who may ask: `Anyone`, or `People who live in California`."""
    if not condition.terms:
        return ANYONE
    return "People " + " and ".join(_clause(name, values) for name, values in condition.terms)


def answer_words(rules: RuleSet, name: str, value: FactValue | None) -> str:
    """An answer to a fact question as the form printed it, for the page that checks the answers."""
    if value is None:
        return "Not sure"
    question = next((question for question in rules.facts if question.name == name), None)
    for option, label in question.options if question else ():
        if option == value and type(option) is type(value):
            return label
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return place_name(str(value)) if name == "residency" else fact_name(str(value)).capitalize()


def _clause(name: str, values: tuple[FactValue, ...]) -> str:
    match name:
        case "residency":
            return "who live in " + _either([place_name(str(value)) for value in values])
        case "requester_role":
            return "who ask as " + _either([ROLES[Role(str(value))] for value in values])
        case "deceased":
            return "who have died" if True in values else "who are alive"
    said = _either(["yes" if v is True else "no" if v is False else fact_name(str(v)) for v in values])
    return f"for whom this is so: {fact_name(name)}: {said}"


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
