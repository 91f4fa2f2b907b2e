"""A row that cannot be rung stops only itself."""

from typing import Any

from requests_app.models import Alert, AlertState, Deadline, Message, MessageKind, PrivacyRequest
from requests_app.services.faults import backoff
from requests_app.services.sweep import sweep
from tests.requests_app.office import Office, travel

ORDINARY = 9


def poison(office: Office) -> Deadline:
    """A deadline whose pauses no longer say a day: its ladder cannot be derived."""
    deadline = office.respond(office.request("2026-03-02"))
    Deadline.objects.filter(pk=deadline.pk).update(pauses=[["no day", None]])
    return deadline


def a_day_with_a_poison_row(office: Office, settings: Any) -> Deadline:
    for _ in range(ORDINARY):
        office.request("2026-03-02")
    poisoned = poison(office)
    travel(settings, "2026-03-25T08:00:01")
    return poisoned


def test_the_others_ring_in_the_same_sweep(office: Office, settings: Any) -> None:
    poisoned = a_day_with_a_poison_row(office, settings)
    done = sweep()
    rung = Alert.objects.filter(state=AlertState.PENDING, deadline__act="respond")
    assert (rung.count(), rung.filter(deadline=poisoned).count()) == (ORDINARY, 0)
    assert Alert.objects.filter(request=poisoned.request_id, deadline__act="acknowledge").exists()
    assert (done.faults, done.finished) == (1, True)


def test_it_is_put_off_and_stays_owed(office: Office, settings: Any) -> None:
    poisoned = a_day_with_a_poison_row(office, settings)
    sweep()
    poisoned.refresh_from_db()
    assert (poisoned.state, poisoned.fault_count) == ("live", 1)
    assert poisoned.fault_at is not None
    assert poisoned.retry_at == poisoned.fault_at + backoff(1)
    request = PrivacyRequest.objects.get(pk=poisoned.request_id)
    assert request.fault_at is not None
    assert request.binding_due_on is not None


def test_it_is_not_tried_again_before_its_time(office: Office, settings: Any) -> None:
    a_day_with_a_poison_row(office, settings)
    sweep()
    assert sweep().faults == 0
    travel(settings, "2026-03-25T08:02:00")
    assert sweep().faults == 1


def test_mended_it_rings_and_is_at_fault_no_more(office: Office, settings: Any) -> None:
    poisoned = a_day_with_a_poison_row(office, settings)
    sweep()
    Deadline.objects.filter(pk=poisoned.pk).update(pauses=[])
    travel(settings, "2026-03-25T08:02:00")
    assert sweep().rang == 1
    poisoned.refresh_from_db()
    assert (poisoned.fault_at, poisoned.fault_count, poisoned.retry_at) == (None, 0, None)
    assert PrivacyRequest.objects.get(pk=poisoned.request_id).fault_at is None


def test_an_operator_is_told_once_a_day(office: Office, settings: Any) -> None:
    a_day_with_a_poison_row(office, settings)
    sweep()
    travel(settings, "2026-03-25T08:02:00")
    sweep()
    assert Message.objects.filter(kind=MessageKind.FAULTS).count() == 1


def test_waits_double_up_to_six_hours() -> None:
    assert [backoff(n).total_seconds() / 60 for n in (1, 2, 3, 9, 10, 99)] == [1, 2, 4, 256, 360, 360]
