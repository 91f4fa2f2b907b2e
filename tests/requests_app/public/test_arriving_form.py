"""From answers to an arrival: what a person may say, and nothing else."""

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from organizations.models import Organization
from policies.domain.terms import Right, Role, Scope
from requests_app.domain.arriving import Channel, Source
from requests_app.public.arriving_form import arrival_of
from requests_app.services.arrival import Arrival, ContactBy

from .northwind import journey

DRAFT = UUID("5f1f3c2e-6d8f-4f3e-9a55-0f4f6f1f9d11")
NOW = dt.datetime(2026, 4, 16, 18, tzinfo=dt.UTC)
BY_EMAIL = {"safe": {"preferred": "email"}, "contact": {"name": "Pat Example", "email": "pat@example.org"}}


def arrival(wishes: str, **answers: Mapping[str, Any]) -> Arrival:
    organization = Organization(slug="northwind", name="Northwind", timezone="America/Los_Angeles")
    return arrival_of(
        journey(wishes, **answers),
        organization=organization,
        draft_id=DRAFT,
        at=NOW,
        suspicions=("too_fast",),
    )


def test_the_draft_is_the_key_and_the_door_says_when_and_where() -> None:
    made = arrival("delete", **BY_EMAIL)
    assert (made.source, made.channel) == (Source.PUBLIC_FORM, Channel.WEB)
    assert (made.idempotency_key, made.received_at) == (str(DRAFT), NOW)
    assert made.policy == "northwind/privacy"
    assert made.suspicions == ("too_fast",)


def test_one_submission_holds_a_request_for_each_right_and_scope() -> None:
    made = arrival("see opt_out_sale", records={"scope": "both"}, **BY_EMAIL)
    assert [(ask.right, ask.scope) for ask in made.asks] == [
        (Right.KNOW_SPECIFIC, Scope.SITE_DATA),
        (Right.ACCESS, Scope.HEALTH_RECORDS),
        (Right.OPT_OUT_SALE, Scope.SITE_DATA),
    ]


def test_an_opt_out_carries_where_to_apply_it_and_no_name() -> None:
    made = arrival("opt_out_sale", safe={"preferred": "none"}, where={"identifier": "pat@example.org"})
    assert made.requester.name == ""
    assert made.asks[0].details == "Apply to: pat@example.org"


def test_who_wants_no_answer_is_written_nothing() -> None:
    made = arrival("opt_out_sale", safe={"preferred": "none"})
    assert not made.send_acknowledgement
    assert not made.safe_contact.may_write


def test_a_choice_about_use_falls_back_on_the_address_given_for_messages() -> None:
    made = arrival("opt_out_sale opt_out_email", where={"email": "pat@example.org", "identifier": ""}, **BY_EMAIL)
    assert {ask.details for ask in made.asks} == {"Apply to: pat@example.org"}


def test_safe_contact_is_what_was_chosen() -> None:
    contact = {"name": "Pat", "phone": "555-010-4477", "voicemail": "no", "email": "", "note": "Before noon"}
    safe = arrival("delete", safe={"preferred": "phone"}, contact=contact).safe_contact
    assert (safe.preferred, safe.may_leave_voicemail, safe.may_write, safe.note) == (
        ContactBy.PHONE,
        False,
        False,
        "Before noon",
    )


def test_a_letter_may_go_in_a_plain_envelope_to_another_name() -> None:
    contact = {"name": "Pat", "postal_address": "1 Main St", "envelope_name": "P. Example", "plain_envelope": True}
    safe = arrival("delete", safe={"preferred": "mail"}, contact=contact).safe_contact
    assert (safe.preferred, safe.envelope_name, safe.plain_envelope) == (ContactBy.MAIL, "P. Example", True)


def test_the_person_and_who_asks_for_them_are_apart() -> None:
    made = arrival(
        "delete", role={"role": "agent"}, authority={"proof": "signed_permission"}, person={"name": "Ana"}, **BY_EMAIL
    )
    assert made.requester.name == "Pat Example"
    assert made.data_subject is not None
    assert made.data_subject.name == "Ana"
    assert made.representative is not None
    assert (made.representative.kind, made.representative.proof_claimed) == (Role.AGENT, "signed_permission")
    assert made.asks[0].facts["agent_permission"] is True


def test_a_childs_age_and_residency_are_said_of_the_person() -> None:
    made = arrival(
        "delete",
        records={"scope": "both"},
        role={"role": "parent_or_guardian"},
        person={"name": "Kim", "age": 9},
        **{"fact-residency": {"value": "US-CA"}},
        **BY_EMAIL,
    )
    assert made.data_subject is not None
    assert (made.data_subject.age, made.data_subject.residency) == (9, "US-CA")
    assert made.asks[0].facts == {}


def test_the_topic_of_a_message_is_said_of_its_request_alone() -> None:
    made = arrival("opt_out_email opt_out_text", **{"fact-topic": {"value": "newsletter"}})
    assert [ask.topic for ask in made.asks] == ["newsletter", ""]


def test_what_helps_to_find_the_data_goes_with_what_needs_finding() -> None:
    made = arrival("delete opt_out_sale", find={"known_by": "Member 1234"}, where={"identifier": "x"}, **BY_EMAIL)
    assert made.asks[0].details == "To find the information: Member 1234"
    assert made.asks[1].details == "Apply to: x"


def test_an_answer_that_no_longer_applies_says_nothing() -> None:
    made = arrival("delete", person={"name": "Ana", "age": 9}, authority={"proof": "signed_permission"}, **BY_EMAIL)
    assert made.data_subject is None
    assert made.asks[0].facts == {}
