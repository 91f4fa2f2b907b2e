"""A case as the pure core sees it: frozen values only. Whatever reads a database or a line of JSON builds one."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from .facts import Fact
from .terms import EventType, Outcome, Right, Role, Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that happened to a request. `at` is an aware instant; the zone of the case gives its day."""

    type: EventType
    at: dt.datetime
    id: str = ""
    written: bool | None = None
    reason: str = ""
    days: int | None = None
    new_date: dt.date | None = None
    of: str = ""
    ground: str = ""
    by: str = ""
    evidence: str = ""
    amount: str = ""
    citation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierRequest:
    """Another request of the same person. `submission`: requests that arrived together share it."""

    right: Right
    received_on: dt.date
    outcome: Outcome
    submission: str
    verified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One request: one right over one scope, received on `received_on` (the local day in `zone`)."""

    right: Right
    received_on: dt.date
    zone: ZoneInfo
    scope: Scope = Scope.SITE_DATA
    requester_role: Role = Role.SELF
    facts: Mapping[str, Fact] = field(default_factory=dict)
    events: tuple[CaseEvent, ...] = ()
    earlier_requests: tuple[EarlierRequest, ...] = ()
    submission: str = ""
    restrictions_applied: frozenset[str] = frozenset()
    as_of: dt.datetime | None = None
