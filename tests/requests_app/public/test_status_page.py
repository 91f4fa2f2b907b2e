"""The status page: a link opens nothing by itself; what it shows is what happens now, by when, and why."""

import datetime as dt
from urllib.parse import urlsplit

import time_machine
from django.utils import timezone

from organizations.models import Organization
from policies.domain.terms import Right
from requests_app.domain.lifecycle import State
from requests_app.models import StatusLink, Submission
from requests_app.services import status_links
from tests.requests_app.arrivals import received

from .visitor import Visitor

NOTHING_OPEN = "What is your reference?"


def link_to(submission: Submission) -> str:
    return urlsplit(status_links.renew(submission, now=timezone.now())).path


def opened(visitor: Visitor, submission: Submission) -> Visitor:
    visitor.get(link_to(submission))
    return visitor.post()


def test_looking_at_a_link_opens_nothing(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    pat.get(link_to(submission))
    assert "Press the button" in pat.text
    assert submission.reference not in pat.text
    assert NOTHING_OPEN in pat.get("/prospect-medical/status/").text


def test_the_button_opens_the_request_at_an_address_without_the_token(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    opened(pat, submission)
    assert pat.url == "/prospect-medical/status/"
    assert submission.reference in pat.text
    assert "Answer by Mon 15 June 2026" in pat.text
    assert "45 calendar days after that day" in pat.text
    assert "We received your request." in pat.text


def test_a_new_link_replaces_the_older_one(pat: Visitor) -> None:
    submission = received(pat.organization, Right.DELETE)
    old = link_to(submission)
    new = link_to(submission)
    assert pat.get(old).post().status == 404
    assert pat.get(new).post().status == 200


def test_a_link_ends(pat: Visitor, clock: time_machine.Traveller) -> None:
    path = link_to(received(pat.organization, Right.DELETE))
    clock.shift(status_links.LIFE)
    assert pat.get(path).post().status == 404
    assert "The link may be old" in pat.text


def test_a_link_of_one_organization_opens_nothing_at_another(pat: Visitor, kaiser: Organization) -> None:
    path = link_to(received(pat.organization, Right.DELETE))
    assert pat.get(path.replace(pat.organization.slug, kaiser.slug)).post().status == 404
    opened(pat, received(pat.organization, Right.DELETE))
    assert NOTHING_OPEN in pat.get(f"/{kaiser.slug}/status/").text


def test_only_the_hash_of_a_token_is_kept(pat: Visitor) -> None:
    path = link_to(received(pat.organization, Right.DELETE))
    token = path.rstrip("/").rsplit("/", 1)[-1]
    assert token not in StatusLink.objects.get().token_hash


def test_the_one_who_sent_a_form_can_look_at_once(pat: Visitor, clock: time_machine.Traveller) -> None:
    pat.begin("delete").walk()
    clock.shift(60)
    pat.post()
    assert Submission.objects.get().reference in pat.get("/prospect-medical/status/").text


def test_a_held_request_reads_like_any_other(pat: Visitor) -> None:
    plain = received(pat.organization, Right.DELETE)
    held = received(pat.organization, Right.DELETE, suspicions=("honeypot_filled",))
    assert held.requests.get().state == State.QUARANTINED
    first = opened(Visitor(pat.organization), plain).text.replace(plain.reference, "REF")
    second = opened(Visitor(pat.organization), held).text.replace(held.reference, "REF")
    assert first == second


def test_readings_warnings_and_staff_are_never_shown(pat: Visitor) -> None:
    opened(pat, received(pat.organization, Right.DELETE, Right.KNOW_SPECIFIC))
    for secret in ("Duly project", "printed_beyond_law", "best effort", "not reviewed", "Rosa"):
        assert secret not in pat.text


def test_a_date_that_has_passed_says_that_we_are_late(pat: Visitor, clock: time_machine.Traveller) -> None:
    submission = received(pat.organization, Right.DELETE)
    clock.move_to(dt.datetime(2026, 6, 16, 6, 59, tzinfo=dt.UTC))
    assert "we are late" not in opened(pat, submission).text
    clock.move_to(dt.datetime(2026, 6, 16, 7, tzinfo=dt.UTC))
    assert "This date has passed, and we are late." in opened(pat, submission).text


def test_leaving_forgets_everything_on_this_device(pat: Visitor) -> None:
    opened(pat, received(pat.organization, Right.DELETE))
    pat.post({}, "/prospect-medical/status/leave/")
    assert "no longer open on this device" in pat.text
    assert NOTHING_OPEN in pat.get("/prospect-medical/status/").text


def test_the_status_is_never_kept_by_caches(pat: Visitor) -> None:
    opened(pat, received(pat.organization, Right.DELETE))
    assert "no-store" in pat.headers["Cache-Control"]
    assert pat.headers["X-Robots-Tag"] == "noindex, nofollow"
