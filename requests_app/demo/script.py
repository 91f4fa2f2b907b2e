"""How the demonstration is written down: who asked for what, how many days ago, and what was done since."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from policies.domain.facts import FactValue
from policies.domain.terms import Right, Role, Scope

from ..domain.arriving import Channel
from ..domain.lifecycle import Action

CALIFORNIAN: Mapping[str, FactValue] = {"residency": "US-CA"}


@dataclass(frozen=True, slots=True)
class Done:
    """Something done so many days ago, to one request of the story (0: its first)."""

    ago: int
    action: Action
    said: Mapping[str, Any] = field(default_factory=dict)
    to: int = 0


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
    """One submission and what became of it. `ago`: days since it was received."""

    who: str
    ago: int
    wishes: tuple[Wish, ...]
    channel: Channel = Channel.WEB
    done: tuple[Done, ...] = ()
    role: Role = Role.SELF
    about: str = ""
    """Whose data it is, if somebody else's."""
    acknowledged: bool = True
    suspicions: tuple[str, ...] = ()
    where: str = ""


def verified(ago: int, to: int = 0) -> Done:
    said = {"evidence": "Name, date of birth and member number match the file."}
    return Done(ago, Action.VERIFY_IDENTITY, said, to)


def found(ago: int, fact: str, value: FactValue, evidence: str) -> Done:
    return Done(ago, Action.FIND_FACT, {"fact": fact, "value": value, "evidence": evidence})


def sent(ago: int, action: Action, reason: str = "", **said: Any) -> Done:
    """Something that left in writing, by mail."""
    given = {"reason": reason} if reason else {}
    return Done(ago, action, {"written": True, "channel": "email", **given, **said})
