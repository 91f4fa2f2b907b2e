"""Grounds, routes, help: what the law wants in an answer, and what must never be in one."""

import re
from typing import Any

import pytest
from django.db import connection

from organizations.models import Organization, User
from policies.domain.terms import Right, Role, Scope
from policies.selectors import rule_set
from records import sealing
from requests_app.domain.lifecycle import Action
from requests_app.models import ItemDecision, Letter, LetterKind, PrivacyRequest, RequestItem
from requests_app.services.arrival import RequesterDetails
from requests_app.services.correspondence import templates
from requests_app.services.correspondence.filling import WrongTemplate
from requests_app.services.transition import transition_one
from tests.requests_app.arrivals import at, one_request

from .letters import NOW, REASON, draft, words

pytestmark = pytest.mark.django_db


def denial(request: PrivacyRequest, ground: str = "", **given: Any) -> str:
    return words(draft(request, LetterKind.DENIED, details={"ground": ground}, **given)).body


def test_a_denial_names_ground_section_version_reason_and_routes(deletion: PrivacyRequest) -> None:
    body = denial(deletion, "legal_obligation")
    assert REASON in body
    assert "A legal duty makes us keep it. (Privacy Policy, version 2020-01-01, CALIFORNIA RESIDENTS" in body
    assert "Civil Code 1798.105(d)" in body
    assert "look at this again (an appeal)" in body
    assert "California Privacy Protection Agency" in body
    assert "Attorney General of California" in body
    assert "not to sell or share" in body
    assert "We will not treat you worse" in body


def test_a_denial_without_a_ground_names_the_rule_under_a_heading_of_its_own(opt_out: PrivacyRequest) -> None:
    assert "# The rule this rests on\nCalifornians may tell us not to sell" in denial(opt_out)


@pytest.mark.parametrize(("ground", "review"), [("endangers_life", True), ("privacy_act", False)])
def test_a_review_by_a_professional_is_offered_on_reviewable_grounds_only(
    records: PrivacyRequest, ground: str, *, review: bool
) -> None:
    body = denial(records, ground)
    assert ("a licensed health care professional who had no part" in body) is review
    assert "Office for Civil Rights" in body
    assert "45 CFR 164.524(a)" in body


def test_a_denied_amendment_tells_of_the_statement_of_disagreement(kaiser: Organization) -> None:
    request = one_request(kaiser, Right.AMEND, Scope.HEALTH_RECORDS)
    body = denial(request, "accurate_and_complete")
    assert "a statement that says why you do not agree" in body
    assert "send your request and this letter along" in body
    assert "45 CFR 164.526(a)(2)(iv)" in body


def test_a_denied_correction_tells_that_it_can_be_noted_as_contested(prospect: Organization) -> None:
    body = denial(one_request(prospect, Right.CORRECT), "accurate")
    assert "ask us to note that you say the information is wrong" in body


def test_who_lives_elsewhere_is_not_sent_to_californias_agency(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, residency="US-NV", facts={"residency": "US-NV"})
    body = words(draft(request, LetterKind.NOT_ELIGIBLE)).body
    assert "California Privacy Protection Agency" not in body
    assert "attorney general of the state you live in" in body
    assert "tell us if you live somewhere else" in body


def test_over_the_cap_the_first_day_to_ask_again_is_named(prospect: Organization, hana: Any) -> None:
    asked = [one_request(prospect, Right.KNOW_CATEGORIES, on=at(day)) for day in ("2026-02-02", "2026-03-02")]
    last = one_request(prospect, Right.KNOW_CATEGORIES)
    person = None
    for request in (*asked, last):
        steps = tuple(rule.key for rule in _steps(request))
        details = {"evidence": "Two details match.", "steps": steps}
        details |= {"person": str(person)} if person else {}
        transition_one(request.pk, Action.VERIFY_IDENTITY, by=hana, details=details)
        request.submission.refresh_from_db()
        person = request.submission.person_id
    body = denial(last, "frequency_cap")
    assert "You can ask again from Tue 2 February 2027 on." in body


def _steps(request: PrivacyRequest) -> Any:
    rules = rule_set(request.policy_version).verification
    return [rule for rule in rules if Right(request.right) in rule.rights and not rule.when.terms]


def test_who_could_not_be_verified_is_told_how_to_go_on(prospect: Organization) -> None:
    body = words(draft(one_request(prospect, Right.KNOW_SPECIFIC), LetterKind.UNVERIFIED)).body
    assert "It stays the same request and counts from the day we first received it." in body
    assert "with the kinds of data we hold" in body


def test_a_copy_says_which_numbers_are_never_sent(prospect: Organization) -> None:
    body = words(draft(one_request(prospect, Right.KNOW_SPECIFIC), LetterKind.FULFILLED)).body
    assert "we never send some things" in body


def test_who_reported_a_child_is_told_the_same_whatever_was_found(kaiser: Organization) -> None:
    kinds = (LetterKind.FULFILLED, LetterKind.PARTLY_FULFILLED, LetterKind.DENIED)
    request = one_request(kaiser, Right.CHILD_REPORT)
    bodies = {words(draft(request, kind, details={"reason": REASON, "ground": "not_a_child"})).body for kind in kinds}
    assert len(bodies) == 1
    assert REASON not in bodies.pop()


def test_an_item_whose_existence_is_not_told_leaves_no_trace(kaiser: Organization) -> None:
    """The letters differ in nothing but the reference."""
    letters = []
    for decision in (None, ItemDecision.UNDISCLOSED):
        request = one_request(kaiser, Right.ACCESS, Scope.HEALTH_RECORDS)
        if decision:
            item = RequestItem(organization=kaiser, request=request, position=1, decision=decision, ground="x")
            item.sealed = sealing.seal({"label": "notes"}, request.data_key, sealing.place(item, "sealed"))
            item.save()
        for kind in (LetterKind.FULFILLED, LetterKind.PARTLY_FULFILLED, LetterKind.DENIED):
            text = words(draft(request, kind))
            letters.append(re.sub(r"KP-[\w-]+/1", "REFERENCE", f"{text.subject}\n{text.body}"))
    assert letters[:3] == letters[3:]


def test_an_agent_is_told_that_it_was_about_somebody_else(prospect: Organization) -> None:
    agent = RequesterDetails(name="Ada Agent", email="ada@agents.example", role=Role.AGENT)
    body = words(draft(one_request(prospect, Right.DELETE, requester=agent), LetterKind.PARTLY_FULFILLED)).body
    assert "You asked to have somebody else's data deleted." in body


@pytest.mark.parametrize(
    ("language", "line"),
    [("vi", "Xin gọi 844.763.8442."), ("zh-Hans", "请致电 844.763.8442。"), ("en", None), ("xx", None)],
)
def test_who_speaks_another_language_is_told_in_it_where_help_is(
    prospect: Organization, language: str, line: str | None
) -> None:
    person = RequesterDetails(name="An Nguyen", email="an@example.org", language=language)
    letter = draft(one_request(prospect, Right.DELETE, requester=person), LetterKind.CLARIFICATION)
    assert letter.language == "en"
    assert (line in words(letter).body) if line else ("844.763.8442." not in words(letter).body)


def test_an_interpreter_who_was_asked_for_is_offered(deletion: PrivacyRequest) -> None:
    deletion.submission.interpreter = "Mixtec"
    deletion.submission.save()
    assert "you need an interpreter (Mixtec)" in words(draft(deletion, LetterKind.CLARIFICATION)).body


def test_nothing_of_a_letter_stands_open_in_the_database(deletion: PrivacyRequest) -> None:
    letter = draft(deletion, LetterKind.DENIED, details={"ground": "legal_obligation"})
    table = Letter._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own table
        row = " ".join(_shown(value) for value in cursor.fetchone())
    for word in (REASON, "Rosa", "legal_obligation", "deleted"):
        assert word not in row
    assert str(letter.pk).replace("-", "") in row.replace("-", "")


def _shown(value: object) -> str:
    return bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)


def test_the_organizations_own_latest_wording_comes_first(deletion: PrivacyRequest, supervisor: User) -> None:
    organization = deletion.organization
    wording = templates.built_in("clarification", "en")
    for greeting in ("Good day,", "Dear friend,"):
        body = wording.body.replace("Hello,", greeting)
        templates.add_version(
            organization, LetterKind.CLARIFICATION, "en", subject=wording.subject, body=body, by=supervisor
        )
    letter = draft(deletion, LetterKind.CLARIFICATION)
    assert letter.template == "own/en/clarification/2"
    assert words(letter).body.startswith("Dear friend,")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("Hello {reference}", "must have a place for {calls}, {reason}"),
        ("{name} {reason} {calls}", "has no {name}"),
    ],
)
def test_a_wording_without_what_it_must_say_is_refused(
    deletion: PrivacyRequest, supervisor: User, body: str, why: str
) -> None:
    with pytest.raises(WrongTemplate) as refused:
        templates.add_version(
            deletion.organization, LetterKind.CLARIFICATION, "en", subject="{reference}", body=body, by=supervisor
        )
    assert why in str(refused.value)


def test_an_organizations_wording_in_another_language_is_used_for_who_speaks_it(
    prospect: Organization, supervisor: User
) -> None:
    body = "Bonjour,\n\n{reason}\n\n{calls}"
    templates.add_version(
        prospect, LetterKind.CLARIFICATION, "fr", subject="Question {reference}", body=body, by=supervisor
    )
    person = RequesterDetails(name="Fleur", email="fleur@example.org", language="fr-CA")
    letter = draft(one_request(prospect, Right.DELETE, requester=person), LetterKind.CLARIFICATION, now=NOW)
    assert (letter.language, words(letter).body[:8]) == ("fr", "Bonjour,")
