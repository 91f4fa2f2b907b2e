"""What happens with files is on the record of the case, once, or did not happen at all."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import MembershipRole
from records import chain
from records.chain import Actor
from records.models import DataKey, Event, KeyPurpose
from requests_app.domain.lifecycle import State
from requests_app.domain.refusals import Blocked, Incomplete, NotAllowed, NotPermitted
from requests_app.models import Attachment, AttachmentChunk, Direction, JobRun, Message, MessageKind, PrivacyRequest
from requests_app.services import attachments, filing
from requests_app.services.daily_work import DAILY
from requests_app.services.jobs import run_due
from tests.requests_app import world
from tests.requests_app.office import Office, travel
from tests.requests_app.parallel import at_once

from .samples import EXE, pdf_of, upload
from .storing import NOW, PERSON, content_of, stored

FILE_JOBS = tuple(job for job in DAILY if job.name in ("erase_files", "clear_uploads"))
TO_PERSON = {"direction": Direction.TO_PERSON}


@pytest.fixture
def hana(office: Office) -> Actor:
    return world.acting(office.handler)


def told(request: PrivacyRequest, name: str) -> list[dict[str, Any]]:
    """The bodies of the events of this name."""
    events = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk, type=name)
    return [chain.read(event).body for event in events.order_by("seq")]


def test_a_file_put_in_is_on_record_by_its_id_alone(request_of_robin: PrivacyRequest, hana: Actor) -> None:
    row = filing.attach(request_of_robin, upload("Robin's x-ray.pdf"), by=hana, now=NOW, **TO_PERSON)

    assert told(request_of_robin, "file_attached") == [{"file": str(row.pk)}]
    assert row.complete_at == NOW
    assert [file.pk for file in attachments.kept_files(request_of_robin)] == [row.pk]


def test_what_the_person_sends_is_on_record_as_theirs(request_of_robin: PrivacyRequest) -> None:
    row = filing.receive(request_of_robin, upload(), by=PERSON, now=NOW)
    proof = filing.receive(request_of_robin, upload(), by=PERSON, now=NOW, is_proof=True)

    assert (row.direction, proof.direction) == (Direction.FROM_PERSON, Direction.PROOF)
    assert told(request_of_robin, "file_received") == [{"file": str(row.pk)}, {"file": str(proof.pk)}]


def test_a_bad_file_leaves_neither_a_row_nor_an_event(request_of_robin: PrivacyRequest) -> None:
    with pytest.raises(Incomplete):
        filing.receive(request_of_robin, upload("setup.pdf", EXE), by=PERSON, now=NOW)
    assert told(request_of_robin, "file_received") == []
    assert not Attachment.objects.exists()


def test_an_act_that_is_refused_takes_the_content_away_again(office: Office, request_of_robin: PrivacyRequest) -> None:
    auditor = world.acting(world.hire(office.organization, "Aude", MembershipRole.AUDITOR))
    with pytest.raises(NotPermitted):
        filing.attach(request_of_robin, upload(), by=auditor, now=NOW, **TO_PERSON)
    with pytest.raises(NotPermitted):
        filing.attach(request_of_robin, upload(), by=PERSON, now=NOW, **TO_PERSON)
    PrivacyRequest.objects.filter(pk=request_of_robin.pk).update(state=State.QUARANTINED)
    with pytest.raises(NotAllowed):
        filing.attach(request_of_robin, upload(), by=world.acting(office.handler), now=NOW, **TO_PERSON)

    assert not Attachment.objects.exists()
    assert not AttachmentChunk.objects.exists()
    assert not DataKey.objects.filter(purpose=KeyPurpose.FILE, erased_at=None).exists()


def test_a_second_click_puts_nothing_in(request_of_robin: PrivacyRequest, hana: Actor) -> None:
    rows = [filing.attach(request_of_robin, upload(), by=hana, now=NOW, form="one", **TO_PERSON) for _ in range(2)]
    other = filing.attach(request_of_robin, upload(), by=hana, now=NOW, form="two", **TO_PERSON)

    assert rows[0].pk == rows[1].pk != other.pk
    assert Attachment.objects.count() == 2
    assert len(told(request_of_robin, "file_attached")) == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.postgres
def test_two_clicks_at_the_same_instant_put_in_one_file(request_of_robin: PrivacyRequest) -> None:
    def click() -> Attachment:
        return filing.receive(request_of_robin, upload(), by=PERSON, now=NOW, form="one")

    assert len({row.pk for row in at_once(4, click)}) == 1
    assert Attachment.objects.count() == 1
    assert len(told(request_of_robin, "file_received")) == 1


def test_a_person_cannot_fill_the_house(request_of_robin: PrivacyRequest) -> None:
    for _ in range(filing.MOST_FROM_PERSON):
        stored(request_of_robin, b"x", "note.txt")
    with pytest.raises(Incomplete, match="You have sent 20 files"):
        filing.receive(request_of_robin, upload(), by=PERSON, now=NOW)


def test_fetching_is_on_record_and_only_while_it_may_be_fetched(request_of_robin: PrivacyRequest) -> None:
    ends = NOW + dt.timedelta(days=1)
    row = stored(request_of_robin, **TO_PERSON, available_from=NOW, expires_at=ends)
    filing.note_fetched(row, by=PERSON, now=NOW)
    with pytest.raises(Blocked, match="cannot be fetched any more"):
        filing.note_fetched(row, by=PERSON, now=ends)
    with pytest.raises(Blocked):
        filing.note_fetched(stored(request_of_robin, direction=Direction.PROOF), by=PERSON, now=NOW)
    assert told(request_of_robin, "file_fetched") == [{"file": str(row.pk)}]


def test_removing_is_on_record_once(request_of_robin: PrivacyRequest, hana: Actor) -> None:
    row = stored(request_of_robin)
    assert filing.remove(row, by=hana, now=NOW)
    assert not filing.remove(Attachment.objects.get(pk=row.pk), by=hana, now=NOW)

    assert told(request_of_robin, "file_erased") == [{"file": str(row.pk)}]
    assert not attachments.kept_files(request_of_robin).exists()


def test_a_removal_that_is_refused_erases_nothing(request_of_robin: PrivacyRequest) -> None:
    row = stored(request_of_robin)
    with pytest.raises(NotPermitted):
        filing.remove(row, by=PERSON, now=NOW)
    assert content_of(row)


def test_the_daily_work_erases_on_the_last_day_and_not_before(request_of_robin: PrivacyRequest, settings: Any) -> None:
    ends = travel(settings, "2026-04-01T10:00:00")
    over = [stored(request_of_robin, b"x", "a.txt", **TO_PERSON, expires_at=ends) for _ in range(filing.AT_ONCE + 1)]
    still = stored(request_of_robin, **TO_PERSON, expires_at=ends + dt.timedelta(minutes=5))
    kept = stored(request_of_robin, direction=Direction.FROM_PERSON)

    assert len(run_due(jobs=FILE_JOBS).finished) == 2
    assert {row.pk for row in attachments.kept_files(request_of_robin)} == {still.pk, kept.pk}
    assert len(told(request_of_robin, "file_erased")) == len(over)
    assert not AttachmentChunk.objects.filter(attachment__in=over).exists()
    assert run_due(jobs=FILE_JOBS).finished == []


def test_a_file_at_fault_stops_no_other(request_of_robin: PrivacyRequest, office: Office, settings: Any) -> None:
    ends = travel(settings, "2026-04-01T10:00:00")
    broken = stored(office.request("2026-03-02"), **TO_PERSON, expires_at=ends)
    fine = [stored(request_of_robin, **TO_PERSON, expires_at=ends) for _ in range(3)]
    PrivacyRequest.objects.filter(pk=broken.request_id).update(zone="Nowhere/At_All")

    assert len(run_due(jobs=FILE_JOBS).finished) == 2
    assert not attachments.kept_files(request_of_robin).exists()
    assert len(told(request_of_robin, "file_erased")) == len(fine)
    assert Message.objects.filter(kind=MessageKind.FAULTS).exists()
    assert Attachment.objects.get(pk=broken.pk).erased_at is None


def test_what_was_begun_and_never_completed_is_cleared_away(request_of_robin: PrivacyRequest, settings: Any) -> None:
    given = {"direction": Direction.PROOF, "by": PERSON}
    began = travel(settings, "2026-04-01T10:00:00")
    row = attachments.take_in(request_of_robin, upload(), now=began - attachments.ABANDONED, **given)
    fresh = attachments.take_in(request_of_robin, upload(), now=began - dt.timedelta(hours=5), **given)
    run_due(jobs=FILE_JOBS)

    assert [one.pk for one in Attachment.objects.all()] == [fresh.pk]
    assert DataKey.objects.get(pk=row.data_key_id).wrapped is None


def test_both_jobs_are_done_daily() -> None:
    assert {job.name for job in FILE_JOBS} == {"erase_files", "clear_uploads"}
    assert max(len(job.name) for job in FILE_JOBS) <= JobRun._meta.get_field("job").max_length


def test_putting_in_takes_few_statements(request_of_robin: PrivacyRequest) -> None:
    filing.receive(request_of_robin, upload(), by=PERSON, now=NOW)
    with CaptureQueriesContext(connection) as captured:
        filing.receive(request_of_robin, upload(content=pdf_of(3_000_000)), by=PERSON, now=NOW, form="one")
    assert len(captured) <= 45, "\n".join(query["sql"][:100] for query in captured)
