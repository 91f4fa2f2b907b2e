"""A line of JSON answered with a line of JSON; a bad line with an error that says where and what was expected."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ValidationError

from policies.domain.assessment import assess
from policies.domain.calendars import BeyondCalendar, BusinessCalendar
from policies.domain.rules import LAW_PREFIX, RuleSet
from policies.domain.versions import in_force
from policies.legal_calendar import calendar_with

from .line_in import FoundFact, LineIn
from .line_out import ErrorIn, ErrorOut, line_out, not_in_force


class Versions(Protocol):
    """Where rule sets come from: the packs, or the published versions of a database.

    `versions`: with a day, without those that were withdrawn by then.
    """

    def packs(self) -> Sequence[str]: ...
    def versions(self, pack: str, on: dt.date | None = None) -> Sequence[RuleSet]: ...
    def timezone(self, pack: str) -> str | None: ...


@dataclass(frozen=True)
class BadLine(Exception):
    where: str
    expected: str


def answer_lines(lines: Iterable[str], source: Versions) -> Iterator[tuple[str, bool]]:
    """For each line that is not blank: its answer as JSON, and whether it was good."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            answer = answer_line(line, number, source)
            yield answer.model_dump_json(by_alias=True), not isinstance(answer, ErrorOut)


def answer_line(line: str, number: int, source: Versions) -> BaseModel:
    """The answer to one line; never raises for what the line says."""
    try:
        raw = json.loads(line.removeprefix("\ufeff"))
        json.dumps(raw, ensure_ascii=False).encode()  # half a surrogate pair could not be answered
    except (ValueError, RecursionError):
        raw = None
    if not isinstance(raw, dict):
        return ErrorOut(id=None, error=ErrorIn(where=f"line {number}", expected="a JSON object"))
    given_id = raw.get("id")
    try:
        return _answer(LineIn.model_validate(raw), source)
    except ValidationError as problem:
        error = _first_problem(problem)
    except BadLine as bad:
        error = ErrorIn(where=bad.where, expected=bad.expected)
    except (BeyondCalendar, OverflowError):
        error = ErrorIn(where="received_at", expected="dates within 1995 to 2065")
    return ErrorOut(id=given_id if isinstance(given_id, str) else None, error=error)


def _answer(line: LineIn, source: Versions) -> BaseModel:
    held = source.versions(line.policy)
    if not held:
        raise BadLine("policy", "one of " + ", ".join(source.packs()))
    case = line.case(_zone(line, source))
    rules = _version(line, held, source.versions(line.policy, case.received_on), case.received_on)
    if rules is None:
        return not_in_force(line.id, case.received_on)
    laws = {}
    for pack in rules.laws_named():
        law = in_force(source.versions(pack, case.received_on), case.received_on)
        if law is not None:
            laws[pack] = law.version
    return line_out(line.id, assess(case, rules, laws, _calendar(line)))


def _zone(line: LineIn, source: Versions) -> ZoneInfo:
    name = line.timezone or source.timezone(line.policy)
    if name is None:
        raise BadLine("timezone", "a time zone such as America/Los_Angeles: a law has none of its own")
    return ZoneInfo(name)


def _calendar(line: LineIn) -> BusinessCalendar:
    try:
        return calendar_with(line.calendar.jurisdiction, frozenset(line.calendar.extra_holidays))
    except ValueError:
        raise BadLine("calendar.jurisdiction", "a place such as US or US-CA") from None


def _version(line: LineIn, held: Sequence[RuleSet], standing: Sequence[RuleSet], day: dt.date) -> RuleSet | None:
    """The named version, or the one in force; None for a law that was not in force."""
    if line.version is not None:
        named = next((v for v in held if v.version == line.version), None)
        if named is None:
            raise BadLine("version", "one of " + ", ".join(v.version for v in held))
        return named
    found = in_force(standing, day)
    if found is None and not line.policy.startswith(LAW_PREFIX):
        first = min(v.effective_from.first_day for v in held)
        raise BadLine("received_at", f"a day on or after {first}, when the first version held takes effect")
    return found.version if found else None


PLAIN: Final = {
    "missing": "this field",
    "extra_forbidden": "no such field",
    "string_too_short": "a text that is not empty",
    "model_type": "an object",
}


def _first_problem(problem: ValidationError) -> ErrorIn:
    """The first thing wrong, in words: the path to the field and what it should have been."""
    error = problem.errors(include_url=False)[0]
    message = PLAIN.get(error["type"], error["msg"].removeprefix("Value error, ").removeprefix("Input should be "))
    where = ".".join(str(part) for part in error["loc"] if not _is_type(part))
    if "|" in message and not where:
        where, _, message = message.partition("|")
    if error["loc"][:1] == ("facts",) and error["loc"][-1] in (FoundFact.__name__, "str", "int", "bool"):
        message = "a value, or {value, found_by, evidence}"
    return ErrorIn(where=where or "line", expected=message)


def _is_type(part: int | str) -> bool:
    """Where a field may be of several types the path names the type too: it means nothing to the reader."""
    return part in (FoundFact.__name__, "str", "int", "bool")
