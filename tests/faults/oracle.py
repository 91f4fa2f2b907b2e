"""Which alerts must exist, rebuilt from the events of requests and the pure ladder alone.

Nothing is read that the engine keeps for itself on a deadline (`next_alert_at`, `rung_days`, `armed_from`, its dates):
an engine that went astray would have led the oracle astray as well.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from policies.domain.assessment import assess
from policies.domain.calendars import first_instant_after
from policies.domain.deadlines import DeadlineFinding
from policies.domain.terms import Act, AuthorityKind
from policies.domain.timeline import Timeline
from records import chain
from records.models import Event
from requests_app.domain.arming import Arming
from requests_app.domain.clock_states import MovedBy
from requests_app.domain.events import EventName
from requests_app.domain.ladder import DeadlineView, Occurrence, Seen, next_rung
from requests_app.models import PrivacyRequest
from requests_app.services import case_file, mail_follow_up
from requests_app.services.case_file import CaseFile

DATED: Final = (EventName.DUE_DATE_SET, EventName.DUE_DATE_CHANGED, EventName.DUE_DATE_PAUSED)
ENDED: Final = (EventName.DEADLINE_MET, EventName.DEADLINE_MISSED, EventName.DEADLINE_CLOSED)
TOLD_OF: Final = (EventName.ALERT_RAISED, EventName.ALERT_SKIPPED)
SEEN: Final = (EventName.ALERT_SEEN, EventName.ALERT_SEEN_UNDONE)
READ: Final = (*DATED, *ENDED, *TOLD_OF, *SEEN, EventName.REOPENED, EventName.ASSIGNED)

Key = tuple[str, str, str]
"""A deadline of a request: act, kind and authority."""


@dataclass(frozen=True, slots=True)
class Happened:
    """An event of a request, read."""

    seq: int
    name: EventName
    at: dt.datetime
    body: dict[str, Any]

    @property
    def key(self) -> Key:
        return (self.body["act"], self.body["kind"], self.body["authority"])


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time in which a deadline was owed and nothing about it changed. `ends` None: it still is."""

    generation: int
    view: DeadlineView
    begins: dt.datetime
    ends: dt.datetime | None = None
    until_seq: int = 0


@dataclass(slots=True)
class Expected:
    """What must be true of one deadline. `occurrences`: of each generation and rung, in order.

    `due_on`: by the events. `rules_say`: by the pure core, under today's calendar.
    """

    key: Key
    due_on: dt.date | None = None
    rules_say: dt.date | None = None
    live: bool = False
    occurrences: dict[tuple[int, str], list[Occurrence]] = field(default_factory=lambda: defaultdict(list))


@dataclass(slots=True)
class Foretold:
    """What must be true of one request."""

    file: CaseFile
    deadlines: dict[Key, Expected]
    told: list[Happened]
    disagreements: list[str]

    @property
    def binding_due_on(self) -> dt.date | None:
        live = (one for key, one in self.deadlines.items() if one.live and key[1] != AuthorityKind.TARGET)
        return min((one.due_on for one in live if one.due_on is not None), default=None)


def foretell(
    requests: Sequence[PrivacyRequest], *, by: dt.datetime, now: dt.datetime, grace: dt.timedelta
) -> Iterator[Foretold]:
    """What must have rung at `by`, and may have rung until `now`. `grace`: how late a sweep may be."""
    happened = read([request.pk for request in requests])
    for file in case_file.gather(requests):
        yield _Teller(file, happened[file.request.pk], by=by, now=now, grace=grace).tell()


def read(request_ids: Sequence[UUID]) -> dict[UUID, list[Happened]]:
    """The events about deadlines and alerts, by request, in order."""
    kind = PrivacyRequest._meta.label_lower
    rows = Event.objects.filter(subject_kind=kind, subject_id__in=request_ids, type__in=[name.value for name in READ])
    found: dict[UUID, list[Happened]] = defaultdict(list)
    for row in rows.order_by("subject_id", "seq").iterator():
        found[row.subject_id].append(Happened(row.seq, EventName(row.type), row.at, chain.read(row).body))
    return found


class _Teller:
    def __init__(
        self, file: CaseFile, happened: list[Happened], *, by: dt.datetime, now: dt.datetime, grace: dt.timedelta
    ) -> None:
        self.file = file
        self.happened = happened
        self.by, self.now, self.grace = by, now, grace
        self.disagreements: list[str] = []

    def tell(self) -> Foretold:
        told = [one for one in self.happened if one.name in TOLD_OF]
        keys = dict.fromkeys(one.key for one in self.happened if one.name in DATED)
        return Foretold(self.file, {key: self._expected(key, told) for key in keys}, told, self.disagreements)

    def _expected(self, key: Key, told: Sequence[Happened]) -> Expected:
        found = Expected(key)
        mine = [one for one in told if one.key == key]
        recorded: dict[int, dict[str, dt.date]] = defaultdict(dict)
        for stretch in self._stretches(key):
            days = recorded[stretch.generation]
            until = self.now if stretch.ends is None else min(stretch.ends, self.now)
            sure = self.by if stretch.ends is None else stretch.ends - self.grace
            rang = _latest(one for one in mine if stretch.ends is None or one.seq < stretch.until_seq)
            passed = dict(days)
            while (one := next_rung(stretch.view, self.file.rules.ladder, self.file.bell, passed)) is not None:
                if one.at > until:
                    break
                passed[one.rung] = one.on
                if max(one.at, stretch.begins) > sure and one.on > rang.get(
                    (stretch.generation, one.rung), dt.date.min
                ):
                    continue  # it came due as things changed, before any sweep was there
                found.occurrences[stretch.generation, one.rung].append(one)
                days[one.rung] = one.on
            found.live, found.due_on = stretch.ends is None, stretch.view.due_on
        if found.live and (core := self._found(key, self.now)) is not None:
            found.rules_say = core.due_on
        return found

    def _stretches(self, key: Key) -> Iterator[Stretch]:
        """The deadline's life, from the events that set, moved, stopped and ended it."""
        arming, due_on, begins, view = Arming(), None, None, None
        generation = arming.generation
        for one in self.happened:
            if one.name is EventName.REOPENED and begins is None and view is not None and self._is_open(key, one.at):
                arming = arming.after(MovedBy.REOPENING, was_due_on=due_on, due_on=due_on, now=one.at)
                begins, view = one.at, replace(view, armed_from=arming.armed_from)
            if (seen := self._seen(view, one, key)) is not None and begins is not None:
                assert view is not None
                yield Stretch(arming.generation, view, begins, one.at, one.seq)
                begins, view = one.at, replace(view, seen=seen)
            if one.name not in (*DATED, *ENDED) or one.key != key:
                continue
            if view is not None and begins is not None:
                yield Stretch(arming.generation, view, begins, one.at, one.seq)
            if one.name in ENDED:
                begins = None
                continue
            day = _day(one.body["due_on"])
            if view is not None and (due_on != day or begins is None):  # the latter: mail came back again
                arming = arming.after(MovedBy(one.body["moved_by"]), was_due_on=due_on, due_on=day, now=one.at)
            held: Mapping[str, Seen] = view.seen if view and generation == arming.generation else {}
            generation = arming.generation
            if arming.generation != one.body["generation"]:
                self.disagreements.append(f"{key}: generation {one.body['generation']}, not {arming.generation}")
            begins, due_on, view = one.at, day, replace(self._view(key, one, arming), seen=held)
        if view is not None and begins is not None:
            yield Stretch(arming.generation, view, begins)

    def _seen(self, view: DeadlineView | None, one: Happened, key: Key) -> dict[str, Seen] | None:
        """What of the deadline is silent after an event about that; None for any other event."""
        if view is None:
            return None
        held = dict(view.seen)
        if one.name is EventName.ASSIGNED and one.body["assignee"] != one.body["was"]:
            return {rung: Seen(seen.since, min(seen.until, one.at)) for rung, seen in held.items()} or None
        if one.name not in SEEN or one.key != key:
            return None
        until = dt.datetime.fromisoformat(one.body["until"]) if one.name is EventName.ALERT_SEEN else one.at
        since = {rung: held[rung].since if rung in held else one.at for rung in one.body["rungs"]}
        return held | {rung: Seen(begun, until) for rung, begun in since.items()}

    def _view(self, key: Key, one: Happened, arming: Arming) -> DeadlineView:
        found = self._found(key, one.at)
        due_on = _day(one.body["due_on"])
        return DeadlineView(
            started_on=dt.date.fromisoformat(one.body["started_on"]),
            due_on=due_on,
            act_by=self.file.calendar.last_business_day_on_or_before(due_on) if due_on else None,
            late_from=first_instant_after(due_on, self.file.case.zone) if due_on else None,
            counts_business_days=found.counts_business_days if found else False,
            pauses=self._pauses(found, one.at) if found else (),
            armed_from=arming.armed_from,
        )

    def _found(self, key: Key, at: dt.datetime) -> DeadlineFinding | None:
        """What the pure core says of the deadline, as of then."""
        file = self.file
        found = assess(replace(file.case, as_of=at), file.rules, file.laws, file.calendar).all_deadlines
        mine = [
            one for one in (*found, *mail_follow_up.target(file, now=at)) if (one.act, one.kind, one.authority) == key
        ]
        return min(mine, key=lambda one: one.due_on or dt.date.max, default=None)

    def _is_open(self, key: Key, at: dt.datetime) -> bool:
        found = self._found(key, at)
        return key[0] == Act.RESPOND and found is not None and not found.met

    def _pauses(self, found: DeadlineFinding, at: dt.datetime) -> tuple[tuple[dt.date, dt.date | None], ...]:
        if found.kind is AuthorityKind.TARGET:
            return ()
        owner = self.file.rules if found.rule.policy == self.file.rules.pack else self.file.laws[found.rule.policy]
        rules = [rule.pauses for rule in owner.deadlines if (rule.key, rule.act) == (found.rule.key, found.act)]
        if not rules or not rules[0]:
            return ()
        spans = Timeline(replace(self.file.case, as_of=at)).pauses(rules[0], found.started_on)
        return tuple((span.first, span.last) for span in spans)


def _latest(told: Iterable[Happened]) -> dict[tuple[int, str], dt.date]:
    """The last day on which each rung rang or was passed over, by generation and rung."""
    found: dict[tuple[int, str], dt.date] = {}
    for one in told:
        for rung in one.body["rungs"]:
            place, on = (one.body["generation"], rung["rung"]), dt.date.fromisoformat(rung["on"])
            found[place] = max(on, found.get(place, on))
    return found


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
