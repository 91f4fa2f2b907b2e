"""The dates of a request that was sent: from its stored clocks once the person is known, else from stated facts."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.domain.assessment import Assessment
from policies.domain.deadlines import DeadlineFinding
from policies.domain.findings import Step
from policies.domain.rules import RuleSet
from policies.domain.terms import Act, Right, Scope
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import State
from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.deadline_rows import citation_words, step_words

from .expected import DECISION_BY, NO_DATE, Expected, ExpectedDate, by_words, note_on, questions_in_words, shown_steps
from .promises import Source
from .wishes import right_label, wish_for


def expected_of(
    request: PrivacyRequest,
    deadlines: Iterable[Deadline],
    rules: RuleSet,
    laws: Mapping[str, RuleSet],
    publisher: str,
    *,
    eligible: bool | None,
) -> Expected:
    """What a person may expect of one request: its binding dates that are still owed, or were met.

    While an appeal is open, the date of the answer is that of the decision.
    """
    binding = {row.act: row for row in deadlines if row.binding and row.state != DeadlineState.CLOSED}
    owed = answering(request)
    label = right_label(Right(request.right), Scope(request.scope))
    reader = _Reader(label, rules, laws, publisher)
    answer = reader.date(binding.get(owed))
    return Expected(
        label=label,
        by=DECISION_BY if owed is Act.DECIDE_APPEAL else by_words(wish_for(Right(request.right))),
        answer=answer,
        acknowledgement=reader.date(binding.get(Act.ACKNOWLEDGE)),
        note=_note(request, rules, eligible) or ("" if answer else NO_DATE),
    )


def answering(request: PrivacyRequest) -> Act:
    """What the person waits for."""
    return Act.DECIDE_APPEAL if request.state == State.APPEALED else Act.RESPOND


def rows_of(assessment: Assessment, stored: Iterable[Deadline]) -> list[Deadline]:
    """The clocks that `assessment` comes to, never saved. A date that the person was told does not move later because
    the calendar changed: `stored` knows it.
    """
    told = {(row.act, row.authority): row for row in stored if row.told_due_on is not None}
    found = [finding for finding in assessment.deadlines.values() if finding is not None]
    return [_row(finding, told.get((finding.act.value, finding.authority))) for finding in found]


def _row(finding: DeadlineFinding, told: Deadline | None) -> Deadline:
    row = Deadline(
        act=finding.act.value,
        kind=finding.kind.value,
        authority=finding.authority,
        due_on=finding.due_on,
        late_from=finding.late_from,
        extended=finding.extended,
        unless=list(finding.unless),
        because=[citation_words(citation) for citation in finding.because],
        arithmetic=[step_words(step) for step in finding.arithmetic],
        binding=True,
        state=DeadlineState.MET if finding.met else DeadlineState.LIVE,
    )
    if told is None or told.pauses or told.rule_key != finding.rule.key:
        return row
    if (told.started_on, told.extended) != (finding.started_on, finding.extended):
        return row
    if row.due_on and told.told_due_on and told.due_on == told.told_due_on < row.due_on:
        row.due_on, row.late_from, row.arithmetic = told.due_on, told.late_from, told.arithmetic
    return row


def _note(request: PrivacyRequest, rules: RuleSet, eligible: bool | None) -> str:
    right, scope = Right(request.right), Scope(request.scope)
    rule = next((rule for rule in rules.rights if rule.right is right and scope in rule.scopes), None)
    return note_on(rule, eligible)


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
