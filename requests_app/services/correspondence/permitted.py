"""Whether a letter may go now, and by which way. Changes nothing."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from organizations.models import User
from organizations.services.people import staff_actor
from policies.domain.situation import Situation
from records.chain import Actor, ActorKind

from ...domain import gates
from ...domain.record import OPENS_PAGE, AnswerWay
from ...domain.refusals import Blocked, Incomplete, Refused
from ...models import Letter, LetterKind, LetterState, PrivacyRequest
from .. import act, case_file, envelope, messages
from ..act import Act
from ..details import Details
from ..envelope import Contact
from ..roles import with_roles
from . import barriers, sealed_text, wording_check
from .compose import actions_of
from .extension import more_time
from .kinds import KINDS
from .sealed_text import Text

EMAIL: Final = "email"
MAIL: Final = "mail"
IN_PERSON: Final = "in_person"

SOFTWARE: Final = Actor(kind=ActorKind.SYSTEM, label="reminders")


def actor_of(by: User | None) -> Actor:
    return staff_actor(by) if by else SOFTWARE


def carries_mail(letter: Letter, contact: Contact) -> bool:
    """Whether it would go by e-mail."""
    text = sealed_text.read(letter)
    return bool(text.to) if text.goes_elsewhere else messages.may_mail(contact)


def way_out(letter: Letter, text: Text, contact: Contact, *, by: User | None, now: dt.datetime) -> str:
    """By mail if the person may be mailed. An answer that may not go so, nor by post, is handed over.

    Raises the Refused of the way that would be taken first when none is open.
    """
    ways = [_first_way(letter, contact)]
    if KINDS[LetterKind(letter.kind)].is_answer:
        ways = [*ways, *(way for way in (MAIL, IN_PERSON) if way not in ways)]
        if ways[0] == EMAIL and _only_by_post(letter.request):
            ways.remove(EMAIL)
    refusals = []
    for way in ways:
        try:
            check(letter, text, by=by, channel=way, now=now)
        except Refused as refused:
            refusals.append(refused)
        else:
            return way
    raise refusals[0]


def _only_by_post(request: PrivacyRequest) -> bool:
    """Their postal address is known to be theirs, and nothing that would open the page: the answer is posted, a denial
    like any other.
    """
    [file] = case_file.gather([request])
    situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
    shown = file.record.ways
    return gates.asks_for_way(situation) and AnswerWay.MAIL in shown and not shown & OPENS_PAGE


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What letting it go would come to. `way`: the one it would go by, or be refused for."""

    way: str
    refused: Refused | None = None


def outlook(letter: Letter, *, by: User | None, now: dt.datetime) -> Outlook:
    """Of a draft, or of a letter that waits to be posted."""
    text = sealed_text.read(letter)
    contact = envelope.open_contact(letter.request.submission)
    try:
        if problems := wording_check.problems(text.subject, text.body, text.must_say):
            raise Incomplete(letter.request.reference, problems)
        barriers.check_may_write(letter, contact, text)
        return Outlook(way=way_out(letter, text, contact, by=by, now=now))
    except Refused as refused:
        return Outlook(way=_first_way(letter, contact), refused=refused)


def _first_way(letter: Letter, contact: Contact) -> str:
    return EMAIL if letter.state != LetterState.TO_POST and carries_mail(letter, contact) else MAIL


def check(letter: Letter, text: Text, *, by: User | None, channel: str, now: dt.datetime) -> None:
    """Raise the Refused that the act would meet now. Changes nothing; the letter's request is loaded."""
    barriers.check_may_be_told(letter.request)
    barriers.check_still_first(letter, text)
    [file] = case_file.gather([letter.request])
    if letter.kind == LetterKind.EXTENSION:
        days = text.details.get("days")
        found = more_time(file, days=days, now=now)
        if found.new_date is None:
            raise Blocked(letter.request.reference, found.why_not, "Discard this draft.", found.because)
        if found.new_date.isoformat() != text.details.get("new_date"):
            why = f"The new date would now be {found.new_date}, not the one in the letter."
            raise Blocked(letter.request.reference, why, "Begin it anew.", found.because)
    for action in actions_of(letter):
        details = Details.of_mapping(details_of(letter, text, channel), reference=letter.request.reference)
        act.check(with_roles(Act(action=action, details=details, by=actor_of(by), at=now, now=now)), file)


def details_of(letter: Letter, text: Text, channel: str) -> dict[str, Any]:
    """What is said with the act. That routes were told is so because the text cannot leave without them."""
    told = {"review_told": "appeal" in text.must_say, "complaint_told": "complaint" in text.must_say}
    details = {**_typed(text.details), "written": True, "channel": channel, "letter": str(letter.pk)}
    details["composed_by"] = str(letter.composed_by_id or "")
    return {**details, **{name: True for name, is_told in told.items() if is_told}}


def _typed(details: Mapping[str, Any]) -> dict[str, Any]:
    """Days come out of the sealed part as text."""
    typed = dict(details)
    if typed.get("new_date"):
        typed["new_date"] = dt.date.fromisoformat(typed["new_date"])
    return typed
