"""Who may fetch and erase the files of a case on the desk, and what stays on record."""

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
from requests_app.models import Attachment, AttachmentChunk, PrivacyRequest
from tests.requests_app.arrivals import one_request
from tests.requests_app.staff.conftest import (
    auditor,
    deletion,
    desk,
    monday,
    signed_in,
    stranger,
)
from tests.requests_app.staff.pages import case_text, case_url, text

from .desk_pages import NAME, erase_url, fetch_url, only_file, put_in, said
from .samples import PDF, file_addresses, upload

__all__ = ["auditor", "deletion", "desk", "monday", "stranger"]

pytestmark = pytest.mark.django_db


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
