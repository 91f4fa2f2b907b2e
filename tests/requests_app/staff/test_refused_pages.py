"""What is not found, or not one's own to do, is said in the dress of the desk, with a way back."""

import logging
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from config.logs import ExpectedRefusals
from organizations.models import User
from requests_app.models import LetterKind, PrivacyRequest
from tests.requests_app.correspondence.letters import draft

from .conftest import signed_in
from .pages import act_url, case_url, text

pytestmark = pytest.mark.django_db


def test_an_auditor_at_the_address_of_an_act_is_told_whose_it_is(auditor: User, deletion: PrivacyRequest) -> None:
    response = signed_in(auditor).get(act_url(deletion, "deny"))

    assert response.status_code == 403
    assert "Reading this case is yours; changing it takes another role." in text(response)
    assert f'href="{case_url(deletion)}"' in response.content.decode()
    assert "Held for review" in response.content.decode()  # the menu of the desk


def test_an_auditor_at_the_address_of_a_letter_is_led_back_to_it(auditor: User, deletion: PrivacyRequest) -> None:
    letter = draft(deletion, LetterKind.CLARIFICATION)
    response = signed_in(auditor).get(reverse("staff:edit-letter", args=[letter.pk]))

    assert response.status_code == 403
    assert f'href="{reverse("staff:letter", args=[letter.pk])}"' in response.content.decode()


def test_an_address_that_names_nothing_is_not_found_on_the_desk(desk: Client, deletion: PrivacyRequest) -> None:
    for address in (act_url(deletion, "nonsense"), reverse("staff:new-letter", args=[uuid4()]), "/staff/nowhere/"):
        response = desk.get(address)
        assert response.status_code == 404
        assert "There is no page at this address" in text(response)
        assert "Back to the desk" in text(response)


def test_a_stranger_is_not_told_that_it_exists(stranger: User, deletion: PrivacyRequest) -> None:
    response = signed_in(stranger).get(act_url(deletion, "deny"))

    assert response.status_code == 404
    assert deletion.reference not in response.content.decode()


def test_the_public_pages_keep_their_own_dress(desk: Client) -> None:
    response = desk.get("/no-such-organization/")

    assert response.status_code == 404
    assert "Back to the desk" not in response.content.decode()


@pytest.mark.parametrize(("error", "kept"), [(PermissionDenied("no"), False), (RuntimeError("broken"), True)])
def test_an_expected_refusal_is_one_line_in_the_log(error: Exception, kept: bool) -> None:
    told = (type(error), error, None)
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Forbidden: %s", ("/staff/",), told)

    assert ExpectedRefusals().filter(record)
    assert bool(record.exc_info) is kept
