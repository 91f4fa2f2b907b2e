"""What the form of an act offers for one request: colleagues, grounds of this version, notices, earlier people."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from zoneinfo import ZoneInfo

from organizations.models import Organization, User
from policies.domain.assessment import Assessment
from policies.domain.findings import Citation
from policies.domain.rules import FeeRule
from policies.domain.situation import Situation
from policies.domain.terms import EventType, FeeGround, Right, Scope
from records.errors import ErasedKeyError
from records.lookup import LookupKind

from .. import day_words
from ..domain import gates
from ..domain.events import EVENTS, EventName
from ..domain.gates import OVER_THE_CAP
from ..domain.lifecycle import Action
from ..domain.record import AnswerWay
from ..models import PrivacyRequest, Submission, SubmissionLookup
from ..services import envelope
from ..services.approved_words import REFUSES
from ..services.case_file import CaseFile
from ..services.effects import NOBODY
from ..services.messages import may_mail
from ..wording import FEE_GROUNDS, SCOPES, right_name
from .access import WRITERS
from .act_forms import ActFrame, Choices
from .approved_refusal import approved_refusal
from .cap_outlook import cap_choices
from .fact_fields import question_about
from .identity import ANSWER_WAYS, situation_of, step_states
from .items import item_lines
from .sealed import contact_for
from .second_person_forms import OVER_THE_LIMIT

ABOUT_STEPS = frozenset({Action.CHECK_STEP, Action.VERIFY_IDENTITY})
OVER_CAP = (OVER_THE_CAP, "The person has asked as often as the policy's printed limit allows")
REVIEWABLE = {True: "Can be reviewed by a licensed professional.", False: "Cannot be reviewed."}
NOTICES = frozenset(
    {
        EventType.ACKNOWLEDGEMENT_SENT,
        EventType.IDENTITY_REQUESTED,
        EventType.REMINDER_SENT,
        EventType.CLARIFICATION_REQUESTED,
        EventType.EXTENSION_NOTICE,
        EventType.FEE_REASON_SENT,
        EventType.FEE_ESTIMATE_SENT,
        EventType.RESPONSE_SENT,
        EventType.DENIED,
    }
)
"""What leaves the house, and can come back."""


def frame_of(file: CaseFile, user: User, action: Action, *, now: dt.datetime, fact: str = "") -> ActFrame:
    """`fact`: the one that is going to be found, if chosen already. What is opened for `user` is put on record."""
    request, assessment = file.request, file.assess(as_of=now)
    zone = ZoneInfo(request.zone)
    members = colleagues(request.organization)
    grounds = tuple(_grounds(assessment))
    over_cap = assessment.frequency_cap is not None and not assessment.frequency_cap.allowed
    return ActFrame(
        now=now,
        zone=zone,
        received_on=request.received_on,
        assignees=(("", "Choose a person"), *members, (NOBODY, "Nobody for now")),
        grounds=(*grounds, OVER_CAP) if over_cap else grounds,
        denial_needs=assessment.denial_needs,
        needs_in_part=assessment.denial.needs_in_part,
        fee_grounds=fee_grounds(file),
        notices=tuple(_notices(file, zone)),
        people=people_with_same_address(request.submission),
        fact=question_about(fact, file.rules) if fact else None,
        steps=step_states(file, zone) if action in ABOUT_STEPS else (),
        sensitive=gates.asks_for_way(situation_of(file)),
        ways=_ways(request.submission) if action is Action.VERIFY_IDENTITY else (),
        items=_items(user, request, zone) if action is Action.DECIDE_ITEM else (),
        item_grounds=grounds,
        cap_decisions=tuple((choice.value, OVER_THE_LIMIT[choice]) for choice in cap_choices(assessment)),
        parts=parts_to_split(file) if action is Action.SPLIT else (),
        proposal=file.record.proposal.id if file.record.proposal else "",
        reviewable=is_reviewable(file, assessment),
        approved=approved_refusal(file, user) if action in REFUSES else {},
        contact=contact_for(user, request.submission) if action is Action.CHANGE_CONTACT else None,
    )


def colleagues(organization: Organization) -> Choices:
    """Those who may work on its requests."""
    found = User.objects.filter(
        is_active=True, memberships__organization=organization, memberships__role__in=WRITERS
    ).distinct()
    return tuple((str(user.pk), str(user)) for user in found.order_by("name"))


def _grounds(assessment: Assessment) -> Iterator[tuple[str, str]]:
    """The grounds of this version and of the law; where some can be reviewed, each says whether it can."""
    grounds = grounds_by_key(assessment)
    some_reviewable = any(rule.reviewable for rule, _ in assessment.denial.grounds)
    for key, citations in grounds.items():
        words = f"{'; also: '.join(_with_section(each) for each in citations)}."
        reviewable = any(rule.reviewable for rule, _ in assessment.denial.grounds if rule.key == key)
        yield key, f"{words} {REVIEWABLE[reviewable]}" if some_reviewable else words


def _with_section(citation: Citation) -> str:
    says = citation.says.rstrip(".")
    return f"{says} (section {citation.section})" if citation.section else says


def grounds_by_key(assessment: Assessment) -> dict[str, list[Citation]]:
    """A ground that the policy and a law name alike is one ground, resting on both."""
    found: dict[str, list[Citation]] = {}
    for rule, citation in assessment.denial.grounds:
        found.setdefault(rule.key, []).append(citation)
    return found


def is_reviewable(file: CaseFile, assessment: Assessment) -> bool:
    """Whether the latest denial rests on a ground that a licensed professional reviews."""
    denied = file.record.last(EventName.DENIED)
    ground = denied.says.get("ground", "") if denied else ""
    return any(rule.key == ground and rule.reviewable for rule, _ in assessment.denial.grounds)


def parts_to_split(file: CaseFile) -> Choices:
    """What this version grants and the submission does not ask for yet, by what the data is about."""
    asked = set(PrivacyRequest.objects.filter(submission=file.request.submission).values_list("right", "scope"))
    return tuple(
        (f"{rule.right.value}/{scope.value}", f"{right_name(rule.right)} ({SCOPES[scope]})")
        for scope in Scope
        for rule in file.rules.rights
        if scope in rule.scopes and (rule.right.value, scope.value) not in asked and _grants(file, rule.right, scope)
    )


def _grants(file: CaseFile, right: Right, scope: Scope) -> bool:
    case = replace(file.case, right=right, scope=scope)
    return Situation.of(case, file.rules, file.laws, file.calendar).granted[0] is not None


def _ways(submission: Submission) -> Choices:
    """Shows nothing of the addresses but that there are some."""
    try:
        contact = envelope.open_contact(submission)
    except ErasedKeyError:
        return ()
    in_use = {AnswerWay.EMAIL: may_mail(contact), AnswerWay.MAIL: bool(contact.requester.postal_address.strip())}
    return tuple((way.value, words) for way, words in ANSWER_WAYS.items() if in_use.get(way, True))


def _items(user: User, request: PrivacyRequest, zone: ZoneInfo) -> Choices:
    return tuple((item.id, f"{item.name} ({item.decision.text})") for item in item_lines(user, request, zone))


def fee_grounds(file: CaseFile) -> Choices:
    """The grounds that some rule bearing on this case knows, in the order of the closed list."""
    situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
    rules: list[FeeRule] = [
        rule for owner in (file.rules, *situation.laws_bearing) for rule in situation.matching(owner.fees)
    ]
    known = {ground for rule in rules for ground in rule.chargeable_if}
    return tuple((ground.value, FEE_GROUNDS[ground]) for ground in FeeGround if ground in known)


def _notices(file: CaseFile, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    for event in reversed(file.case.events):
        if event.type in NOTICES:
            sentence = EVENTS[EventName(event.type.value)].sentence.rstrip(".")
            yield event.id, f"{sentence}, {day_words.moment(event.at, zone)}"


def people_with_same_address(submission: Submission) -> Choices:
    """People known from earlier submissions of the same e-mail address or telephone number; empty if there are none."""
    own = submission.lookups.filter(kind__in=[LookupKind.EMAIL, LookupKind.PHONE])
    same = SubmissionLookup.objects.filter(
        organization=submission.organization_id,
        kind__in=[LookupKind.EMAIL, LookupKind.PHONE],
        keyed_hash__in=own.values("keyed_hash"),
    )
    found = Submission.objects.filter(pk__in=same.values("submission"), person__isnull=False)
    by_person: dict[str, str] = {}
    for other in found.exclude(pk=submission.pk).order_by("received_at"):
        label = f"The person of {other.reference}, received {day_words.day(other.received_on)}"
        by_person.setdefault(str(other.person_id), label)
    return (("", "No, somebody new"), *by_person.items()) if by_person else ()
