"""Opening one's request with the reference and a typed code, and what opens nothing."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from organizations.models import Organization
from policies.domain.terms import Right
from requests_app.models import AccessCode, Message, MessageKind
from requests_app.services import access_codes, status_links
from requests_app.services.arrival import ContactBy, SafeContact
from requests_app.services.references import normalize
from tests.requests_app.arrivals import received
from tests.requests_app.public.visitor import Visitor

from .desk import asks, opens, page_of, session_of

FIND, CODE = "/prospect-medical/status/find/", "/prospect-medical/status/code/"


def shape(page: str) -> str:
    """A page without what differs from one showing to the next."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def test_reference_then_code_opens_the_request(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    before = pat.client.session.session_key
    opens(pat, submission)
    assert pat.url == "/prospect-medical/status/"
    assert submission.reference in pat.text
    assert pat.client.session.session_key != before


def test_asking_for_a_code_queues_one_mail(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    for _ in range(2):
        pat.get(FIND).post({"reference": f" {submission.reference.lower()} "})
    assert Message.objects.filter(kind=MessageKind.ACCESS_CODE, submission=submission).count() == 1
    assert pat.url == CODE


@pytest.mark.parametrize("typed", ["nonsense", "'; -- /", "PM-7K3Q-9XWD-2M4", "PM-7K3Q-9XWD-2M4U"])
def test_what_cannot_be_a_reference_says_so_at_the_field(pat: Visitor, typed: str) -> None:
    assert pat.get(FIND).post({"reference": typed}).problems() == ["A reference looks like PM-7K3Q-9XWD-2M4T."]
    assert pat.value_of("reference") == typed
    assert Message.objects.count() == 0


@pytest.mark.parametrize("separator", ["", " ", "\u2013", " \u2014 ", "\u2011"])
def test_a_reference_is_read_however_its_parts_are_set_apart(pat: Visitor, separator: str) -> None:
    submission = received(pat.organization, Right.DELETE)
    pat.get(FIND).post({"reference": submission.reference.replace("-", separator).lower()})
    assert Message.objects.filter(kind=MessageKind.ACCESS_CODE, submission=submission).count() == 1
    assert submission.reference in pat.text


def test_an_unknown_reference_reads_like_a_known_one(pat: Visitor) -> None:
    known = received(pat.organization, Right.DELETE)
    quiet = received(
        pat.organization, Right.DELETE, safe_contact=SafeContact(preferred=ContactBy.PHONE, may_write=False)
    )
    access_codes.make(known, now=timezone.now())
    seen = set()
    for reference in (known.reference, quiet.reference, "PM-0000-0000-0000", "xy 7k3q9xwd2m4t / 3"):
        visitor = Visitor(pat.organization)
        steps = [visitor.get(FIND).page, visitor.post({"reference": reference}).page]
        steps += [visitor.post({"code": "0000 0000"}).page for _ in range(7)]
        seen.add(tuple(shape(page).replace(normalize(reference), "REF") for page in steps))
    assert len(seen) == 1


def test_an_unknown_reference_is_as_much_work_as_a_known_one(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    access_codes.make(submission, now=timezone.now())
    work = []
    for reference in (submission.reference, "PM-0000-0000-0000"):
        visitor = Visitor(pat.organization).get(FIND)
        with CaptureQueriesContext(connection) as asking:
            visitor.post({"reference": reference})
        with CaptureQueriesContext(connection) as trying:
            visitor.post({"code": "0000 0000"})
        work.append((len(asking), len(trying)))
    (known_asking, known_trying), (asking_of_unknown, trying_unknown) = work
    assert abs(known_asking - asking_of_unknown) <= 4
    assert known_trying == trying_unknown


def test_five_wrong_codes_then_the_right_one_opens_nothing(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    code = access_codes.make(submission, now=timezone.now())
    pat.get(FIND).post({"reference": submission.reference})
    for _ in range(access_codes.TRIES):
        pat.post({"code": "0000 0000"})
    assert pat.post({"code": code}).problems() == [
        "This code is not right, or it can no longer be used. Check it, or ask for a new one."
    ]
    assert submission.reference not in pat.get("/prospect-medical/status/").text
    assert AccessCode.objects.get().tries > access_codes.TRIES


def test_tries_are_counted_per_case_and_not_per_visitor(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    code = access_codes.make(submission, now=timezone.now())
    for _ in range(access_codes.TRIES):
        other = Visitor(pat.organization)
        other.get(FIND).post({"reference": submission.reference})
        other.post({"code": "0000 0000"})
    pat.get(FIND).post({"reference": submission.reference})
    assert pat.post({"code": code}).problems()


def test_a_code_can_be_typed_on_another_device(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    code = access_codes.make(submission, now=timezone.now())
    pat.get(CODE).post({"reference": submission.reference, "code": code})
    assert pat.url == "/prospect-medical/status/"


@pytest.mark.parametrize(("url", "problem"), [(FIND, "Enter your reference"), (CODE, "Enter your reference")])
def test_an_empty_field_says_what_to_enter(pat: Visitor, url: str, problem: str) -> None:
    pat.get(url).post({})
    assert any(problem in line for line in pat.problems())
    assert pat.title.startswith("Error: ")


def test_another_organization_opens_nothing(pat: Visitor, kaiser: Organization) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    assert page_of(pat, request).status == 200
    path = f"/{kaiser.slug}/status/{request.pk}/"
    assert [pat.get(path).status, pat.get(f"{path}write/").status] == [404, 404]
    code = access_codes.make(request.submission, now=timezone.now())
    other = Visitor(kaiser)
    other.get(f"/{kaiser.slug}/status/find/").post({"reference": request.submission.reference})
    assert other.post({"code": code}).problems()


def test_somebody_elses_request_is_not_found(pat: Visitor) -> None:
    mine, theirs = asks(pat.organization), asks(pat.organization)
    opens(pat, mine.submission)
    base = f"/prospect-medical/status/{theirs.pk}/"
    for path in (base, f"{base}write/", f"{base}withdraw/", f"{base}letters/{theirs.pk}/"):
        assert pat.get(path).status == 404
    for path in (f"{base}write/", f"{base}withdraw/", f"{base}files/{theirs.pk}/"):
        assert pat.post({"text": "x"}, path).status == 404
    assert pat.get(f"/prospect-medical/status/contact/{theirs.submission_id}/").status == 404


def test_the_session_holds_ids_and_the_reference_alone(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    opens(pat, submission)
    pat.get(FIND).post({"reference": submission.reference})
    pat.get(f"/prospect-medical/status/{submission.requests.get().pk}/")
    held = session_of(pat.client)
    assert held == {"opened": [[submission.pk.hex, 0, ["email"]]], "asked_for": submission.reference}
    assert not any("rosa" in f"{cookie.key}{cookie.value}".lower() for cookie in pat.client.cookies.values())


def test_no_address_opens_or_does_anything_by_being_looked_at(pat: Visitor) -> None:
    request = asks(pat.organization)
    opens(pat, request.submission)
    before = type(request).objects.get(pk=request.pk).event_seq, AccessCode.objects.get().used_at
    base = f"/prospect-medical/status/{request.pk}/"
    for path in (base, *(f"{base}{deed}/" for deed in ("write", "send_file", "withdraw", "appeal", "complain", "fee"))):
        assert pat.get(path).status == 200
    pat.get(f"/prospect-medical/status/contact/{request.submission_id}/?way=asked&by=email")
    after = type(request).objects.get(pk=request.pk).event_seq, AccessCode.objects.get().used_at
    assert before == after


def test_the_link_still_opens_at_an_address_without_its_token(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    link = status_links.renew(submission, now=timezone.now())
    pat.get("/" + link.split("/", 3)[3]).post()
    assert pat.url == "/prospect-medical/status/"
