"""The one function through which a request changes. A set of one is a set.

Per batch, in one transaction: lock, read after locking, hold each request against the table and the rules, derive its
deadlines anew, and write events, deadlines, requests and cancelled alerts together. What is refused changes nothing
and stops nothing; a batch that is repeated finds its requests done and leaves them.
"""

import datetime as dt
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction as database

from policies.domain.assessment import Assessment
from policies.domain.terms import Outcome
from records.chain import Actor

from .. import clock_source
from ..domain.clock_states import MovedBy
from ..domain.lifecycle import ANSWERS, Action, Waits, leads_to
from ..domain.refusals import Refused
from ..models import PrivacyRequest, Representative, RequestFact, RequestItem, RequestLaw, Submission
from . import (
    acknowledgement,
    act,
    attachments,
    case_file,
    clock,
    effects,
    envelope,
    history,
    linked,
    proofs,
    rebinding,
)
from .act import Act
from .clock import Derived
from .details import Details
from .effects import Effects
from .halving import work_through
from .history import Happening
from .locking import Locked, lock
from .roles import with_roles

logger = logging.getLogger(__name__)

BATCH: Final = 500
ENDED_UNANSWERED: Final = "The request that it was merged into ended without an answer."
GRANTED: Final = (Outcome.FULFILLED, Outcome.PARTLY_FULFILLED)

MOVED_BY: Final = {
    Action.SEND_EXTENSION_NOTICE: MovedBy.EXTENSION,
    Action.RECORD_BOUNCE: MovedBy.EXTENSION,
    Action.REQUEST_IDENTITY: MovedBy.PAUSE,
    Action.VERIFY_IDENTITY: MovedBy.PAUSE,
    Action.FAIL_VERIFICATION: MovedBy.PAUSE,
    Action.REQUEST_CLARIFICATION: MovedBy.PAUSE,
    Action.RECEIVE_CLARIFICATION: MovedBy.PAUSE,
    Action.FIND_FACT: MovedBy.FACTS,
    Action.REOPEN: MovedBy.REOPENING,
    Action.UNDO_MERGE: MovedBy.REOPENING,
    Action.RECEIVE_APPEAL: MovedBy.APPEAL,
    Action.CORRECT_RECEIPT: MovedBy.CORRECTION,
}
CHANGED: Final = (
    "state",
    "state_since",
    "outcome",
    "closed_at",
    "verified_at",
    "assignee",
    "priority",
    "merged_into",
    *rebinding.OF_REQUEST,
    *clock.DERIVED,
)


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one request. `notes`: what to know of it, as that a notice moved nothing, and why."""

    request_id: UUID
    reference: str
    refusal: Refused | None = None
    notes: tuple[str, ...] = ()

    @property
    def done(self) -> bool:
        return self.refusal is None


def transition(
    request_ids: Iterable[UUID],
    action: Action,
    *,
    by: Actor,
    at: dt.datetime | None = None,
    details: Mapping[str, Any] | None = None,
    seen: Mapping[UUID, int] | None = None,
    now: dt.datetime | None = None,
) -> list[Result]:
    """Do `action` with each request, in batches of 500, each in a transaction of its own.

    `at`: when it happened, if not just now. `details`: the parts of `Details`. `seen`: the `event_seq` at which
    somebody looked at a request; if it has moved on, the request is left alone. Raises Incomplete for unknown details.
    """
    now = now or clock_source.now()
    happened_at = clock_source.not_ahead(at or now, now)
    wanted = with_roles(Act(action=action, details=Details.of_mapping(details or {}), by=by, at=happened_at, now=now))
    ids = sorted(set(request_ids))
    if len(ids) == 1:
        return _batch(wanted, ids, seen or {})
    results: list[Result] = []
    for start in range(0, len(ids), BATCH):
        work_through(
            ids[start : start + BATCH],
            lambda part: results.extend(_batch(wanted, part, seen or {})),
            lambda key, error: results.append(_at_fault(key, error)),
        )
    return results


def _at_fault(request_id: UUID, error: Exception) -> Result:
    """A request whose own data stops it does not stop the others of its batch."""
    logger.error("request %s could not be changed", request_id, exc_info=error)
    return Result(
        request_id, "", Refused("", "It could not be changed: its own data is at fault.", "Tell an operator.")
    )


def transition_one(
    request_id: UUID,
    action: Action,
    *,
    by: Actor,
    at: dt.datetime | None = None,
    details: Mapping[str, Any] | None = None,
    seen: int | None = None,
    now: dt.datetime | None = None,
) -> Result:
    """As `transition`, for one request. Raises its Refused; nothing has changed then."""
    looked_at = {} if seen is None else {request_id: seen}
    [result] = transition([request_id], action, by=by, at=at, details=details, seen=looked_at, now=now)
    if result.refusal is not None:
        raise result.refusal
    return result


def _batch(wanted: Act, ids: Sequence[UUID], seen: Mapping[UUID, int]) -> list[Result]:
    results: list[Result] = []
    with database.atomic():
        try:
            held = lock(wanted, ids)
        except Refused as refusal:  # for the whole batch alike: nothing has been changed yet
            return [Result(key, refusal.reference, refusal) for key in ids]
        found = Effects(people=held.people)
        done: list[Derived] = []
        for gathered in case_file.gather(held.requests):
            request = gathered.request
            try:
                before = act.check(wanted, gathered, seen=seen.get(request.id))
                file = effects.apply(wanted, gathered, found)
                derived, notes = _take(wanted, file, before, found)
            except Refused as refusal:
                results.append(Result(request.id, request.reference, refusal))
                continue
            done.append(derived)
            results.append(Result(request.id, request.reference, None, notes))
        if done:
            _write(wanted, done, found)
            _follow_up(wanted, held, done)
        else:
            database.set_rollback(True)  # a person made for a verification that was refused
    missing = set(ids) - {result.request_id for result in results}
    results += [Result(key, "", Refused("", "There is no such request.", "Look it up again.")) for key in missing]
    return results


def _take(wanted: Act, file: case_file.CaseFile, before: Assessment, found: Effects) -> tuple[Derived, tuple[str, ...]]:
    """Carry out one act in memory: its event, the new state, the deadlines derived with it."""
    request = file.request
    body = {**act.body_of(wanted), **found.said.get(request.id, {})}
    act.count_event(wanted, file, body)
    state = leads_to(wanted.line, request.lifecycle_state, Waits.after(file.case.events))
    effects.move(wanted, request, state)
    derived = clock.derive(
        file, now=wanted.now, moved_by=MOVED_BY.get(wanted.action), announce=wanted.action is Action.RELEASE
    )
    notes: tuple[str, ...] = ()
    if wanted.action is Action.SEND_EXTENSION_NOTICE:
        counted, notes = act.judged(before, derived.assessment)
        body = {**body, "counted_under": counted, "moved_nothing": list(notes)}
    happening = Happening(
        subject=request,
        name=wanted.line.event,
        body=body,
        because=act.because(wanted, before),
        words={**wanted.details.words(), **found.words.get(request.id, {})},
        by=wanted.by,
    )
    derived.happenings.insert(0, happening)
    return derived, notes


def _write(wanted: Act, done: Sequence[Derived], found: Effects) -> None:
    if found.facts:
        RequestFact.objects.bulk_create(found.facts)
    if found.representatives:
        _write_representatives(found.representatives.values())
    if found.items:
        _write_items(found.items)
    if found.named:
        PrivacyRequest.objects.bulk_update(found.named, ["sealed_notice"])
    if found.submissions:
        Submission.objects.bulk_update(found.submissions.values(), ["person", "released_at", *rebinding.OF_SUBMISSION])
    if wanted.action is Action.CORRECT_RECEIPT:
        RequestLaw.objects.filter(request__in=[one.file.request for one in done]).delete()
        RequestLaw.objects.bulk_create(found.laws)
    clock.store(done, fields=CHANGED)
    happenings = [happening for one in done for happening in one.happenings]
    happenings += linked.write(found.opened)
    history.write([*found.linked, *happenings], now=wanted.now)


def _write_representatives(rows: Iterable[Representative]) -> None:
    """One to a submission; the submissions are locked."""
    for row in rows:
        row.save()


def _write_items(rows: Iterable[RequestItem]) -> None:
    for row in rows:
        row.save()


def _follow_up(wanted: Act, held: Locked, done: Sequence[Derived]) -> None:
    """What an act brings with it for others: newer requests of the same person, the confirmation of receipt."""
    if held.count_again:
        clock.rederive([*held.others, *(one.file.request for one in done)], now=wanted.now)
    proofs.erase(wanted, [one.file for one in done])
    if wanted.action in ANSWERS or (wanted.action is Action.DECIDE_APPEAL and wanted.details.outcome in GRANTED):
        attachments.make_available([one.file.request.id for one in done], at=wanted.now)
    if wanted.action is Action.RELEASE:
        released = {one.file.request.submission_id: one.file.request.submission for one in done}
        for submission in released.values():
            acknowledgement.queue(submission, envelope.open_contact(submission), now=wanted.now)
    ended = {one.file.request.id for one in done}
    for repeat in held.repeats:
        if repeat.merged_into_id in ended:
            _let_go(repeat, wanted)


def _let_go(repeat: PrivacyRequest, wanted: Act) -> None:
    """What was merged into a request that ended without an answer is answered by nobody: it goes on by itself.

    Not when the person withdrew the other: of one person it is the same wish, and is withdrawn as well.
    """
    said = {"reason": ENDED_UNANSWERED}
    transition_one(repeat.id, Action.UNDO_MERGE, by=history.SYSTEM, details=said, now=wanted.now)
    if wanted.action is Action.WITHDRAW and _same_person(repeat):
        transition_one(repeat.id, Action.WITHDRAW, by=wanted.by, now=wanted.now)


def _same_person(repeat: PrivacyRequest) -> bool:
    """Only whom somebody has found to be one person is one: never by an address alone."""
    other = repeat.merged_into
    person = repeat.submission.person_id
    return other is not None and person is not None and other.submission.person_id == person
