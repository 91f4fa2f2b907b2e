"""How many statements the frequent steps take; a loop with a query in it shows here first."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Organization
from policies.domain.terms import Right
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.services.intake import receive
from requests_app.services.transition import transition
from tests.requests_app.arrivals import NOW, arrival, at, one_request, received

PUBLIC = {"policy": "prospect-medical/privacy-policy"}


def statements(captured: CaptureQueriesContext) -> list[str]:
    """What was sent to the database, savepoints and transactions not counted."""
    words = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [query["sql"] for query in captured if not query["sql"].startswith(words)]


@pytest.mark.parametrize("rights", [(Right.DELETE,), (Right.DELETE, Right.KNOW_SPECIFIC, Right.OPT_OUT_SALE)])
def test_taking_in_takes_at_most_fifteen_statements_however_many_rights(
    prospect: Organization, rights: tuple[Right, ...]
) -> None:
    received(prospect, Right.DELETE, **PUBLIC)  # a process reads each document and calendar once
    asked = arrival(prospect, *rights, **PUBLIC)
    with CaptureQueriesContext(connection) as captured:
        receive(asked, now=NOW)
    assert len(statements(captured)) <= 15, "\n".join(statements(captured))


def test_a_bulk_act_takes_no_more_statements_for_more_requests(prospect: Organization, hana: Actor) -> None:
    def counted(count: int) -> int:
        ids = [one_request(prospect, Right.OPT_OUT_SALE).id for _ in range(count)]
        details: dict[str, Any] = {"note": "Done by the mailing house."}
        with CaptureQueriesContext(connection) as captured:
            transition(ids, Action.FULFILL, by=hana, now=at("2026-05-20"), details=details)
        return len(statements(captured))

    few, many = counted(3), counted(12)
    assert many == few
