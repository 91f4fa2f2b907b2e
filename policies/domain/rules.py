"""The rules of one version of one policy (or law), frozen.

A `RuleSet` is what a published document says. Each rule carries where it stands (`section`), what it
says in our own words (`says`) and, where the text leaves something open, the `reading` taken.
Rules are cited by (pack, version, kind, key), never by a row id.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from .facts import ALWAYS, Condition, FactValue
from .periods import Period
from .terms import (
    Act,
    ChannelKind,
    DenialNeed,
    ExtensionNoticeForm,
    FeeGround,
    NoteTopic,
    PauseCount,
    Recipient,
    Right,
    Roll,
    RuleKind,
    RungDoes,
    Scope,
    StepMethod,
)

LAW_PREFIX: Final = "law/"
BEFORE_DUE: Final = "before_due"
"""The anchor of a rung so long before the due date, where `before` alone counts from the act-by date."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How open words were read, by whom, and when."""

    text: str
    by: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class LawRef:
    """`law/us-ca/ccpa#respond`: a rule of a law, resolved in the law's version in force at receipt."""

    law: str
    key: str

    @classmethod
    def parse(cls, words: str) -> "LawRef":
        """Read `law/us-ca/ccpa#respond`; ValueError says what was expected."""
        law, mark, key = words.partition("#")
        if not (law.startswith(LAW_PREFIX) and mark and key):
            raise ValueError(f"expected a rule of a law such as 'law/us-ca/ccpa#respond', not {words!r}")
        return cls(law, key)

    def __str__(self) -> str:
        return f"{self.law}#{self.key}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What every rule has. `reviewed`: the day a person last held it against the text; None: never."""

    key: str
    section: str
    says: str
    reading: Reading | None = None
    reviewed: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RightRule(Rule):
    """A right granted: who is eligible, over which data, and which facts the form must ask.

    `from_law`: the policy is silent and the law grants it. `ask`: names of `FactQuestion`s.
    """

    right: Right
    eligible: Condition = ALWAYS
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA,)
    ask: tuple[str, ...] = ()
    from_law: LawRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FactQuestion:
    """A question of the form. `stated_by`: `requester` (on the form) or `staff` (found on the case)."""

    name: str
    ask: str
    hint: str = ""
    stated_by: str = "requester"
    options: tuple[tuple[FactValue, str], ...] = ()
    """(value, label) in the order shown; empty for a yes/no or a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseRule(Rule):
    """An interval in which the clock does not run: from the event `begins` to the event `ends`."""

    begins: str  # an EventType
    ends: str
    counts: PauseCount


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtensionRule(Rule):
    """How the period may be extended.

    `by` is added to the period, from the original start. `notice_by`: last day for the notice, either
    `first due date` (moved along by pauses) or a period counted from receipt.
    """

    by: Period
    at_most: int = 1
    notice: ExtensionNoticeForm = ExtensionNoticeForm.WRITTEN
    with_reason: bool = True
    with_date: bool = False
    notice_by: Period | None = None  # None: the first due date


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule(Rule):
    """An act owed within a period. `within` is None only when `from_law` fills the silence.

    The day of receipt (of the appeal, for `decide_appeal`) is day zero.
    """

    act: Act
    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    when: Condition = ALWAYS
    within: Period | None = None
    roll: Roll = Roll.NONE
    extension: ExtensionRule | None = None
    pauses: tuple[PauseRule, ...] = ()
    from_law: LawRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LookBackRule(Rule):
    """Which period an answer covers: `back` from receipt; `since`: on request, from that day on."""

    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    back: Period | None = None
    since: dt.date | None = None
    from_law: LawRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FrequencyCapRule(Rule):
    """How many submissions that ask for a counted right a person may make in a rolling window."""

    counts: tuple[Right, ...]
    at_most: int
    within: Period
    beyond: str = "supervisor_decides"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeRule(Rule):
    """When a fee may be charged and what must have been sent before completing.

    `chargeable_if`: grounds a named person must find. `free_first` per `free_within`: how many are free.
    """

    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    chargeable_if: tuple[FeeGround, ...] = ()
    before_completing: tuple[str, ...] = ()  # EventTypes, in the order they are owed
    free_first: int = 0
    free_within: Period | None = None
    from_law: LawRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationRule(Rule):
    """One step of establishing identity or authority, for the cases named by rights, scopes and `when`."""

    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    when: Condition = ALWAYS
    method: StepMethod
    position: int = 1
    accepts: tuple[str, ...] = ()
    """What counts as proof, in words for staff and agents; never echoed back to the person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialRule(Rule):
    """What any denial of these rights cannot be closed without."""

    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    needs: tuple[DenialNeed, ...] = (DenialNeed.REASON,)
    from_law: LawRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DenialGroundRule(Rule):
    """A ground on which these rights may be denied, and what that ground needs besides."""

    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    when: Condition = ALWAYS
    needs: tuple[DenialNeed, ...] = ()
    reviewable: bool = False
    decide_first: bool = False
    """Applied only if a named person recorded at publication that it may be (`restrictions_applied`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MustGrantRule(Rule):
    """When found facts satisfy `when`, the request cannot be denied."""

    rights: tuple[Right, ...]
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    when: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule(Rule):
    """A way to reach the organization that the text names; `rights` empty: for anything."""

    kind: ChannelKind
    value: str  # the number, address or site as printed
    rights: tuple[Right, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRule(Rule):
    """Something the version says that computes nothing: a line for the person or a flag for staff."""

    topic: NoteTopic
    public: bool = False
    rights: tuple[Right, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of an escalation ladder.

    Exactly one anchor: `percent` of the counted days elapsed (rounded up), `before` the act-by date, `before_due`:
    so long before the due date itself, `due`, or `overdue` (then `repeat` may say how often). `waiting` rungs ring
    while the clock is paused, every `repeat`. `named`: the key of the team or address that `to` speaks of.
    `do`: with `reassign` the request goes to somebody of `to`, who is told.
    """

    anchor: str  # percent | before | before_due | due | overdue | waiting
    to: Recipient
    named: str = ""
    percent: int | None = None
    before: Period | None = None
    repeat: Period | None = None
    do: tuple[RungDoes, ...] = (RungDoes.NOTIFY,)

    @property
    def name(self) -> str:
        """Stable within a ladder: `50% elapsed`, `10 calendar days before`, `2 weeks before due`, `due`, `overdue`."""
        if self.percent is not None:
            return f"{self.percent}% elapsed"
        if self.before is None:
            return self.anchor
        return f"{self.before} before due" if self.anchor == BEFORE_DUE else f"{self.before} before"

    @property
    def target(self) -> str:
        """`supervisor`, `team records`: whom it reaches, in the words of a pack."""
        return f"{self.to} {self.named}" if self.named else self.to.value


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetRule(Rule):
    """An internal target for a right: no promise to anyone, never shown as legally overdue."""

    rights: tuple[Right, ...]
    within: Period
    scopes: tuple[Scope, ...] = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
    if_not_eligible: bool = False
    """True: the target for answering a person who is not eligible, who has no other clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlsoUnder:
    """A law whose own deadlines stand beside the policy's, where `when` holds."""

    law: str
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A law that the version is compared with; `why` when it is not also in `also_under`."""

    law: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class PartialDate:
    """The first day a version governs, as printed: to the day, or only to the month."""

    first_day: dt.date
    month_only: bool = False

    @classmethod
    def parse(cls, words: str) -> "PartialDate":
        """Read `2026-01-01` or `2026-01`; ValueError says what was expected."""
        try:
            if len(words) == 7:
                return cls(dt.date.fromisoformat(words + "-01"), month_only=True)
            return cls(dt.date.fromisoformat(words))
        except ValueError:
            raise ValueError(
                f"expected a date such as '2026-01-01' or a month such as '2026-01', not {words!r}"
            ) from None

    @property
    def certain_from(self) -> dt.date:
        """The first day on which the version governs beyond doubt."""
        if not self.month_only:
            return self.first_day
        year, month = divmod(self.first_day.year * 12 + self.first_day.month, 12)
        return dt.date(year, month + 1, 1)

    def __str__(self) -> str:
        return self.first_day.strftime("%Y-%m") if self.month_only else self.first_day.isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSet:
    """All rules of one version. `pack`: `northwind/privacy-requests` or `law/us-ca/ccpa`."""

    pack: str
    version: str
    title: str
    effective_from: PartialDate
    jurisdiction: str = ""
    also_under: tuple[AlsoUnder, ...] = ()
    not_laxer_than: tuple[Comparison, ...] = ()
    facts: tuple[FactQuestion, ...] = ()
    rights: tuple[RightRule, ...] = ()
    deadlines: tuple[DeadlineRule, ...] = ()
    look_backs: tuple[LookBackRule, ...] = ()
    frequency_caps: tuple[FrequencyCapRule, ...] = ()
    fees: tuple[FeeRule, ...] = ()
    verification: tuple[VerificationRule, ...] = ()
    denials: tuple[DenialRule, ...] = ()
    denial_grounds: tuple[DenialGroundRule, ...] = ()
    must_grant: tuple[MustGrantRule, ...] = ()
    channels: tuple[ChannelRule, ...] = ()
    notes: tuple[NoteRule, ...] = ()
    targets: tuple[TargetRule, ...] = ()
    ladder: tuple[Rung, ...] = ()
    content_hash: str = field(default="", compare=False)

    @property
    def is_law(self) -> bool:
        return self.pack.startswith(LAW_PREFIX)

    def laws_named(self) -> tuple[str, ...]:
        """Every law pack this version refers to, sorted: these are pinned at receipt."""
        named = {also.law for also in self.also_under} | {comparison.law for comparison in self.not_laxer_than}
        named |= {rule.from_law.law for rule in self._rules_that_may_lean_on_law() if rule.from_law}
        return tuple(sorted(named))

    def _rules_that_may_lean_on_law(self) -> Iterator[RightRule | DeadlineRule | LookBackRule | FeeRule | DenialRule]:
        yield from self.rights
        yield from self.deadlines
        yield from self.look_backs
        yield from self.fees
        yield from self.denials


RULE_KINDS: Final[dict[type[Rule], RuleKind]] = {
    RightRule: RuleKind.RIGHT,
    DeadlineRule: RuleKind.DEADLINE,
    ExtensionRule: RuleKind.EXTENSION,
    PauseRule: RuleKind.PAUSE,
    LookBackRule: RuleKind.LOOK_BACK,
    FrequencyCapRule: RuleKind.FREQUENCY_CAP,
    FeeRule: RuleKind.FEE,
    VerificationRule: RuleKind.VERIFICATION,
    DenialRule: RuleKind.DENIAL,
    DenialGroundRule: RuleKind.DENIAL_GROUND,
    MustGrantRule: RuleKind.MUST_GRANT,
    ChannelRule: RuleKind.CHANNEL,
    TargetRule: RuleKind.SERVICE_LEVEL,
    NoteRule: RuleKind.NOTE,
}
