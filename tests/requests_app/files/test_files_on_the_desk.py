"""The files of a case on its page: put in, listed, fetched and erased by those who may, on record."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from records.models import Event
from requests_app.models import Attachment, Direction, PrivacyRequest
from requests_app.services import file_check
from tests.requests_app.staff.conftest import (
    deletion,
    desk,
    monday,
    supervisors_desk,
)
from tests.requests_app.staff.pages import text

from .clamd import VIRUS, scanner
from .desk_pages import NAME, only_file, put_in, said
from .samples import EXE, PDF, pdf_of, upload

__all__ = ["deletion", "desk", "monday", "supervisors_desk"]

pytestmark = pytest.mark.django_db


def test_a_file_for_the_answer_waits_on_the_page_of_the_case(desk: Client, deletion: PrivacyRequest) -> None:
    response = put_in(desk, deletion)
    page = text(response)

    assert said(response) == f"{deletion.reference}: the file is in the case."
    assert f"{NAME} PDF, {len(PDF)} bytes. For the person." in page
    assert "Waits until the answer is sent. Put in Mon 4 May 2026, 10:00 am, Hana." in page
    assert "A file was put into the case." in page
    assert only_file().available_from is None


def test_a_file_available_at_once_ends_when_the_organization_has_set(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(put_in(desk, deletion, purpose="at_once"))

    assert "The person may fetch it, until Sun 2 August 2026, 10:00 am" in page
    assert only_file().expires_at == only_file().available_from + dt.timedelta(days=90)


def test_a_last_day_ends_at_its_midnight_on_the_organizations_clock(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(put_in(desk, deletion, purpose="at_once", last_day="2026-05-10"))

    assert "until the end of Sun 10 May 2026" in page
    assert only_file().expires_at.isoformat() == "2026-05-11T07:00:00+00:00"


LAST_DAYS = [
    ("at_once", "2026-05-04", True),
    ("at_once", "2026-05-03", False),
    ("at_once", "2027-05-04", True),
    ("at_once", "2027-05-05", False),
    ("answer", "2026-05-20", True),
    ("proof", "2026-05-20", False),
    ("from_person", "2026-05-20", False),
    ("at_once", "soon", False),
]


@pytest.mark.parametrize(("purpose", "day", "kept"), LAST_DAYS)
def test_a_last_day_lies_ahead_and_is_for_what_the_person_may_fetch(
    desk: Client, deletion: PrivacyRequest, purpose: str, day: str, kept: bool
) -> None:
    page = text(put_in(desk, deletion, purpose=purpose, last_day=day))

    assert Attachment.objects.exists() is kept
    assert ("There is a problem" in page) is not kept


PURPOSES = [
    ("answer", Direction.TO_PERSON, "For the person."),
    ("proof", Direction.PROOF, "Proof; erased when its step is decided. Kept."),
    ("from_person", Direction.FROM_PERSON, "From the person. Kept."),
]


@pytest.mark.parametrize(("purpose", "direction", "words"), PURPOSES)
def test_each_purpose_is_kept_and_said(
    desk: Client, deletion: PrivacyRequest, purpose: str, direction: str, words: str
) -> None:
    assert words in text(put_in(desk, deletion, purpose=purpose))
    assert only_file().direction == direction


WRONG = [
    ({"file": ""}, "Choose a file."),
    ({"purpose": ""}, "Choose what the file is."),
    ({"file": upload("letter.pdf", b"")}, file_check.EMPTY),
    ({"file": upload("letter.pdf", EXE)}, file_check.PROGRAM),
    ({"file": upload("letter.mp3", b"ID3")}, "Send one of these: PDF, PNG picture"),
]


@pytest.mark.parametrize(("fields", "message"), WRONG)
def test_what_is_wrong_is_told_at_the_field_and_the_rest_stays_filled_in(
    desk: Client, deletion: PrivacyRequest, fields: dict[str, Any], message: str
) -> None:
    response = put_in(desk, deletion, last_day="2026-05-20", **fields)

    assert text(response).count(message) == 2, "in the summary and at the field"
    assert 'value="2026-05-20"' in response.content.decode()
    assert "Choose it again" in text(response)
    assert not Attachment.objects.exists()
    assert not Event.objects.filter(subject_id=deletion.pk, type="file_attached").exists()


def test_a_file_over_the_limit_gets_a_sentence_and_not_an_error_page(
    desk: Client, deletion: PrivacyRequest, settings: Any
) -> None:
    settings.DULY_FILE_MB = 1
    limit = 1024 * 1024
    refused = put_in(desk, deletion, file=upload(content=pdf_of(limit + 1)))
    assert refused.status_code == 200
    assert "This file is too large: 2 MB, and 1 MB is the most." in text(refused)

    put_in(desk, deletion, file=upload(content=pdf_of(limit)))
    assert only_file().size == limit


def test_what_the_virus_scanner_finds_is_told_at_the_field(
    desk: Client, deletion: PrivacyRequest, settings: Any
) -> None:
    with scanner() as server:
        settings.DULY_CLAMD = server.address
        assert file_check.INFECTED in text(put_in(desk, deletion, file=upload(content=PDF + VIRUS)))
    assert file_check.UNCHECKED in text(put_in(desk, deletion))
    assert not Attachment.objects.exists()


def test_a_second_click_puts_the_file_in_once(desk: Client, deletion: PrivacyRequest) -> None:
    shown = desk.get(reverse("staff:attach-file", args=[deletion.pk])).context["form"]["shown"].value()
    for _ in range(2):
        assert "the file is in the case." in said(put_in(desk, deletion, shown=shown))
    assert Attachment.objects.count() == 1
    put_in(desk, deletion, shown=shown, file=upload("another.pdf"))
    assert Attachment.objects.count() == 2


def test_somebody_elses_step_meanwhile_does_not_lose_the_upload(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    shown = desk.get(reverse("staff:attach-file", args=[deletion.pk])).context["form"]["shown"].value()
    put_in(supervisors_desk, deletion, file=upload("theirs.pdf"))
    put_in(desk, deletion, shown=shown)
    assert Attachment.objects.count() == 2
