"""What a notice of extension sent today would do: whether a rule allows it, until when, and the new date."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from policies.domain.case import CaseEvent
from policies.domain.deadlines import DeadlineFinding
from policies.domain.periods import Unit
from policies.domain.rules import DeadlineRule, ExtensionRule
from policies.domain.terms import AuthorityKind, EventType, ExtensionNoticeForm

from .. import day_words
from ..services.case_file import CaseFile
from ..services.clock_events import ON_FILE
from ..wording import ACTS

NO_RULE: Final = "No rule of this case lets the time be extended. A notice would be recorded and move nothing."


def extension_outlook(file: CaseFile, titles: Mapping[str, str], *, now: dt.datetime) -> list[str]:
    """One line per clock that is still running; a line when there is none to extend."""
    findings = [d for d in file.assess(as_of=now).all_deadlines if d.kind is not AuthorityKind.TARGET and not d.met]
    lines = [line for finding in findings for line in _lines(file, finding, titles, now)]
    return lines or [NO_RULE]


def _lines(file: CaseFile, finding: DeadlineFinding, titles: Mapping[str, str], now: dt.datetime) -> Iterator[str]:
    name = f"{ACTS[finding.act]}, {titles.get(finding.authority, finding.authority)}"
    rule = _extension(file, finding)
    if rule is None or finding.due_on is None:
        return
    moved = _if_sent(file, finding, rule, now)
    if moved is None or moved.due_on is None or moved.due_on <= finding.due_on:
        yield f"{name}: a notice sent now would move nothing{_why(finding, moved)}. {_stays(finding)}"
        return
    yield (
        f"{name}: due {day_words.day(finding.due_on)}. A notice that counts would move it to "
        f"{day_words.day(moved.due_on)}. {_terms(rule, finding)}"
    )


def _extension(file: CaseFile, finding: DeadlineFinding) -> ExtensionRule | None:
    """The extension of the rule the deadline rests on; None when that rule has none."""
    owner = file.rules if finding.rule.policy == file.rules.pack else file.laws.get(finding.rule.policy)
    rules: tuple[DeadlineRule, ...] = owner.deadlines if owner else ()
    found = next((r for r in rules if r.key == finding.rule.key and r.act is finding.act), None)
    return found.extension if found else None


def _if_sent(file: CaseFile, finding: DeadlineFinding, rule: ExtensionRule, now: dt.datetime) -> DeadlineFinding | None:
    """The same deadline as it would be after a written notice with a reason, for all that the rule allows."""
    days = rule.by.count if rule.by.unit is Unit.CALENDAR_DAYS else None
    notice = CaseEvent(type=EventType.EXTENSION_NOTICE, at=now, written=True, reason=ON_FILE, days=days)
    trial = replace(file, case=replace(file.case, events=(*file.case.events, notice))).assess(as_of=now)
    same = (finding.act, finding.kind, finding.authority)
    return next((d for d in trial.all_deadlines if (d.act, d.kind, d.authority) == same), None)


def _why(finding: DeadlineFinding, moved: DeadlineFinding | None) -> str:
    """The reason the core gives for the notice that was tried, if it is a new one."""
    tried = moved.notices_not_counted if moved else ()
    return f": {tried[-1]}" if len(tried) > len(finding.notices_not_counted) else ""


def _stays(finding: DeadlineFinding) -> str:
    return f"The date stays {day_words.day(finding.due_on)}." if finding.due_on else ""


def _terms(rule: ExtensionRule, finding: DeadlineFinding) -> str:
    """What a notice must be to count."""
    wants = ["in writing"] if rule.notice is ExtensionNoticeForm.WRITTEN else []
    wants += ["with the reason"] if rule.with_reason else []
    wants += ["with the number of days or the new date"] if rule.with_date else []
    limit = f"within {rule.notice_by} of receipt" if rule.notice_by else ""
    if not rule.notice_by and finding.first_due_on:
        limit = f"by {day_words.day(finding.first_due_on)}"
    return f"It counts if sent {' '.join((', '.join(wants), limit)).strip()}."
