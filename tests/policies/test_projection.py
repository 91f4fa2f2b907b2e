import dataclasses

import pytest
from django.db.models import JSONField
from hypothesis import HealthCheck, given, settings

from policies.domain.document import encode, field_types
from policies.domain.rules import RuleSet
from policies.models import PARTS, Policy, PolicyVersion, VersionPart
from policies.projection import Rows, columns_of, read_rules, rows_of, rules_of, write_rows
from tests.policies.examples import POLICY
from tests.policies.strategies import rule_sets


def version_of(rules: RuleSet) -> PolicyVersion:
    return PolicyVersion(
        policy=Policy(slug=rules.pack),
        label=rules.version,
        title=rules.title,
        jurisdiction=rules.jurisdiction,
        effective_from=rules.effective_from.first_day,
        month_only=rules.effective_from.month_only,
    )


@pytest.mark.parametrize("table", PARTS, ids=lambda table: table.__name__)
def test_each_table_has_the_fields_of_its_dataclass(table: type[VersionPart]) -> None:
    columns = {column.name for column in table._meta.get_fields()}
    assert set(columns_of(table.mirrors)) <= columns
    own = columns - {"id", "organization", "version", "place", "frozen", "of"}
    own -= {"reading_text", "reading_by", "reading_on"}
    assert own == set(columns_of(table.mirrors))


def test_every_list_of_a_rule_set_has_a_table() -> None:
    lists = {name for name, kind in field_types(RuleSet).items() if str(kind).startswith("tuple")}
    assert lists == {part.listed_in for part in PARTS} - {"extension", "pauses"}


def test_a_column_for_a_list_is_json_and_holds_what_the_document_holds(draft: PolicyVersion) -> None:
    right = next(part for part in PARTS if part.__name__ == "RightGranted")
    columns = {column.name: column for column in right._meta.get_fields()}
    assert isinstance(columns["eligible"], JSONField)
    row = right._default_manager.get(version=draft, key="delete")  # type: ignore[misc]
    assert row.eligible == encode(POLICY.rights[0].eligible)  # type: ignore[attr-defined]


@given(rule_sets)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_say_what_the_rule_set_says(rules: RuleSet) -> None:
    keyed = with_distinct_deadline_keys(rules)
    version = version_of(keyed)
    rows: Rows = rows_of(version, keyed)
    assert rules_of(version, rows) == keyed


def test_rows_in_the_database_say_what_the_rule_set_says(draft: PolicyVersion) -> None:
    draft.refresh_from_db()
    assert read_rules(draft) == POLICY


def test_writing_again_replaces_the_rows(draft: PolicyVersion) -> None:
    write_rows(draft, POLICY)
    write_rows(draft, POLICY)
    assert read_rules(draft) == POLICY


def test_rows_belong_to_the_organization_of_their_version(draft: PolicyVersion) -> None:
    for table in PARTS:
        owners = set(table._default_manager.filter(version=draft).values_list("organization", flat=True))
        assert owners <= {draft.organization_id}


def with_distinct_deadline_keys(rules: RuleSet) -> RuleSet:
    """Extensions and pauses name their deadline by its key, which a constraint keeps distinct."""
    deadlines = (dataclasses.replace(rule, key=f"{place}") for place, rule in enumerate(rules.deadlines))
    return dataclasses.replace(rules, deadlines=tuple(deadlines))
