"""What goes into a letter: the value of each place its template can have, from the case and from what staff say."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from policies.domain.assessment import Assessment
from policies.domain.deadlines import DeadlineFinding
from policies.domain.findings import Citation
from policies.domain.rules import VerificationRule
from policies.domain.situation import Situation
from policies.domain.terms import Act, AuthorityKind, Outcome, Right, Role, Scope, StepMethod

from ...domain import gates
from ...domain.lifecycle import State
from ...languages import ENGLISH, asked_for, day, ended, primary, step
from ...models import ItemDecision, LetterKind, RequestItem
from .. import envelope
from ..case_file import CaseFile
from ..details import Details
from ..envelope import Contact
from . import routes
from .extension import MoreTime, more_time
from .kinds import Kind
from .pieces import help_in, piece
from .rule_words import cited, pointed_to


@dataclass(frozen=True, slots=True)
class Told:
    """An item as a letter tells of it."""

    label: str
    decision: str
    reason: str


def _told(row: RequestItem) -> Told:
    parts = envelope.open_item(row)
    return Told(" ".join(parts["label"].split()), row.decision, " ".join(parts.get("reason", "").split()))


@dataclass(frozen=True)
class Content:
    """One letter about to be written. `language`: of the template; what the person speaks is on the submission."""

    file: CaseFile
    kind: LetterKind
    says: Kind
    details: Details
    contact: Contact
    language: str
    now: dt.datetime

    def values(self) -> dict[str, str]:
        """A value for each place; empty: there is nothing to say."""
        return {name: PLACES[name](self) for name in sorted(self.says.places)}

    @cached_property
    def assessment(self) -> Assessment:
        return self.file.assess(as_of=self.now)

    @cached_property
    def situation(self) -> Situation:
        file = self.file
        return Situation.of(replace(file.case, as_of=self.now), file.rules, file.laws, file.calendar)

    @cached_property
    def extension(self) -> MoreTime:
        return more_time(self.file, days=self.details.days, now=self.now)

    @property
    def titles(self) -> dict[str, str]:
        return {self.file.rules.pack: self.file.rules.title} | {p: law.title for p, law in self.file.laws.items()}

    def piece(self, name: str, /, **values: str) -> str:
        return piece(name, self.language, **values)

    def day(self, date: dt.date | None) -> str:
        return day(date, self.language) if date else ""

    @cached_property
    def items(self) -> list[Told]:
        """The items that may be told of. One whose very existence is not disclosed is not among them."""
        rows = RequestItem.objects.filter(request=self.file.request).exclude(decision=ItemDecision.UNDISCLOSED)
        return [_told(row) for row in rows.select_related("request__data_key").order_by("position")]

    def steps(self) -> list[VerificationRule]:
        """What this version asks for: of the person, or of who acts for them."""
        if self.kind is LetterKind.AUTHORITY_REQUEST:
            return gates.authority_steps(self.situation)
        return gates.identity_steps(self.situation)


def _name(content: Content) -> str:
    return content.contact.requester.name.strip() or content.file.request.reference


def _right(content: Content) -> str:
    """For whom it was asked is said with it: an agent does not ask for their own data."""
    case = content.file.case
    own = case.requester_role in (Role.SELF, Role.MINOR_SELF, Role.REPORTER)
    return asked_for(case.right, case.scope, content.language, own=own)


def _due(content: Content) -> str:
    """Of an extension the date that stands now; elsewhere a sentence that waiting does not move our date."""
    if content.kind is LetterKind.EXTENSION:
        return content.day(content.extension.due)
    found = content.assessment.deadlines.get(Act.RESPOND)
    rules = [rule for owner in (content.file.rules, *content.file.laws.values()) for rule in owner.deadlines]
    fixed = not any(rule.pauses for rule in rules)
    if found is None or found.due_on is None or found.kind is AuthorityKind.TARGET or not fixed:
        return content.piece("due.no_date")
    if found.due_on < content.now.astimezone(content.file.case.zone).date():
        return content.piece("due.no_date")
    return content.piece("due.answer_soon", due=content.day(found.due_on))


def _needed(content: Content) -> str:
    """What the person does, one line each."""
    if content.kind is LetterKind.REMINDER and content.file.request.state == State.NEEDS_DETAIL:
        return f"- {content.piece('needed.question')}"
    lines = []
    for rule in content.steps():
        said = step(rule.method, content.language)
        lines.append(f"- {said}")
        if rule.method is StepMethod.AUTHORITY_CHECK and rule.accepts and content.language == ENGLISH:
            accepts = content.piece("needed.any_of", accepts=", ".join(rule.accepts))
            lines[-1] = f"- {said}. {accepts}"
    return "\n".join(dict.fromkeys(lines))


def _ground(content: Content) -> tuple[Citation, ...]:
    ground = content.details.ground
    named = tuple(citation for rule, citation in content.assessment.denial.grounds if rule.key == ground)
    cap = content.assessment.frequency_cap
    return cap.because if ground == gates.OVER_THE_CAP and cap is not None else named


def _rule(content: Content) -> str:
    """Of a refusal its ground first, then the rule that gives the right."""
    name = cited if content.says.is_answer else pointed_to
    words = name((*_ground(content), *_because(content)), content.titles, content.language)
    if not words:
        rules = content.file.rules
        words = content.piece("rule.named_without_section", title=rules.title, version=rules.version)
    return "\n\n".join(part for part in (words, content.details.citation.strip()) if part)


def _because(content: Content) -> tuple[Citation, ...]:
    """The rules a letter of this kind rests on."""
    assessment, rules = content.assessment, content.file.rules
    steps = tuple(Citation.of(rule, rules) for rule in content.steps())
    respond = assessment.deadlines.get(Act.RESPOND)
    match content.kind:
        case LetterKind.IDENTITY_REQUEST | LetterKind.AUTHORITY_REQUEST | LetterKind.UNVERIFIED:
            return steps
        case LetterKind.REMINDER:
            return steps or _dated(respond)
        case LetterKind.CLARIFICATION:
            return _dated(respond)
        case LetterKind.EXTENSION:
            return content.extension.because
        case LetterKind.FEE_NOTICE:
            return assessment.fee.because
    return assessment.eligible_because


def _dated(found: DeadlineFinding | None) -> tuple[Citation, ...]:
    return found.because[:1] if found else ()


def _reason(content: Content) -> str:
    """What staff say, and of each item that was refused openly why."""
    lines = [f"- {item.label}: {item.reason}" for item in content.items if item.decision == ItemDecision.DENIED]
    return _with_lines(content.details.reason, lines if content.says.is_answer else [])


def _note(content: Content) -> str:
    """What staff say was done, and the items that were granted."""
    lines = [f"- {item.label}" for item in content.items if item.decision == ItemDecision.FULFILLED]
    return _with_lines(content.details.note, lines)


def _with_lines(said: str, lines: list[str]) -> str:
    return "\n\n".join(part for part in (said.strip(), "\n".join(lines)) if part)


def _outcome(content: Content) -> str:
    wanted = content.details.outcome or content.file.request.outcome
    return ended(Outcome(wanted), content.language) if wanted else ""


def _estimate(content: Content) -> str:
    return content.piece("fee.estimate", amount=content.details.amount) if content.details.amount else ""


def _again(content: Content) -> str:
    cap = content.assessment.frequency_cap
    if content.details.ground != gates.OVER_THE_CAP or cap is None or cap.next_eligible_on is None:
        return ""
    return content.piece("again.from_day", day=content.day(cap.next_eligible_on))


def _resume(content: Content) -> str:
    names = ["resume.send"]
    right, site_data = Right(content.file.request.right), content.file.case.scope is Scope.SITE_DATA
    if right is Right.KNOW_SPECIFIC:
        names.append("resume.categories")
    lines = [content.piece(name) for name in names]
    if right is Right.KNOW_CATEGORIES and site_data:
        website = content.file.request.organization.website
        lines.append(content.piece("resume.policy", website=f" ({website})" if website else ""))
    return "\n\n".join(lines)


def _closing(content: Content) -> str:
    names = {
        Right.KNOW_SPECIFIC: "closing.never_sent",
        Right.OPT_OUT_TARGETED_ADS: "closing.targeted_ads",
        Right.SEND_TO_THIRD_PARTY: "closing.third_party_app",
        Right.DELETE: "closing.backups",
        Right.CHILD_DELETION: "closing.backups",
    }
    name = names.get(Right(content.file.request.right))
    return content.piece(name) if name else ""


def _language_help(content: Content) -> str:
    """For who speaks another language than the letter's, in theirs; and of the interpreter who was asked for."""
    submission = content.file.request.submission
    lines = []
    if primary(submission.language) != content.language:
        lines.append(help_in(submission.language, routes.number_to_call(content.file)))
    if submission.interpreter:
        lines.append(content.piece("language_help.interpreter", language=submission.interpreter))
    return "\n\n".join(line for line in lines if line)


PLACES: Final[Mapping[str, Callable[[Content], str]]] = {
    "organization": lambda c: c.file.request.organization.name,
    "reference": lambda c: c.file.request.reference,
    "received": lambda c: c.day(c.file.request.received_on),
    "name": _name,
    "right": _right,
    "due": _due,
    "new_date": lambda c: c.day(c.extension.new_date),
    "needed": _needed,
    "reason": _reason,
    "note": _note,
    "rule": _rule,
    "outcome": _outcome,
    "estimate": _estimate,
    "again": _again,
    "appeal": lambda c: routes.appeal(c.situation, c.details.ground, c.language),
    "complaint": lambda c: routes.complaint(c.file, c.situation, c.language),
    "no_retaliation": lambda c: c.piece("no_retaliation.line"),
    "resume": _resume,
    "doubt": lambda c: c.piece("doubt.tell_us"),
    "closing": _closing,
    "calls": lambda c: routes.calls(c.file, c.language),
    "language_help": _language_help,
}
"""How each place is filled in."""
