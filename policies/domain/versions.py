"""Which version of a policy governs a day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from .rules import PartialDate


class Dated(Protocol):
    """Anything with the first day it governs: a rule set, or a row that stands for one."""

    @property
    def effective_from(self) -> PartialDate: ...


V = TypeVar("V", bound=Dated)


@dataclass(frozen=True, slots=True)
class InForce(Generic[V]):
    """The version that governs a day; `uncertain` when only its month is printed and the day lies in it."""

    version: V
    uncertain: bool


def in_force(versions: Iterable[V], day: dt.date) -> InForce[V] | None:
    """The version that governs `day`, or None.

    A version printed with its month only governs beyond doubt from the next month on; within its month it
    governs, with a doubt, only when no earlier version is held.
    """
    ordered = sorted(versions, key=lambda v: v.effective_from.first_day)
    certain = [v for v in ordered if v.effective_from.certain_from <= day]
    if certain:
        return InForce(certain[-1], uncertain=False)
    begun = [v for v in ordered if v.effective_from.first_day <= day]
    return InForce(begun[0], uncertain=True) if begun else None
