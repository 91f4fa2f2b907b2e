"""What no sequence of acts may ever bring about, looked up in the rows and the chain of one request."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from organizations.models import Organization
from policies.domain.situation import Situation
from policies.domain.terms import Outcome, Right
from records import chain
from records.models import Event
from requests_app.domain import gates
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import State
from requests_app.domain.record import DELETIONS
from requests_app.models import Alert, AlertState, PrivacyRequest
from requests_app.selectors.invariants import broken
from requests_app.services import case_file
from requests_app.services.case_file import CaseFile

ANSWERED = (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED)
TOLD_FIRST = {"fee_reason_sent", "fee_estimate_sent"}
ASKED_FIRST = {"fee_estimate_sent", "fee_accepted"}
"""For a list of disclosures the person agrees to the cost, or takes the request back (45 CFR 164.528(c)(2))."""


def sound(request: PrivacyRequest) -> None:
    """Fails on the first rule that is broken."""
    row = PrivacyRequest.objects.select_related("submission", "data_key").get(pk=request.pk)
    assert chain.verify(row) == []
    assert broken(PrivacyRequest.objects.filter(pk=row.pk)) == []
    [file] = case_file.gather([row])
    happened = list(Event.objects.filter(subject_id=row.pk).order_by("seq"))
    assert [event.seq for event in happened] == list(range(1, row.event_seq + 1)), "an event is missing"
    _refusals_have_reasons(happened)
    if row.state == State.CLOSED:
        _closed_is_still(row, happened)
    if row.outcome in ANSWERED and row.state == State.CLOSED:
        _completed_by_the_rules(file, happened)


def _refusals_have_reasons(happened: Sequence[Event]) -> None:
    for event in happened:
        body = chain.read(event).body
        if event.type == "denied":
            assert body["reason_given"], "denied without a reason"
        if event.type == "response_sent" and body["outcome"] in ("unverified", "not_eligible", "partly_fulfilled"):
            assert body["reason_given"], "refused in part without a reason"


def _closed_is_still(row: PrivacyRequest, happened: Sequence[Event]) -> None:
    """But for mail that came back after the closing."""
    live = row.deadlines.filter(state=DeadlineState.LIVE)
    alerts = Alert.objects.filter(request=row, state=AlertState.PENDING)
    assert not live.exclude(act="follow_up_mail").exists(), "closed with a live deadline"
    assert not alerts.exclude(deadline__act="follow_up_mail").exists(), "closed with a waiting alert"
    if live.exists():
        bounces = [chain.read(event).body["happened_at"] for event in happened if event.type == "notice_bounced"]
        closed_at = row.closed_at
        assert closed_at is not None
        assert any(dt.datetime.fromisoformat(at) >= closed_at for at in bounces), "closed before mail came back"
    assert row.binding_due_on is None


def _completed_by_the_rules(file: CaseFile, happened: Sequence[Event]) -> None:
    """As the record stood when it was answered; an appeal that was granted is a second look at the same."""
    answer = next(event for event in reversed(happened) if event.type in ("response_sent", "denied", "appeal_decided"))
    if answer.type != "response_sent":
        return
    before = [event.type for event in happened if event.seq < answer.seq]
    situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
    charge = file.assess().fee
    if "fee_found" in before and not _waived(before) and charge.chargeable_by_law:
        owed = ASKED_FIRST if file.case.right is Right.ACCOUNTING else TOLD_FIRST
        assert owed <= set(before), f"completed without {owed - set(before)}"
    if gates.identity_steps(situation):
        about = [kind for kind in before if kind in ("identity_verified", "verification_failed", "contact_changed")]
        assert about[-1:] == ["identity_verified"], "released to somebody unknown"
    organization = Organization.objects.get(pk=file.request.organization_id)
    if organization.second_person_for_deletions and file.case.right in DELETIONS:
        assert _actor(happened, "decision_approved") - _actor(happened, "decision_proposed"), "approved by oneself"
    assert not file.request.items.filter(decision="open").exists(), "answered with an item undecided"


def _waived(before: Sequence[str]) -> bool:
    about = [kind for kind in before if kind in ("fee_found", "fee_waived")]
    return about[-1] == "fee_waived"


def _actor(happened: Sequence[Event], kind: str) -> set[Any]:
    return {chain.read(event).actor.id for event in happened if event.type == kind}
