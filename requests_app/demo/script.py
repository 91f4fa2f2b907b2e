"""How the demonstration is written down: who asked for what, how many days ago, and what was done since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from organizations.models import MembershipRole
from policies.domain.facts import FactValue
from policies.domain.terms import Right, Role, Scope

from ..domain.arriving import Channel
from ..domain.lifecycle import Action
from ..services.arrival import ContactBy, SafeContact

SAFE_BY_PHONE: Final = SafeContact(
    preferred=ContactBy.PHONE, may_write=False, note="Call before noon. Do not say where you call from."
)
PLAIN_LETTER: Final = SafeContact(preferred=ContactBy.MAIL, plain_envelope=True)


class By(StrEnum):
    """Who did a step, if not the handler of the case."""

    HANDLER = MembershipRole.HANDLER.value
    SUPERVISOR = MembershipRole.SUPERVISOR.value
    PRIVACY_OFFICER = MembershipRole.PRIVACY_OFFICER.value
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Done:
    """Something done so many days ago, to one request of the tale (0: its first)."""

    ago: int
    action: Action
    said: Mapping[str, Any] = field(default_factory=dict)
    to: int = 0
    by: By = By.HANDLER


@dataclass(frozen=True, slots=True)
class Wish:
    """One right asked for, in the person's words."""

    right: Right
    words: str
    scope: Scope = Scope.SITE_DATA
    facts: Mapping[str, FactValue] = field(default_factory=dict)
    topic: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tale:
    """One submission and what became of it. `ago`: days since it was received. `who`: a name of the cast.

    `about`, `age`, `deceased`: whose data it is, if somebody else's. `proof`: the paper a representative spoke of.
    `where`, `taken_by`, `reference`: of what staff entered, who took it in, and the other side's own number for it.
    """

    who: str
    ago: int
    wishes: tuple[Wish, ...]
    channel: Channel = Channel.WEB
    done: tuple[Done, ...] = ()
    lives: str = ""
    role: Role = Role.SELF
    about: str = ""
    age: int | None = None
    deceased: bool | None = None
    proof: str = ""
    safe: SafeContact | None = None
    where: str = ""
    taken_by: str = ""
    reference: str = ""
    acknowledged: bool = True
    suspicions: tuple[str, ...] = ()


def health(right: Right, words: str, **facts: FactValue) -> Wish:
    """Something asked of health records."""
    return Wish(right, words, Scope.HEALTH_RECORDS, facts)


def started(ago: int, to: int = 0) -> Done:
    return Done(ago, Action.START_WORK, to=to)


def noted(ago: int, note: str, to: int = 0) -> Done:
    return Done(ago, Action.ADD_NOTE, {"note": note}, to)


def identity_asked(ago: int, to: int = 0) -> Done:
    return Done(ago, Action.REQUEST_IDENTITY, {"written": True, "channel": "email"}, to)


def reminded(ago: int, to: int = 0) -> Done:
    return Done(ago, Action.SEND_REMINDER, {"written": True, "channel": "email"}, to)


def verified(ago: int, to: int = 0) -> Done:
    said = {"evidence": "Name, date of birth and telephone number match what we hold."}
    return Done(ago, Action.VERIFY_IDENTITY, said, to)


def found(ago: int, fact: str, value: FactValue, evidence: str) -> Done:
    return Done(ago, Action.FIND_FACT, {"fact": fact, "value": value, "evidence": evidence})


def sent(ago: int, action: Action, reason: str = "", *, to: int = 0, by: By = By.HANDLER, **said: Any) -> Done:
    """Something that left in writing, by mail."""
    given = {"reason": reason} if reason else {}
    return Done(ago, action, {"written": True, "channel": "email", **given, **said}, to, by)
