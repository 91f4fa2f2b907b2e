"""The dates an arrival would get, before anything is saved: an entry made late may leave less time than it seems."""

import datetime as dt
from dataclasses import dataclass

from policies.domain.assessment import assess
from policies.domain.case import Case
from policies.domain.deadlines import DeadlineFinding
from policies.domain.facts import Fact
from requests_app import day_words
from requests_app.services import intake
from requests_app.services.arrival import Arrival, Ask
from requests_app.wording import ACTS, SCOPES, right_name

from ..citations import Cite, cited
from ..clocks import StepLine, authority_words
from ..presentation import DueWords, due_words
from .policy_in_force import PolicyInForce


@dataclass(frozen=True, slots=True)
class ExpectedDate:
    """One date that would run."""

    act: str
    authority: str
    due: DueWords
    because: list[Cite]
    steps: list[StepLine]


@dataclass(frozen=True, slots=True)
class ExpectedRequest:
    """One right asked for, with the dates it would get. `note`: why there is none."""

    right: str
    scope: str
    dates: list[ExpectedDate]
    note: str


@dataclass(frozen=True, slots=True)
class Preview:
    """What would follow from saving."""

    received: str
    days_ago: int
    policy: str
    requests: list[ExpectedRequest]

    @property
    def is_late(self) -> bool:
        return any(date.due.distance.tone == "late" for request in self.requests for date in request.dates)


def preview(arrival: Arrival, policy: PolicyInForce, *, now: dt.datetime) -> Preview:
    """Raises nothing that saving would not: the same rules, calendar and facts."""
    today = now.astimezone(policy.zone).date()
    return Preview(
        received=day_words.day(policy.day),
        days_ago=(today - policy.day).days,
        policy=f"{policy.rules.title}, version {policy.rules.version}",
        requests=[_expected(arrival, ask, policy, now=now) for ask in arrival.asks],
    )


def _expected(arrival: Arrival, ask: Ask, policy: PolicyInForce, *, now: dt.datetime) -> ExpectedRequest:
    case = Case(
        right=ask.right,
        received_on=policy.day,
        zone=policy.zone,
        scope=ask.scope,
        requester_role=arrival.requester.role,
        facts={name: Fact(value) for name, value in intake.stated_facts(arrival, ask).items()},
    )
    found = assess(case, policy.rules, policy.laws, policy.calendar)
    dates = [date for finding in found.all_deadlines if (date := _date(finding, policy, now=now)) is not None]
    return ExpectedRequest(right_name(ask.right), SCOPES[ask.scope], dates, _note(found.eligible, dates))


def _date(finding: DeadlineFinding, policy: PolicyInForce, *, now: dt.datetime) -> ExpectedDate | None:
    if finding.due_on is None:
        return None
    titles = {policy.rules.pack: policy.rules.title} | {pack: law.title for pack, law in policy.laws.items()}
    return ExpectedDate(
        act=ACTS[finding.act],
        authority=authority_words(finding.kind, finding.authority, titles),
        due=due_words(finding.due_on, finding.act_by, now=now, zone=policy.zone),
        because=cited(finding.because, titles),
        steps=[StepLine(day_words.day(step.date), step.why) for step in finding.arithmetic],
    )


def _note(eligible: bool | None, dates: list[ExpectedDate]) -> str:
    if eligible is False:
        return "The version in force does not give this person this right. Take it down; a person decides and answers."
    return "" if dates else "Neither the policy nor a law names a day. A person decides and answers."
