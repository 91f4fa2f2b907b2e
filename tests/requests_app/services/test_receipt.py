import datetime as dt

import pytest

from organizations.models import Organization
from policies.domain.terms import Act, AuthorityKind, Right
from records import chain
from records.chain import Actor
from records.models import Event
from requests_app.domain.arriving import Channel, Source
from requests_app.domain.refusals import Incomplete, NotPermitted
from requests_app.models import PrivacyRequest, Submission
from requests_app.selectors.invariants import broken
from requests_app.services.receipt import correct_receipt, preview
from tests.requests_app.arrivals import NOW, at, received

REASON = "Postmark, and the stamp of the front desk."


@pytest.fixture
def letter(prospect: Organization) -> Submission:
    """Entered on 5 January 2026 as received that day; two rights."""
    day = at("2026-01-05")
    return received(
        prospect, Right.DELETE, Right.OPT_OUT_SALE, on=day, now=day, source=Source.STAFF, channel=Channel.MAIL
    )


def respond(request: PrivacyRequest) -> dt.date | None:
    return request.deadlines.exclude(kind=AuthorityKind.TARGET).get(act=Act.RESPOND, binding=True).due_on


def test_all_requests_of_the_letter_move_to_the_true_day(letter: Submission, sam: Actor) -> None:
    results = correct_receipt(letter.id, at("2025-12-30"), by=sam, reason=REASON, now=NOW)
    assert all(result.done for result in results)
    deletion, opt_out = letter.requests.order_by("position")
    assert (deletion.received_on, opt_out.received_on) == (dt.date(2025, 12, 30),) * 2
    assert (respond(deletion), respond(opt_out)) == (dt.date(2026, 2, 13), dt.date(2026, 1, 22))
    letter.refresh_from_db()
    assert letter.received_on == dt.date(2025, 12, 30)
    assert broken() == []


def test_the_law_in_force_on_the_true_day_governs(letter: Submission, sam: Actor) -> None:
    request = letter.requests.get(position=1)
    assert request.laws.get(pack="law/us-ca/ccpa").version.label == "2026-01-01"
    correct_receipt(letter.id, at("2025-12-31"), by=sam, reason=REASON, now=NOW)
    assert request.laws.get(pack="law/us-ca/ccpa").version.label == "2023-01-01"


def test_the_preview_shows_what_would_move_and_moves_nothing(letter: Submission, sam: Actor) -> None:
    before = list(letter.requests.order_by("id").values())
    shown = preview(letter.id, at("2025-12-30"), now=NOW)
    assert list(letter.requests.order_by("id").values()) == before
    correct_receipt(letter.id, at("2025-12-30"), by=sam, reason=REASON, now=NOW)
    after = {request.reference: (request.received_on, request.binding_due_on) for request in letter.requests.all()}
    assert {moved.reference: (moved.received_on, moved.due_on) for moved in shown} == after


def test_it_is_written_down_with_what_was_before(letter: Submission, sam: Actor) -> None:
    correct_receipt(letter.id, at("2025-12-30"), by=sam, reason=REASON, now=NOW)
    request = letter.requests.get(position=1)
    written = chain.read(Event.objects.get(subject_id=request.id, type="receipt_corrected"))
    assert (written.body["was"], written.actor) == (
        "2026-01-05T20:00:00.000000Z",
        sam.__class__(kind=sam.kind, id=sam.id),
    )
    assert REASON not in str(written.body)
    assert chain.verify(request) == []


@pytest.mark.parametrize("moment", [at("2026-01-05", "12:01"), at("2019-06-03"), at("2026-09-01")])
def test_a_moment_that_cannot_be_is_refused_at_its_field(letter: Submission, sam: Actor, moment: dt.datetime) -> None:
    results = correct_receipt(letter.id, moment, by=sam, reason=REASON, now=NOW)
    assert all(isinstance(result.refusal, Incomplete) for result in results)
    assert all(list(result.refusal.problems) == ["received_at"] for result in results)  # type: ignore[union-attr]
    with pytest.raises(Incomplete):
        preview(letter.id, moment, now=NOW)


def test_a_handler_may_not_and_a_supervisor_elsewhere_may_not(
    letter: Submission, hana: Actor, kaiser: Organization
) -> None:
    for result in correct_receipt(letter.id, at("2025-12-30"), by=hana, reason=REASON, now=NOW):
        assert isinstance(result.refusal, NotPermitted), kaiser


def test_without_a_reason_nothing_moves(letter: Submission, sam: Actor) -> None:
    for result in correct_receipt(letter.id, at("2025-12-30"), by=sam, reason=" ", now=NOW):
        assert isinstance(result.refusal, Incomplete)
        assert list(result.refusal.problems) == ["reason"]
