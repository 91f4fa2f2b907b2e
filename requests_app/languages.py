"""What is said to the person in their language: days, what they asked for, how it ended. Else in English."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final
from zoneinfo import ZoneInfo

from policies.domain.terms import Outcome, Right, Scope, StepMethod

from . import day_words, wording, wording_es

ENGLISH: Final = "en"
SPANISH: Final = "es"
SPOKEN: Final = (ENGLISH, SPANISH)
"""The languages Duly has words of its own in."""

NAMES: Final = {
    ENGLISH: "English",
    SPANISH: "Spanish",
    "ar": "Arabic",
    "zh": "Chinese",
    "fa": "Farsi",
    "fr": "French",
    "de": "German",
    "hy": "Armenian",
    "ja": "Japanese",
    "ko": "Korean",
    "pt": "Portuguese",
    "ru": "Russian",
    "tl": "Tagalog",
    "vi": "Vietnamese",
}
"""What staff call a language; those that there is a line of help in."""

STEPS: Final[dict[StepMethod, str]] = {
    StepMethod.CONTACT_CONFIRMATION: "Confirm your email address or phone number",
    StepMethod.MATCH_TWO: "Give us two details that we can compare with what we hold",
    StepMethod.MATCH_THREE: "Give us three details that we can compare with what we hold",
    StepMethod.SIGNED_DECLARATION: "Sign a statement that you are who you say you are",
    StepMethod.DOCUMENT_CHECK: "Show us something that says who you are",
    StepMethod.AUTHORITY_CHECK: "Show us a paper that says you may act for this person",
    StepMethod.ACCOUNT_SIGN_IN: "Sign in to your account, if you have one",
    StepMethod.SITE_IDENTIFIER: "Tell us a number that the website gave you",
}
"""What the person does for a step of verification."""

ENDED: Final[dict[Outcome, str]] = {
    Outcome.FULFILLED: "We now do what you asked for.",
    Outcome.PARTLY_FULFILLED: "We now do part of what you asked for.",
    Outcome.DENIED: "We cannot do what you asked for.",
}
ENDED_ES: Final[dict[Outcome, str]] = {
    Outcome.FULFILLED: "Ahora sí hacemos lo que usted pidió.",
    Outcome.PARTLY_FULFILLED: "Ahora hacemos una parte de lo que usted pidió.",
    Outcome.DENIED: "No podemos hacer lo que usted pidió.",
}
"""How an appeal ended."""


def primary(language: str) -> str:
    """`es-MX` as `es`."""
    return language.strip().lower().replace("_", "-").partition("-")[0] or ENGLISH


def day(date: dt.date, language: str) -> str:
    """`Thu 16 April 2026`, `jueves 16 de abril de 2026`."""
    if language != SPANISH:
        return day_words.day(date)
    weekday, month = wording_es.WEEKDAYS[date.weekday()], wording_es.MONTHS[date.month - 1]
    return f"{weekday} {date.day} de {month} de {date.year}"


def zone_name(zone: ZoneInfo, language: str) -> str:
    """`Los Angeles time`, `hora de Los Angeles`."""
    english = day_words.zone_name(zone)
    return f"hora de {english.removesuffix(' time')}" if language == SPANISH else english


def asked_for(right: Right, scope: Scope, language: str, *, own: bool = True) -> str:
    """Completes "You asked to ..." and "Usted pidió ...". `own`: for the person themselves, not for somebody else."""
    health = scope is Scope.HEALTH_RECORDS
    if language == SPANISH:
        words = (wording_es.HEALTH.get(right) if health else None) or wording_es.RIGHTS[right]
        return words if own else _of_another(words, OF_ANOTHER_ES)
    words = (HEALTH.get(right) if health else None) or _said_back(right)
    return words if own else _of_another(words, OF_ANOTHER)


def step(method: StepMethod, language: str) -> str:
    return wording_es.STEP_METHODS[method] if language == SPANISH else STEPS[method]


def ended(outcome: Outcome, language: str) -> str:
    """How an appeal ended, as a sentence."""
    return (ENDED_ES if language == SPANISH else ENDED)[outcome]


SAID_BACK: Final[dict[Right, str]] = {
    Right.DELETE_THIRD_PARTY_SOURCED: "have data deleted that others gave us about you",
    Right.CORRECT_THIRD_PARTY_SOURCED: "have data corrected that others gave us about you",
    Right.CHILD_REPORT: "let us know that we may have data of a child under 13",
    Right.OPT_OUT_SALE: "stop the sale of your data",
    Right.OPT_OUT_SHARING: "stop your data being shared for ads",
    Right.POLICY_QUESTION: "have a question about our privacy policy answered",
}
"""Wishes whose words do not turn by themselves."""


HEALTH: Final[dict[Right, str]] = {
    Right.ACCESS: "see your health records or get copies of them",
    Right.CORRECT: "have your health records amended",
    Right.SEND_TO_THIRD_PARTY: "have your health records sent to another person or app",
}
"""Rights that are called otherwise over health records."""

OF_ANOTHER: Final = {"about you": "about somebody else", "your": "somebody else's", "you do": "somebody else does"}
OF_ANOTHER_ES: Final = {
    "sobre usted": "sobre otra persona",
    "sus datos sensibles": "los datos sensibles de otra persona",
    "sus datos de salud": "los datos de salud de otra persona",
    "sus datos": "los datos de otra persona",
    "sus expedientes": "los expedientes de otra persona",
    "su expediente médico": "el expediente médico de otra persona",
    "su información médica": "la información médica de otra persona",
    "que le escribamos o llamemos": "que escribamos o llamemos a otra persona,",
    "que no le muestren": "que no le muestren a otra persona",
    "usted hace": "hace",
}


def _of_another(words: str, turned: Mapping[str, str]) -> str:
    """The same, asked for somebody else's data."""
    for own, other in turned.items():
        words = re.sub(rf"\b{own}\b", other, words)
    return words


def _said_back(right: Right) -> str:
    """A wish as its person says it, said back: `get a copy of the data we have about you`."""
    turned = {"me": "you", "my": "your", "I": "you", "you": "we", "your": "our"}
    words = [turned.get(word, word) for word in wording.RIGHTS[right].wish.split()]
    return SAID_BACK.get(right) or " ".join(words)
