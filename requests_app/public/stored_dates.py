"""The dates of a request that was sent, read from its stored clocks: never computed a second time."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.domain.findings import Step
from policies.domain.rules import RuleSet
from policies.domain.terms import Act, Right, Scope
from requests_app.domain.clock_states import DeadlineState
from requests_app.models import Deadline, PrivacyRequest

from .expected import NO_DATE, Expected, ExpectedDate, by_words, note_on, questions_in_words, shown_steps
from .promises import Source
from .wishes import right_label, wish_for


def expected_of(
    request: PrivacyRequest,
    deadlines: Iterable[Deadline],
    rules: RuleSet,
    laws: Mapping[str, RuleSet],
    publisher: str,
) -> Expected:
    """What a person may expect of one request: its binding dates that are still owed, or were met."""
    binding = {row.act: row for row in deadlines if row.binding and row.state != DeadlineState.CLOSED}
    label = right_label(Right(request.right), Scope(request.scope))
    reader = _Reader(label, rules, laws, publisher)
    answer = reader.date(binding.get(Act.RESPOND))
    return Expected(
        label=label,
        by=by_words(wish_for(Right(request.right))),
        answer=answer,
        acknowledgement=reader.date(binding.get(Act.ACKNOWLEDGE)),
        note=_note(request, rules) or ("" if answer else NO_DATE),
    )


def _note(request: PrivacyRequest, rules: RuleSet) -> str:
    right, scope = Right(request.right), Scope(request.scope)
    rule = next((rule for rule in rules.rights if rule.right is right and scope in rule.scopes), None)
    return note_on(rule, request.eligible)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns the row of a clock into a date with its reasons, in the public voice."""

    about: str
    rules: RuleSet
    laws: Mapping[str, RuleSet]
    publisher: str

    def date(self, row: Deadline | None) -> ExpectedDate | None:
        if row is None or row.due_on is None:
            return None
        return ExpectedDate(
            about=self.about,
            due_on=row.due_on,
            sources=tuple(self.source(citation) for citation in row.because),
            steps=shown_steps(tuple(_step(step) for step in row.arithmetic)),
            unless=questions_in_words(tuple(row.unless), self.rules, self.laws),
        )

    def source(self, citation: Mapping[str, Any]) -> Source:
        """What the rule says and where; how it was read stays inside."""
        law = self.laws.get(citation["policy"])
        title = law.title if law else f"{self.publisher}, {self.rules.title}"
        return Source(title, citation["version"], citation["section"], citation["says"])


def _step(step: Mapping[str, str]) -> Step:
    return Step(step["step"], dt.date.fromisoformat(step["date"]), step["why"])
