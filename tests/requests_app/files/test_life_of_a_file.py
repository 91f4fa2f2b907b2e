"""From when until when somebody may read a file, and what is left of it afterwards."""

import datetime as dt
from typing import Any

import pytest

from records.errors import ErasedKeyError, UnsealError
from records.models import DataKey
from requests_app.models import Attachment, Direction, PrivacyRequest
from requests_app.services import attachments

from .samples import upload
from .storing import NOW, PERSON, content_of, stored


def test_an_erased_file_cannot_be_read_and_keeps_no_piece(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    assert attachments.erase(row, at=NOW)

    row = Attachment.objects.get(pk=row.pk)
    assert row.erased_at == NOW
    assert not row.chunks.exists()
    assert row.data_key.wrapped is None
    for look in (attachments.read, attachments.open_name):
        with pytest.raises(ErasedKeyError):
            look(row)


def test_erasing_again_changes_nothing(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    attachments.erase(row, at=NOW)
    assert not attachments.erase(row, at=NOW + dt.timedelta(days=1))
    assert Attachment.objects.get(pk=row.pk).erased_at == NOW


def test_without_its_key_the_pieces_are_worth_nothing(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    DataKey.objects.filter(pk=row.data_key_id).update(wrapped=None, erased_at=NOW)
    with pytest.raises(ErasedKeyError):
        content_of(row)


def test_proofs_go_when_their_step_is_decided_and_nothing_else_does(request_of_robin: PrivacyRequest) -> None:
    proof = stored(request_of_robin, direction=Direction.PROOF)
    letter = stored(request_of_robin, direction=Direction.FROM_PERSON)
    assert attachments.erase_proofs([request_of_robin.pk], at=NOW) == [proof]
    assert attachments.erase_proofs([request_of_robin.pk], at=NOW) == []

    assert [row.pk for row in attachments.kept_files(request_of_robin)] == [letter.pk]
    assert Attachment.objects.get(pk=proof.pk).erased_at == NOW


def test_the_person_fetches_what_is_for_them_from_then_until_then(request_of_robin: PrivacyRequest) -> None:
    ends = NOW + dt.timedelta(days=3)
    row = stored(request_of_robin, direction=Direction.TO_PERSON, available_from=NOW, expires_at=ends)
    stored(request_of_robin, direction=Direction.PROOF)
    stored(request_of_robin, direction=Direction.TO_PERSON)
    second = dt.timedelta(seconds=1)

    def fetchable(now: dt.datetime) -> list[Any]:
        return [file.pk for file in attachments.files_for_person(request_of_robin, now=now)]

    assert fetchable(NOW - second) == []
    assert fetchable(NOW) == [row.pk]
    assert fetchable(ends - second) == [row.pk]
    assert fetchable(ends) == []


def test_what_waits_for_the_answer_becomes_available_with_it(request_of_robin: PrivacyRequest) -> None:
    answered, kept = NOW + dt.timedelta(days=10), dt.timedelta(days=90)
    late, early = answered + dt.timedelta(days=90), answered - dt.timedelta(days=1)
    to_person = {"direction": Direction.TO_PERSON}
    plain, longer, over = (stored(request_of_robin, expires_at=at, **to_person) for at in (None, late, early))
    at_once = stored(request_of_robin, available_from=NOW, **to_person)
    proof = stored(request_of_robin, direction=Direction.PROOF)

    assert attachments.make_available([request_of_robin.pk], at=answered) == 3

    def times(row: Attachment) -> tuple[Any, Any]:
        row.refresh_from_db()
        return row.available_from, row.expires_at

    assert times(plain) == times(over) == (answered, answered + kept)
    assert times(longer) == (answered, late)
    assert times(at_once) == (NOW, NOW + kept)
    assert times(proof) == (None, None)


def test_an_unfinished_file_is_nobodys(request_of_robin: PrivacyRequest) -> None:
    given = {"direction": Direction.TO_PERSON, "by": PERSON, "now": NOW, "available_from": NOW}
    row = attachments.take_in(request_of_robin, upload(), **given)
    assert not attachments.kept_files(request_of_robin).exists()
    assert not attachments.files_for_person(request_of_robin, now=NOW).exists()
    with pytest.raises(UnsealError, match="not whole"):
        attachments.read(row)
