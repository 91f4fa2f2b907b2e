"""Which questions are asked: only what the chosen rights need."""

import pytest

from policies.domain.terms import Right, Role, Scope
from requests_app.public.journey import SHAPE, Journey
from requests_app.public.wishes import NOT_ON_THE_FORM, WISH_BY_KEY, WISHES, offered, wish_for

from .northwind import RULES, journey

SITE, HEALTH = Scope.SITE_DATA, Scope.HEALTH_RECORDS


def test_every_right_can_be_asked_for_unless_only_staff_open_it() -> None:
    assert {right for right in Right if wish_for(right) is None} == NOT_ON_THE_FORM


def test_keys_of_wishes_are_unique() -> None:
    assert len({wish.key for wish in WISHES}) == len(WISHES)


def test_a_wish_over_health_records_is_told_apart_from_the_same_wish_over_other_data() -> None:
    for wish in WISHES:
        if len(wish.rights) > 1 and wish.key != "confidential_communications":
            assert wish.label_for(HEALTH) != wish.label_for(SITE)


def test_what_is_granted_over_health_records_alone_is_offered_as_that() -> None:
    assert WISH_BY_KEY["limit_disclosure"].label_under(RULES) == "Limit who is given health information"
    assert WISH_BY_KEY["see"].label_under(RULES) == "Give a copy of the information we hold"


def test_only_what_the_version_grants_is_offered() -> None:
    keys = [wish.key for wish in offered(RULES)]
    assert "see" in keys
    assert "opt_out_targeted_ads" not in keys
    assert "child_deletion" not in keys


def test_nothing_is_asked_before_a_wish_is_chosen() -> None:
    assert Journey(RULES, {}).steps == ("want",)


def test_a_wish_that_is_not_offered_is_dropped() -> None:
    assert journey("opt_out_targeted_ads bogus").wishes == ()


def test_an_opt_out_asks_for_no_name_and_no_identity() -> None:
    asked = journey("opt_out_sale", safe={"preferred": "email"})
    assert asked.steps == ("want", "role", "safe", "contact", "where")
    assert asked.asks_no_name
    assert not asked.needs_finding


def test_an_opt_out_may_do_without_an_answer() -> None:
    assert journey("opt_out_email", safe={"preferred": "none"}).steps == ("want", "role", "safe", "fact-topic", "where")


def test_a_copy_cannot_do_without_an_answer() -> None:
    asked = journey("see", safe={"preferred": "none"})
    assert not asked.may_stay_silent
    assert "contact" in asked.steps


@pytest.mark.parametrize("wish", ["see", "correct", "delete"])
def test_who_asks_to_see_correct_or_delete_is_asked_whether_health_records_are_meant(wish: str) -> None:
    assert "records" in journey(wish).steps


@pytest.mark.parametrize("wish", ["opt_out_sale", "categories", "accounting", "policy_question"])
def test_nobody_else_is_asked_about_health_records(wish: str) -> None:
    assert "records" not in journey(wish).steps


def test_both_kinds_of_records_make_two_requests() -> None:
    asked = journey("correct", records={"scope": "both"}).asked
    assert [(a.right, a.scope) for a in asked] == [(Right.CORRECT, SITE), (Right.AMEND, HEALTH)]


def test_deleting_health_records_can_be_asked_though_no_rule_grants_it() -> None:
    (asked,) = journey("delete", records={"scope": "health"}).asked
    assert (asked.right, asked.scope, asked.rule) == (Right.DELETE, HEALTH, None)


def test_safe_contact_comes_before_every_other_question_about_contact() -> None:
    steps = journey("delete").steps
    assert steps.index("safe") + 1 == steps.index("contact")


def test_a_question_only_the_other_scope_needs_is_not_asked() -> None:
    assert "fact-wants" not in journey("see", records={"scope": "site"}).steps
    assert "fact-residency" not in journey("see", records={"scope": "health"}).steps


def test_a_question_that_staff_answer_is_not_on_the_form() -> None:
    assert not any(step.startswith("fact-") for step in journey("limit_disclosure").steps)


def test_one_question_is_asked_once_for_several_rights() -> None:
    assert journey("see categories delete").steps.count("fact-residency") == 1


def test_an_agent_is_asked_what_they_hold_and_for_whom_they_ask() -> None:
    asked = journey("delete", role={"role": "agent"}, authority={"proof": "signed_permission"})
    assert asked.steps[2:5] == ("role", "authority", "person")
    assert asked.stated_facts(asked.asked[0]) == {"agent_permission": True, "power_of_attorney": False}


def test_an_agents_opt_out_needs_a_name() -> None:
    assert journey("opt_out_sale", role={"role": "agent"}).needs_name


def test_nothing_said_about_a_permission_is_nothing_known() -> None:
    asked = journey("delete", role={"role": "agent"})
    assert asked.stated_facts(asked.asked[0]) == {}


def test_who_asks_for_someone_who_has_died_says_so_by_their_role() -> None:
    asked = journey("delete", role={"role": "executor"})
    assert asked.stated_facts(asked.asked[0]) == {"deceased": True}


def test_a_report_about_a_child_asks_nothing_about_the_reporter() -> None:
    asked = journey("child_report", safe={"preferred": "none"})
    assert asked.role is Role.REPORTER
    assert asked.steps == ("want", "safe", "tell-child_report")


def test_a_role_that_is_no_role_is_taken_as_oneself() -> None:
    assert journey("delete", role={"role": "president"}).role is Role.SELF


def test_being_unsure_states_no_fact() -> None:
    asked = journey("delete", **{"fact-residency": {"value": None}})
    assert asked.stated_facts(asked.asked[0]) == {}


def test_the_next_and_the_previous_question_follow_the_order() -> None:
    asked = journey("delete")
    assert asked.after("want") == "records"
    assert asked.before("records") == "want"
    assert asked.before("want") is None
    assert asked.after(asked.steps[-1]) is None


def test_the_first_unanswered_question_is_the_one_that_is_missing() -> None:
    assert journey("delete").missing == "records"
    assert journey("delete", records={"scope": "site"}).missing == "role"


def test_another_way_to_be_reached_asks_for_the_contact_again() -> None:
    answers = {"role": {"role": "self"}, "contact": {"email": "pat@example.org", SHAPE: "email nameless"}}
    assert journey("opt_out_sale", safe={"preferred": "email"}, **answers).missing == "where"
    assert journey("opt_out_sale", safe={"preferred": "phone"}, **answers).missing == "contact"


def test_what_no_longer_applies_is_not_asked_but_kept() -> None:
    answers = {"where": {"email": "pat@example.org"}}
    changed = journey("delete", **answers)
    assert "where" not in changed.steps
    assert changed.answers["where"] == {"email": "pat@example.org"}


def test_a_childs_age_is_asked_only_for_health_records() -> None:
    parent = {"role": "parent_or_guardian"}
    assert not journey("delete", role=parent, records={"scope": "site"}).asks_childs_age
    assert journey("delete", role=parent, records={"scope": "both"}).asks_childs_age
