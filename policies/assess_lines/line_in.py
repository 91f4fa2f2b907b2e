"""One line in: its shape (also published as JSON Schema) and its translation into a `Case`.

What a line may hold is closed: an unknown name is refused, since a misspelt fact would silently move a date.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from policies.domain.calendars import local_day
from policies.domain.case import Case, CaseEvent, EarlierRequest
from policies.domain.facts import Fact, FactValue, check_value
from policies.domain.terms import VERIFIED_BY_DEFAULT, EventType, Outcome, Right, Role, Scope
from policies.domain.timeline import instant_of


def _instant(value: object) -> dt.datetime:
    """An ISO 8601 instant with an offset."""
    if isinstance(value, str) and len(value) > 10:
        try:
            instant = dt.datetime.fromisoformat(value)
        except ValueError:
            instant = None
        if instant is not None and instant.tzinfo is not None and 1990 < instant.year < 2070:
            return instant
    raise ValueError("an instant with its offset, such as 2026-05-01T10:00:00-07:00")


def _day(value: object) -> dt.date:
    """An ISO 8601 date."""
    if isinstance(value, str) and len(value) == 10:
        try:
            day = dt.date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and 1990 < day.year < 2070:
            return day
    raise ValueError("a date such as 2026-05-01")


def _instant_or_day(value: object) -> dt.datetime | dt.date:
    try:
        return _day(value) if isinstance(value, str) and len(value) == 10 else _instant(value)
    except ValueError:
        raise ValueError("an instant with its offset, or a date such as 2026-05-01") from None


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("a time zone such as America/Los_Angeles") from None
    return value


Instant = Annotated[dt.datetime, BeforeValidator(_instant, json_schema_input_type=str)]
Day = Annotated[dt.date, BeforeValidator(_day, json_schema_input_type=str)]
InstantOrDay = Annotated[dt.datetime | dt.date, BeforeValidator(_instant_or_day, json_schema_input_type=str)]
Zone = Annotated[str, AfterValidator(_zone)]
Text = Annotated[str, Field(max_length=2000)]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class FoundFact(Part):
    """A fact found by a named person, with the evidence."""

    value: FactValue
    found_by: Annotated[Text, Field(min_length=1)]
    evidence: Annotated[Text, Field(min_length=1)]


class RequesterIn(Part):
    role: Role = Field(default=Role.SELF, strict=False)


class DataSubjectIn(Part):
    residency: Text | None = None
    age: Annotated[int, Field(ge=0, lt=1000)] | None = None
    deceased: bool | None = None


class CalendarIn(Part):
    jurisdiction: Text = "US"
    extra_holidays: tuple[Day, ...] = Field(default=(), strict=False)


class EventIn(Part):
    """Something that happened. Which of the optional fields matter depends on the type."""

    type: EventType = Field(strict=False)
    at: InstantOrDay
    id: Text = ""
    written: bool | None = None
    reason: Text | bool | None = None
    days: Annotated[int, Field(ge=0, le=3660)] | None = None
    new_date: Day | None = None
    of: Text | None = None
    ground: Text | None = None
    by: Text | None = None
    evidence: Text | None = None
    amount: Text | int | float | None = None
    citation: Text | None = None
    channel: Text | None = None

    def event(self, zone: ZoneInfo) -> CaseEvent:
        reason = "given" if self.reason is True else self.reason or ""
        return CaseEvent(
            type=self.type,
            at=_as_instant(self.at, zone),
            id=self.id,
            written=self.written,
            reason=reason,
            days=self.days,
            new_date=self.new_date,
            of=self.of or "",
            ground=self.ground or "",
            by=self.by or "",
            evidence=self.evidence or "",
            amount="" if self.amount is None else str(self.amount),
            citation=self.citation or "",
        )


class EarlierIn(Part):
    """Another request of the same person; without a submission it counts as one of its own."""

    right: Right = Field(strict=False)
    received_on: Day | None = None
    received_at: InstantOrDay | None = None
    outcome: Outcome = Field(strict=False)
    submission: Text | None = None
    verified: bool | None = None

    @model_validator(mode="after")
    def _one_receipt(self) -> "EarlierIn":
        if (self.received_on is None) == (self.received_at is None):
            raise ValueError("received_on or received_at, one of them")
        return self

    def earlier(self, position: int, zone: ZoneInfo) -> EarlierRequest:
        [receipt] = [given for given in (self.received_on, self.received_at) if given is not None]
        verified = self.outcome in VERIFIED_BY_DEFAULT if self.verified is None else self.verified
        return EarlierRequest(
            right=self.right,
            received_on=_as_day(receipt, zone),
            outcome=self.outcome,
            submission=self.submission or f"#{position}",
            verified=verified,
        )


class LineIn(Part):
    """One case, as a line of JSON."""

    id: str
    policy: str
    version: str | None = None
    right: Right = Field(strict=False)
    scope: Scope = Field(default=Scope.SITE_DATA, strict=False)
    received_at: InstantOrDay
    timezone: Zone | None = None
    calendar: CalendarIn = CalendarIn()
    requester: RequesterIn = RequesterIn()
    data_subject: DataSubjectIn = DataSubjectIn()
    facts: Mapping[str, FoundFact | FactValue | None] = {}
    events: tuple[EventIn, ...] = Field(default=(), strict=False)
    earlier_requests: tuple[EarlierIn, ...] = Field(default=(), strict=False)
    submission: str | None = None
    restrictions_applied: tuple[str, ...] = Field(default=(), strict=False)
    as_of: Instant | None = None

    @model_validator(mode="before")
    @classmethod
    def _null_is_absent(cls, line: Any) -> Any:
        """A null stands for a field that was left out."""
        return {k: v for k, v in line.items() if v is not None} if isinstance(line, dict) else line

    def case(self, zone: ZoneInfo) -> Case:
        """The case in the organization's zone; `zone` decides every local day."""
        return Case(
            right=self.right,
            scope=self.scope,
            received_on=_as_day(self.received_at, zone),
            zone=zone,
            requester_role=self.requester.role,
            facts=self._facts(),
            events=tuple(e.event(zone) for e in self.events),
            earlier_requests=tuple(e.earlier(n, zone) for n, e in enumerate(self.earlier_requests)),
            submission=self.submission or "",
            restrictions_applied=frozenset(self.restrictions_applied),
            as_of=self.as_of,
        )

    def _facts(self) -> dict[str, Fact]:
        subject = {k: v for k, v in self.data_subject.model_dump().items() if v is not None}
        facts = {name: Fact(value) for name, value in subject.items()}
        for name, given in self.facts.items():
            if isinstance(given, FoundFact):
                facts[name] = Fact(given.value, given.found_by, given.evidence)
            elif given is not None:
                facts[name] = Fact(given)
        return facts

    @model_validator(mode="after")
    def _bounces_of_something(self) -> "LineIn":
        types, ids = {e.type.value for e in self.events}, {e.id for e in self.events if e.id}
        instants = {e.at for e in self.events if isinstance(e.at, dt.datetime)}
        for number, event in enumerate(self.events):
            known = event.of is None or event.of in types | ids or instant_of(event.of) in instants
            if event.type is EventType.NOTICE_BOUNCED and not known:
                raise ValueError(f"events.{number}.of|the id, the instant or the type of an event of this line")
        return self

    @model_validator(mode="after")
    def _known_facts(self) -> "LineIn":
        for name, fact in self._facts().items():
            try:
                check_value(name, fact.value)
            except ValueError as problem:
                raise ValueError(f"facts.{name}|{str(problem).removeprefix('expected ')}") from None
        return self


def _as_instant(value: dt.datetime | dt.date, zone: ZoneInfo) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    return dt.datetime.combine(value, dt.time.min, tzinfo=zone)


def _as_day(value: dt.datetime | dt.date, zone: ZoneInfo) -> dt.date:
    return local_day(value, zone) if isinstance(value, dt.datetime) else value
