"""Policy, law that fills a silence, law that stands beside: which date binds, and because of what."""

import datetime as dt
from typing import Any

import pytest

from policies.domain.facts import Fact
from policies.domain.findings import Finding
from policies.domain.rules import AlsoUnder, DeadlineRule, LawRef, TargetRule
from policies.domain.terms import Act, AuthorityKind, Caution, Right, Scope
from tests.policies.invented import (
    NORTHWIND,
    case,
    deadline,
    extension,
    judge,
    notice,
    period,
    right,
    rule_set,
    when,
)

D = dt.date.fromisoformat
LAW = "law/us-xx/act"


def law(*deadlines: Any, pack: Any = LAW, **more: Any) -> Any:
    return rule_set(*deadlines, pack=pack, **more)


def beside(condition: Any = None) -> Any:
    return (AlsoUnder(law=LAW, when=condition),) if condition else (AlsoUnder(law=LAW),)


def respond(answer: Any) -> Any:
    return answer.deadlines[Act.RESPOND]


def test_the_earliest_of_policy_and_law_binds() -> None:
    answer = judge(
        case("2026-05-01"),
        rule_set(deadline("45 calendar days"), also_under=beside()),
        law(deadline("30 calendar days")),
    )
    assert (respond(answer).authority, respond(answer).due_on) == (LAW, D("2026-05-31"))
    assert [(d.authority, d.kind, d.due_on) for d in answer.other_deadlines] == [
        (NORTHWIND, AuthorityKind.POLICY, D("2026-06-15"))
    ]
    assert Caution.PROMISE_LAXER_THAN_LAW in answer.warnings


def test_on_a_tie_the_policy_binds() -> None:
    answer = judge(
        case("2026-05-01"),
        rule_set(deadline("30 calendar days"), also_under=beside()),
        law(deadline("30 calendar days")),
    )
    assert (respond(answer).authority, answer.other_deadlines[0].authority) == (NORTHWIND, LAW)


def test_a_law_earlier_than_the_policy_that_is_then_extended_lets_the_policy_bind() -> None:
    policy = rule_set(deadline("45 calendar days"), also_under=beside())
    statute = law(deadline("30 calendar days", extension=extension("30 calendar days", with_date=True)))
    answer = judge(case("2026-05-01", notice("2026-05-20", days=30)), policy, statute)
    assert (respond(answer).authority, respond(answer).due_on, respond(answer).extended) == (
        NORTHWIND,
        D("2026-06-15"),
        None,
    )
    assert (answer.other_deadlines[0].due_on, answer.other_deadlines[0].extended) == (D("2026-06-30"), True)


def test_one_notice_is_judged_under_each_authority() -> None:
    policy = rule_set(deadline("45 calendar days", extension=extension("45 calendar days")), also_under=beside())
    statute = law(deadline("30 calendar days", extension=extension("30 calendar days", with_date=True)))
    answer = judge(case("2026-05-01", notice("2026-05-20")), policy, statute)
    assert (respond(answer).authority, respond(answer).extended) == (LAW, False)
    assert answer.other_deadlines[0].extended is True


def test_an_unknown_fact_gives_the_strictest_date_and_is_named() -> None:
    policy = rule_set(deadline("45 calendar days"), also_under=beside(when(california_provider=[True])))
    statute = law(
        deadline("5 business days", when=when(wants=["inspect"])),
        deadline("15 calendar days", key="copies", when=when(wants=["copies"])),
    )
    answer = judge(case("2026-04-01"), policy, statute)
    assert (respond(answer).due_on, respond(answer).unless) == (D("2026-04-08"), ("california_provider", "wants"))
    assert answer.questions == ("california_provider", "wants")
    assert [d.authority for d in answer.other_deadlines] == [NORTHWIND]


def test_a_known_fact_decides() -> None:
    policy = rule_set(deadline("45 calendar days"), also_under=beside(when(california_provider=[True])))
    statute = law(
        deadline("5 business days", when=when(wants=["inspect"])),
        deadline("15 calendar days", key="copies", when=when(wants=["copies"])),
    )
    facts = {"california_provider": Fact(True), "wants": Fact("copies")}
    assert respond(judge(case("2026-04-01", facts=facts), policy, statute)).due_on == D("2026-04-16")
    outside = {"california_provider": Fact(False)}
    assert respond(judge(case("2026-04-01", facts=outside), policy, statute)).authority == NORTHWIND


def test_a_law_fills_the_silence_under_its_own_name() -> None:
    silent = DeadlineRule(
        key="acknowledge",
        section="-",
        says="Nothing printed.",
        act=Act.ACKNOWLEDGE,
        rights=tuple(Right),
        from_law=LawRef(LAW, "confirm"),
    )
    answer = judge(
        case("2026-05-01"), rule_set(silent), law(deadline("10 business days", key="confirm", act=Act.ACKNOWLEDGE))
    )
    found = answer.deadlines[Act.ACKNOWLEDGE]
    assert (found.authority, found.due_on) == (LAW, D("2026-05-15"))
    assert [c.policy for c in found.because] == [LAW, NORTHWIND]


def test_a_law_not_yet_in_force_gives_no_date_and_a_warning() -> None:
    silent = DeadlineRule(
        key="acknowledge",
        section="-",
        says="-",
        act=Act.ACKNOWLEDGE,
        rights=tuple(Right),
        from_law=LawRef(LAW, "confirm"),
    )
    answer = judge(case("2026-05-01"), rule_set(silent))
    assert answer.deadlines[Act.ACKNOWLEDGE] is None
    assert Caution.LAW_NOT_IN_FORCE in answer.warnings


def test_a_law_that_does_not_grant_the_right_has_no_say() -> None:
    statute = law(deadline("5 calendar days"), rights=(right(Right.ACCESS),))
    answer = judge(case("2026-05-01"), rule_set(deadline("45 calendar days"), also_under=beside()), statute)
    assert respond(answer).authority == NORTHWIND


def test_an_internal_target_never_binds() -> None:
    target = TargetRule(key="fast", section="-", says="Our aim.", rights=tuple(Right), within=period("5 business days"))
    answer = judge(case("2026-05-01"), rule_set(deadline("45 calendar days"), targets=(target,)))
    assert respond(answer).due_on == D("2026-06-15")
    assert [(d.kind, d.due_on) for d in answer.other_deadlines] == [(AuthorityKind.TARGET, D("2026-05-08"))]


def test_a_person_who_is_not_eligible_has_only_the_internal_target() -> None:
    target = TargetRule(
        key="aim", section="-", says="-", rights=tuple(Right), within=period("10 business days"), if_not_eligible=True
    )
    rules = rule_set(
        deadline("45 calendar days"), rights=(right(Right.DELETE, when(residency=["US-CA"])),), targets=(target,)
    )
    outside = judge(case("2026-05-01", facts={"residency": Fact("US-NV")}), rules)
    assert outside.eligible is False
    assert (respond(outside), [d.kind for d in outside.other_deadlines]) == (None, [AuthorityKind.TARGET])
    unknown = judge(case("2026-05-01"), rules)
    assert (unknown.eligible, unknown.questions, respond(unknown).due_on) == (None, ("residency",), D("2026-06-15"))
    resident = judge(case("2026-05-01", facts={"residency": Fact("US-CA")}), rules)
    assert (resident.eligible, resident.other_deadlines) == (True, ())


def test_a_right_the_version_does_not_grant_has_no_clock() -> None:
    answer = judge(case("2026-05-01", name=Right.AMEND), rule_set(deadline("45 calendar days")))
    assert (answer.eligible, respond(answer), answer.warnings) == (False, None, (Caution.NOT_IN_POLICY,))


def test_health_records_are_amended_not_corrected() -> None:
    rules = rule_set(deadline("60 calendar days"), rights=(right(Right.AMEND),))
    answer = judge(case("2026-05-01", name=Right.CORRECT, scope=Scope.HEALTH_RECORDS), rules)
    assert respond(answer).due_on == D("2026-06-30")
    assert Caution.ANSWERED_AS_AMEND in answer.warnings


@pytest.mark.parametrize("name", [Right.DELETE, Right.KNOW_SPECIFIC])
def test_health_records_are_not_deleted_or_known_under_a_site_policy(name: Any) -> None:
    answer = judge(case("2026-05-01", name=name, scope=Scope.HEALTH_RECORDS), rule_set(deadline("45 calendar days")))
    assert answer.eligible is False
    assert Caution.NOT_FOR_HEALTH_RECORDS in answer.warnings


def test_a_date_without_a_rule_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="needs the rule it rests on"):
        Finding(D("2026-05-01"), ())


def test_a_rule_nobody_has_held_against_the_text_is_shown_as_not_reviewed() -> None:
    unread = rule_set(deadline("45 calendar days", reviewed=None))
    assert Caution.NOT_REVIEWED in judge(case("2026-05-01"), unread).warnings
