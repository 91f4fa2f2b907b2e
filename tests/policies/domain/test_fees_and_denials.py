import datetime as dt
from typing import Any

import pytest

from policies.domain.case import EarlierRequest
from policies.domain.facts import Fact
from policies.domain.rules import AlsoUnder, DenialGroundRule, DenialRule, FeeRule, LookBackRule, MustGrantRule
from policies.domain.terms import KNOW, Caution, DenialNeed, FeeGround, Outcome, Right
from tests.policies.invented import case, deadline, event, judge, period, rule_set, when

D = dt.date.fromisoformat
LAW = "law/us-xx/act"
ALL = tuple(Right)


def fee_rule(*grounds: Any, **more: Any) -> Any:
    more.setdefault("before_completing", ("fee_reason_sent", "fee_estimate_sent"))
    return FeeRule(key="fee", section="6", says="Free unless ...", rights=ALL, chargeable_if=grounds, **more)


POLICY = rule_set(
    deadline("45 calendar days"),
    fees=(fee_rule(FeeGround.EXCESSIVE, FeeGround.REPETITIVE, FeeGround.UNFOUNDED),),
    also_under=(AlsoUnder(law=LAW),),
)
STATUTE = rule_set(
    pack=LAW, fees=(fee_rule(FeeGround.EXCESSIVE, FeeGround.MANIFESTLY_UNFOUNDED, before_completing=()),)
)


def found(ground: Any, *events: Any, **more: Any) -> Any:
    finding = event("fee_found", "2026-05-10", ground=ground, **{"by": "R. Ito", "evidence": "Five in a week.", **more})
    return judge(case("2026-05-01", finding, *events), POLICY, STATUTE)


def test_without_a_finding_nothing_may_be_charged() -> None:
    fee = judge(case("2026-05-01"), POLICY, STATUTE).fee
    assert (fee.chargeable, fee.may_complete, fee.missing) == (False, True, ())


def test_a_fee_waits_for_reason_and_estimate() -> None:
    fee = found("excessive").fee
    assert (fee.chargeable, fee.chargeable_by_law, fee.may_complete) == (True, True, False)
    assert fee.missing == ("fee_reason_sent", "fee_estimate_sent")
    assert found("excessive", event("fee_reason_sent", "2026-05-11")).fee.missing == ("fee_estimate_sent",)
    both = event("fee_reason_sent", "2026-05-11"), event("fee_estimate_sent", "2026-05-11", amount="20 USD")
    assert found("excessive", *both).fee.may_complete is True


@pytest.mark.parametrize(
    ("ground", "by_law"),
    [("excessive", True), ("manifestly_unfounded", True), ("unfounded", False), ("repetitive", False)],
)
def test_the_printed_clause_is_wider_than_the_law(ground: Any, by_law: Any) -> None:
    answer = found(ground)
    assert (answer.fee.chargeable, answer.fee.chargeable_by_law) == (True, by_law)
    assert (Caution.PRINTED_BEYOND_LAW in answer.warnings) is not by_law


@pytest.mark.parametrize("lacking", [{"by": ""}, {"evidence": " "}])
def test_a_finding_without_a_person_or_evidence_is_none(lacking: Any) -> None:
    assert found("excessive", **lacking).fee.chargeable is False


def test_an_unknown_ground_charges_nothing() -> None:
    assert found("annoying").fee.chargeable is False


@pytest.mark.parametrize(("received", "chargeable"), [("2026-04-30", True), ("2026-05-01", False)])
def test_the_first_of_a_period_is_free(received: Any, chargeable: Any) -> None:
    rule = fee_rule(free_first=1, free_within=period("12 months"), before_completing=("fee_estimate_sent",))
    first = EarlierRequest(
        right=Right.DELETE, received_on=D("2025-05-01"), outcome=Outcome.FULFILLED, submission="S", verified=True
    )
    fee = judge(case(received, earlier_requests=(first,)), rule_set(deadline("60 calendar days"), fees=(rule,))).fee
    assert (fee.chargeable, fee.may_complete) == (chargeable, True)


# -- must grant --------------------------------------------------------------------------------

PAID = rule_set(
    deadline("45 calendar days"),
    must_grant=(
        MustGrantRule(
            key="paid",
            section="15",
            says="-",
            rights=ALL,
            when=when(recipient=["health_plan"], paid_in_full=[True], kept_by_law=[False]),
        ),
    ),
)


def fact(value: Any, *, found: Any = True) -> Any:
    return Fact(value, "R. Ito", "Receipt 12") if found else Fact(value)


@pytest.mark.parametrize(
    ("facts", "holds", "questions"),
    [
        ({}, None, ("recipient", "paid_in_full")),
        ({"recipient": fact("health_plan"), "paid_in_full": fact(True)}, True, ()),
        ({"recipient": fact("health_plan"), "paid_in_full": fact(True, found=False)}, None, ("paid_in_full",)),
        ({"recipient": fact("other"), "paid_in_full": fact(True, found=False)}, False, ()),
        ({"recipient": fact("health_plan"), "paid_in_full": fact(True), "kept_by_law": fact(True)}, False, ()),
        (
            {"recipient": fact("health_plan"), "paid_in_full": fact(True), "kept_by_law": fact(True, found=False)},
            None,
            ("kept_by_law",),
        ),
    ],
)
def test_only_found_facts_compel(facts: Any, holds: Any, questions: Any) -> None:
    answer = judge(case("2026-05-01", facts=facts), PAID)
    assert (answer.must_grant.holds, answer.questions) == (holds, questions)


def test_without_a_rule_nothing_compels() -> None:
    assert judge(case("2026-05-01"), POLICY, STATUTE).must_grant.holds is False


# -- denial ------------------------------------------------------------------------------------

DENIABLE = rule_set(
    deadline("45 calendar days"),
    denials=(
        DenialRule(
            key="written",
            section="9",
            says="-",
            rights=(Right.ACCESS,),
            needs=(DenialNeed.REASON, DenialNeed.WRITTEN_NOTICE),
        ),
    ),
    denial_grounds=(
        DenialGroundRule(key="transaction", section="9", says="-", rights=(Right.DELETE,)),
        DenialGroundRule(
            key="another_law", section="9", says="-", rights=(Right.DELETE,), needs=(DenialNeed.CITATION,)
        ),
        DenialGroundRule(key="newsletter", section="9", says="-", rights=(Right.ACCESS,), decide_first=True),
    ),
)


def denial(name: Any, *events: Any, **more: Any) -> Any:
    return judge(case("2026-05-01", *events, name=name, **more), DENIABLE).denial


def test_a_denial_always_needs_a_reason() -> None:
    assert denial(Right.KNOW_SPECIFIC).needs == (DenialNeed.REASON,)


def test_a_denial_needs_what_its_right_wants() -> None:
    assert denial(Right.ACCESS).needs == (DenialNeed.REASON, DenialNeed.WRITTEN_NOTICE)


def test_a_denial_needs_what_its_ground_wants_once_it_is_named() -> None:
    assert denial(Right.DELETE).needs == (DenialNeed.REASON, DenialNeed.CITATION)
    assert denial(Right.DELETE, event("denied", "2026-05-20", ground="transaction")).needs == (DenialNeed.REASON,)
    assert DenialNeed.CITATION in denial(Right.DELETE, event("denied", "2026-05-20", ground="another_law")).needs


def test_a_ground_that_needs_a_decision_is_offered_only_after_it() -> None:
    assert denial(Right.ACCESS).grounds == ()
    decided = denial(Right.ACCESS, restrictions_applied=frozenset({"newsletter"}))
    assert [ground.key for ground, _ in decided.grounds] == ["newsletter"]


@pytest.mark.parametrize(
    ("facts", "open_on"),
    [
        ({}, ["plain"]),
        ({"agent_permission": Fact(value=False)}, ["plain"]),
        ({"agent_permission": Fact(False, "R. Ito", "None on file")}, ["no_permission", "plain"]),
        ({"agent_permission": Fact(True, "R. Ito", "Letter 4")}, ["plain"]),
    ],
)
def test_a_ground_is_open_only_on_found_facts(facts: Any, open_on: Any) -> None:
    grounds = (
        DenialGroundRule(key="no_permission", section="9", says="-", rights=ALL, when=when(agent_permission=[False])),
        DenialGroundRule(key="plain", section="9", says="-", rights=ALL),
    )
    rules = rule_set(deadline("45 calendar days"), denial_grounds=grounds)
    found = judge(case("2026-05-01", facts=facts), rules).denial.grounds
    assert [ground.key for ground, _ in found] == open_on


# -- look-back ---------------------------------------------------------------------------------


def look_back(received: Any, name: Any = Right.KNOW_SPECIFIC, law_since: Any = "2022-01-01") -> Any:
    rules = rule_set(
        deadline("45 calendar days"),
        look_backs=(LookBackRule(key="look_back", section="7", says="-", rights=KNOW, back=period("12 months")),),
        also_under=(AlsoUnder(law=LAW),),
    )
    wider = LookBackRule(
        key="look_back", section="7", says="-", rights=KNOW, back=period("12 months"), since=D(law_since)
    )
    return judge(case(received, name=name), rules, rule_set(pack=LAW, look_backs=(wider,)))


@pytest.mark.parametrize(("received", "start"), [("2026-05-01", "2025-05-01"), ("2024-02-29", "2023-02-28")])
def test_the_printed_period_ends_on_receipt_and_the_law_reaches_further(received: Any, start: Any) -> None:
    answer = look_back(received)
    assert (answer.look_back.starts_on, answer.look_back.ends_on) == (D(start), D(received))
    assert answer.look_back.starts_on_by_law == D("2022-01-01")
    assert Caution.PRINTED_BEYOND_LAW in answer.warnings


def test_without_a_rule_everything_held_is_covered() -> None:
    answer = judge(case("2026-05-01", name=Right.ACCESS), rule_set(deadline("30 calendar days")))
    assert (answer.look_back.starts_on, answer.look_back.starts_on_by_law) == (None, None)


def test_a_deletion_has_no_look_back() -> None:
    assert look_back("2026-05-01", name=Right.DELETE).look_back is None
