import datetime as dt
import hashlib
import json

import pytest
from hypothesis import given, settings

from policies.domain.document import DocumentError, content_hash, from_document, to_document
from policies.domain.periods import Period
from policies.domain.rules import RuleSet
from tests.policies.examples import POLICY, policy
from tests.policies.strategies import rule_sets


@given(rule_sets)
@settings(max_examples=60, deadline=None)
def test_a_document_reads_back_as_the_rules_it_was_written_from(rules: RuleSet) -> None:
    assert from_document(to_document(rules)) == rules


@given(rule_sets)
@settings(max_examples=20, deadline=None)
def test_writing_what_was_read_gives_the_same_text(rules: RuleSet) -> None:
    text = to_document(rules)
    assert to_document(from_document(text)) == text


def test_equal_rules_have_one_text_and_different_rules_another() -> None:
    assert to_document(policy()) == to_document(POLICY)
    assert to_document(policy(title="Other")) != to_document(POLICY)


def test_the_hash_is_sha256_of_the_utf8_text_and_travels_with_the_rules() -> None:
    text = to_document(policy(title="Política de privacidad"))
    assert "Política" in text
    assert content_hash(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert from_document(text).content_hash == content_hash(text)


def test_dates_periods_and_conditions_are_written_as_words() -> None:
    rules = json.loads(to_document(POLICY))["rules"]
    assert rules["effective_from"] == "2026-01-01"
    assert rules["deadlines"][0]["within"] == "45 calendar days"
    assert rules["deadlines"][1]["from_law"] == "law/us-zz/example#acknowledge"
    assert rules["rights"][0]["eligible"] == [["residency", ["US-CA", "US-NV"]]]
    assert rules["deadlines"][0]["reading"]["on"] == "2025-12-20"


def test_defaults_are_written_so_that_a_later_default_changes_no_published_meaning() -> None:
    assert json.loads(to_document(POLICY))["rules"]["deadlines"][0]["roll"] == "none"


def test_a_field_that_an_old_document_does_not_know_takes_its_default() -> None:
    outer = json.loads(to_document(POLICY))
    del outer["rules"]["deadlines"][0]["roll"]
    del outer["rules"]["notes"]
    assert from_document(json.dumps(outer)) == POLICY


def test_an_older_format_is_upgraded_in_memory_step_by_step() -> None:
    outer = json.loads(to_document(POLICY))
    outer["rules"]["name"] = outer["rules"].pop("title")
    text = json.dumps(outer)

    def with_title(fields: dict[str, object]) -> dict[str, object]:
        fields["title"] = fields.pop("name")
        return fields

    read = from_document(text, upgrades={1: with_title}, current=2)
    assert read == POLICY
    assert read.content_hash == content_hash(text)


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (lambda outer: outer.update(format=2), "format 2 is newer than this program"),
        (lambda outer: outer.pop("format"), "expected an object with a format number"),
        (lambda outer: outer["rules"].update(surprise=1), "rules: 'surprise' is not a field of RuleSet"),
        (lambda outer: outer["rules"].pop("title"), "rules: .*'title'"),
        (lambda outer: outer["rules"].update(effective_from="soon"), "rules.effective_from: expected a date"),
        (
            lambda outer: outer["rules"]["deadlines"][0].update(within="a while"),
            r"rules.deadlines\[0\].within: expected",
        ),
        (lambda outer: outer["rules"]["deadlines"][0].update(act="dance"), "'dance' is not a valid Act"),
        (lambda outer: outer["rules"]["frequency_caps"][0].update(at_most="2"), "at_most: expected int, not '2'"),
        (lambda outer: outer["rules"]["frequency_caps"][0].update(at_most=True), "at_most: expected int, not True"),
        (lambda outer: outer["rules"].update(rights={}), "rules.rights: expected a list"),
    ],
)
def test_a_spoiled_document_is_refused_with_the_place(spoil: object, expected: str) -> None:
    outer = json.loads(to_document(POLICY))
    spoil(outer)  # type: ignore[operator]
    with pytest.raises(DocumentError, match=expected):
        from_document(json.dumps(outer))


def test_a_gap_between_formats_is_refused() -> None:
    with pytest.raises(DocumentError, match="no way is known from format 1 to 2"):
        from_document(to_document(POLICY), current=2)


def test_text_that_is_not_json_is_refused() -> None:
    with pytest.raises(DocumentError, match="expected JSON"):
        from_document("{")


def test_what_a_document_cannot_hold_is_refused_when_written() -> None:
    with pytest.raises(TypeError, match="cannot hold datetime"):
        to_document(policy(title=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))


def test_a_period_of_one_day_reads_back() -> None:
    one = Period.parse("1 business day")
    assert Period.parse(str(one)) == one
