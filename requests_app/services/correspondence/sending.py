r"""A letter on its way: from draft to the mail or the post, and what happens once it has left.

    draft --send--> queued --mail has left--> sent
                 \-> to_post --posted--> sent

The act it stands for is checked when it is sent and again when its mail is made, and done when it has left: the date
moves when the notice has been sent. A letter that something else has overtaken becomes idle.
"""

import datetime as dt
from contextlib import suppress
from dataclasses import replace
from typing import Final
from uuid import UUID

from django.db import transaction

from organizations.models import User
from organizations.services.people import staff_actor

from ...domain.lifecycle import Action
from ...domain.refusals import Incomplete, Refused
from ...models import Attachment, Letter, LetterState, Message, MessageKind, PrivacyRequest
from .. import attachments, envelope, messages
from ..transition import transition_one
from . import barriers, sealed_text, wording_check
from .barriers import Overtaken
from .compose import actions_of, locked
from .permitted import EMAIL, IN_PERSON, MAIL, actor_of, details_of, way_out
from .sealed_text import Text

POSTED_BY: Final = (MAIL, IN_PERSON)
LET_GO: Final = (LetterState.QUEUED, LetterState.TO_POST)

OVERTAKEN: Final = "overtaken"
AFTER_CHANGE: Final = "left_after_change"
"""It had left when something else happened: it says something that is no longer so."""
UNDELIVERABLE: Final = "undeliverable"


def send(letter: Letter, *, by: User | None, now: dt.datetime) -> Letter:
    """Have a draft mailed, or put it with what is to be posted. Sending it again changes nothing.

    `by`: None for the software. Raises Refused when the act it stands for would not be allowed, when its words no
    longer say what they must, or when the person asked not to be written to. Nothing has changed then.
    """
    with transaction.atomic():
        held = locked(letter)  # the letter before its request, here and everywhere: the transition locks the rest
        if held.state != LetterState.DRAFT:
            return _as_sent(held)
        request = PrivacyRequest.objects.select_for_update(no_key=True).only("event_seq").get(pk=held.request_id)
        text = replace(sealed_text.read(held), sent_by=str(by.pk) if by else "", sent_on=now.isoformat())
        if problems := wording_check.problems(text.subject, text.body, text.must_say):
            raise Incomplete(held.request.reference, problems)
        contact = envelope.open_contact(held.request.submission)
        barriers.check_may_write(held, contact, text)
        mailed = way_out(held, text, contact, by=by, now=now) == EMAIL
        sealed_text.seal(held, replace(text, seq=request.event_seq))
        held.state = LetterState.QUEUED if mailed else LetterState.TO_POST
        if mailed:
            held.message = _queued(held, now)
        held.save(update_fields=["sealed", "state", "message"])
        return held


def posted(letter: Letter, on: dt.datetime, *, by: User | None, now: dt.datetime, channel: str = MAIL) -> Letter:
    """It was put in the post, or handed over, at `on`: that is when it counts. Saying so again changes nothing.

    Raises Incomplete, at `posted_on`, for a day before `send` or after today; Refused when the act it stands for is no
    longer allowed; Overtaken, and the letter is set aside, when something came first.
    """
    if channel not in POSTED_BY:
        raise ValueError(f"a letter is not posted by {channel}")
    try:
        return _posted(letter, on, by=by, now=now, channel=channel)
    except Overtaken:
        overtaken(letter, OVERTAKEN)
        raise


def _posted(letter: Letter, on: dt.datetime, *, by: User | None, now: dt.datetime, channel: str) -> Letter:
    with transaction.atomic():
        held = locked(letter)
        if held.state == LetterState.SENT:
            return held
        if held.state != LetterState.TO_POST:
            raise Refused(held.request.reference, "This letter does not wait to be posted.", "Send it first.")
        text = sealed_text.read(held)
        barriers.check_day(held, text, on, now)
        _act(held, text, by=by, channel=channel, at=on, now=now)
        return _mark_sent(held, on)


def left(message: Message, *, now: dt.datetime) -> None:
    """The mail of a letter has left at `now`: the act it stands for happens. Once, however often it is said."""
    letter = Letter.objects.filter(message=message).first()
    if letter is None:
        return
    with transaction.atomic():
        held = locked(letter)
        if held.state == LetterState.SENT:
            return
        text = sealed_text.read(held)
        by = sender(text)
        try:
            with transaction.atomic():
                _act(held, text, by=by, channel=EMAIL, at=now, now=now)
        except Refused:
            _noted(held, by, now)
        _mark_sent(held, now)


def sender(text: Text) -> User | None:
    """Who had it sent; None: the software, as with a reminder."""
    return User.objects.get(pk=UUID(text.sent_by)) if text.sent_by else None


def undeliverable(message: Message) -> None:
    """The mail server will never take it: it has to be posted."""
    waiting = Letter.objects.filter(message=message, state=LetterState.QUEUED)
    waiting.update(state=LetterState.TO_POST, idle_because=UNDELIVERABLE)


def overtaken(letter: Letter, why: str) -> None:
    """No longer to be sent, for the reason of the code `why`."""
    waiting = Letter.objects.filter(pk=letter.pk, state__in=LET_GO)
    waiting.update(state=LetterState.IDLE, idle_because=why)


def _act(letter: Letter, text: Text, *, by: User | None, channel: str, at: dt.datetime, now: dt.datetime) -> None:
    barriers.check_may_be_told(letter.request)
    barriers.check_still_first(letter, text)
    details = details_of(letter, text, channel)
    for action in actions_of(letter):
        transition_one(letter.request_id, action, by=actor_of(by), at=at, details=details, now=now)
    barriers.check_still_first(letter, text)  # again, now that the request is locked


def _as_sent(letter: Letter) -> Letter:
    if letter.state == LetterState.IDLE:
        why = "This letter was discarded, or something else has overtaken it."
        raise Refused(letter.request.reference, why, "Begin a new one.")
    return letter


def _queued(letter: Letter, now: dt.datetime) -> Message:
    key = str(letter.pk)
    messages.queue_message(
        kind=MessageKind.LETTER,
        organization_id=letter.organization_id,
        key=key,
        submission=letter.request.submission,
        now=now,
    )
    return Message.objects.get(organization=letter.organization_id, kind=MessageKind.LETTER, key=key)


def _mark_sent(letter: Letter, at: dt.datetime) -> Letter:
    letter.state, letter.sent_at = LetterState.SENT, at
    if letter.idle_because != AFTER_CHANGE:
        letter.idle_because = ""
    letter.save(update_fields=["state", "sent_at", "idle_because"])
    if letter.translation_id is not None:  # of an answer it is there with the answer
        waiting = Attachment.objects.filter(pk=letter.translation_id, available_from=None)
        for file in waiting.select_related("organization"):
            attachments.open_to_person(file, at=at)
    return letter


def _noted(letter: Letter, by: User | None, now: dt.datetime) -> None:
    """It left in the very moment in which something else happened. The case says so; nothing moves."""
    letter.idle_because = AFTER_CHANGE
    if by is None:
        return  # a reminder too many: the letter itself says when it left
    note = f"A letter ({letter.kind.replace('_', ' ')}) left when the case had already changed. It changed nothing."
    with suppress(Refused), transaction.atomic():  # whoever sent it may have left as well; the letter says it too
        transition_one(letter.request_id, Action.ADD_NOTE, by=staff_actor(by), details={"note": note}, now=now)
