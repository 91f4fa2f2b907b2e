"""From a tale to what the doors of Duly hand to intake."""

import datetime as dt
from typing import Final

from organizations.models import Organization, User
from policies.domain.terms import Role

from ..domain.arriving import Channel, Source
from ..services.arrival import (
    Arrival,
    Ask,
    ContactBy,
    RepresentativeDetails,
    RequesterDetails,
    SafeContact,
    SubjectDetails,
)
from ..services.intake import SPOKEN
from .cast import CAST
from .script import Tale

FOR_THEMSELVES: Final = (Role.SELF, Role.REPORTER, Role.MINOR_SELF)
KEYS_BEGIN: Final = "demo "
TOLD_AFTER: Final = dt.timedelta(minutes=4)
"""On the telephone receipt is confirmed before it is hung up."""


def key_of(tale: Tale) -> str:
    """What makes the tale one and the same, however often and on whatever day it is told."""
    return f"{KEYS_BEGIN}{tale.who} {tale.ago}"


def is_from_the_person(tale: Tale) -> bool:
    """Whether it was sent by the public form, at any hour."""
    return tale.channel is Channel.WEB


def arrival_of(tale: Tale, organization: Organization, at: dt.datetime, *, entered_by: User) -> Arrival:
    by_form, spoken = is_from_the_person(tale), tale.channel in SPOKEN
    return Arrival(
        organization=organization,
        source=Source.PUBLIC_FORM if by_form else Source.VENDOR if tale.channel is Channel.HOTLINE else Source.STAFF,
        channel=tale.channel,
        idempotency_key=key_of(tale),
        received_at=at,
        requester=_requester(tale),
        safe_contact=tale.safe or SafeContact(preferred=_usual(tale.channel)),
        asks=tuple(
            Ask(right=wish.right, scope=wish.scope, topic=wish.topic, details=wish.words, facts=wish.facts)
            for wish in tale.wishes
        ),
        data_subject=_subject(tale),
        representative=_representative(tale),
        suspicions=tale.suspicions,
        received_where=tale.where or ("by telephone" if tale.channel is Channel.PHONE else ""),
        received_by=tale.taken_by,
        entered_by=None if by_form else entered_by.pk,
        external_reference=tale.reference,
        acknowledged_at=at + TOLD_AFTER if spoken and tale.acknowledged else None,
        read_back=spoken,
        send_acknowledgement=by_form and tale.ago == 0,
    )


def _usual(channel: Channel) -> ContactBy:
    if channel in SPOKEN:
        return ContactBy.PHONE
    return ContactBy.MAIL if channel is Channel.MAIL else ContactBy.EMAIL


def _requester(tale: Tale) -> RequesterDetails:
    """People give what the way they chose asks of them: no e-mail on the telephone, no number in a letter."""
    player = CAST[tale.who]
    written = tale.channel in (Channel.WEB, Channel.EMAIL, Channel.COUNTER)
    return RequesterDetails(
        name=player.name,
        role=tale.role,
        email=player.email if written else "",
        phone=player.phone if tale.channel is not Channel.MAIL else "",
        postal_address=player.address if tale.channel is not Channel.WEB else "",
    )


def _subject(tale: Tale) -> SubjectDetails | None:
    if not (tale.about or tale.lives):
        return None
    return SubjectDetails(name=tale.about, residency=tale.lives, age=tale.age, deceased=tale.deceased)


def _representative(tale: Tale) -> RepresentativeDetails | None:
    if tale.role in FOR_THEMSELVES:
        return None
    return RepresentativeDetails(kind=tale.role, proof_claimed=tale.proof, scope="this request")
