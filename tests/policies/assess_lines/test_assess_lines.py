"""`manage.py assess` on the shipped packs, line by line."""

import datetime as dt
import json
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from policies.assess_lines.answering import answer_line
from policies.assess_lines.schema import schema_text
from policies.assess_lines.sources import PackVersions

PM, KP = "prospect-medical/privacy-policy", "kaiser-permanente/privacy-statement"
SCHEMA = Path(__file__).parents[3] / "docs" / "assess.schema.json"
CALIFORNIAN = {"residency": "US-CA"}


@cache
def source() -> Any:
    return PackVersions()


def answered(**line: Any) -> Any:
    line = {"id": "1", "policy": PM, "right": "know_specific", "received_at": "2026-05-01T10:00:00-07:00", **line}
    answer = json.loads(answer_line(json.dumps(line), 1, source()).model_dump_json(by_alias=True))
    check(line, "In") if "error" not in answer else None
    check(answer, "Out")
    return answer


def check(value: Any, side: Any) -> None:
    document = json.loads(SCHEMA.read_text())
    jsonschema.validate(value, {"$ref": f"#/$defs/{side}", "$defs": document["$defs"]})


def respond(**line: Any) -> Any:
    return answered(**line)["deadlines"]["respond"]


def test_the_published_schema_is_the_one_the_code_makes() -> None:
    assert SCHEMA.read_text() == schema_text()


# -- the worked examples -----------------------------------------------------------------------


def test_prospect_medical_answers_within_45_days_and_may_extend_to_90() -> None:
    found = respond(data_subject=CALIFORNIAN)
    assert (found["authority"], found["due_on"], found["first_due_on"]) == (PM, "2026-06-15", "2026-06-15")
    assert (found["latest_possible_on"], found["extended"], found["met"]) == ("2026-07-30", None, None)
    assert found["late_from"] == "2026-06-16T07:00:00Z"
    assert found["because"][0]["version"] == "2020-01-01"
    assert found["because"][0]["reading"]["by"] == "Duly project"


def test_a_notice_five_minutes_late_moves_nothing() -> None:
    events = [
        {"type": "extension_notice", "at": "2026-06-16T00:05:00-07:00", "written": True, "reason": "Many systems"},
        {"type": "response_sent", "at": "2026-07-01T09:00:00-07:00"},
    ]
    found = respond(events=events)
    assert (found["extended"], found["due_on"], found["met"]) == (False, "2026-06-15", False)


def test_kaiser_health_records_run_on_the_strictest_clock_while_facts_are_unknown() -> None:
    answer = answered(policy=KP, right="access", scope="health_records", received_at="2026-04-01")
    found = answer["deadlines"]["respond"]
    assert (found["authority"], found["due_on"]) == ("law/us-ca/patient-records", "2026-04-08")
    assert found["unless"] == ["california_provider", "wants"]
    assert answer["questions"] == ["california_provider", "wants"]
    others = [(d["authority"], d["due_on"], d["kind"]) for d in answer["other_deadlines"]]
    assert others == [("law/us/hipaa", "2026-05-01", "law")]


def test_kaiser_health_records_elsewhere_run_on_hipaa() -> None:
    facts = {"california_provider": False}
    found = respond(policy=KP, right="access", scope="health_records", received_at="2026-04-01", facts=facts)
    assert (found["authority"], found["due_on"]) == ("law/us/hipaa", "2026-05-01")
    assert found["latest_possible_on"] == "2026-05-31"


def test_the_third_deletion_in_a_year_is_over_the_printed_cap_only() -> None:
    earlier = [
        {"right": "delete", "received_on": "2025-08-01", "outcome": "fulfilled"},
        {"right": "delete", "received_on": "2025-09-01", "outcome": "denied"},
    ]
    cap = answered(right="delete", data_subject=CALIFORNIAN, earlier_requests=earlier)["frequency_cap"]
    assert (cap["allowed"], cap["allowed_by_law"], cap["refusal"]) == (False, True, "blocked")
    assert (cap["counted"], cap["next_eligible_on"]) == (2, "2026-08-01")


# -- what the fields promise -------------------------------------------------------------------


def test_the_zone_decides_the_day_of_receipt_and_not_the_offset() -> None:
    assert answered(received_at="2026-05-02T06:30:00+00:00")["received_on"] == "2026-05-01"
    assert answered(received_at="2026-05-02T06:30:00+00:00", timezone="UTC")["received_on"] == "2026-05-02"
    assert answered(received_at="2026-05-02")["received_on"] == "2026-05-02"


def test_an_extra_public_holiday_moves_a_clock_in_business_days() -> None:
    plain = answered(data_subject=CALIFORNIAN)["deadlines"]["acknowledge"]["due_on"]
    calendar = {"jurisdiction": "US-CA", "extra_holidays": ["2026-05-04"]}
    moved = answered(data_subject=CALIFORNIAN, calendar=calendar)["deadlines"]["acknowledge"]["due_on"]
    assert (plain, moved) == ("2026-05-15", "2026-05-18")


def test_the_law_is_taken_in_its_version_on_the_day_of_receipt() -> None:
    assert answered(received_at="2022-12-31")["law_versions"]["law/us-ca/ccpa"] == "2020-01-01"
    assert answered(received_at="2023-01-01")["law_versions"]["law/us-ca/ccpa"] == "2023-01-01"
    assert answered(received_at="2022-12-31", data_subject=CALIFORNIAN)["look_back"]["from_by_law"] == "2021-12-31"
    assert answered(received_at="2023-01-01", data_subject=CALIFORNIAN)["look_back"]["from_by_law"] == "2022-01-01"


def test_a_right_that_only_a_later_law_gives_is_not_in_the_policy_before() -> None:
    before = answered(right="correct", received_at="2022-12-31", data_subject=CALIFORNIAN)
    assert (before["eligible"], before["deadlines"]["respond"]) == (False, None)
    assert before["warnings"][:2] == ["law_not_in_force", "not_in_policy"]
    after = answered(right="correct", received_at="2023-01-01", data_subject=CALIFORNIAN)
    assert (after["eligible"], after["deadlines"]["respond"]["authority"]) == (True, "law/us-ca/ccpa")


def test_a_month_printed_without_a_day_governs_with_a_doubt_inside_that_month() -> None:
    line = {"policy": KP, "right": "access"}
    assert "version_start_uncertain" in answered(received_at="2021-10-15", **line)["warnings"]
    assert "version_start_uncertain" not in answered(received_at="2021-11-01", **line)["warnings"]
    assert answered(received_at="2021-09-30", **line)["error"]["where"] == "received_at"


def test_a_non_californian_is_not_eligible_and_an_unknown_residency_is_asked() -> None:
    outside = answered(data_subject={"residency": "US-NV"})
    assert (outside["eligible"], outside["deadlines"]["respond"]) == (False, None)
    unknown = answered()
    assert (unknown["eligible"], unknown["questions"]) == (None, ["residency"])
    assert unknown["deadlines"]["respond"]["due_on"] == "2026-06-15"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({}, None),
        ({"paid_in_full": True}, None),
        ({"recipient": "insurer"}, True),
        ({"purpose": "treatment"}, False),
        ({"required_by_law": True}, False),
    ],
)
def test_kaiser_must_limit_disclosure_when_found_paid_in_full(facts: Any, expected: Any) -> None:
    found = {"recipient": "health_plan", "services_specific": True, "paid_in_full": True, "purpose": "payment"}
    found |= {"required_by_law": False}
    if expected is not None:
        given = {n: {"value": v, "found_by": "R. Ito", "evidence": "Bill 7"} for n, v in {**found, **facts}.items()}
    else:
        given = facts
    answer = answered(policy=KP, right="limit_disclosure", scope="health_records", facts=given)
    assert answer["must_grant"] is expected
    assert answer["deadlines"]["respond"] is None
    assert [(d["kind"], d["due_on"]) for d in answer["other_deadlines"]] == [("target", "2026-05-01")]
    assert {"reason", "written_notice"} <= set(answer["denial_needs"])


def test_silence_decides_nothing_without_as_of() -> None:
    assert respond()["met"] is None
    assert respond(as_of="2026-06-16T07:00:00+00:00")["met"] is False
    assert respond(as_of="2026-06-16T06:59:59+00:00")["met"] is None


def test_events_later_than_as_of_are_ignored() -> None:
    events = [{"type": "response_sent", "at": "2026-05-20T09:00:00-07:00"}]
    assert respond(events=events, as_of="2026-05-10T09:00:00-07:00")["met"] is None


def test_hipaa_wants_the_date_in_the_notice() -> None:
    line = {"policy": "law/us/hipaa", "right": "access", "scope": "health_records", "timezone": "America/New_York"}
    bare = {"type": "extension_notice", "at": "2026-05-20T09:00:00-04:00", "written": True, "reason": "Archive"}
    assert respond(**line, events=[bare])["extended"] is False
    assert respond(**line, events=[{**bare, "new_date": "2026-06-20"}])["due_on"] == "2026-06-20"
    assert respond(**line, events=[{**bare, "days": 30}])["due_on"] == "2026-06-30"


def test_a_law_that_was_not_in_force_has_no_deadline_but_a_warning() -> None:
    answer = answered(policy="law/us/tcpa", right="opt_out_text", received_at="2024-05-01", timezone="UTC")
    assert (answer["deadlines"]["respond"], answer["warnings"]) == (None, ["law_not_in_force"])


# -- bad lines ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "where"),
    [
        ({"policy": "nobody/policy"}, "policy"),
        ({"version": "1999"}, "version"),
        ({"right": "erase"}, "right"),
        ({"scope": "all"}, "scope"),
        ({"received_at": "2026-05-01T10:00:00"}, "received_at"),
        ({"received_at": "yesterday"}, "received_at"),
        ({"received_at": "2019-12-31"}, "received_at"),
        ({"timezone": "California"}, "timezone"),
        ({"timezone": "../../etc/passwd"}, "timezone"),
        ({"policy": "law/us/hipaa"}, "timezone"),
        ({"calendar": {"jurisdiction": "ATLANTIS"}}, "calendar.jurisdiction"),
        ({"requester": {"role": "friend"}}, "requester.role"),
        ({"data_subject": {"age": -1}}, "data_subject.age"),
        ({"data_subject": {"residency": "us-ca"}}, "facts.residency"),
        ({"facts": {"residency": "California"}}, "facts.residency"),
        (
            {"facts": {"paid_in_full": {"value": True, "found_by": "R. Ito", "evidence": ""}}},
            "facts.paid_in_full.evidence",
        ),
        ({"events": [{"type": "notice_bounced", "at": "2026-05-02T10:00:00Z", "of": "nonsense"}]}, "events.0.of"),
        ({"facts": {"colour": "red"}}, "facts.colour"),
        ({"facts": {"wants": "everything"}}, "facts.wants"),
        ({"facts": {"paid_in_full": "yes"}}, "facts.paid_in_full"),
        ({"events": [{"type": "response_sent"}]}, "events.0.at"),
        ({"events": [{"type": "answered", "at": "2026-05-02T10:00:00Z"}]}, "events.0.type"),
        ({"earlier_requests": [{"right": "delete", "outcome": "fulfilled"}]}, "earlier_requests.0"),
        ({"as_of": "2026-05-01"}, "as_of"),
        ({"recieved_at": "2026-05-01"}, "recieved_at"),
        ({"id": 7}, "id"),
    ],
)
def test_a_bad_line_says_where_and_what_was_expected(wrong: Any, where: Any) -> None:
    error = answered(**wrong)["error"]
    assert error["where"] == where
    assert error["expected"]


@pytest.mark.parametrize("line", ["nonsense", "[]", "7", '{"id": "1"', "[" * 100_000, '{"id": "\\ud800"}'])
def test_what_is_not_a_json_object_is_answered_too(line: Any) -> None:
    answer = answer_line(line, 3, source()).model_dump()
    assert (answer["id"], answer["error"]["where"]) == (None, "line 3")


def test_dates_stand_as_iso_dates() -> None:
    assert dt.date.fromisoformat(respond()["act_by"])


def test_a_byte_order_mark_before_the_first_line_is_passed_over() -> None:
    answer = answer_line("\ufeff" + json.dumps({"id": "1", "policy": "nobody"}), 1, source())
    assert json.loads(answer.model_dump_json())["id"] == "1"


def test_a_fact_that_is_null_is_unknown() -> None:
    assert answered(facts={"residency": None})["questions"] == ["residency"]


@pytest.mark.parametrize("of", ["n1", "2026-06-01T17:00:00Z", "2026-06-01T10:00:00-07:00", "extension_notice"])
def test_a_bounce_names_its_notice_by_id_instant_or_type(of: str) -> None:
    notice = {"type": "extension_notice", "id": "n1", "at": "2026-06-01T10:00:00-07:00", "written": True}
    bounce = {"type": "notice_bounced", "at": "2026-06-03T10:00:00-07:00", "of": of}
    found = respond(events=[{**notice, "reason": "Many systems"}, bounce])
    assert (found["due_on"], found["extended"]) == ("2026-06-15", False)


def test_a_law_asked_directly_is_not_beyond_itself() -> None:
    answer = answered(policy="law/us-ca/ccpa", timezone="America/Los_Angeles", data_subject=CALIFORNIAN)
    assert "printed_beyond_law" not in answer["warnings"]
