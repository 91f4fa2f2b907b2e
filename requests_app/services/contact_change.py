"""Changing how a person is reached. Identity is to be established anew; what was sent to the old address opens nothing
any more; letters on their way are set aside; and the old address is told, by mail or by post, unless the person asked
not to be written to there. An old telephone number is for staff to call: the event says so.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from records import chain, sealing
from records.chain import Actor
from records.lookup import LookupKind, keyed_hash
from records.models import Event

from ..domain.events import EventName
from ..domain.lifecycle import Action
from ..domain.linking import HIDDEN
from ..domain.refusals import Incomplete
from ..models import Letter, LetterKind, LookupOf, MessageKind, PrivacyRequest, StatusLink, Submission, SubmissionLookup
from . import access_codes, envelope, messages
from .arrival import ContactBy, SafeContact
from .correspondence import compose, pdf, sending
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
    """Change how the requester is reached, for all requests of the submission; False: it is so already.

    Raises Incomplete when the chosen way lacks its address, ErasedKeyError when the person has been forgotten, and a
    Refused of the lifecycle. Nothing has changed then.
    """
    if not getattr(contact, needed := REACHED_AT[contact.safe_contact.preferred]).strip():
        raise Incomplete(submission.reference, {needed: GIVE})
    with transaction.atomic():
        waiting = _letters_on_their_way(submission)
        locked = Submission.objects.select_for_update(of=("self",), no_key=True).select_related("data_key")
        held = locked.get(pk=submission.pk)
        old = envelope.open_contact(held)
        if _same(old, contact):
            return False
        number = _seal(held, contact, old, now)
        held.save(update_fields=["sealed"])
        _look_up_anew(held, contact)
        StatusLink.objects.filter(submission=held, revoked_at=None).update(revoked_at=now)
        access_codes.revoke(held, now=now)
        _record(held, old, by=by, now=now, form=form)
        for letter in waiting:
            sending.overtaken(letter, sending.OVERTAKEN)
        if messages.may_mail(old):
            _tell(held, f"{held.pk} {number}", now)
        elif _may_post(old, contact):
            _write_to(held, old, number, now)
    if messages.may_mail(envelope.open_contact(held)):
        access_codes.send(held, now=now)
    return True


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


def former_address(submission: Submission, key: str) -> str:
    """The address that the message of this key goes to. Raises ErasedKeyError."""
    address: str = _open(submission)["former"][int(key.rpartition(" ")[2])]["email"]
    return address


def _same(old: Contact, new: NewContact) -> bool:
    was = old.requester
    return (was.email, was.phone, was.postal_address, old.safe_contact) == (
        new.email,
        new.phone,
        new.postal_address,
        new.safe_contact,
    )


def _open(submission: Submission) -> dict[str, Any]:
    return sealing.unseal(submission.sealed, submission.data_key, sealing.place(submission, "sealed"))


def _seal(submission: Submission, contact: NewContact, old: Contact, now: dt.datetime) -> int:
    """Set the sealed part; the number of the contact that was given up."""
    parts = _open(submission)
    given_up = {name: getattr(old.requester, name) for name in REACHED_AT.values()}
    former = [*parts.get("former", []), {**given_up, "safe_contact": parts["safe_contact"], "until": now.isoformat()}]
    parts["requester"] |= {name: getattr(contact, name) for name in REACHED_AT.values()}
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


def _record(submission: Submission, old: Contact, *, by: Actor, now: dt.datetime, form: str) -> None:
    ids = list(submission.requests.values_list("id", flat=True))
    by_phone = old.safe_contact.preferred is ContactBy.PHONE and bool(old.requester.phone.strip())
    details = {"form": form, "tell_by_phone": by_phone or None}
    results = transition(ids, Action.CHANGE_CONTACT, by=by, details=details, now=now)
    for result in results:
        if result.refusal is not None:
            raise result.refusal


def _tell(submission: Submission, key: str, now: dt.datetime) -> None:
    messages.queue_message(
        kind=MessageKind.CONTACT_CHANGED,
        organization_id=submission.organization_id,
        key=key,
        now=now,
        submission=submission,
    )


def _letters_on_their_way(submission: Submission) -> list[Letter]:
    """Held before the submission is, as wherever a letter leaves. The new address may be anybody's."""
    rows = Letter.objects.filter(request__submission=submission.pk, state__in=sending.LET_GO)
    held = rows.exclude(kind=LetterKind.CONTACT_CHANGED).select_for_update(of=("self",), no_key=True)
    return list(held.order_by("pk"))


def _may_post(old: Contact, new: NewContact) -> bool:
    """Whether word goes by post to the address that was given up."""
    safe, address = old.safe_contact, old.requester.postal_address.strip()
    stays = new.safe_contact.preferred is ContactBy.MAIL and new.postal_address.strip() == address
    return bool(address) and safe.preferred is ContactBy.MAIL and safe.may_write and not stays


def _write_to(submission: Submission, old: Contact, number: int, now: dt.datetime) -> None:
    """A letter that waits to be posted, in the first case that one may write about and whose words are kept."""
    rows = PrivacyRequest.objects.filter(submission=submission, data_key__erased_at=None).exclude(link__in=list(HIDDEN))
    related = ("submission__data_key", "data_key", "organization")
    request = rows.select_related(*related).order_by("position").first()
    if request is None:
        return
    name = old.safe_contact.envelope_name or old.requester.name
    letter = compose.compose(
        request,
        LetterKind.CONTACT_CHANGED,
        by=None,
        now=now,
        details={},
        envelope="\n".join(pdf.written_out(name, old.requester.postal_address)),
        plain_envelope=old.safe_contact.plain_envelope,
        mark=f"contact changed {number}",
    )
    sending.send(letter, by=None, now=now)


def changed_event(request: PrivacyRequest) -> Event | None:
    """When the contact was last changed."""
    own = Event.objects.filter(subject_kind=chain.kind_of(request), subject_id=request.pk)
    return own.filter(type=EventName.CONTACT_CHANGED).order_by("-seq").first()
