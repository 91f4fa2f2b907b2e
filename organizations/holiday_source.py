"""Public holidays from the python-holidays package: read once into a calendar version, never asked again for it."""

import datetime as dt
from importlib.metadata import version

import holidays

FEDERAL = "US"
"""State offices close on more days, but the periods of the laws we hold are counted by the federal ones."""


class UnknownJurisdictionError(ValueError):
    """There is no list of public holidays for this jurisdiction."""


def public_holidays(jurisdiction: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Name by day, from `first` to `last`, with the days on which a holiday of a weekend is observed.

    `US` and any state of it (`US-CA`) have the federal holidays.
    """
    if jurisdiction.split("-")[0] != FEDERAL:
        raise UnknownJurisdictionError(
            f"No public holidays are known for {jurisdiction!r}. Use US, or a state like US-CA."
        )
    # A year more at both ends: New Year's Day on a Saturday is observed in the year before.
    years = range(first.year - 1, last.year + 2)
    named = holidays.country_holidays(FEDERAL, years=years, observed=True, language="en_US")
    return {day: name for day, name in sorted(named.items()) if first <= day <= last}


def source() -> str:
    """What a snapshot made now was read from."""
    return f"python-holidays {version('holidays')}, {FEDERAL} federal"
