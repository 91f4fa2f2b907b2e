"""What staff found, suspect or noted does not show; until we know who asks, it changes nothing either."""

import re
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from policies.domain.terms import Right, Scope
from records import sealing
from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from tests.requests_app import world
from tests.requests_app.public.visitor import Visitor

from .desk import asks, does, opens, page_of, staff, verify

CHANGING = re.compile(r'name="(csrfmiddlewaretoken|shown)" value="[^"]+"|value="[^"]+" name="shown"')


def seen(visitor: Visitor, request: PrivacyRequest) -> list[str]:
    """The bytes of every page of the request, less the tokens of its forms."""
    overview = visitor.get(f"/{visitor.organization.slug}/status/").page
    pages = [overview, page_of(visitor, request).page, page_of(visitor, request, "write").page]
    return [CHANGING.sub("", each) for each in pages]


@pytest.mark.parametrize(
    ("right", "scope", "stated", "fact", "value"),
    [
        (Right.DELETE, Scope.SITE_DATA, {}, "residency", "US-NV"),  # no longer a right of theirs
        (Right.COPIES, Scope.HEALTH_RECORDS, {}, "california_provider", True),  # 15 days in place of 30
        (Right.COPIES, Scope.HEALTH_RECORDS, {}, "california_provider", False),
        (Right.KNOW_SPECIFIC, Scope.SITE_DATA, {}, "age", 12),
    ],
)
def test_a_found_fact_leaves_the_page_as_it_was_until_we_know_who_asks(
    pat: Visitor, hana: Actor, right: Right, scope: Scope, stated: dict[str, Any], fact: str, value: Any
) -> None:
    request = asks(pat.organization, right, scope, facts=stated)
    opens(pat, request.submission)
    before = seen(pat, request)
    staff(request, Action.FIND_FACT, hana, fact=fact, value=value, evidence="The member file says so.")
    assert seen(pat, request) == before


def test_once_we_know_who_asks_the_date_that_counts_is_shown(pat: Visitor, hana: Actor) -> None:
    request = asks(pat.organization, Right.COPIES, Scope.HEALTH_RECORDS)
    opens(pat, request.submission)
    staff(request, Action.FIND_FACT, hana, fact="california_provider", value=False, evidence="In Nevada.")
    verify(request, hana)
    assert request.binding_due_on is not None
    assert f"Answer by {request.binding_due_on:%a} {request.binding_due_on.day} " in page_of(pat, request).text


def test_a_report_of_a_child_shows_nothing_of_what_was_found(kim: Visitor) -> None:
    actor = world.acting(world.hire(kim.organization, "Kai"))
    report = asks(kim.organization, Right.CHILD_REPORT)
    opens(kim, report.submission)
    before = seen(kim, report)
    staff(report, Action.FIND_FACT, actor, fact="child_under_13_online", value=True, evidence="The account says so.")
    child = PrivacyRequest.objects.get(linked_to=report)
    assert seen(kim, report) == before
    assert page_of(kim, child).status == 404
    assert kim.post({}, f"/{kim.organization.slug}/status/{child.pk}/withdraw/").status == 404


def test_a_request_that_goes_on_as_another_says_so(pat: Visitor, hana: Actor) -> None:
    request = asks(pat.organization, Right.KNOW_SPECIFIC)
    staff(request, Action.FAIL_VERIFICATION, hana, reason="The date of birth is another one.")
    staff(request, Action.CLOSE_UNVERIFIED, hana, reason="We could not establish who you are.")
    opens(pat, request.submission)
    assert "We also treat it as:" in page_of(pat, request).text
    categories = PrivacyRequest.objects.get(linked_to=request)
    assert "It comes from your request:" in page_of(pat, categories).text


INTERNAL = "xyzzy internal words"


def test_words_that_are_not_for_the_person_are_nowhere(pat: Visitor, hana: Actor) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    staff(request, Action.ADD_NOTE, hana, note=INTERNAL)
    staff(request, Action.FIND_FACT, hana, fact="residency", value="US-CA", evidence=INTERNAL)
    staff(request, Action.REQUEST_IDENTITY, hana, reason=INTERNAL)
    staff(request, Action.RECEIVE_MESSAGE, hana, note=f"Called, sounded upset: {INTERNAL}")
    staff(request, Action.FAIL_VERIFICATION, hana, reason=INTERNAL)
    verify(request, hana, evidence=INTERNAL)
    staff(request, Action.FIND_FEE, hana, ground="excessive", evidence=INTERNAL)
    staff(request, Action.RECEIVE_CLARIFICATION, hana, note=INTERNAL)
    staff(
        request,
        Action.DENY,
        hana,
        ground="transaction",
        reason=INTERNAL,
        written=True,
        channel="email",
        review_told=True,
        complaint_told=True,
        evidence=INTERNAL,
    )
    shown = "".join(seen(pat, request))
    assert INTERNAL not in shown
    assert not any(word in shown for word in ("Hana", "excessive", "step_checked", "transaction", "note_", "A fee"))


def test_a_held_request_and_its_release_read_the_same(pat: Visitor, hana: Actor) -> None:
    request = asks(pat.organization, suspicions=("honeypot_filled",))
    opens(pat, request.submission)
    before = seen(pat, request)
    staff(request, Action.RELEASE, hana)
    assert seen(pat, request) == before


@pytest.mark.parametrize("part", ["content", "contact", "both"])
def test_what_was_erased_leaves_reference_and_dates(pat: Visitor, hana: Actor, part: str) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    does(pat, request, "write", text="Something private.")
    if part in ("content", "both"):
        sealing.erase(request.data_key)
    if part in ("contact", "both"):
        sealing.erase(request.submission.data_key)
    for page in (page_of(pat, request), pat.get(f"/{pat.organization.slug}/status/")):
        assert page.status == 200
        assert request.submission.reference in page.text
        assert "Mon 15 June 2026" in page.text
    assert ("Something private." in page_of(pat, request).text) is (part == "contact")
    assert page_of(pat, request, "write").url == f"/{pat.organization.slug}/status/{request.pk}/"
    assert "Change how we reach you" in page_of(pat, request).text or part != "content"


@pytest.mark.parametrize("deed", ["write", "complain", "withdraw", "fee", "send_file"])
def test_nothing_can_be_done_with_what_was_erased(pat: Visitor, deed: str) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    sealing.erase(request.data_key)
    sealing.erase(request.submission.data_key)
    typed = {"text": "Hello", "answer": "accept", "file": SimpleUploadedFile("a.txt", b"Hello\n")}
    assert pat.post(typed, f"/{pat.organization.slug}/status/{request.pk}/{deed}/").status == 200


def test_an_erased_case_with_findings_keeps_its_date_to_itself(pat: Visitor, hana: Actor) -> None:
    request = asks(pat.organization, Right.COPIES, Scope.HEALTH_RECORDS)
    opens(pat, request.submission)
    staff(request, Action.FIND_FACT, hana, fact="california_provider", value=True, evidence="The file.")
    sealing.erase(request.data_key)
    assert page_of(pat, request).status == 200
    assert "Answer by" not in pat.text


def test_an_extension_shows_before_we_know_who_asks(pat: Visitor, hana: Actor, clock: time_machine.Traveller) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    staff(request, Action.SEND_EXTENSION_NOTICE, hana, written=True, channel="email", reason="Three archives.", days=45)
    assert "This date was moved once." in page_of(pat, request).text
    assert "Thu 30 July 2026" in pat.text


def test_more_messages_take_no_more_statements(pat: Visitor) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    counts = []
    for _ in range(2):
        for number in range(4):
            does(pat, request, "write", text=f"Message {number}")
        with CaptureQueriesContext(connection) as statements:
            page_of(pat, request)
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 60
