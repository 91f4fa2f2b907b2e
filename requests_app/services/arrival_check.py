"""What is wrong with an arrival, said at the field it concerns. Nothing is stored until this finds nothing."""

import datetime as dt

from policies.domain.facts import FactValue, check_value

from ..domain.arriving import Source
from .arrival import Arrival, Ask, RequesterDetails

MOST_ASKS = 12
LONGEST_DETAILS = 20_000
LONGEST_LANGUAGE = 10
LONGEST_INTERPRETER = 60

BY_STAFF_ONLY = ("received_where", "received_by", "entered_by", "external_reference", "acknowledged_at", "read_back")
"""What no person can say of their own submission."""


def problems(arrival: Arrival, *, now: dt.datetime) -> dict[str, str]:
    """Messages by field; empty if the arrival can be taken in."""
    found = {**_receipt(arrival, now), **_asks(arrival.asks), **_subject(arrival)}
    if not arrival.idempotency_key or len(arrival.idempotency_key) > 120:
        found["idempotency_key"] = "The sender must give a key of 1 to 120 characters that names this submission."
    if not arrival.requester.name.strip() and arrival.source is not Source.PUBLIC_FORM:
        found["name"] = "Write the person's name, or how they called themselves."
    found |= _spoken(arrival.requester)
    if arrival.source is Source.PUBLIC_FORM:
        said = [name for name in BY_STAFF_ONLY if getattr(arrival, name)]
        found |= dict.fromkeys(said, "Only staff can say this.")
    return found


def _spoken(requester: RequesterDetails) -> dict[str, str]:
    """Both stand in columns of their own."""
    found = {}
    if not requester.language or len(requester.language) > LONGEST_LANGUAGE:
        found["language"] = f"Name the language by its code, of at most {LONGEST_LANGUAGE} letters."
    if len(requester.interpreter) > LONGEST_INTERPRETER:
        found["interpreter"] = f"Shorten this to {LONGEST_INTERPRETER} characters."
    return found


def _receipt(arrival: Arrival, now: dt.datetime) -> dict[str, str]:
    if arrival.received_at.tzinfo is None:
        return {"received_at": "The moment of receipt must name its time zone."}
    if arrival.received_at > now:
        return {"received_at": "It cannot have been received in the future."}
    spoken = arrival.acknowledged_at
    if spoken is not None and not arrival.received_at <= spoken <= now:
        return {"acknowledged_at": "Receipt is confirmed after it, and not in the future."}
    return {}


def _asks(asks: tuple[Ask, ...]) -> dict[str, str]:
    if not asks:
        return {"asks": "Say what the person asks for."}
    if len(asks) > MOST_ASKS:
        return {"asks": f"One submission holds at most {MOST_ASKS} requests; enter the others as a second one."}
    found: dict[str, str] = {}
    for ask in asks:
        if len(ask.details) > LONGEST_DETAILS:
            found["details"] = f"Shorten this to {LONGEST_DETAILS} characters, or attach it as a file."
        for name, value in ask.facts.items():
            found |= _fact(name, value)
    return found


def _subject(arrival: Arrival) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in subject_facts(arrival).items():
        found |= _fact(name, value)
    return found


def subject_facts(arrival: Arrival) -> dict[str, FactValue]:
    """What was stated of the person whose data it is."""
    subject = arrival.data_subject
    if subject is None:
        return {}
    stated = {"residency": subject.residency or None, "age": subject.age, "deceased": subject.deceased}
    return {name: value for name, value in stated.items() if value is not None}


def _fact(name: str, value: object) -> dict[str, str]:
    try:
        check_value(name, value)
    except ValueError as error:
        return {name: str(error)}
    return {}
