"""Where two are needed: a proposal and its approval, the printed limit and its supervisor, an appeal."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import MembershipRole, Organization, User
from policies.domain.terms import Outcome, Right, Scope
from records.models import Event
from requests_app.domain.lifecycle import State
from requests_app.models import PrivacyRequest
from tests.requests_app import world
from tests.requests_app.arrivals import at, one_request

from .conftest import signed_in
from .pages import LIST, act_url, case_text, case_url, do, text, verify

pytestmark = pytest.mark.django_db

TOLD = {"how": "email", "happened_on": "2026-05-04"}
DENIAL = {"decision": "deny", "ground": "legal_obligation", "reason": "Invoices are kept by law."}


@pytest.fixture
def two_eyes(prospect: Organization) -> None:
    """Prospect Medical has a second person approve denials and deletions."""
    prospect.second_person_for_denials = prospect.second_person_for_deletions = True
    prospect.save()


@pytest.fixture
def colleague(prospect: Organization) -> Client:
    return signed_in(world.hire(prospect, "Cora", MembershipRole.HANDLER))


def found(client: Client, query: str) -> list[str]:
    """References in the list of requests under a filter."""
    return [row.reference for row in client.get(f"{reverse(LIST)}?{query}").context["rows"]]


@pytest.mark.usefixtures("two_eyes")
def test_a_case_that_takes_two_says_so_from_the_start(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "A second person approves it before it is granted or denied: nothing was laid before them yet." in page
    assert "A second person must approve this first." in text(do(desk, deletion, "deny", **DENIAL, **TOLD))


def test_a_case_that_takes_one_says_nothing_of_it(desk: Client, deletion: PrivacyRequest) -> None:
    assert "More than one person" not in case_text(desk, deletion)


@pytest.mark.usefixtures("two_eyes")
def test_what_was_proposed_is_approved_by_another_and_then_done(
    desk: Client, colleague: Client, deletion: PrivacyRequest
) -> None:
    page = text(do(desk, deletion, "propose-decision", **DENIAL))
    assert "Hana proposed on Mon 4 May 2026: deny it. It waits for a second person's approval." in page
    assert "Deny it. Ground: legal obligation. Reason: Invoices are kept by law." in page

    own = text(desk.get(act_url(deletion, "approve-decision")))
    assert "Nobody approves what they themselves proposed." in own

    shown = colleague.get(act_url(deletion, "approve-decision"))
    seen = text(shown)
    assert "What was proposed Decision Deny it" in seen
    assert "Reason Invoices are kept by law. Proposed by Hana" in seen
    page = text(do(colleague, deletion, "approve-decision", of=shown.context["form"]["of"].value()))
    assert "Cora approved it on Mon 4 May 2026." in page

    do(desk, deletion, "deny", **{k: v for k, v in DENIAL.items() if k != "decision"}, **TOLD)
    deletion.refresh_from_db()
    assert deletion.outcome == Outcome.DENIED


@pytest.mark.usefixtures("two_eyes")
def test_an_approval_holds_for_its_own_ground_only(desk: Client, colleague: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "propose-decision", **DENIAL)
    shown = colleague.get(act_url(deletion, "approve-decision"))
    do(colleague, deletion, "approve-decision", of=shown.context["form"]["of"].value())

    page = text(do(desk, deletion, "deny", ground="security", reason="Invoices are kept by law.", **TOLD))
    assert "A second person must approve this first." in page


@pytest.mark.usefixtures("two_eyes")
def test_the_denial_and_its_letter_begin_with_the_approved_words_and_another_reason_is_told_plainly(
    desk: Client, colleague: Client, deletion: PrivacyRequest
) -> None:
    do(desk, deletion, "propose-decision", citation="Cal. Tax Code 19", **DENIAL)
    shown = colleague.get(act_url(deletion, "approve-decision"))
    assert "Law it rests on Cal. Tax Code 19" in text(shown)
    do(colleague, deletion, "approve-decision", of=shown.context["form"]["of"].value())

    letter = reverse("staff:begin-letter", args=[deletion.pk, "denied"])
    for address in (act_url(deletion, "deny"), letter):
        form = desk.get(address).context["form"]
        given = [form[name].value() for name in ("ground", "reason", "citation")]
        assert given == ["legal_obligation", "Invoices are kept by law.", "Cal. Tax Code 19"]

    page = text(do(desk, deletion, "deny", ground="legal_obligation", reason="Because we say so.", **TOLD))
    assert "The reason, the law named or an item is not as the second person approved it." in page
    deletion.refresh_from_db()
    assert deletion.state != State.CLOSED


@pytest.mark.usefixtures("two_eyes")
def test_a_proposal_made_since_is_not_approved_by_the_old_page(
    desk: Client, colleague: Client, deletion: PrivacyRequest
) -> None:
    do(desk, deletion, "propose-decision", **DENIAL)
    old = colleague.get(act_url(deletion, "approve-decision")).context["form"]["of"].value()
    do(desk, deletion, "propose-decision", decision="fulfill", reason="We can delete it after all.")

    do(colleague, deletion, "approve-decision", of=old)
    assert not Event.objects.filter(subject_id=deletion.pk, type="decision_approved").exists()


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"decision": ""}, "Choose what you propose."),
        ({"ground": ""}, "Choose the ground. A denial names one."),
        ({"reason": ""}, "Write the reason. The colleague decides by it."),
    ],
)
def test_what_a_proposal_lacks_is_told_at_the_field(
    desk: Client, deletion: PrivacyRequest, said: dict[str, str], message: str
) -> None:
    assert text(do(desk, deletion, "propose-decision", **{**DENIAL, **said})).count(message) == 2
    assert not Event.objects.filter(subject_id=deletion.pk, type="decision_proposed").exists()


def test_nothing_proposed_is_nothing_to_approve(desk: Client, deletion: PrivacyRequest) -> None:
    assert "No decision was laid before a second person." in text(desk.get(act_url(deletion, "approve-decision")))


def test_the_list_finds_what_waits_for_a_second_person(
    desk: Client, colleague: Client, prospect: Organization, stranger: User
) -> None:
    proposed, approved, other = (one_request(prospect, Right.DELETE) for _ in range(3))
    for request in (proposed, approved):
        do(desk, request, "propose-decision", **DENIAL)
    shown = colleague.get(act_url(approved, "approve-decision"))
    do(colleague, approved, "approve-decision", of=shown.context["form"]["of"].value())

    assert found(desk, "waiting=second") == [proposed.reference]
    assert other.reference in found(desk, "")
    assert found(signed_in(stranger), "waiting=second") == []

    do(desk, approved, "propose-decision", decision="fulfill", reason="We can after all.")
    assert set(found(desk, "waiting=second")) == {proposed.reference, approved.reference}


# over the printed limit


@pytest.fixture
def third(desk: Client, prospect: Organization) -> PrivacyRequest:
    """The third copy that Rosa asks for in twelve months: over the policy's limit of two, and the law's."""
    return nth_request(desk, prospect, Right.KNOW_SPECIFIC)


def nth_request(desk: Client, prospect: Organization, right: Right) -> PrivacyRequest:
    first = one_request(prospect, right, on=at("2026-02-02"))
    verify(desk, first, evidence="As on file.")
    first.refresh_from_db()
    person = str(first.submission.person_id)
    verify(desk, one_request(prospect, right, on=at("2026-03-02")), person=person)
    request = one_request(prospect, right)
    verify(desk, request, person=person)
    return request


def test_over_the_limit_a_supervisor_is_waited_for(desk: Client, third: PrivacyRequest) -> None:
    assert "The person is over the policy's printed limit: a supervisor decides" in case_text(desk, third)
    assert found(desk, "waiting=supervisor") == [third.reference]
    assert "This takes the role of supervisor." in text(desk.get(act_url(third, "decide-cap")))
    assert "This takes the role of supervisor." in text(do(desk, third, "decide-cap", decision="answer", reason="Yes."))


def test_the_supervisor_has_everything_in_front_of_them(supervisors_desk: Client, third: PrivacyRequest) -> None:
    page = text(supervisors_desk.get(act_url(third, "decide-cap")))

    earlier = PrivacyRequest.objects.exclude(pk=third.pk).order_by("received_at")
    for request, day in zip(earlier, ("Mon 2 February 2026", "Mon 2 March 2026"), strict=True):
        assert f"{request.submission.reference} {day} Copy of my data (still open)" in page
    assert "The first day on which they may ask again: Tue 2 February 2027" in page
    assert "The policy as printed" in page
    assert "The law beside it" in page
    assert "Answering or refusing: the law supports this limit too." in page


def test_refusing_is_open_where_the_law_supports_the_limit(supervisors_desk: Client, third: PrivacyRequest) -> None:
    page = text(do(supervisors_desk, third, "decide-cap", decision="refuse", reason="The third in four months."))

    assert "A supervisor decided whether a request over the printed limit is answered." in page
    assert "Refuse it, because the person has asked too often." in page
    assert "a supervisor decides whether it is answered" not in page
    assert found(supervisors_desk, "waiting=supervisor") == []


def test_refusing_is_not_offered_where_the_law_does_not_support_it(
    desk: Client, supervisors_desk: Client, prospect: Organization
) -> None:
    request = nth_request(desk, prospect, Right.DELETE)
    response = supervisors_desk.get(act_url(request, "decide-cap"))

    assert [value for value, _ in response.context["form"].fields["decision"].choices] == ["answer"]
    assert "Answering only: the law does not support this limit here" in text(response)
    assert "There is a problem" in text(do(supervisors_desk, request, "decide-cap", decision="refuse", reason="No."))


def test_under_the_limit_there_is_nothing_to_decide(supervisors_desk: Client, deletion: PrivacyRequest) -> None:
    assert "The person is not over the limit." in text(supervisors_desk.get(act_url(deletion, "decide-cap")))


# appeals


def denied(client: Client, request: PrivacyRequest, **said: Any) -> None:
    do(client, request, "deny", reason="Invoices are kept by law.", **TOLD, **said)
    do(client, request, "receive-appeal", note="They wrote back.", happened_on="2026-05-04")
    request.refresh_from_db()
    assert request.state == State.APPEALED


def test_who_took_part_does_not_decide_the_appeal(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    denied(desk, deletion, ground="legal_obligation")

    assert "not by Hana" in case_text(desk, deletion)
    assert found(desk, "waiting=second") == [deletion.reference]
    assert "You took part in the answer that this appeal is against." in text(
        desk.get(act_url(deletion, "decide-appeal"))
    )
    page = text(supervisors_desk.get(act_url(deletion, "decide-appeal")))
    assert "Took part: Hana." in page
    assert "Licensed professional who reviewed it" not in page


@pytest.fixture
def amendment(kaiser: Organization) -> PrivacyRequest:
    return one_request(kaiser, Right.ACCESS, Scope.HEALTH_RECORDS, facts={"california_provider": False})


def test_each_ground_for_health_records_says_whether_it_can_be_reviewed(
    stranger: User, amendment: PrivacyRequest
) -> None:
    page = text(signed_in(stranger).get(act_url(amendment, "deny")))

    assert "Can be reviewed by a licensed professional." in page
    assert "Cannot be reviewed." in page


def test_an_appeal_against_a_reviewable_ground_names_the_professional(
    stranger: User, amendment: PrivacyRequest, kaiser: Organization
) -> None:
    first, second = signed_in(stranger), signed_in(world.hire(kaiser, "Rita", MembershipRole.HANDLER))
    choices = first.get(act_url(amendment, "deny")).context["form"].fields["ground"].choices
    ground = next(value for value, label in choices if label.endswith("Can be reviewed by a licensed professional."))
    said = {"professional": "Dr. Lee", "review_told": "on", "complaint_told": "on", "citation": "45 CFR 164.524(a)(3)"}
    denied(first, amendment, ground=ground, **said)

    decided = {"outcome": "denied", "reason": "The finding stands."}
    page = text(do(second, amendment, "decide-appeal", **decided, **TOLD))
    assert page.count("Name the licensed professional who reviewed it.") == 2

    page = text(do(second, amendment, "decide-appeal", professional="Dr. Moss", **decided, **TOLD))
    assert "Licensed professional: Dr. Moss" in page


@pytest.mark.usefixtures("two_eyes")
def test_a_refusal_over_the_limit_can_be_approved_and_sent(
    desk: Client, supervisors_desk: Client, colleague: Client, third: PrivacyRequest
) -> None:
    said = {"ground": "frequency_cap", "reason": "The third in four months."}
    do(supervisors_desk, third, "decide-cap", decision="refuse", reason="The third in four months.")
    do(desk, third, "propose-decision", decision="deny", **said)
    assert "A second person must approve this first." in text(desk.get(act_url(third, "deny")))

    shown = colleague.get(act_url(third, "approve-decision"))
    assert "Ground The person has asked as often as the policy's printed limit allows" in text(shown)
    do(colleague, third, "approve-decision", of=shown.context["form"]["of"].value())
    assert "This cannot be done now" not in text(desk.get(act_url(third, "deny")))
    do(desk, third, "deny", **said, **TOLD)
    third.refresh_from_db()
    assert third.outcome == Outcome.DENIED


def test_the_second_person_is_offered_the_approval_first(
    desk: Client, colleague: Client, deletion: PrivacyRequest
) -> None:
    def first(client: Client) -> str:
        return str(client.get(case_url(deletion)).context["page"].first_actions[0].label)

    do(desk, deletion, "propose-decision", **DENIAL)
    assert first(desk) != "Approve what a colleague proposed"
    assert first(colleague) == "Approve what a colleague proposed"

    shown = colleague.get(act_url(deletion, "approve-decision"))
    do(colleague, deletion, "approve-decision", of=shown.context["form"]["of"].value())
    assert first(colleague) != "Approve what a colleague proposed"


def test_a_supervisor_is_offered_the_decision_over_the_limit(supervisors_desk: Client, third: PrivacyRequest) -> None:
    labels = [action.label for action in supervisors_desk.get(case_url(third)).context["page"].first_actions]

    assert labels[0] == "Decide: over the printed limit"
