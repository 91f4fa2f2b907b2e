import datetime as dt

import pytest

from organizations.models import User
from policies.domain.terms import RuleKind
from policies.errors import CannotRecordError
from policies.models import NoticeKind, PolicyVersion, RestrictionDecision, SourceText
from policies.selectors import restrictions_applied
from policies.services.beside import attach_source_text, decide_restriction, record_notice, withdraw
from records import chain
from records.chain import Actor
from records.models import Event
from tests.policies.conftest import NOW, SYSTEM

CAP = RuleKind.FREQUENCY_CAP


def last_event(version: PolicyVersion) -> Event:
    version.policy.refresh_from_db()
    assert chain.verify(version.policy) == []
    return Event.objects.get(subject_id=version.policy_id, seq=version.policy.event_seq)


def test_a_restriction_is_applied_once_a_person_decided_so(
    published: PolicyVersion, officer: User, officer_actor: Actor
) -> None:
    assert restrictions_applied(published) == frozenset()
    decision = decide_restriction(
        published, rule_kind=CAP, rule_key="twice", applied=True, reason="Counsel agreed.", by=officer_actor, at=NOW
    )
    assert decision.by == officer
    assert restrictions_applied(published) == {"twice"}
    event = last_event(published)
    assert event.type == "restriction_decided"
    assert chain.read(event).body["rule"] == {"kind": "frequency_cap", "key": "twice"}


def test_a_restriction_that_is_not_applied_is_a_decision_too(published: PolicyVersion, officer_actor: Actor) -> None:
    decide_restriction(
        published, rule_kind=CAP, rule_key="twice", applied=False, reason="The law caps less.", by=officer_actor, at=NOW
    )
    assert restrictions_applied(published) == frozenset()
    assert RestrictionDecision.objects.get(version=published).applied is False


def test_a_restriction_is_decided_once(published: PolicyVersion, officer_actor: Actor) -> None:
    for_cap = {"rule_kind": CAP, "rule_key": "twice", "reason": "Counsel agreed.", "by": officer_actor, "at": NOW}
    decide_restriction(published, applied=True, **for_cap)
    with pytest.raises(CannotRecordError, match="is decided already; a change needs a new version"):
        decide_restriction(published, applied=False, **for_cap)


@pytest.mark.parametrize(("kind", "key"), [(CAP, "thrice"), (RuleKind.DEADLINE, "respond"), (RuleKind.RIGHT, "delete")])
def test_only_a_rule_that_restricts_can_be_decided(
    published: PolicyVersion, officer_actor: Actor, kind: RuleKind, key: str
) -> None:
    with pytest.raises(CannotRecordError, match="that can be applied or not"):
        decide_restriction(published, rule_kind=kind, rule_key=key, applied=True, reason="x", by=officer_actor, at=NOW)


def test_the_software_decides_no_restriction(published: PolicyVersion) -> None:
    with pytest.raises(CannotRecordError, match="by a named person, with a reason"):
        decide_restriction(published, rule_kind=CAP, rule_key="twice", applied=True, reason="x", by=SYSTEM, at=NOW)


def test_a_draft_has_nothing_beside_it(draft: PolicyVersion, officer_actor: Actor) -> None:
    with pytest.raises(CannotRecordError, match="is a draft"):
        decide_restriction(draft, rule_kind=CAP, rule_key="twice", applied=True, reason="x", by=officer_actor, at=NOW)


def test_a_version_is_not_withdrawn_from_a_day_before_it_starts(published: PolicyVersion, officer_actor: Actor) -> None:
    with pytest.raises(CannotRecordError, match="from that day or a later one"):
        withdraw(published, from_day=dt.date(2025, 12, 31), reason="x", by=officer_actor, at=NOW)


def test_a_version_is_withdrawn_once(published: PolicyVersion, officer_actor: Actor) -> None:
    withdraw(published, from_day=dt.date(2026, 1, 1), reason="Printed by mistake.", by=officer_actor, at=NOW)
    assert last_event(published).type == "version_withdrawn"
    with pytest.raises(CannotRecordError, match="is withdrawn already"):
        withdraw(published, from_day=dt.date(2026, 2, 1), reason="x", by=officer_actor, at=NOW)


def test_a_notice_of_a_new_owner_is_an_event_of_the_policy(published: PolicyVersion, officer_actor: Actor) -> None:
    record_notice(
        published, kind=NoticeKind.NEW_OWNER, posted_on=dt.date(2026, 2, 1), where="Home page", by=officer_actor, at=NOW
    )
    assert chain.read(last_event(published)).body["kind"] == "new_owner"


def test_a_source_text_is_attached_once_and_leaves_the_hash_alone(
    published: PolicyVersion, officer_actor: Actor
) -> None:
    for _ in range(2):
        attach_source_text(
            published, text="4 Your rights\nYou may ask.", retrieved_on=dt.date(2026, 1, 5), by=officer_actor, at=NOW
        )
    assert SourceText.objects.filter(version=published).count() == 1
    before = published.content_hash
    published.refresh_from_db()
    assert published.content_hash == before
