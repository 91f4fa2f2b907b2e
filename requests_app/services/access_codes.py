"""Codes that the person types to open their page: 40 random bits, of which only a keyed hash is kept.

A code is made when its mail is made, so in plain it exists in the mail alone; or when a member of staff reads it out.
Tries are counted before anything is compared, so that no two of them can be made as one.
"""

import datetime as dt
import hmac
import secrets
from ipaddress import ip_address, ip_network
from typing import Final
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from organizations.models import Organization
from policies.domain.situation import Situation
from policies.domain.terms import StepMethod
from records import chain
from records.chain import Actor, ActorKind
from records.lookup import LookupKind, keyed_digest, keyed_hash
from records.models import Event

from ..domain import gates
from ..domain.events import EventName
from ..domain.lifecycle import BEFORE_ANSWER, Action
from ..domain.record import AnswerWay
from ..domain.refusals import Blocked
from ..models import AccessCode, Message, MessageKind, MessageState, PrivacyRequest, Submission
from . import case_file, history, messages, references
from .history import SYSTEM, Happening
from .transition import transition

LENGTH: Final = 8
LIFE: Final = dt.timedelta(hours=24)
TRIES: Final = 5
A_DAY: Final = 10
"""Codes of one submission by mail in one day of its organization."""
FROM_ONE_PLACE: Final = 3
"""Of them, those asked for from one internet address: who knows a reference cannot use up what is the person's."""
SPOKEN_A_DAY: Final = 5
"""Codes read out besides, whatever was asked for by mail."""

PERSON: Final = Actor(kind=ActorKind.REQUESTER)
BY_PHONE: Final = AnswerWay.PHONE


def ask_for(organization: Organization, reference: str, *, now: dt.datetime, asker: str = "") -> None:
    """Somebody typed a reference and wants a code. Known or unknown, the answer and the work are the same.

    `asker`: the internet address it was asked from; of it only a keyed hash is kept, another one each day.
    """
    submission = _called(organization, reference)
    with transaction.atomic():
        if submission is not None:
            send(submission, now=now, asker=asker)
        else:
            nobody = Submission(id=uuid4(), organization=organization, zone=organization.timezone)
            _mailed_today(nobody, now, _place(nobody, asker, now))
            _queue(organization.pk, None, now, "")
            transaction.set_rollback(True)


@transaction.atomic
def send(submission: Submission, *, now: dt.datetime, asker: str = "") -> bool:
    """Have a code mailed, unless one waits to be mailed or the day's number is used up; whether it was queued.

    Whether the person may be written to is asked when the mail is made.
    """
    locked = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    place = _place(locked, asker, now)
    in_all, from_here = _mailed_today(locked, now, place)
    mails = Message.objects.filter(submission=locked, kind=MessageKind.ACCESS_CODE)
    if in_all >= A_DAY or from_here >= FROM_ONE_PLACE or mails.filter(state=MessageState.QUEUED).exists():
        return False
    _queue(locked.organization_id, locked, now, place)
    return True


def speak(submission: Submission, *, by: Actor, now: dt.datetime) -> str:
    """A code for a member of staff to read out, having called back on a number on file.

    Raises Blocked after the fifth of a day.
    """
    with transaction.atomic():
        locked = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
        if _spoken_today(locked, now) >= SPOKEN_A_DAY:
            raise Blocked(locked.reference, f"{SPOKEN_A_DAY} codes were read out today.", "Try again tomorrow.")
        return make(locked, now=now, by=by, channel=BY_PHONE)


@transaction.atomic
def make(submission: Submission, *, now: dt.datetime, by: Actor = SYSTEM, channel: AnswerWay = AnswerWay.EMAIL) -> str:
    """A new code, in plain; the earlier one stops working."""
    locked = Submission.objects.select_for_update(no_key=True).get(pk=submission.pk)
    revoke(locked, now=now)
    code = "".join(secrets.choice(references.ALPHABET) for _ in range(LENGTH))
    AccessCode.objects.create(
        organization_id=locked.organization_id,
        submission=locked,
        channel=channel.value,
        keyed_hash=keyed_hash(locked.organization_id, LookupKind.CODE, code),
        created_at=now,
        expires_at=now + LIFE,
    )
    history.write(
        [Happening(subject=locked, name=EventName.CODE_SENT, body={"channel": channel.value}, by=by)], now=now
    )
    return code


def revoke(submission: Submission, *, now: dt.datetime) -> None:
    """Codes that were sent open nothing any more. The caller holds the lock of the submission."""
    AccessCode.objects.filter(submission=submission, used_at=None, revoked_at=None).update(revoked_at=now)


def opened_by(
    organization: Organization, reference: str, typed: str, *, now: dt.datetime
) -> tuple[Submission, AnswerWay] | None:
    """The submission of this reference, if this is its code, and by which way the code reached the person.

    None tells nothing of what was wrong.
    """
    submission = _called(organization, reference)
    if submission is None:
        _try(Submission(id=uuid4(), organization=organization), typed, now)
        return None
    code = _try(submission, typed, now)
    return (submission, AnswerWay(code.channel)) if code is not None and _use(code, now) else None


def try_code(submission: Submission, typed: str, *, now: dt.datetime) -> bool:
    """Whether `typed` is the code. It works once; after five tries only a new one does."""
    code = _try(submission, typed, now)
    return code is not None and _use(code, now)


def _try(submission: Submission, typed: str, now: dt.datetime) -> AccessCode | None:
    """Count a try, for good, and then compare."""
    with transaction.atomic():
        usable = AccessCode.objects.filter(submission_id=submission.pk, used_at=None, revoked_at=None)
        usable.filter(tries__lte=TRIES).update(tries=F("tries") + 1)
        code = usable.filter(expires_at__gt=now).first()
    given = _hash(submission.organization_id, typed)
    right = hmac.compare_digest(code.keyed_hash if code else _hash(submission.organization_id, "0"), given)
    return code if code is not None and right and code.tries <= TRIES else None


def _hash(organization_id: UUID, typed: str) -> str:
    """Something that is no code at all is compared as well."""
    try:
        return keyed_hash(organization_id, LookupKind.CODE, typed[:100])
    except ValueError:
        return keyed_hash(organization_id, LookupKind.CODE, "none")


@transaction.atomic
def _use(code: AccessCode, now: dt.datetime) -> bool:
    """Once: of two who type it at the same instant, one gets in. What it shows is written down."""
    submission = Submission.objects.select_for_update(no_key=True).get(pk=code.submission_id)
    if not AccessCode.objects.filter(pk=code.pk, used_at=None, revoked_at=None).update(used_at=now):
        return False
    history.write([Happening(subject=submission, name=EventName.CODE_TYPED, by=PERSON)], now=now)
    _confirm_contact(submission, now)
    return True


def _confirm_contact(submission: Submission, now: dt.datetime) -> None:
    """Typing the code is a step of those versions that have the contact confirmed."""
    open_ones = PrivacyRequest.objects.filter(submission=submission, state__in=BEFORE_ANSWER)
    steps: dict[str, list[UUID]] = {}
    for file in case_file.gather(list(open_ones.select_related("submission", "data_key"))):
        situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
        for step in gates.identity_steps(situation):
            if step.method is StepMethod.CONTACT_CONFIRMATION and step.key not in file.record.steps_passed:
                steps.setdefault(step.key, []).append(file.request.pk)
    for key, ids in sorted(steps.items()):
        transition(ids, Action.CHECK_STEP, by=PERSON, details={"step": key, "passed": True}, now=now)


def _called(organization: Organization, reference: str) -> Submission | None:
    """By the reference of the submission, or of one of its requests."""
    whole = references.normalize(reference[:60]).partition("/")[0]
    return Submission.objects.filter(organization=organization, reference=whole).first()


def _mailed_today(submission: Submission, now: dt.datetime, place: str) -> tuple[int, int]:
    """Codes by mail, sent or queued, since midnight there: all of them, and those asked for from this place."""
    mails = Message.objects.filter(
        submission_id=submission.pk, kind=MessageKind.ACCESS_CODE, created_at__gte=_midnight(submission, now)
    )
    keys = list(mails.exclude(state=MessageState.WITHDRAWN).values_list("key", flat=True))
    return len(keys), sum(bool(place) and key.startswith(f"{place} ") for key in keys)


def _spoken_today(submission: Submission, now: dt.datetime) -> int:
    made = Event.objects.filter(
        subject_kind=chain.kind_of(submission),
        subject_id=submission.pk,
        type=EventName.CODE_SENT,
        at__gte=_midnight(submission, now),
    )
    return sum(chain.read(event).body.get("channel") == BY_PHONE for event in made)


def _midnight(submission: Submission, now: dt.datetime) -> dt.datetime:
    return now.astimezone(ZoneInfo(submission.zone)).replace(hour=0, minute=0, second=0, microsecond=0)


def _place(submission: Submission, asker: str, now: dt.datetime) -> str:
    """A mark of the address, or of the network that an IPv6 address is of; empty: not asked for from the internet."""
    if not asker:
        return ""
    try:
        address = ip_address(asker)
        network = ip_network((address, 64 if address.version == 6 else 32), strict=False).compressed
    except ValueError:
        network = asker
    said = f"{submission.local_day(now)} {network}"
    return keyed_digest(submission.organization_id, "who asks for codes", said.encode())[:16]


def _queue(organization_id: UUID, submission: Submission | None, now: dt.datetime, place: str) -> None:
    key = f"{place} {uuid4()}".strip()
    messages.queue_message(
        kind=MessageKind.ACCESS_CODE, organization_id=organization_id, key=key, now=now, submission=submission
    )
