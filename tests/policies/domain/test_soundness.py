import dataclasses
from typing import Any

import pytest

from policies.domain.facts import Condition
from policies.domain.periods import Period
from policies.domain.rules import Comparison, FactQuestion, FeeRule, LawRef, RuleSet, Rung, VerificationRule
from policies.domain.soundness import doubts, faults, has_last_resort
from policies.domain.terms import Recipient, Right, RungDoes, Scope, StepMethod
from policies.loader import shipped_library
from tests.policies.examples import LAW, POLICY, policy

LAWS = {LAW.pack: (LAW,)}


def first(rules: tuple[Any, ...], **changes: Any) -> tuple[Any, ...]:
    return (dataclasses.replace(rules[0], **changes), *rules[1:])


def test_the_invented_policy_holds_together() -> None:
    assert faults(POLICY, LAWS) == ()
    assert doubts(POLICY) == ()


def test_the_shipped_packs_hold_together() -> None:
    library = shipped_library()
    assert [
        fault for versions in library.versions.values() for v in versions for fault in faults(v, library.laws)
    ] == []


@pytest.mark.parametrize(
    ("spoilt", "fault"),
    [
        (
            policy(deadlines=first(POLICY.deadlines, key="acknowledge")),
            "The key 'acknowledge' is used 2 times for a deadline; give each its own.",
        ),
        (
            policy(rights=(*POLICY.rights, dataclasses.replace(POLICY.rights[0], key="again"))),
            "The right delete over site_data is granted 2 times; grant it once.",
        ),
        (
            policy(rights=first(POLICY.rights, eligible=Condition((("shoe_size", (42,)),)))),
            "delete: expected a fact of: ",
        ),
        (
            policy(rights=first(POLICY.rights, eligible=Condition((("age", ("old",)),)))),
            "delete: expected a whole number for age, not 'old'.",
        ),
        (
            policy(rights=first(POLICY.rights, eligible=Condition((("age", (17,)),)))),
            "delete: the fact 'age' has no question; add one, asked of the requester or of staff.",
        ),
        (policy(rights=first(POLICY.rights, ask=("age",))), "delete: 'age' is asked but has no question; add one."),
        (policy(facts=POLICY.facts * 2), "The fact 'residency' has 2 questions; keep one."),
        (policy(facts=(*POLICY.facts, FactQuestion(name="mood", ask="?"))), "'mood' is not a fact; use one of: "),
        (
            policy(rights=first(POLICY.rights, scopes=(Scope.SITE_DATA, Scope.HEALTH_RECORDS))),
            "delete: delete is no right over health records; take that scope away.",
        ),
        (
            policy(targets=()),
            "complain: complaint over site_data has neither a deadline nor a target; add one of them.",
        ),
        (
            policy(deadlines=first(POLICY.deadlines, from_law=LawRef(LAW.pack, "acknowledge"))),
            "respond: give either a period or a law that fills the silence.",
        ),
        (
            policy(
                deadlines=(
                    POLICY.deadlines[0],
                    dataclasses.replace(POLICY.deadlines[1], from_law=LawRef(LAW.pack, "x")),
                )
            ),
            "acknowledge: law/us-zz/example has no deadline 'x' in any version.",
        ),
        (
            policy(not_laxer_than=(Comparison(law="law/us/other"),)),
            "law/us/other is compared with but not also applied; say why, or add it to the laws beside.",
        ),
        (
            policy(not_laxer_than=(Comparison(law="law/us/other", why="x"),)),
            "No version of law/us/other is held; publish",
        ),
        (
            policy(
                fees=(FeeRule(key="fee", section="6", says="x", rights=(Right.DELETE,), before_completing=("nod",)),)
            ),
            "fee: 'nod' is not an event; use one of: ",
        ),
        (
            policy(fees=(FeeRule(key="fee", section="6", says="x", rights=(Right.DELETE,), free_first=1),)),
            "fee: say both how many are free and within which period, or neither.",
        ),
        (policy(ladder=(*POLICY.ladder[:1], *POLICY.ladder)), "The ladder has two rungs at '50% elapsed'; keep one."),
        (
            policy(ladder=(Rung(anchor="due", to=Recipient.ASSIGNEE, do=(RungDoes.REASSIGN,)), *POLICY.ladder)),
            "The rung at 'due' reassigns to assignee; name",
        ),
        (
            policy(ladder=(Rung(anchor="due", to=Recipient.ASSIGNEE, do=()), *POLICY.ladder)),
            "The rung at 'due' does nothing",
        ),
    ],
)
def test_what_does_not_hold_together_is_said(spoilt: RuleSet, fault: str) -> None:
    assert any(found.startswith(fault) for found in faults(spoilt, LAWS)), faults(spoilt, LAWS)


@pytest.mark.parametrize(
    ("rungs", "holds"),
    [
        ((), False),
        ((Rung(anchor="due", to=Recipient.PRIVACY_OFFICER),), False),
        ((Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER),), False),
        ((Rung(anchor="overdue", to=Recipient.SUPERVISOR, repeat=Period.parse("1 business day")),), False),
        ((Rung(anchor="overdue", to=Recipient.ALERT_ADDRESS, repeat=Period.parse("1 business day")),), True),
        (
            (
                Rung(anchor="overdue", to=Recipient.PRIVACY_OFFICER, repeat=Period.parse("1 business day")),
                Rung(anchor="waiting", to=Recipient.ASSIGNEE, repeat=Period.parse("1 week")),
            ),
            True,
        ),
    ],
)
def test_the_last_resort_rings_for_good_and_reaches_someone(rungs: tuple[Rung, ...], holds: bool) -> None:
    assert has_last_resort(policy(ladder=rungs)) is holds


@pytest.mark.parametrize(
    ("right", "method", "doubtful"),
    [
        (Right.OPT_OUT_SALE, StepMethod.MATCH_TWO, True),
        (Right.LIMIT_SENSITIVE, StepMethod.DOCUMENT_CHECK, True),
        (Right.OPT_OUT_SALE, StepMethod.AUTHORITY_CHECK, False),
        (Right.DELETE, StepMethod.MATCH_TWO, False),
    ],
)
def test_checking_the_identity_of_who_opts_out_is_doubtful(right: Right, method: StepMethod, doubtful: bool) -> None:
    step = VerificationRule(key="check", section="3", says="x", rights=(right,), method=method)
    assert bool(doubts(policy(verification=(step,)))) is doubtful
