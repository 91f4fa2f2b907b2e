"""Changing how a person is reached. Identity is to be established anew; what was sent to the old address opens nothing
any more; letters on their way are set aside; and the old address is told, by mail or by post, unless the person asked
not to be written to there. An old telephone number is for staff to call: the event says so.
"""

import datetime as dt
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from records import chain, sealing
from records.chain import Actor
from records.errors import ErasedKeyError
from records.lookup import LookupKind, keyed_hash
from records.models import Event

from ..domain.events import EventName
from ..domain.lifecycle import Action
from ..domain.linking import Link
from ..domain.refusals import Incomplete
from ..models import Letter, LetterKind, LookupOf, PrivacyRequest, StatusLink, Submission, SubmissionLookup
from . import access_codes, envelope, given_up, messages
from .arrival import ContactBy, SafeContact
from .correspondence import sending
from .envelope import Contact
from .transition import transition

REACHED_AT: Final = {ContactBy.EMAIL: "email", ContactBy.PHONE: "phone", ContactBy.MAIL: "postal_address"}
"""What the chosen way needs."""
GIVE: Final = "Give what the way you chose needs."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewContact:
    """How the person is to be reached from now on. Nothing of the old contact but the name is kept."""

    safe_contact: SafeContact
    email: str = ""
    phone: str = ""
    postal_address: str = ""


def change(submission: Submission, contact: NewContact, *, by: Actor, now: dt.datetime, form: str = "") -> bool:
    """Change how the requester is reached, for all requests of the submission and for what they complained of them.

    False: it is so already.

    Raises Incomplete when the chosen way lacks its address, ErasedKeyError when the person has been forgotten, and a
    Refused of the lifecycle. Nothing has changed then.
    """
    if not getattr(contact, needed := REACHED_AT[contact.safe_contact.preferred]).strip():
        raise Incomplete(submission.reference, {needed: GIVE})
    with transaction.atomic():
        old = _change(submission, contact, by=by, now=now, form=form)
        if old is None:
            return False
        for complaint in _complaints(submission, old):
            _change(complaint, contact, by=by, now=now, form=form, first_of=submission)
    submission.refresh_from_db(fields=["sealed"])
    if messages.may_mail(envelope.open_contact(submission)):
        access_codes.send(submission, now=now)
    return True


def _change(
    submission: Submission,
    contact: NewContact,
    *,
    by: Actor,
    now: dt.datetime,
    form: str,
    first_of: Submission | None = None,
) -> Contact | None:
    """The contact that was given up; None: it is so already. `first_of`: it is changed with that one, which tells."""
    waiting = _letters_on_their_way(submission)
    locked = Submission.objects.select_for_update(of=("self",), no_key=True).select_related("data_key")
    held = locked.get(pk=submission.pk)
    old = envelope.open_contact(held)
    asker = replace(old.requester, email=contact.email, phone=contact.phone, postal_address=contact.postal_address)
    new = replace(old, requester=asker, safe_contact=contact.safe_contact)
    if new == old:
        return None
    call = first_of is None and given_up.must_call(old, new)
    number = _seal(held, contact, old, call, now)
    held.save(update_fields=["sealed"])
    _look_up_anew(held, contact)
    StatusLink.objects.filter(submission=held, revoked_at=None).update(revoked_at=now)
    access_codes.revoke(held, now=now)
    _record(held, call=call, by=by, now=now, form=form)
    for letter in waiting:
        sending.overtaken(letter, sending.OVERTAKEN)
    if first_of is None:
        given_up.tell(held, old, new, number, now)
    return old


def _complaints(submission: Submission, old: Contact) -> Iterator[Submission]:
    """What the same person complained of this case, where they are still reached as they were here."""
    rows = Submission.objects.filter(requests__linked_to__submission=submission, requests__link=Link.COMPLAINT)
    for row in rows.select_related("data_key").distinct().order_by("id"):
        with suppress(ErasedKeyError):
            if _reached(envelope.open_contact(row)) == _reached(old):
                yield row


def times_changed(submissions: Iterable[UUID]) -> dict[UUID, int]:
    """How often the contact of each submission was changed: what was opened before opens no longer. Readable always,
    though the person has been forgotten.
    """
    owners = dict(PrivacyRequest.objects.filter(submission__in=submissions).values_list("id", "submission"))
    kind = PrivacyRequest._meta.label_lower
    changed = Event.objects.filter(subject_kind=kind, subject_id__in=owners, type=EventName.CONTACT_CHANGED)
    counts = dict.fromkeys(owners.values(), 0)
    for request_id in changed.values_list("subject_id", flat=True):
        counts[owners[request_id]] += 1
    return counts


def _addresses(contact: NewContact) -> dict[str, str]:
    return {name: getattr(contact, name) for name in REACHED_AT.values()}


def _reached(contact: Contact) -> tuple[str, str, str, SafeContact]:
    asker = contact.requester
    return asker.email, asker.phone, asker.postal_address, contact.safe_contact


def _seal(submission: Submission, contact: NewContact, old: Contact, call: bool, now: dt.datetime) -> int:
    """Set the sealed part; the number of the contact that was given up. `call`: staff call its telephone."""
    parts = given_up.sealed_parts(submission)
    was: dict[str, Any] = {name: getattr(old.requester, name) for name in REACHED_AT.values()}
    was |= {"safe_contact": parts["safe_contact"], "until": now.isoformat(), "call": call}
    former = [*parts.get("former", []), was]
    parts["requester"] |= _addresses(contact)
    parts |= {"safe_contact": asdict(contact.safe_contact), "former": former}
    submission.sealed = sealing.seal(parts, submission.data_key, sealing.place(submission, "sealed"))
    return len(former) - 1


def _look_up_anew(submission: Submission, contact: NewContact) -> None:
    """Staff find the case by the new address; by the old one nobody does any more."""
    kinds = {LookupKind.EMAIL: contact.email, LookupKind.PHONE: contact.phone}
    submission.lookups.filter(of=LookupOf.REQUESTER, kind__in=list(kinds)).delete()
    SubmissionLookup.objects.bulk_create(
        SubmissionLookup(
            organization_id=submission.organization_id,
            submission=submission,
            of=LookupOf.REQUESTER,
            kind=kind.value,
            keyed_hash=keyed_hash(submission.organization_id, kind, text),
        )
        for kind, text in kinds.items()
        if text.strip()
    )


def _record(submission: Submission, *, call: bool, by: Actor, now: dt.datetime, form: str) -> None:
    ids = list(submission.requests.values_list("id", flat=True))
    details = {"form": form, "tell_by_phone": call or None}
    results = transition(ids, Action.CHANGE_CONTACT, by=by, details=details, now=now)
    for result in results:
        if result.refusal is not None:
            raise result.refusal


def _letters_on_their_way(submission: Submission) -> list[Letter]:
    """Held before the submission is, as wherever a letter leaves. The new address may be anybody's."""
    rows = Letter.objects.filter(request__submission=submission.pk, state__in=sending.LET_GO)
    held = rows.exclude(kind=LetterKind.CONTACT_CHANGED).select_for_update(of=("self",), no_key=True)
    return list(held.order_by("pk"))


def changed_event(request: PrivacyRequest) -> Event | None:
    """When the contact was last changed."""
    own = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk)
    return own.filter(type=EventName.CONTACT_CHANGED).order_by("-seq").first()
