"""Quantities of time, written as words and parsed strictly: `45 calendar days`, `12 months`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Self


class Unit(StrEnum):
    CALENDAR_DAYS = "calendar days"
    BUSINESS_DAYS = "business days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


EXPECTED: Final = "a quantity such as '45 calendar days', '10 business days', '2 weeks', '12 months' or '6 years'"
_WORDS: Final = re.compile(r"(0|[1-9][0-9]{0,3}) (calendar day|business day|week|month|year)(s?)")


@dataclass(frozen=True, slots=True)
class Period:
    """A number of calendar days, business days, weeks, months or years; never negative."""

    count: int
    unit: Unit

    @classmethod
    def parse(cls, words: str) -> Self:
        """Read `<n> calendar days | business days | weeks | months | years`; ValueError says what was expected."""
        match = _WORDS.fullmatch(words) if isinstance(words, str) else None
        if match is None:
            raise ValueError(f"expected {EXPECTED}, not {words!r}")
        return cls(int(match[1]), Unit(match[2] + "s"))

    def __str__(self) -> str:
        unit = self.unit.value
        return f"{self.count} {unit[:-1] if self.count == 1 else unit}"
