"""What the form of an act offers for one request: colleagues, grounds of this version, notices, earlier people."""

import datetime as dt
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from organizations.models import Organization, User
from policies.domain.rules import FeeRule
from policies.domain.situation import Situation
from policies.domain.terms import EventType, FeeGround
from records.lookup import LookupKind

from .. import day_words
from ..domain.events import EVENTS, EventName
from ..domain.gates import OVER_THE_CAP
from ..models import Submission, SubmissionLookup
from ..services.case_file import CaseFile
from ..services.effects import NOBODY
from ..wording import FEE_GROUNDS
from .access import WRITERS
from .act_forms import ActFrame, Choices
from .fact_fields import question_about

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


def frame_of(file: CaseFile, *, now: dt.datetime, fact: str = "") -> ActFrame:
    """`fact`: the one that is going to be found, if chosen already."""
    request, assessment = file.request, file.assess(as_of=now)
    zone = ZoneInfo(request.zone)
    members = colleagues(request.organization)
    return ActFrame(
        now=now,
        zone=zone,
        received_on=request.received_on,
        assignees=(("", "Choose a person"), *members, (NOBODY, "Nobody for now")),
        grounds=tuple(_grounds(file, now)),
        denial_needs=assessment.denial_needs,
        fee_grounds=fee_grounds(file),
        notices=tuple(_notices(file, zone)),
        people=people_with_same_address(request.submission),
        fact=question_about(fact, file.rules) if fact else None,
    )


def colleagues(organization: Organization) -> Choices:
    """Those who may work on its requests."""
    found = User.objects.filter(
        is_active=True, memberships__organization=organization, memberships__role__in=WRITERS
    ).distinct()
    return tuple((str(user.pk), str(user)) for user in found.order_by("name"))


def _grounds(file: CaseFile, now: dt.datetime) -> Iterator[tuple[str, str]]:
    assessment = file.assess(as_of=now)
    for rule, citation in assessment.denial.grounds:
        yield rule.key, f"{citation.says} (section {citation.section})" if citation.section else citation.says
    cap = assessment.frequency_cap
    if cap is not None and not cap.allowed:
        yield OVER_THE_CAP, "The person has asked as often as the policy's printed limit allows"


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
