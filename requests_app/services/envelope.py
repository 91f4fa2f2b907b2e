"""Personal data of a submission and its requests: sealed when it arrives, opened piece by piece when it is needed.

The contact (who asks, about whom, how to reach them safely) has the submission's key, the content of a request its
own. Erasing one leaves the other.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from policies.domain.facts import FactValue
from policies.domain.terms import Role
from records import sealing
from records.lookup import LookupKind, keyed_hash, name_words

from ..models import LookupOf, PrivacyRequest, Representative, RequestFact, RequestItem, Submission, SubmissionLookup
from .arrival import Arrival, Ask, ContactBy, RequesterDetails, SafeContact, SubjectDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who asks, about whom, and how they may be reached."""

    requester: RequesterDetails
    subject: SubjectDetails | None
    safe_contact: SafeContact


def contact_of(arrival: Arrival) -> Contact:
    """The contact as it arrived, before it is sealed."""
    return Contact(requester=arrival.requester, subject=arrival.data_subject, safe_contact=arrival.safe_contact)


def seal_contact(submission: Submission, arrival: Arrival) -> None:
    """Set the sealed parts of a submission whose key and id exist."""
    parts = {
        "requester": asdict(arrival.requester),
        "subject": asdict(arrival.data_subject) if arrival.data_subject else None,
        "safe_contact": asdict(arrival.safe_contact),
    }
    submission.sealed = sealing.seal(parts, submission.data_key, sealing.place(submission, "sealed"))
    place = sealing.place(submission, "sealed_initials")
    submission.sealed_initials = sealing.seal(initials(_named(arrival)).encode(), submission.data_key, place)


def seal_details(request: PrivacyRequest, ask: Ask) -> None:
    """Set the sealed part of a request whose key and id exist."""
    parts = {"details": ask.details, "topic": ask.topic}
    request.sealed = sealing.seal(parts, request.data_key, sealing.place(request, "sealed"))


def seal_fact(fact: RequestFact, value: FactValue) -> None:
    """Set the sealed part of a fact whose id and request exist."""
    fact.sealed = sealing.seal({"value": value}, fact.request.data_key, sealing.place(fact, "sealed"))


def open_fact(fact: RequestFact) -> FactValue:
    """What was stated or found. Raises ErasedKeyError once the content of its request is forgotten."""
    value: FactValue = sealing.unseal(fact.sealed, fact.request.data_key, sealing.place(fact, "sealed"))["value"]
    return value


def seal_item(item: RequestItem, parts: Mapping[str, str]) -> None:
    """Set the sealed part of an item: `label`, `records_class`, and once decided `reason` and `citation`."""
    item.sealed = sealing.seal(dict(parts), item.request.data_key, sealing.place(item, "sealed"))


def open_item(item: RequestItem) -> dict[str, str]:
    parts: dict[str, str] = sealing.unseal(item.sealed, item.request.data_key, sealing.place(item, "sealed"))
    return parts


def seal_scope(held: Representative, covers: str) -> None:
    """Set what an authority covers, of a representative whose submission is loaded with its key; empty: nothing."""
    place = sealing.place(held, "sealed_scope")
    held.sealed_scope = sealing.seal(covers.encode(), held.submission.data_key, place) if covers.strip() else None


def open_scope(held: Representative) -> str:
    """What an authority covers; empty: nobody said. Raises ErasedKeyError once the contact is forgotten."""
    if held.sealed_scope is None:
        return ""
    place = sealing.place(held, "sealed_scope")
    return sealing.unseal_bytes(held.sealed_scope, held.submission.data_key, place).decode()


def seal_claim(held: Representative, proof: str) -> None:
    """Set the proof that they spoke of, as `seal_scope`."""
    place = sealing.place(held, "sealed_claim")
    held.sealed_claim = sealing.seal(proof.encode(), held.submission.data_key, place) if proof.strip() else None


def open_claim(held: Representative) -> str:
    """The proof that they spoke of; empty: none. Raises ErasedKeyError once the contact is forgotten."""
    if held.sealed_claim is None:
        return ""
    place = sealing.place(held, "sealed_claim")
    return sealing.unseal_bytes(held.sealed_claim, held.submission.data_key, place).decode()


def seal_notice(request: PrivacyRequest, name: str) -> None:
    """Set the name of the notice that governs, of a request loaded with its key; empty: the policy itself."""
    place = sealing.place(request, "sealed_notice")
    request.sealed_notice = sealing.seal(name.encode(), request.data_key, place) if name.strip() else None


def open_notice(request: PrivacyRequest) -> str:
    """Empty: the policy itself. Raises ErasedKeyError once the content is forgotten."""
    if request.sealed_notice is None:
        return ""
    place = sealing.place(request, "sealed_notice")
    return sealing.unseal_bytes(request.sealed_notice, request.data_key, place).decode()


def open_contact(submission: Submission) -> Contact:
    """Everything the contact key seals. Staff views log that they show it."""
    parts = sealing.unseal(submission.sealed, submission.data_key, sealing.place(submission, "sealed"))
    requester, subject, safe = parts["requester"], parts["subject"], parts["safe_contact"]
    return Contact(
        requester=RequesterDetails(**{**requester, "role": Role(requester["role"])}),
        subject=SubjectDetails(**subject) if subject else None,
        safe_contact=SafeContact(**{**safe, "preferred": ContactBy(safe["preferred"])}),
    )


def open_initials(submission: Submission) -> str:
    """All that a list shows of a person."""
    place = sealing.place(submission, "sealed_initials")
    return sealing.unseal_bytes(submission.sealed_initials, submission.data_key, place).decode()


def open_details(request: PrivacyRequest) -> dict[str, Any]:
    """What the person wrote: `details` and `topic`."""
    return sealing.unseal(request.sealed, request.data_key, sealing.place(request, "sealed"))


def initials(name: str) -> str:
    """The first letters of the first and last word; a hyphen for no name."""
    words = name.split()
    letters = [words[0][0], *([words[-1][0]] if len(words) > 1 else [])] if words else []
    return "".join(f"{letter.upper()}." for letter in letters) or "-"


def lookups_of(submission: Submission, arrival: Arrival) -> list[SubmissionLookup]:
    """The hashes by which staff find the submission again; an identifier with nothing in it has none."""
    asker = arrival.requester
    wanted = [
        (LookupOf.REQUESTER, LookupKind.EMAIL, asker.email),
        (LookupOf.REQUESTER, LookupKind.PHONE, asker.phone),
        *((LookupOf.REQUESTER, LookupKind.NAME, word) for word in name_words(asker.name)),
    ]
    if arrival.data_subject is not None:
        wanted += ((LookupOf.SUBJECT, LookupKind.NAME, word) for word in name_words(arrival.data_subject.name))
    return [
        SubmissionLookup(
            organization_id=submission.organization_id,
            submission=submission,
            of=of,
            kind=kind.value,
            keyed_hash=keyed_hash(submission.organization_id, kind, text),
        )
        for of, kind, text in wanted
        if text.strip()
    ]


def _named(arrival: Arrival) -> str:
    subject = arrival.data_subject
    return subject.name if subject is not None and subject.name.strip() else arrival.requester.name
