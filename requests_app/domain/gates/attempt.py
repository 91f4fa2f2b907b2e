"""An act that is about to be taken, with everything a gate may look at, and what a gate says."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from policies.domain.assessment import Assessment
from policies.domain.calendars import local_day
from policies.domain.findings import Citation
from policies.domain.rules import Rule
from policies.domain.situation import Situation

from ..lifecycle import Action
from ..record import Record


@dataclass(frozen=True, slots=True)
class Block:
    """Why a step is blocked, what to do instead, and the rules it rests on."""

    why: str
    next_step: str
    because: tuple[Citation, ...] = ()


class Said(Protocol):
    """The part of what is said with a step that gates look at."""

    @property
    def ground(self) -> str: ...
    @property
    def of(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def step(self) -> str: ...
    @property
    def steps(self) -> tuple[str, ...]: ...
    @property
    def compared(self) -> tuple[str, ...]: ...
    @property
    def passed(self) -> bool | None: ...
    @property
    def decision(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def letter(self) -> str: ...
    @property
    def professional(self) -> str: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """`by`: id of the member of staff; empty: the person or the system. `wording`: digest of the words of a refusal
    that a second person was asked to approve; None: not said yet, or nobody was asked.
    """

    action: Action
    situation: Situation
    assessment: Assessment
    said: Said
    record: Record = field(default_factory=Record)
    by: str = ""
    wording: str | None = None

    @property
    def today(self) -> dt.date:
        """The local day on which it would happen."""
        case = self.situation.case
        return local_day(case.as_of, case.zone) if case.as_of else case.received_on

    def cite(self, *rules: Rule) -> tuple[Citation, ...]:
        """Rules of this case's own version, as a block rests on them."""
        return tuple(Citation.of(rule, self.situation.rules) for rule in rules)


Blocks = Iterator[Block]
