"""Ringing claimed deadlines: alert, event and next alert, written together by set statements."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID, uuid4

from organizations.models import CalendarVersion
from policies.domain.rules import Rung
from policies.domain.terms import RungDoes
from policies.models import PolicyVersion
from policies.selectors import business_calendar, rule_set
from records import chain, set_statements
from records.chain import Entry

from ..domain.bell import Bell
from ..domain.events import EventName
from ..domain.ladder import Occurrence, Ringing
from ..models import Alert, AlertState, Deadline, PrivacyRequest
from .escalation import ring_due
from .recipients import Hearer, Recipients, key_of
from .rung_changes import LADDER, RungChanges

ALERT_FIELDS: Final = (
    "id",
    "organization",
    "request",
    "deadline",
    "generation",
    "rung",
    "occurs_on",
    "recipient",
    "channel",
    "role",
    "user",
    "rang_at",
    "created_at",
    "times",
    "state",
)
REARMED_FIELDS: Final = ("id", "next_alert_at", "next_rung", "rung_days", "fault_at", "fault_count", "retry_at")


@dataclass(frozen=True, slots=True)
class Settings:
    """What all requests of a batch are rung by: current calendars, ladders and holders of roles."""

    calendar_versions: Mapping[UUID, CalendarVersion]
    ladders: Mapping[UUID, Sequence[Rung]]
    recipients: Recipients

    @classmethod
    def of(cls, requests: Sequence[PrivacyRequest], *, now: dt.datetime) -> "Settings":
        organizations = {request.organization_id for request in requests}
        calendars = CalendarVersion.objects.filter(organization__in=organizations).select_related("organization")
        versions = PolicyVersion.objects.defer("document").in_bulk({r.policy_version_id for r in requests})
        return cls(
            calendar_versions={row.organization_id: row for row in calendars.order_by("number")},
            ladders={key: rule_set(version).ladder for key, version in versions.items()},
            recipients=Recipients(organizations, now=now),
        )

    def bell(self, request: PrivacyRequest) -> Bell:
        version = self.calendar_versions[request.organization_id]
        calendar = business_calendar(version.organization, version)
        return Bell(calendar, version.organization.alert_hour, request.zone_info)

    def is_stale(self, deadline: Deadline) -> bool:
        """Whether the deadline was computed under an older calendar."""
        return deadline.calendar_version_id != self.calendar_versions[deadline.organization_id].pk


def ring_all(
    deadlines: Sequence[Deadline], requests: Mapping[UUID, PrivacyRequest], settings: Settings, *, now: dt.datetime
) -> int:
    """Ring deadlines whose requests the caller has locked. How many alerts that made."""
    alerts: list[tuple[Any, ...]] = []
    entries: list[Entry] = []
    changes = RungChanges(settings.recipients, now=now)
    for deadline in deadlines:
        request = requests[deadline.request_id]
        ladder = settings.ladders[request.policy_version_id]
        found = ring_due(deadline, ladder, settings.bell(request), now=now)
        gave = changes.gather(deadline, request, found)
        made = list(_alerts(deadline, request, _told(found, gave), settings.recipients, changes, now))
        alerts += made
        entries += _entries(deadline, request, found, made, now)
    set_statements.insert(Alert, ALERT_FIELDS, alerts)
    chain.append_rows(entries)
    rearmed = [(d.pk, d.next_alert_at, d.next_rung, d.rung_days, None, 0, None) for d in deadlines]
    set_statements.update(Deadline, REARMED_FIELDS, rearmed)
    _clear_faults(requests.values())
    changes.carry_out()
    return sum(row[STATE] == AlertState.PENDING for row in alerts)


def _clear_faults(requests: Iterable[PrivacyRequest]) -> None:
    """A request is at fault as long as one of its deadlines is."""
    if marked := [request.pk for request in requests if request.fault_at is not None]:
        healed = PrivacyRequest.objects.filter(pk__in=marked).exclude(deadlines__fault_at__isnull=False)
        healed.update(fault_at=None)


STATE: Final = ALERT_FIELDS.index("state")
RECIPIENT: Final = ALERT_FIELDS.index("recipient")
RUNG: Final = ALERT_FIELDS.index("rung")


def _told(found: Ringing, gave: Occurrence | None) -> list[tuple[AlertState, Occurrence]]:
    """What is passed over is not sent, but for one thing: whoever was given a request is told, however late."""
    skipped = [(AlertState.PENDING if one is gave else AlertState.SKIPPED, one) for one in found.skipped]
    return [*skipped, *((AlertState.PENDING, one) for one in found.rings)]


def _alerts(
    deadline: Deadline,
    request: PrivacyRequest,
    told: Iterable[tuple[AlertState, Occurrence]],
    recipients: Recipients,
    changes: RungChanges,
    now: dt.datetime,
) -> Iterator[tuple[Any, ...]]:
    for state, occurrence in told:
        for hearer in _hearers(occurrence, request, recipients, changes):
            yield (
                uuid4(),
                deadline.organization_id,
                deadline.request_id,
                deadline.pk,
                deadline.generation,
                occurrence.rung,
                occurrence.on,
                hearer.key,
                hearer.channel,
                occurrence.to.value,
                hearer.user,
                occurrence.at,
                now,
                occurrence.times,
                state,
            )


def _hearers(
    occurrence: Occurrence, request: PrivacyRequest, recipients: Recipients, changes: RungChanges
) -> list[Hearer]:
    """Those whom a rung notifies, whoever it gave the request to, and programs.

    When nobody was there to be given it, or no program to be told, it notifies as if it said so.
    """
    person = changes.person(occurrence, request) if RungDoes.REASSIGN in occurrence.do else None
    given = [Hearer(key_of(person), person)] if person else []
    if RungDoes.WEBHOOK in occurrence.do:
        given += recipients.endpoints(request.organization_id)
    wants = {RungDoes.REASSIGN, RungDoes.WEBHOOK} & set(occurrence.do)
    alone = RungDoes.REASSIGN in wants and person is None
    if RungDoes.NOTIFY not in occurrence.do and not alone and (given or not wants):
        return given
    told = recipients.of(
        occurrence.to,
        organization=request.organization_id,
        assignee=changes.assignee(request),
        named=occurrence.named,
    )
    return list(dict.fromkeys([*given, *told]))


def _entries(
    deadline: Deadline, request: PrivacyRequest, found: Ringing, made: Sequence[tuple[Any, ...]], now: dt.datetime
) -> Iterator[Entry]:
    """One event for what was passed over, one for what rang, each because of the deadline's rule."""
    recipients: dict[str, list[str]] = {}
    for row in made:
        recipients.setdefault(row[RUNG], []).append(row[RECIPIENT])
    because = [{name: deadline.because[0][name] for name in ("policy", "version", "kind", "key")}]
    for name, occurrences in ((EventName.ALERT_SKIPPED, found.skipped), (EventName.ALERT_RAISED, found.rings)):
        if occurrences:
            body = {
                "act": deadline.act,
                "kind": deadline.kind,
                "authority": deadline.authority,
                "generation": deadline.generation,
                "rungs": [_rung(occurrence, recipients.get(occurrence.rung, ())) for occurrence in occurrences],
            }
            yield Entry(subject=request, type=name, actor=LADDER, at=now, body=body, because=because)


def _rung(occurrence: Occurrence, recipients: Sequence[str]) -> dict[str, Any]:
    return {
        "rung": occurrence.rung,
        "on": occurrence.on,
        "times": occurrence.times,
        "to": f"{occurrence.to} {occurrence.named}".strip(),
        "does": list(occurrence.do),
        "recipients": sorted(set(recipients)),
    }
