"""Rules, notes and labels as staff read them: in words, never in codes."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from organizations.models import Organization
from policies.domain.terms import Right
from requests_app.models import PrivacyRequest
from requests_app.services import person_acts
from tests.requests_app.arrivals import at

from .pages import case_text, do, identity_fields, text
from .test_second_person import nth_request

pytestmark = pytest.mark.django_db


def test_a_notice_that_moved_nothing_names_the_policy_by_its_title(desk: Client, deletion: PrivacyRequest) -> None:
    spoken = {"how": "phone", "happened_on": "2026-05-04"}
    page = text(do(desk, deletion, "send-extension-notice", reason="Two archives to search.", **spoken))

    assert "It moved nothing: answer the request, by " in page
    assert "/privacy-policy" not in page
    assert "respond under" not in page


def test_a_label_that_ends_a_sentence_gets_no_second_mark(desk: Client, deletion: PrivacyRequest) -> None:
    fields: dict[str, Any] = identity_fields(desk, deletion)
    ticked: dict[str, Any] = {name: [] for name in fields if name.startswith("step_")}
    page = text(do(desk, deletion, "verify-identity", **{**fields, **ticked}))

    assert "Tick what was compared." in page
    assert ".: " not in page


def test_what_restricts_more_than_the_law_is_named(desk: Client, prospect: Organization) -> None:
    """The policy's limit holds for deletions too; the law's only for copies."""
    third = nth_request(desk, prospect, Right.DELETE)
    response = desk.get(f"/staff/requests_app/privacyrequest/{third.pk}/change/")
    [cite] = response.context["page"].beyond_law

    assert "The policy as printed restricts more than the law lets it." in text(response)
    assert cite.says in text(response)
    assert cite.title == "Privacy Policy"


def test_nothing_is_named_where_nothing_restricts(desk: Client, deletion: PrivacyRequest) -> None:
    assert "What restricts more than the law lets it" not in case_text(desk, deletion)


def test_the_history_says_which_file(desk: Client, deletion: PrivacyRequest) -> None:
    statement = SimpleUploadedFile("statement.txt", b"Rosa Reyes\n")
    person_acts.send_file(deletion, statement, is_proof=False, form="", now=at("2026-05-04", "09:30"))

    assert "The file: statement.txt" in case_text(desk, deletion)
