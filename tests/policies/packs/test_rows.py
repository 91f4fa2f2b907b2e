"""rows/*.yaml says row by row what each shipped pack must hold; whoever knows the texts can read and dispute it."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies.domain.facts import Condition
from policies.domain.rules import RuleSet
from policies.domain.soundness import all_rules, faults
from policies.loader import shipped_library

ROWS = Path(__file__).parent / "rows"


def _rule_set(pack: str, version: str) -> RuleSet:
    return next(rules for rules in shipped_library().versions[pack] if rules.version == version)


def _rows() -> Iterator[Any]:
    for file in sorted(ROWS.glob("*.yaml")):
        rows = yaml.safe_load(file.read_text(encoding="utf-8"))
        rules = _rule_set(rows.pop("pack"), rows.pop("version"))
        for title, expected in rows.items():
            yield pytest.param(rules, expected, id=f"{file.stem}: {title}")


@pytest.mark.parametrize(("rules", "expected"), list(_rows()))
def test_a_row_stands_in_the_pack(rules: RuleSet, expected: dict[str, Any]) -> None:
    assert {where: _value_at(rules, where) for where in expected} == expected


def _value_at(rules: RuleSet, where: str) -> Any:
    """`section`: its keys; `section.key`: a rule, or null; `section.key.field...`: a value in plain words."""
    section, *rest = where.split(".", 1)
    found = getattr(rules, section)
    if not isinstance(found, tuple):
        return _plain(found)
    by_key = {_key(item): item for item in found}
    if not rest:
        return list(by_key)
    key = max((key for key in by_key if f"{rest[0]}.".startswith(f"{key}.")), key=len, default=None)
    if key is None:
        return None
    value: Any = by_key[key]
    for field in filter(None, rest[0].removeprefix(key).split(".")):
        value = getattr(value, field)
    return _plain(value.when if section == "also_under" else value)


def _key(item: Any) -> str:
    return str(next(getattr(item, name) for name in ("key", "law", "name") if hasattr(item, name)))


def _plain(value: Any) -> Any:
    match value:
        case Condition():
            return {name: list(values) for name, values in value.terms}
        case tuple() if value and all(isinstance(item, tuple) for item in value):
            return dict(value)
        case tuple():
            return [_plain(item) for item in value]
        case Enum():
            return value.value
        case None | bool() | int() | str():
            return value
        case dt.date():
            return value.isoformat()
    return str(value)


VERSIONS = [rules for versions in shipped_library().versions.values() for rules in versions]
POLICIES = [rules for rules in VERSIONS if not rules.is_law]


@pytest.mark.parametrize("rules", VERSIONS, ids=lambda rules: f"{rules.pack}@{rules.version}")
def test_a_shipped_pack_could_be_published(rules: RuleSet) -> None:
    assert faults(rules, shipped_library().laws) == ()


@pytest.mark.parametrize("rules", VERSIONS, ids=lambda rules: f"{rules.pack}@{rules.version}")
def test_readings_are_signed_by_the_project_and_not_as_a_review(rules: RuleSet) -> None:
    readings = [rule.reading for rule in all_rules(rules) if rule.reading]
    assert {(reading.by, reading.on) for reading in readings} <= {("Duly project", dt.date(2026, 11, 22))}


@pytest.mark.parametrize("rules", POLICIES, ids=lambda rules: rules.pack)
def test_every_fact_that_the_laws_of_a_policy_turn_on_has_a_question(rules: RuleSet) -> None:
    asked = {question.name for question in rules.facts} | {"requester_role", "right", "scope", "kept_by_law"}
    taken = filter(None, (getattr(rule, "from_law", None) for rule in all_rules(rules)))
    packs = {entry.law for entry in rules.also_under} | {reference.law for reference in taken}
    laws = [law for pack in packs for law in shipped_library().versions[pack]]
    facts = {fact for law in laws for rule in _granted(law, rules) for fact in _facts(rule)}
    assert facts <= asked


def _granted(law: RuleSet, rules: RuleSet) -> list[Any]:
    """The rules of a law about rights that the policy grants, steps of verification aside: the policy has its own."""
    rights = {rule.right for rule in rules.rights}
    found: list[Any] = [*law.deadlines, *law.must_grant, *law.denial_grounds]
    return [rule for rule in found if rights.intersection(rule.rights)]


def _facts(rule: Any) -> list[str]:
    return [name for name, _ in rule.when.terms]


@pytest.mark.parametrize("rules", POLICIES, ids=lambda rules: rules.pack)
def test_questions_are_short_sentences(rules: RuleSet) -> None:
    for question in rules.facts:
        assert question.ask.endswith("?")
        assert len(question.ask.split()) <= 16
        assert all(len(sentence.split()) <= 18 for sentence in question.hint.split(". "))


def test_every_rule_says_where_it_stands_and_what_it_says() -> None:
    for rules in VERSIONS:
        for rule in all_rules(rules):
            assert rule.section, dataclasses.astuple(rule)
            assert rule.says.endswith((".", "?")), rule.says
