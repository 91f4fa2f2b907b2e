"""A story's expectations held against the rows that were stored, as a page or a sweep reads them."""

from typing import Any

from policies.domain.assessment import Assessment
from policies.domain.terms import Act, AuthorityKind, HouseAct
from requests_app.domain.clock_states import DeadlineState
from requests_app.models import Deadline, PrivacyRequest
from requests_app.services.clock import binding_of
from requests_app.services.deadline_rows import citation_words, step_words

from .story import Story, expected_value

MET = {DeadlineState.MET: True, DeadlineState.MISSED: False, DeadlineState.LIVE: None, DeadlineState.CLOSED: None}


def check_rows(story: Story, request: PrivacyRequest) -> None:
    """Every expectation that has a row or a column; the others have none."""
    for name, value in story.expect.items():
        if name in CHECKS:
            CHECKS[name](expected_value(value), request, story.title)


def check_same(request: PrivacyRequest, answer: Assessment) -> None:
    """The stored rows say what the rules say of the case, down to their reasons and their arithmetic."""
    rows = {(row.act, row.kind, row.authority): row for row in _owed(request)}
    assert set(rows) == {(d.act, d.kind, d.authority) for d in answer.all_deadlines}
    for finding in answer.all_deadlines:
        row = rows[finding.act, finding.kind, finding.authority]
        assert (row.due_on, row.act_by, row.late_from) == (finding.due_on, finding.act_by, finding.late_from)
        assert row.because == [citation_words(citation) for citation in finding.because]
        assert row.arithmetic == [step_words(step) for step in finding.arithmetic]
        assert row.binding == any(each is finding for each in answer.deadlines.values())
    first = binding_of(rows.values())
    expected = (first.due_on, first.act_by, first.kind) if first else (None, None, "")
    assert (request.binding_due_on, request.act_by, request.binding_authority) == expected


def _owed(request: PrivacyRequest) -> list[Deadline]:
    """All but those that a fact has shown not to be owed, and what the software asks by itself: no rule says it."""
    asked = Deadline.objects.filter(request=request).exclude(act__in=[act.value for act in HouseAct])
    return list(asked.exclude(state=DeadlineState.CLOSED))


def _deadline(act: Act) -> Any:
    def check(value: Any, request: PrivacyRequest, title: str) -> None:
        row = next((row for row in _owed(request) if row.binding and row.act == act), None)
        if value is None:
            assert row is None, title
            return
        assert row is not None, title
        for key, wanted in value.items():
            assert _row_value(row, key, wanted) == expected_value(wanted), f"{title} ({key})"

    return check


def _row_value(row: Deadline, key: str, wanted: Any) -> Any:
    says = " ".join(step["why"] for step in row.arithmetic)
    sections = " ".join(rule["section"] for rule in row.because)
    return {
        "due": row.due_on,
        "act_by": row.act_by,
        "first_due": row.first_due_on,
        "latest": row.latest_possible_on,
        "under": row.authority,
        "extended": row.extended,
        "met": MET[DeadlineState(row.state)],
        "unless": row.unless,
        "because": wanted if str(wanted) in sections else sections,
        "why": wanted if str(wanted) in says else says,
    }[key]


def _eligible(value: Any, request: PrivacyRequest, title: str) -> None:
    assert request.eligible is value, title


def _target(value: Any, request: PrivacyRequest, title: str) -> None:
    assert [row.due_on for row in _owed(request) if row.kind == AuthorityKind.TARGET] == [value], title


def _cap(value: Any, request: PrivacyRequest, title: str) -> None:
    over = _warning(request, "over_cap")
    if value is None or value["allowed"]:
        assert over is None, title
        return
    assert over is not None, title
    assert over["because"], f"{title} (because)"
    assert over["refusal"] == value["refusal"], title
    assert over["next_eligible_on"] == str(value["may_ask_again"]), title


def _questions(value: Any, request: PrivacyRequest, title: str) -> None:
    unknown = _warning(request, "facts_unknown")
    assert unknown is not None, title
    assert unknown["facts"] == value, title


def _warning(request: PrivacyRequest, code: str) -> dict[str, Any] | None:
    return next((warning for warning in request.warnings if warning["code"] == code), None)


def _codes(request: PrivacyRequest) -> set[str]:
    return {warning["code"] for warning in request.warnings}


def _warns(value: Any, request: PrivacyRequest, title: str) -> None:
    assert set(value) <= _codes(request), title


def _does_not_warn(value: Any, request: PrivacyRequest, title: str) -> None:
    assert not set(value) & _codes(request), title


CHECKS: dict[str, Any] = {
    "eligible": _eligible,
    "respond": _deadline(Act.RESPOND),
    "acknowledge": _deadline(Act.ACKNOWLEDGE),
    "target": _target,
    "cap": _cap,
    "questions": _questions,
    "warnings": _warns,
    "no_warnings": _does_not_warn,
}
