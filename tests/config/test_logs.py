"""No personal data in a log line, also not by an error's message."""

import logging

import pytest

from config.logs import BlottingFormatter, blotted
from requests_app.services.references import new_reference, request_reference

PERSONAL = [
    ("mail to ana.lopez+x@example.com failed", "mail to [address] failed"),
    ("recipients {'ana@example.com': (550, b'no')}", "recipients {'[address]': (550, b'no')}"),
    ("called +1 (844) 763-8442 twice", "called [number] twice"),
    ("called 844-763-8442 twice", "called [number] twice"),
    ("called +18447638442 twice", "called [number] twice"),
    ("no such request PM-7K3Q-92MX-HT4D", "no such request [reference]"),
    ("Not Found: /northwind/status/3J9dk_sk29-dkSLW02kdkwWms/", "Not Found: /northwind/status/[token]/"),
    ("GET /staff/requests/?q=Ana+Lopez HTTP/1.1", "GET /staff/requests/?[query] HTTP/1.1"),
    ("DETAIL:  Key (email)=(ana) already exists.", "DETAIL:  Key [values] already exists."),
    ("Failing row contains (1, Ana Lopez, null).", "Failing row contains [values]."),
]

HARMLESS = [
    "Listening at: http://127.0.0.1:8000 (1234)",
    "Task requests_app.tick[87e8afcb-2201-4f83-9f35-9f9a8a4577d2] succeeded in 0.0006028449997756979s",
    "Not Found: /staff/requests_app/privacyrequest/87e8afcb-2201-4f83-9f35-9f9a8a4577d2/change/",
    'File "/srv/duly/requests_app/services/sweep.py", line 120, in claim',
]


@pytest.mark.parametrize(("line", "expected"), PERSONAL)
def test_what_may_belong_to_a_person_is_blotted_out(line: str, expected: str) -> None:
    assert blotted(line) == expected


@pytest.mark.parametrize("slug", ["northwind", "prospect-medical", "north-hill-group", "a1", "a", "4-u", "x-2-y-z"])
def test_references_of_every_organization_are_blotted_out(slug: str) -> None:
    submission = new_reference(slug)
    assert blotted(f"no such request {submission}, said somebody") == "no such request [reference], said somebody"
    assert blotted(f"no request {request_reference(submission, 2)} here") == "no request [reference]/2 here"


@pytest.mark.parametrize("line", HARMLESS)
def test_what_operators_need_stays(line: str) -> None:
    assert blotted(line) == line


def test_a_traceback_is_blotted_too() -> None:
    try:
        raise ValueError("no person has ana@example.com")
    except ValueError as error:
        record = logging.LogRecord("duly", logging.ERROR, "", 1, "failed", None, (type(error), error, None))
    assert "ana@" not in BlottingFormatter("%(message)s").format(record)
