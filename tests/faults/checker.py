"""The one checker of every fault test: what must be true whatever was killed, stopped, refused or lost.

It compares what is there with what `oracle` says must be there, and answers in words; nothing wrong is an empty list.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from policies.domain.terms import Act, RungDoes
from records import chain
from requests_app import clock_source
from requests_app.models import (
    Alert,
    AlertState,
    AttemptOutcome,
    DeliveryAttempt,
    Message,
    MessageState,
    PrivacyRequest,
    Submission,
)
from requests_app.selectors.invariants import broken
from requests_app.services.leases import LEASE

from .oracle import Expected, Foretold, Occurrence, foretell

BATCH: Final = 500
AT_MOST_LATE: Final = dt.timedelta(minutes=3)
TOLD: Final = (Act.RESPOND, Act.DECIDE_APPEAL)
"""The acts whose date a person is told."""

Place = tuple[int, str, dt.date]
"""An occurrence of a deadline: generation, rung, day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """Under which the checker looks. `by`: what was due then must have rung by now.

    `settled`: nothing is on its way any more. `fault_free`: nothing was done to it, so that there are no copies.
    `grace`: what came due so shortly before a deadline changed may not have rung. `at_fault`: deadlines that are
    known not to ring.
    """

    by: dt.datetime | None = None
    settled: bool = True
    fault_free: bool = False
    grace: dt.timedelta = AT_MOST_LATE
    at_fault: Collection[UUID] = ()


def objections(copies: Sequence[str] = (), circumstances: Circumstances | None = None) -> list[str]:
    """Everything that is wrong. `copies`: the Message-ID of each mail that arrived, as often as it did."""
    given = circumstances or Circumstances()
    return [
        *_about_requests(given),
        *_about_chains(),
        *_about_messages(Counter(copies), given),
        *_about_attempts(given),
    ]


def _about_requests(given: Circumstances) -> Iterator[str]:
    now = clock_source.now()
    ids = list(PrivacyRequest.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        part = PrivacyRequest.objects.filter(pk__in=ids[start : start + BATCH])
        yield from broken(part)
        alerts = _alerts(part.values_list("pk", flat=True))
        rows = list(part.select_related("submission", "data_key"))
        for foretold in foretell(rows, by=given.by or now, now=now, grace=given.grace):
            yield from _about_request(foretold, alerts[foretold.file.request.pk], given)


def _alerts(request_ids: Collection[UUID]) -> Mapping[UUID, list[Alert]]:
    found: dict[UUID, list[Alert]] = defaultdict(list)
    for alert in Alert.objects.filter(request__in=request_ids).select_related("message"):
        found[alert.request_id].append(alert)
    return found


def _about_request(foretold: Foretold, alerts: Sequence[Alert], given: Circumstances) -> Iterator[str]:
    request = foretold.file.request
    name = request.reference
    yield from (f"{name}: {one}" for one in foretold.disagreements)
    if request.binding_due_on != foretold.binding_due_on:
        yield f"{name} is due on {request.binding_due_on}; its events say {foretold.binding_due_on}"
    rows = {(row.act, row.kind, row.authority): row for row in foretold.file.deadlines}
    if missing := rows.keys() ^ foretold.deadlines.keys():
        yield f"{name}: deadlines without event, or events without deadline: {missing}"
    for key in rows.keys() & foretold.deadlines.keys():
        row, expected = rows[key], foretold.deadlines[key]
        if row.pk in given.at_fault:
            continue
        if row.fault_at is not None:
            yield f"{name}, {row}: put off as if it were at fault"
        if (row.paused or row.due_on is not None) and row.due_on != expected.due_on:
            yield f"{name}, {row}: due on {row.due_on}; its events say {expected.due_on}"
        if _is_stale(expected):
            yield f"{name}, {row}: due on {expected.due_on}; its rules say {expected.rules_say}"
        mine = [alert for alert in alerts if alert.deadline_id == row.pk]
        yield from (f"{name}, {row}: {fault}" for fault in _about_ringing(expected, mine))
    yield from (f"{name}: {fault}" for fault in _about_events(foretold, alerts))
    yield from (f"{name}: {fault}" for fault in _about_states(alerts, given))


def _is_stale(expected: Expected) -> bool:
    """Whether a live date is not what the rules say; one that the person was told may be earlier, never later."""
    told = expected.key[0] in TOLD
    earlier = expected.due_on is not None and expected.rules_say is not None and expected.due_on < expected.rules_say
    return expected.live and expected.due_on != expected.rules_say and not (told and earlier)


def _about_ringing(expected: Expected, alerts: Sequence[Alert]) -> Iterator[str]:
    """Each occurrence was rung, or passed over, once; and nothing else was."""
    rang: Counter[Place] = Counter()
    ringings = {
        (a.generation, a.rung, a.occurs_on, a.times, a.created_at, a.state == AlertState.SKIPPED) for a in alerts
    }
    for generation, rung, on, times, *_ in ringings:
        days = [one.on for one in expected.occurrences[generation, rung]]
        if on not in days:
            yield f"{rung} of generation {generation} was not to ring on {on}"
            continue
        first = days.index(on)
        if len(covered := days[first : first + times]) < times:
            yield f"{rung} on {on} stands for {times} ringings; there were to be {len(covered)}"
        rang.update((generation, rung, day) for day in covered)
    for (generation, rung), occurrences in expected.occurrences.items():
        for one in occurrences:
            if (often := rang[generation, rung, one.on]) != _makes_alerts(one):
                yield f"{rung} of generation {generation} rang {often} times on {one.on}"
    yield from _about_roles(expected, alerts)


def _makes_alerts(one: Occurrence) -> bool:
    """Whether a person or a program is told, and not only the request changed."""
    return any(does is not RungDoes.RAISE_PRIORITY for does in one.do)


def _about_roles(expected: Expected, alerts: Sequence[Alert]) -> Iterator[str]:
    roles = {(place, one.on): _role(one) for place, found in expected.occurrences.items() for one in found}
    heard: Counter[tuple[object, ...]] = Counter()
    for alert in alerts:
        if roles.get(((alert.generation, alert.rung), alert.occurs_on), alert.role) != alert.role:
            yield f"{alert} was for the {alert.role}"
        heard[alert.generation, alert.rung, alert.occurs_on, alert.recipient, alert.channel] += 1
    yield from (
        f"{place[1]} on {place[2]}: {often} alerts for one recipient" for place, often in heard.items() if often > 1
    )


def _role(one: Occurrence) -> str:
    return one.to.value


def _about_events(foretold: Foretold, alerts: Sequence[Alert]) -> Iterator[str]:
    """The chain tells of each alert, and of no other."""
    rows = {row.pk: (row.act, row.kind, row.authority) for row in foretold.file.deadlines}
    there = Counter((rows[a.deadline_id], a.generation, a.rung, a.occurs_on.isoformat(), a.recipient) for a in alerts)
    told = Counter(
        (one.key, one.body["generation"], rung["rung"], rung["on"], recipient)
        for one in foretold.told
        for rung in one.body["rungs"]
        for recipient in rung["recipients"]
    )
    if untold := there - told:
        yield f"alerts of which no event tells: {sorted(untold)[:3]}"
    if lost := told - there:
        yield f"events that tell of alerts which are not there: {sorted(lost)[:3]}"


def _about_states(alerts: Sequence[Alert], given: Circumstances) -> Iterator[str]:
    """Once all is settled, each alert was sent, skipped or cancelled."""
    if not given.settled:
        return
    for alert in alerts:
        if alert.state == AlertState.PENDING:
            yield f"{alert} for {alert.recipient} still waits"
        if alert.state == AlertState.COMPOSED and alert.message.state != MessageState.SENT:
            yield f"{alert} for {alert.recipient} is in a message that is {alert.message.state}"


def _about_chains() -> Iterator[str]:
    for rows in (PrivacyRequest.objects, Submission.objects):
        for row in rows.only("pk").iterator():
            yield from chain.verify(row)


def _about_messages(copies: Counter[str], given: Circumstances) -> Iterator[str]:
    """What arrived was tried as often; what is said to have left has arrived; nothing else arrived."""
    by_id: Counter[UUID] = Counter()
    for said, often in copies.items():
        by_id[UUID(said.strip("<>").partition("@")[0])] += often
    for message in Message.objects.iterator():
        often = by_id.pop(message.pk, 0)
        if often > message.attempts_made:
            yield f"{message}: {often} copies, {message.attempts_made} attempts"
        if given.fault_free and often > 1:
            yield f"{message}: {often} copies in a run without faults"
        if message.state == MessageState.SENT and not often:
            yield f"{message} is said to have left, and never arrived"
        if message.state == MessageState.DEAD and often:
            yield f"{message} was given up, and arrived"
        if given.settled and message.state == MessageState.QUEUED:
            yield f"{message} still waits to be sent"
    yield from (f"{unknown} arrived, and nobody knows of it" for unknown in by_id)


def _about_attempts(given: Circumstances) -> Iterator[str]:
    """One at a time: the next begins when the one before has ended, or its lease has."""
    before: DeliveryAttempt | None = None
    for each in DeliveryAttempt.objects.select_related("message").order_by("message_id", "number"):
        follows = before is not None and before.message_id == each.message_id
        if each.number != (before.number + 1 if before is not None and follows else 1):
            yield f"{each} does not follow the one before it"
        if before is not None and follows and each.started_at < _over(before):
            yield f"{each} began while the one before it was under way"
        if before is not None and follows and _was_accepted(before, by=each.started_at):
            yield f"{each} was made although the one before it was accepted"
        last = each.number == each.message.attempts_made  # a later one may have found nothing left to say
        accepted = last and each.outcome == AttemptOutcome.ACCEPTED
        if accepted and given.settled and each.message.state != MessageState.SENT:
            yield f"{each} was accepted, but the message is {each.message.state}"
        before = each


def _was_accepted(attempt: DeliveryAttempt, *, by: dt.datetime) -> bool:
    """Whether it was on record by then; what a holder says after its lease has run out comes too late."""
    return attempt.outcome == AttemptOutcome.ACCEPTED and attempt.ended_at is not None and attempt.ended_at <= by


def _over(attempt: DeliveryAttempt) -> dt.datetime:
    ended = attempt.started_at + LEASE
    return min(attempt.ended_at, ended) if attempt.ended_at else ended
