"""Which dates a person may expect, and why: from the pure core before sending, from the stored clocks after it."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from policies.domain.assessment import Assessment, assess
from policies.domain.case import Case
from policies.domain.deadlines import DeadlineFinding
from policies.domain.facts import Fact
from policies.domain.findings import Step
from policies.domain.rules import RightRule, RuleSet
from policies.domain.terms import Act, Role
from requests_app.day_words import day
from requests_app.wording import fact_name

from .arriving_form import about_subject
from .conditions import who
from .journey import Asked, Journey
from .promises import Promises, Source
from .wishes import Wish

SHOWN_STEPS = frozenset({"receipt", "skipped", "paused", "counted", "extended", "rolled", "due"})
"""Steps a person is shown. An extension notice that moved nothing is not among them: the date stands."""


@dataclass(frozen=True, slots=True)
class DayStep:
    """One line of how a date was counted."""

    date: dt.date
    why: str

    @property
    def day(self) -> str:
        return day(self.date)


@dataclass(frozen=True, slots=True)
class ExpectedDate:
    """A day by which something happens. `unless`: questions whose answer could make it later."""

    about: str
    due_on: dt.date
    sources: tuple[Source, ...]
    steps: tuple[DayStep, ...]
    unless: tuple[str, ...] = ()

    @property
    def day(self) -> str:
        return day(self.due_on)


@dataclass(frozen=True, slots=True)
class Expected:
    """What follows from one request. `note`: why there is no date, or who this right is for."""

    label: str
    by: str
    answer: ExpectedDate | None
    acknowledgement: ExpectedDate | None
    note: str = ""


ANSWER_BY, DONE_BY, DECISION_BY = "Answer by", "Done by", "Decision by"

NO_DATE = "The policy gives no date for this. A person reads it and answers you."


def expected(journey: Journey, promises: Promises) -> tuple[Expected, ...]:
    """What sending today would lead to, request by request."""
    return tuple(_expected(journey, asked, promises) for asked in journey.asked)


def _expected(journey: Journey, asked: Asked, promises: Promises) -> Expected:
    assessment = assess(_case(journey, asked, promises), promises.rules, promises.laws, promises.calendar)
    answer = _date(assessment, Act.RESPOND, asked.label, promises)
    return Expected(
        label=asked.label,
        by=by_words(asked.wish),
        answer=answer,
        acknowledgement=_date(assessment, Act.ACKNOWLEDGE, asked.label, promises),
        note=note_on(asked.rule, assessment.eligible) or ("" if answer else NO_DATE),
    )


def _case(journey: Journey, asked: Asked, promises: Promises) -> Case:
    stated = {"asked_by": "electronic", **about_subject(journey), **journey.stated_facts(asked)}
    return Case(
        right=asked.right,
        received_on=promises.today,
        zone=promises.zone,
        scope=asked.scope,
        requester_role=Role(journey.role),
        facts={name: Fact(value) for name, value in stated.items()},
    )


def _date(assessment: Assessment, act: Act, about: str, promises: Promises) -> ExpectedDate | None:
    finding = assessment.deadlines.get(act)
    if finding is None or finding.due_on is None:
        return None
    return _expected_date(finding, finding.due_on, about, promises)


def _expected_date(finding: DeadlineFinding, due_on: dt.date, about: str, promises: Promises) -> ExpectedDate:
    return ExpectedDate(
        about=about,
        due_on=due_on,
        sources=tuple(promises.cited(citation) for citation in finding.because),
        steps=shown_steps(finding.arithmetic),
        unless=questions_in_words(finding.unless, promises.rules, promises.laws),
    )


def by_words(wish: Wish | None) -> str:
    """An opt-out is not answered but carried out."""
    return DONE_BY if wish and wish.apply_to else ANSWER_BY


def note_on(rule: RightRule | None, eligible: bool | None) -> str:
    """What to say when the version grants no such right, or not to this person."""
    if rule is None:
        return "The policy does not give this right over health records. A person reads your request and answers you."
    if eligible is False:
        people = who(rule.eligible)
        people = people[0].lower() + people[1:]
        return f"The policy gives this right to {people}. A person reads your request and answers you."
    return ""


def shown_steps(steps: tuple[Step, ...]) -> tuple[DayStep, ...]:
    return tuple(DayStep(step.date, step.why) for step in steps if step.step in SHOWN_STEPS)


def questions_in_words(names: tuple[str, ...], rules: RuleSet, laws: Mapping[str, RuleSet]) -> tuple[str, ...]:
    """The questions behind the names of facts, as the policy or the law words them."""
    asked = {question.name: question.ask for owner in (*laws.values(), rules) for question in owner.facts}
    return tuple(asked.get(name, fact_name(name).capitalize()) for name in names)
