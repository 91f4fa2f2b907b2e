"""The files of a case on its page: put in, listed, fetched and erased by those who may, on record."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from organizations.models import User
from policies.domain.terms import Right
from records.models import AccessLogEntry, Event
from requests_app.domain.lifecycle import State
from requests_app.models import Attachment, AttachmentChunk, Direction, PrivacyRequest
from requests_app.services import attachments, file_check
from tests.requests_app.arrivals import one_request
from tests.requests_app.staff.conftest import (
    auditor,
    deletion,
    desk,
    monday,
    signed_in,
    stranger,
    supervisors_desk,
)
from tests.requests_app.staff.pages import case_text, case_url, text

from .clamd import VIRUS, scanner
from .samples import EXE, PDF, file_addresses, pdf_of, upload

__all__ = ["auditor", "deletion", "desk", "monday", "stranger", "supervisors_desk"]

pytestmark = pytest.mark.django_db

NAME = "Señora Reyes, 2026.pdf"


def put_in(client: Client, request: PrivacyRequest, **fields: Any) -> Any:
    """Fill in the form and send it; follows to the case."""
    whole = {"purpose": "answer", "file": upload(NAME), **fields}
    return client.post(reverse("staff:attach-file", args=[request.pk]), whole, follow=True)


def said(response: Any) -> str:
    """What the page says above everything else."""
    return " ".join(str(message) for message in response.context["messages"])


def only_file() -> Attachment:
    return Attachment.objects.get()


def fetch_url(file: Attachment) -> str:
    return reverse("staff:file", args=[file.request_id, file.pk])


def erase_url(file: Attachment) -> str:
    return reverse("staff:erase-file", args=[file.request_id, file.pk])


def test_a_file_for_the_answer_waits_on_the_page_of_the_case(desk: Client, deletion: PrivacyRequest) -> None:
    response = put_in(desk, deletion)
    page = text(response)

    assert said(response) == f"{deletion.reference}: the file is in the case."
    assert f"{NAME} PDF, {len(PDF)} bytes. For the person." in page
    assert "Waits until the answer is sent. Put in Mon 4 May 2026, 10:00 am, Hana." in page
    assert "A file was put into the case." in page
    assert only_file().available_from is None


def test_a_file_available_at_once_ends_after_thirty_days(desk: Client, deletion: PrivacyRequest) -> None:
    page = text(put_in(desk, deletion, purpose="at_once"))

    assert "The person may fetch it, until Wed 3 June 2026, 10:00 am" in page
    assert only_file().expires_at == only_file().available_from + attachments.KEPT


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


def test_fetching_gives_the_content_and_is_on_record(desk: Client, deletion: PrivacyRequest, handler: User) -> None:
    put_in(desk, deletion)
    file = only_file()
    response: Any = desk.get(fetch_url(file))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "filename*=utf-8''Se%C3%B1ora%20Reyes%2C%202026.pdf" in response["Content-Disposition"]
    seen = AccessLogEntry.objects.get(what="file")
    assert (seen.user, seen.subject_id, seen.organization) == (handler, file.pk, deletion.organization)


def test_a_file_that_was_spoiled_is_not_given_out(desk: Client, deletion: PrivacyRequest) -> None:
    put_in(desk, deletion)
    AttachmentChunk.objects.update(sealed=b"noise")
    response = desk.get(fetch_url(only_file()), follow=True)
    assert "This file is not what was stored, so it is not given out." in said(response)


def test_erasing_is_asked_first_and_leaves_only_that_it_was_there(desk: Client, deletion: PrivacyRequest) -> None:
    put_in(desk, deletion)
    file = only_file()
    asked = text(desk.get(erase_url(file)))
    assert NAME in asked
    assert "there is no way back" in asked
    assert only_file().erased_at is None

    response = desk.post(erase_url(file), follow=True)
    page = text(response)
    assert "the file is erased." in said(response)
    assert "A file was erased." in page
    assert "An erased file PDF" in page
    assert "Erased Mon 4 May 2026, 10:00 am" in page
    assert NAME not in page
    assert not AttachmentChunk.objects.exists()


def test_a_second_click_on_erase_finds_it_erased(desk: Client, deletion: PrivacyRequest) -> None:
    put_in(desk, deletion)
    desk.post(erase_url(only_file()))
    assert "the file was erased already." in said(desk.post(erase_url(only_file()), follow=True))
    assert "This file was erased already." in said(desk.get(erase_url(only_file()), follow=True))
    assert "Nothing of it is left." in said(desk.get(fetch_url(only_file()), follow=True))
    assert Event.objects.filter(subject_id=deletion.pk, type="file_erased").count() == 1


def test_an_auditor_reads_files_and_changes_none(auditor: User, desk: Client, deletion: PrivacyRequest) -> None:
    put_in(desk, deletion)
    client, file = signed_in(auditor), only_file()
    page = case_text(client, deletion)
    assert NAME in page
    assert "Put a file into the case" not in page
    assert "Erase" not in page
    assert client.get(fetch_url(file)).status_code == 200
    for address in (erase_url(file), reverse("staff:attach-file", args=[deletion.pk])):
        assert client.get(address).status_code == 403
        assert client.post(address, {"purpose": "answer", "file": upload()}).status_code == 403
    assert only_file().erased_at is None


def test_a_stranger_finds_no_file_under_any_request(stranger: User, deletion: PrivacyRequest, kaiser: Any) -> None:
    own = one_request(kaiser, Right.DELETE)
    addresses = file_addresses(deletion)
    client = signed_in(stranger)
    through_own = [address.replace(str(deletion.pk), str(own.pk)) for address in addresses[1:]]
    for address in addresses + through_own:
        assert client.get(address).status_code == 404, address
        assert client.post(address, {"purpose": "answer", "file": upload()}).status_code == 404, address
    assert only_file().erased_at is None


def test_a_file_is_not_found_under_another_request_of_the_same_house(desk: Client, deletion: PrivacyRequest) -> None:
    other = one_request(deletion.organization, Right.DELETE)
    for address in file_addresses(deletion)[1:]:
        assert desk.get(address.replace(str(deletion.pk), str(other.pk))).status_code == 404


def test_what_is_held_as_spam_gets_no_file_from_us(desk: Client, deletion: PrivacyRequest) -> None:
    PrivacyRequest.objects.filter(pk=deletion.pk).update(state=State.QUARANTINED)
    assert "Put a file into the case" not in case_text(desk, deletion)
    page = text(desk.get(reverse("staff:attach-file", args=[deletion.pk])))
    assert "This cannot be done now" in page
    assert "is not possible while the request is quarantined" in text(put_in(desk, deletion))
    assert not Attachment.objects.exists()


def test_unfinished_files_are_nobodys(desk: Client, deletion: PrivacyRequest) -> None:
    put_in(desk, deletion)
    Attachment.objects.update(complete_at=None)
    assert NAME not in case_text(desk, deletion)
    assert desk.get(fetch_url(only_file())).status_code == 404


def test_looking_at_the_names_is_on_record_where_there_are_any(desk: Client, deletion: PrivacyRequest) -> None:
    desk.get(case_url(deletion))
    assert not AccessLogEntry.objects.filter(what="file names").exists()
    put_in(desk, deletion)
    assert AccessLogEntry.objects.filter(what="file names", subject_id=deletion.pk).exists()


def test_the_page_takes_no_more_statements_for_more_files(desk: Client, deletion: PrivacyRequest) -> None:
    def counted(more: int) -> int:
        for number in range(more):
            put_in(desk, deletion, file=upload(f"{number}.pdf"))
        with CaptureQueriesContext(connection) as captured:
            desk.get(case_url(deletion))
        return len(captured)

    assert counted(1) == counted(4)
