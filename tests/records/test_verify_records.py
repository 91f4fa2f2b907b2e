from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from organizations.models import Organization
from records import chain
from records.models import Event
from tests.records.conftest import NOW, SWEEP, make_organization


@pytest.fixture
def two_chains(tampering: None) -> None:
    for slug in ("northwind", "southwind"):
        with transaction.atomic():
            chain.append(subject=make_organization(slug), type="opened", actor=SWEEP, at=NOW, body={})


def verify() -> str:
    out = StringIO()
    call_command("verify_records", stdout=out)
    return out.getvalue()


def test_chains_as_they_were_written_are_counted(two_chains: None) -> None:
    assert verify() == "The event chains of 2 subjects are as they were written.\n"


def test_a_fault_is_printed_and_the_command_fails(two_chains: None) -> None:
    Event.objects.filter(subject_id=Organization.objects.get(slug="northwind").pk).update(type="closed")
    out = StringIO()
    with pytest.raises(CommandError, match=r"Faults found: 1\. Subjects looked at: 2"):
        call_command("verify_records", stdout=out)
    assert "event 1 was changed: its columns" in out.getvalue()


def test_events_whose_subject_is_gone_are_a_fault(two_chains: None) -> None:
    gone = Organization.objects.get(slug="northwind").pk
    body = Event.objects.get(subject_id=gone)
    Event.objects.filter(pk=body.pk).update(organization=Organization.objects.get(slug="southwind"))
    Organization.objects.filter(pk=gone).delete()
    with pytest.raises(CommandError, match="Faults found"):
        verify()


def test_events_of_a_kind_nobody_knows_are_a_fault(two_chains: None) -> None:
    Event.objects.update(subject_kind="elsewhere.thing")
    with pytest.raises(CommandError, match="Faults found: 4"):
        verify()
