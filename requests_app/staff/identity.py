"""The steps by which a case's own version has identity established, and how far it has come with each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from organizations.models import User
from policies.domain.rules import VerificationRule
from policies.domain.situation import Situation

from .. import day_words
from ..domain import gates
from ..domain.events import EventName
from ..domain.gates.identity import TO_COMPARE
from ..domain.record import AnswerWay, ChannelProof, Mark, Record
from ..services.case_file import CaseFile
from ..wording import STEP_METHODS
from .presentation import Tone, Words

CHANNEL_PROOFS = {
    ChannelProof.ON_FILE: "On file before the request came",
    ChannelProof.PROVEN: "Proven together with their identity",
}
ANSWER_WAYS = {
    AnswerWay.EMAIL: "the e-mail address that we write to now",
    AnswerWay.MAIL: "the postal address that we write to now",
    AnswerWay.PHONE: "a telephone number: a code is read out on it",
    AnswerWay.OTHER: "another address of theirs, to which you send it yourself",
}
"""Which way was on file, or was proven."""
GOES = {
    AnswerWay.EMAIL: "on their page, opened with a link or code from our mail",
    AnswerWay.PHONE: "on their page, opened with a code that you read out on the telephone",
    AnswerWay.MAIL: "by post to the address that we write to",
    AnswerWay.OTHER: "by hand to the other address",
}
"""Where an answer may go that holds specific pieces or health records."""
NAMES_OF_COUNTS = {2: "two", 3: "three"}


@dataclass(frozen=True, slots=True, kw_only=True)
class StepState:
    """One step: what the rule says, what it accepts, and the latest check of it, if there was one.

    `passed`: None while nobody has taken it. `wanted`: how many kinds of details are compared, at least.
    """

    key: str
    says: str
    method: str
    accepts: tuple[str, ...]
    wanted: int
    passed: bool | None = None
    when: str = ""
    who: str = ""
    compared: tuple[str, ...] = ()

    @property
    def outstanding(self) -> bool:
        return self.passed is not True

    @property
    def asks(self) -> str:
        """What is to be ticked: `Which were compared (two or more)`."""
        if self.wanted:
            return f"Which kinds of details matched ({NAMES_OF_COUNTS[self.wanted]} or more)"
        return "What was seen"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityPanel:
    """How it stands with identity. `asked`: whether this version asks for proof at all."""

    asked: bool
    stands: Words
    steps: tuple[StepState, ...] = ()
    notes: tuple[str, ...] = ()


NOT_ASKED = IdentityPanel(asked=False, stands=Words("Not asked for"))


def identity_panel(file: CaseFile, zone: ZoneInfo) -> IdentityPanel:
    steps = step_states(file, zone)
    if not steps:
        return NOT_ASKED
    last = file.record.last(EventName.CONTACT_CHANGED, EventName.IDENTITY_VERIFIED, EventName.VERIFICATION_FAILED)
    name = last.name if last else None
    verified = file.record.last(EventName.IDENTITY_VERIFIED)
    if name is EventName.IDENTITY_VERIFIED:
        stands = Words("Established", Tone.GOOD)
    elif name is EventName.CONTACT_CHANGED and verified:
        stands = Words("To be established anew: the contact changed", Tone.SOON)
    else:
        stands = Words(
            "The last check failed" if name is EventName.VERIFICATION_FAILED else "Not established", Tone.SOON
        )
    return IdentityPanel(asked=True, stands=stands, steps=steps, notes=tuple(_notes(file, stands, verified)))


def _notes(file: CaseFile, stands: Words, verified: Mark | None) -> Iterable[str]:
    """Whether the way the answer goes was shown to be the person's, where that matters."""
    if stands.tone is not Tone.GOOD or verified is None or not gates.asks_for_way(situation_of(file)):
        return
    ways = file.record.ways
    if not ways:
        yield "Not shown that the way the answer goes is the person's own: hand it over in person only."
        return
    why = CHANNEL_PROOFS[ChannelProof(verified.says["channel_proof"])]
    yield f"{why}: {listed(ANSWER_WAYS[way] for way in ANSWER_WAYS if way in ways)}."
    yield f"The answer may go {listed((GOES[way] for way in GOES if way in ways), 'or')}; or hand it over in person."


def listed(words: Iterable[str], last: str = "and") -> str:
    """`one; two and three`."""
    *before, final = words
    return f"{'; '.join(before)} {last} {final}" if before else final


def situation_of(file: CaseFile) -> Situation:
    return Situation.of(file.case, file.rules, file.laws, file.calendar)


def step_states(file: CaseFile, zone: ZoneInfo) -> tuple[StepState, ...]:
    """In the order of the rule. Empty: this version asks for no proof of identity here."""
    rules = gates.identity_steps(situation_of(file))
    if not rules:
        return ()
    checks = _latest_checks(file.record)
    names = names_of(mark.by for mark in checks.values())
    passed = file.record.steps_passed
    return tuple(_state(rule, checks.get(rule.key), rule.key in passed, names, zone) for rule in rules)


def names_of(user_ids: Iterable[str]) -> dict[str, str]:
    """The names of staff, by id as events hold it."""
    ids = {user_id for user_id in user_ids if user_id}
    return {str(user.pk): user.name for user in User.objects.filter(pk__in=ids)} if ids else {}


def _latest_checks(record: Record) -> dict[str, Mark]:
    """By step, who checked it last since the contact changed."""
    checks: dict[str, Mark] = {}
    for mark in record.since(EventName.CONTACT_CHANGED):
        if mark.name is EventName.STEP_CHECKED:
            checks[mark.says["step"]] = mark
        elif mark.name is EventName.IDENTITY_VERIFIED:
            checks |= dict.fromkeys(mark.says.get("steps", ()), mark)
    return checks


def _state(
    rule: VerificationRule, check: Mark | None, passed: bool, names: Mapping[str, str], zone: ZoneInfo
) -> StepState:
    taken = check is not None
    return StepState(
        key=rule.key,
        says=rule.says,
        method=STEP_METHODS[rule.method],
        accepts=rule.accepts,
        wanted=TO_COMPARE.get(rule.method, 0),
        passed=passed if taken else None,
        when=day_words.moment(check.at, zone) if check else "",
        who=(names.get(check.by, "a member of staff") if check.by else "the person") if check else "",
        compared=tuple(check.says.get("compared", ())) if check else (),
    )
