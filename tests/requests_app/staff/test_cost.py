"""A page of the desk asks the database a bounded number of things, however long the case."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_app.models import PrivacyRequest

from .pages import LIST, act_url, case_url, do, verify

pytestmark = pytest.mark.django_db

MOST = 45
WHEN = {"happened_on": "2026-05-04"}


def asked(client: Client, address: str) -> int:
    """How many statements a page takes, once what a process keeps is warm."""
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_the_pages_of_the_desk_take_few_statements(desk: Client, deletion: PrivacyRequest) -> None:
    for address in (case_url(deletion), act_url(deletion, "verify-identity"), reverse("staff:index"), reverse(LIST)):
        assert asked(desk, address) <= MOST, address


def test_a_long_case_takes_no_more_than_a_short_one(
    desk: Client, supervisors_desk: Client, deletion: PrivacyRequest
) -> None:
    def go_on(client: Client) -> None:
        do(client, deletion, "add-note", note="Again.")
        do(client, deletion, "add-item", note="A thing", records_class="ordinary")
        do(client, deletion, "split", part="access/health_records")
        do(client, deletion, "complain", note="Too slow.", channel="phone", **WHEN)
        do(client, deletion, "propose-decision", decision="fulfill", reason="It is hers.")

    verify(desk, deletion)
    go_on(desk)
    short = asked(desk, case_url(deletion))
    for _ in range(3):
        go_on(supervisors_desk)

    assert asked(desk, case_url(deletion)) == short
    assert short <= MOST
