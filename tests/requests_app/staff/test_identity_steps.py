"""The steps of the version are taken on the desk: what was compared is kept as kinds, never as values."""

from typing import Any

import pytest
from django.test import Client

from organizations.models import Organization, User
from policies.domain.terms import Outcome, Right
from records import chain
from records.models import Event
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import one_request

from .conftest import signed_in
from .pages import act_url, case_text, do, identity_fields, text, verify

pytestmark = pytest.mark.django_db

STEP = "delete_and_correct"
MATCHED = {"step": STEP, "compared": ["name", "site PIN"], "passed": "yes", "happened_on": "2026-05-04"}
TOLD = {"how": "email", "happened_on": "2026-05-04"}


@pytest.fixture
def copy(prospect: Organization) -> PrivacyRequest:
    """Rosa asks for a copy of everything: two steps, and a way that must be her own."""
    return one_request(prospect, Right.KNOW_SPECIFIC)


def checks(request: PrivacyRequest) -> list[dict[str, Any]]:
    """What the events of steps say, in order."""
    rows = Event.objects.filter(subject_id=request.pk, type="step_checked").order_by("seq")
    return [dict(chain.read(row).body) for row in rows]


def test_the_steps_of_the_version_are_listed_as_outstanding(desk: Client, deletion: PrivacyRequest) -> None:
    page = case_text(desk, deletion)

    assert "Identity Not established To delete or correct, two details must match" in page
    assert "Outstanding" in page
    assert "Accepted: name, e-mail address" in page


def test_a_step_keeps_the_kinds_that_were_compared(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "check-step", **MATCHED))

    assert "One step of establishing identity was taken." in page
    assert "Compared: name, site PIN." in page
    assert "It matched." in page
    assert "Passed Mon 4 May 2026, 10:00 am, Hana Compared: name, site PIN" in page
    assert [(said["compared"], said["passed"]) for said in checks(deletion)] == [(["name", "site PIN"], True)]


def test_one_detail_is_too_few_and_two_are_enough(desk: Client, deletion: PrivacyRequest) -> None:
    one = text(do(desk, deletion, "check-step", **{**MATCHED, "compared": ["name"]}))
    assert one.count("The rule wants 2 details that match: tick 2 or more.") == 2, "in the summary and at the field"
    assert checks(deletion) == []

    do(desk, deletion, "check-step", **MATCHED)
    assert len(checks(deletion)) == 1


def test_what_did_not_match_can_be_one_detail(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "check-step", **{**MATCHED, "compared": ["name"], "passed": "no"}))

    assert "It did not match." in page
    assert "Did not match Mon 4 May 2026" in page


def test_a_detail_that_the_step_does_not_accept_is_told_at_the_field(desk: Client, copy: PrivacyRequest) -> None:
    wrong = {"step": "know_specific_declaration", "compared": ["name"], "passed": "yes", "happened_on": "2026-05-04"}
    page = text(do(desk, copy, "check-step", **wrong))

    assert "This step does not accept: name." in page
    assert checks(copy) == []


def test_a_detail_of_no_step_cannot_be_sent(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(do(desk, deletion, "check-step", **{**MATCHED, "compared": ["name", "shoe size"]}))

    assert "There is a problem" in page
    assert checks(deletion) == []


def test_identity_does_not_stand_while_a_step_is_outstanding(desk: Client, deletion: PrivacyRequest) -> None:
    told = {"evidence": "It matches.", "happened_on": "2026-05-04"}
    page = text(do(desk, deletion, "verify-identity", **told))

    assert "Tick what was compared. Identity stands only when every step was taken." in page
    assert "It matches." in page, "what was typed is kept"
    deletion.refresh_from_db()
    assert deletion.verified_at is None


def test_the_outstanding_steps_are_recorded_with_it(desk: Client, copy: PrivacyRequest) -> None:
    page = text(verify(desk, copy))

    assert [said["step"] for said in checks(copy)] == ["know_specific", "know_specific_declaration"]
    assert len(checks(copy)[0]["compared"]) == 3
    assert "Identity Established" in page


def test_a_step_taken_before_is_not_asked_for_again(desk: Client, deletion: PrivacyRequest) -> None:
    do(desk, deletion, "check-step", **MATCHED)

    fields = desk.get(act_url(deletion, "verify-identity")).context["form"].fields
    assert not [name for name in fields if name.startswith("step_")]
    do(desk, deletion, "verify-identity", evidence="As recorded.", happened_on="2026-05-04")
    deletion.refresh_from_db()
    assert deletion.verified_at is not None


def test_a_second_click_takes_no_step_twice(desk: Client, copy: PrivacyRequest) -> None:
    form = desk.get(act_url(copy, "verify-identity")).context["form"]
    data = {name: form[name].value() for name in ("seen", "shown")} | identity_fields(desk, copy)
    for _ in range(2):
        assert desk.post(act_url(copy, "verify-identity"), data).status_code == 302

    assert len(checks(copy)) == 2
    assert Event.objects.filter(subject_id=copy.pk, type="identity_verified").count() == 1


def test_what_is_refused_takes_no_step_either(desk: Client, copy: PrivacyRequest) -> None:
    before = {**identity_fields(desk, copy), "happened_on": "2026-04-30"}
    page = text(do(desk, copy, "verify-identity", **before))

    assert "This is before the request was received" in page
    assert checks(copy) == []


def test_only_a_sensitive_answer_asks_whose_way_it_goes(
    desk: Client, copy: PrivacyRequest, deletion: PrivacyRequest
) -> None:
    assert "channel_proof" in desk.get(act_url(copy, "verify-identity")).context["form"].fields
    assert "channel_proof" not in desk.get(act_url(deletion, "verify-identity")).context["form"].fields

    fields = identity_fields(desk, copy)
    del fields["channel_proof"]
    assert "Choose how, or that neither holds." in text(do(desk, copy, "verify-identity", **fields))


def test_an_answer_whose_way_was_not_shown_is_only_handed_over(desk: Client, copy: PrivacyRequest) -> None:
    page = text(verify(desk, copy, channel_proof="neither", proven_ways=[]))
    assert "hand it over in person only" in page

    by_mail = text(do(desk, copy, "fulfill", **TOLD))
    assert "That the way the answer goes belongs to the person was not shown" in by_mail
    do(desk, copy, "fulfill", how="in_person", happened_on="2026-05-04")
    copy.refresh_from_db()
    assert copy.outcome == Outcome.FULFILLED


def test_staff_say_which_way_and_no_other_may_be_used(desk: Client, copy: PrivacyRequest) -> None:
    fields = {**identity_fields(desk, copy), "proven_ways": []}
    assert "Tick which ways, or choose that neither holds." in text(do(desk, copy, "verify-identity", **fields))
    fields |= {"channel_proof": "neither", "proven_ways": ["phone"]}
    assert "You chose that neither holds: tick no way." in text(do(desk, copy, "verify-identity", **fields))

    page = text(verify(desk, copy, proven_ways=["phone", "other"]))
    assert "a telephone number: a code is read out on it and another address of theirs" in page
    assert "a code that you read out on the telephone or by hand to the other address" in page
    do(desk, copy, "fulfill", how="mail", happened_on="2026-05-04")
    copy.refresh_from_db()
    assert copy.outcome == Outcome.FULFILLED


def test_an_address_that_was_not_given_cannot_be_the_one_we_write_to(desk: Client, copy: PrivacyRequest) -> None:
    ways = desk.get(act_url(copy, "verify-identity")).context["form"].fields["proven_ways"].choices
    assert [way for way, _ in ways] == ["email", "phone", "other"]


def test_a_way_on_file_before_may_be_used(desk: Client, copy: PrivacyRequest) -> None:
    page = text(verify(desk, copy))
    assert "On file before the request came: the e-mail address that we write to now." in page
    assert "on their page, opened with a link or code from our mail; or hand it over in person." in page

    do(desk, copy, "fulfill", **TOLD)
    copy.refresh_from_db()
    assert copy.outcome == Outcome.FULFILLED


def test_an_opt_out_asks_for_no_proof_and_says_why(desk: Client, prospect: Organization) -> None:
    request = one_request(prospect, Right.OPT_OUT_SALE)

    for act in ("check-step", "request-identity"):
        page = text(desk.get(act_url(request, act)))
        assert "This version asks for no proof of identity for this right." in page, act
    assert "Identity Not established" not in case_text(desk, request)


def test_steps_of_another_organization_are_not_there(stranger: User, deletion: PrivacyRequest) -> None:
    client = signed_in(stranger)

    for act in ("check-step", "verify-identity", "see-authority", "decide-item", "approve-decision"):
        assert client.get(act_url(deletion, act)).status_code == 404, act
        assert client.post(act_url(deletion, act), {"seen": 0}).status_code == 404, act


def test_an_auditor_takes_no_step(auditor: User, deletion: PrivacyRequest) -> None:
    client = signed_in(auditor)

    for act in ("check-step", "verify-identity", "propose-decision", "send-message"):
        assert client.get(act_url(deletion, act)).status_code == 403, act


def test_the_denial_page_warns_while_it_is_not_known_who_asks(desk: Client, deletion: PrivacyRequest) -> None:
    warning = "It is not known who is asking"
    assert warning in text(desk.get(act_url(deletion, "deny")))
    verify(desk, deletion)
    assert warning not in text(desk.get(act_url(deletion, "deny")))
