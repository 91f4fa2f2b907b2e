"""A form that is sent twice acts once; another form, or the same one changed, is never taken for a second click."""

from typing import Any

import pytest
from django.test import Client

from records.models import Event
from requests_app.domain.lifecycle import TRANSITIONS, Action
from requests_app.models import PrivacyRequest, RequestFact

from .pages import act_url, default_step, do, text

pytestmark = pytest.mark.django_db

WHEN = {"happened_on": "2026-05-04"}


def shown(desk: Client, url: str) -> dict[str, Any]:
    """The hidden fields of the form as a tab holds it."""
    form = desk.get(url).context["form"]
    return {name: form[name].value() for name in ("seen", "shown")}


def found(request: PrivacyRequest) -> list[str]:
    """The names of the facts that staff found, sorted."""
    return sorted(RequestFact.objects.filter(request=request, found_by__isnull=False).values_list("name", flat=True))


def test_a_second_click_records_nothing_twice(desk: Client, deletion: PrivacyRequest) -> None:
    data = {**shown(desk, act_url(deletion, "add-note")), "note": "Once."}
    for _ in range(2):
        assert desk.post(act_url(deletion, "add-note"), data).status_code == 302

    assert Event.objects.filter(subject_id=deletion.pk, type="noted").count() == 1


def test_a_second_click_corrects_the_receipt_once(supervisors_desk: Client, deletion: PrivacyRequest) -> None:
    url = act_url(deletion, "correct-receipt")
    fields = {**shown(supervisors_desk, url), "received_on": "2026-04-27", "reason": "Entry stamp."}
    preview = supervisors_desk.post(url, {**fields, "step": "preview"})
    assert default_step(preview) == "preview"
    data = {**fields, "step": "save", "previewed": preview.context["previewed"]}
    for _ in range(2):
        assert supervisors_desk.post(url, data).status_code == 302

    assert Event.objects.filter(subject_id=deletion.pk, type="receipt_corrected").count() == 1


def test_of_two_facts_saved_from_two_tabs_none_is_lost(desk: Client, deletion: PrivacyRequest) -> None:
    url = act_url(deletion, "find-fact")
    first = shown(desk, f"{url}?fact=age") | {"fact": "age", "value": "12", "evidence": "The birth certificate."}
    second = shown(desk, f"{url}?fact=wants") | {"fact": "wants", "value": "copies", "evidence": "The letter."}
    for _ in range(2):
        assert desk.post(url, first).status_code == 302

    refused = desk.post(url, second)
    assert "The request has changed since you opened it." in text(refused)
    form = refused.context["form"]
    assert (form["value"].value(), form["evidence"].value()) == ("copies", "The letter.")
    assert found(deletion) == ["age"]

    again = {**second, "seen": form["seen"].value()}
    for _ in range(2):
        assert desk.post(url, again).status_code == 302
    assert found(deletion) == ["age", "wants"]


ONCE: list[tuple[str, dict[str, Any]]] = [
    ("check-step", {"step": "delete_and_correct", "compared": ["name", "site PIN"], "passed": "yes", **WHEN}),
    ("fail-verification", {"reason": "The date of birth differs.", **WHEN}),
    ("receive-message", {"note": "Both accounts.", "channel": "phone", **WHEN}),
    ("propose-decision", {"decision": "fulfill", "reason": "It is hers."}),
    ("name-notice", {"notice": "Patient Portal Notice", "reason": "She signed it."}),
    ("send-reminder", {"how": "email", **WHEN}),
    ("find-fee", {"ground": "excessive", "evidence": "Forty letters this month."}),
]


@pytest.mark.parametrize(("act", "fields"), ONCE)
def test_an_act_saved_twice_by_the_same_form_happened_once(
    desk: Client, deletion: PrivacyRequest, act: str, fields: dict[str, Any]
) -> None:
    do(desk, deletion, "request-identity", reason="The member number.", how="email", **WHEN)
    data = {**shown(desk, act_url(deletion, act)), **fields}
    for _ in range(2):
        assert desk.post(act_url(deletion, act), data).status_code == 302

    event = TRANSITIONS[Action(act.replace("-", "_"))].event
    assert Event.objects.filter(subject_id=deletion.pk, type=event.value).count() == 1


def test_two_approvals_by_the_same_form_are_one(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    do(desk, deletion, "propose-decision", decision="fulfill", reason="It is hers.")
    url = act_url(deletion, "approve-decision")
    data = {**shown(supervisors_desk, url), "of": supervisors_desk.get(url).context["form"]["of"].value()}
    for _ in range(2):
        assert supervisors_desk.post(url, data).status_code == 302

    assert Event.objects.filter(subject_id=deletion.pk, type="decision_approved").count() == 1


def test_a_form_gone_back_to_and_changed_is_not_taken_for_a_second_click(
    desk: Client, deletion: PrivacyRequest
) -> None:
    url = act_url(deletion, "add-note")
    data = {**shown(desk, url), "note": "Once."}
    desk.post(url, data)

    page = text(desk.post(url, {**data, "note": "Once more, and better."}))
    assert "The request has changed since you opened it." in page
    assert "Once more, and better." in page
