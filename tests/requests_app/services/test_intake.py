import datetime as dt

import pytest

from organizations.models import Organization
from policies.domain.terms import Act, AuthorityKind, Right, Scope
from records import chain
from records.models import Event, Voice
from requests_app.domain.arriving import Channel, Source
from requests_app.domain.clock_states import DeadlineState
from requests_app.domain.lifecycle import State
from requests_app.domain.refusals import Incomplete
from requests_app.models import Deadline, Message, PrivacyRequest, Submission
from requests_app.services import envelope
from requests_app.services.arrival import RequesterDetails
from requests_app.services.intake import receive
from tests.requests_app.arrivals import NOW, arrival, ask, at, one_request, received


def test_a_request_to_delete_has_its_dates_at_once(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE)
    respond = request.deadlines.get(act=Act.RESPOND, kind=AuthorityKind.POLICY)
    assert (respond.due_on, respond.act_by) == (dt.date(2026, 6, 15), dt.date(2026, 6, 15))
    assert respond.because[0]["policy"] == "prospect-medical/privacy-policy"
    assert respond.late_from == dt.datetime(2026, 6, 16, 7, tzinfo=dt.UTC)
    assert respond.binding


def test_the_earliest_date_of_policy_or_law_is_the_queues(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE)
    assert request.binding_due_on == dt.date(2026, 5, 15), "the confirmation of receipt, due in ten business days"
    assert request.binding_authority == AuthorityKind.LAW


def test_each_live_deadline_knows_when_it_rings_next(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE)
    assert all(d.next_alert_at is not None and d.next_alert_at > NOW for d in request.deadlines.all())


def test_a_right_without_a_period_has_an_internal_target(prospect: Organization) -> None:
    request = one_request(prospect, Right.COMPLAINT)
    target = request.deadlines.get()
    assert (target.kind, target.due_on) == (AuthorityKind.TARGET, dt.date(2026, 5, 15))
    assert request.binding_due_on is None


def test_several_rights_are_several_requests(prospect: Organization) -> None:
    submission = received(prospect, Right.DELETE, Right.OPT_OUT_SALE, Right.DELETE)
    assert [r.right for r in submission.requests.order_by("position")] == [Right.DELETE, Right.OPT_OUT_SALE]
    assert {r.reference for r in submission.requests.all()} == {f"{submission.reference}/{n}" for n in (1, 2)}


def test_one_letter_about_site_data_and_health_records_has_two_clocks(kaiser: Organization) -> None:
    both = received(kaiser, ask(Right.ACCESS), ask(Right.ACCESS, Scope.HEALTH_RECORDS, california_provider=False))
    due = {r.scope: r.binding_due_on for r in both.requests.all()}
    assert due == {Scope.SITE_DATA: dt.date(2026, 5, 31), Scope.HEALTH_RECORDS: dt.date(2026, 5, 31)}
    assert {r.binding_authority for r in both.requests.all()} == {AuthorityKind.POLICY, AuthorityKind.LAW}


def test_the_local_day_of_the_organization_decides(prospect: Organization) -> None:
    late = one_request(prospect, Right.DELETE, on=at("2026-05-01", "23:55"))
    after = one_request(prospect, Right.DELETE, on=at("2026-05-02", "00:05"))
    assert (late.received_on, after.received_on) == (dt.date(2026, 5, 1), dt.date(2026, 5, 2))


def test_law_versions_are_pinned_on_the_day_of_receipt(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, on=at("2025-12-31"))
    later = one_request(prospect, Right.DELETE, on=at("2026-01-01"))
    pinned = [r.laws.get(pack="law/us-ca/ccpa").version.label for r in (request, later)]
    assert pinned == ["2023-01-01", "2026-01-01"]


def test_the_same_key_makes_one_submission(prospect: Organization) -> None:
    once = arrival(prospect, Right.DELETE, idempotency_key="double click")
    first, second = receive(once, now=NOW), receive(once, now=NOW)
    assert first.id == second.id
    assert PrivacyRequest.objects.count() == 1


def test_the_same_key_of_another_source_is_another_submission(prospect: Organization) -> None:
    by_form = received(prospect, Right.DELETE, idempotency_key="1")
    by_staff = received(prospect, Right.DELETE, idempotency_key="1", source=Source.STAFF, channel=Channel.MAIL)
    assert by_form.id != by_staff.id


def test_a_suspect_is_held_with_its_day_of_receipt_and_its_clock_running(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, suspicions=("honeypot",))
    assert request.state == State.QUARANTINED
    assert request.received_on == dt.date(2026, 5, 1)
    assert request.deadlines.filter(state=DeadlineState.LIVE, next_alert_at__isnull=False).exists()
    assert not Message.objects.exists(), "nobody is written to before a person has looked"
    assert not Deadline.objects.filter(told_due_on__isnull=False).exists()


def test_the_confirmation_is_queued_and_the_date_counts_as_told(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE)
    assert Message.objects.get().submission_id == request.submission_id
    assert request.deadlines.get(kind=AuthorityKind.POLICY).told_due_on == dt.date(2026, 6, 15)


def test_somebody_who_gave_no_mail_address_is_not_mailed(prospect: Organization) -> None:
    received(prospect, Right.DELETE, requester=RequesterDetails(name="Rosa Reyes", phone="213 555 0148"))
    assert not Message.objects.exists()


def test_somebody_not_eligible_can_ask_and_staff_are_told_the_rule(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, residency="US-NV")
    assert request.eligible is False
    warning = next(w for w in request.warnings if w["code"] == "not_eligible")
    assert warning["because"][0]["section"]


def test_unknown_residency_leaves_eligibility_open_and_names_the_question(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, residency="")
    assert request.eligible is None
    assert {"code": "facts_unknown", "facts": ["residency"], "because": []} in request.warnings
    assert request.deadlines.filter(act=Act.RESPOND, kind=AuthorityKind.POLICY).exists()


def test_what_the_person_sees_of_it_holds_no_warning(prospect: Organization) -> None:
    request = one_request(prospect, Right.DELETE, residency="US-NV")
    public = Event.objects.filter(subject_id=request.id, voice=Voice.PUBLIC)
    assert not any("eligible" in event.body or "warning" in event.body for event in public)


def test_personal_data_is_nowhere_in_the_clear(prospect: Organization) -> None:
    submission = received(prospect, Right.DELETE)
    texts = [repr(row) for model in (Submission, PrivacyRequest, Event) for row in model.objects.values()]
    for word in ("Rosa", "Reyes", "rosa@reyes.example", "555-0148"):
        assert not any(word.encode().hex() in text or word in text for text in texts), word
    contact = envelope.open_contact(submission)
    assert (contact.requester.name, envelope.open_initials(submission)) == ("Rosa Reyes", "R.R.")


def test_every_chain_verifies_and_begins_with_the_receipt(prospect: Organization) -> None:
    submission = received(prospect, Right.DELETE, Right.KNOW_SPECIFIC)
    for subject in (submission, *submission.requests.all()):
        assert chain.verify(subject) == []
        first = Event.objects.filter(subject_id=subject.id).order_by("seq").first()
        assert first is not None
        assert first.type == "received"


def test_receipt_confirmed_on_the_telephone_meets_its_deadline(prospect: Organization) -> None:
    request = one_request(
        prospect,
        Right.DELETE,
        source=Source.STAFF,
        channel=Channel.PHONE,
        acknowledged_at=NOW,
        read_back=True,
    )
    acknowledge = request.deadlines.get(act=Act.ACKNOWLEDGE)
    assert (acknowledge.state, acknowledge.met_at) == (DeadlineState.MET, NOW)
    assert request.binding_due_on == dt.date(2026, 6, 15)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "said",
    [{"received_where": "front desk"}, {"external_reference": "H-1"}, {"acknowledged_at": NOW}, {"read_back": True}],
)
def test_a_person_cannot_say_what_only_staff_can(prospect: Organization, said: dict[str, object]) -> None:
    with pytest.raises(Incomplete) as refusal:
        received(prospect, Right.DELETE, **said)
    assert list(refusal.value.problems) == list(said)


def test_a_letter_counts_from_the_day_it_first_reached_anybody(prospect: Organization) -> None:
    request = one_request(
        prospect,
        Right.DELETE,
        source=Source.STAFF,
        channel=Channel.MAIL,
        on=at("2026-04-20", "09:00"),
        now=NOW,
        received_where="Front desk, Culver City",
        received_by="Lee",
    )
    assert (request.received_on, request.submission.entered_at) == (dt.date(2026, 4, 20), NOW)
    assert request.deadlines.get(kind=AuthorityKind.POLICY).due_on == dt.date(2026, 6, 4)


def test_a_receipt_in_the_future_is_refused_at_its_field(prospect: Organization) -> None:
    with pytest.raises(Incomplete) as refusal:
        received(prospect, Right.DELETE, on=at("2026-05-02"), now=NOW)
    assert list(refusal.value.problems) == ["received_at"]
    assert not Submission.objects.exists()


def test_a_receipt_before_the_policy_is_refused_at_its_field(prospect: Organization) -> None:
    with pytest.raises(Incomplete) as refusal:
        received(prospect, Right.DELETE, source=Source.STAFF, channel=Channel.MAIL, on=at("2019-06-03"), now=NOW)
    assert list(refusal.value.problems) == ["received_at"]


def test_a_wrong_fact_is_named(prospect: Organization) -> None:
    with pytest.raises(Incomplete) as refusal:
        received(prospect, ask(Right.DELETE, wants="everything"))
    assert refusal.value.problems == {"wants": "expected one of inspect, copies for wants, not 'everything'"}
