"""Public holidays from the python-holidays package: read once into a calendar version, never asked again for it."""

import datetime as dt
from importlib.metadata import version

FEDERAL = "US"
"""State offices close on more days, but the periods of the laws we hold are counted by the federal ones."""


def has_public_holidays(jurisdiction: str) -> bool:
    """Whether a calendar can be made for it."""
    return jurisdiction.split("-")[0] == FEDERAL


def public_holidays(jurisdiction: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Name by day, from `first` to `last`, with the days on which a holiday of a weekend is observed.

    `US` and any state of it (`US-CA`) have the federal holidays. Raises ValueError for any other jurisdiction.
    """
    import holidays  # not before it is needed: every process loads this module, few make a calendar

    if not has_public_holidays(jurisdiction):
        raise ValueError(f"No public holidays are known for {jurisdiction!r}.")
    # A year more at both ends: New Year's Day on a Saturday is observed in the year before.
    years = range(first.year - 1, last.year + 2)
    named = holidays.country_holidays(FEDERAL, years=years, observed=True, language="en_US")
    return {day: name for day, name in sorted(named.items()) if first <= day <= last}


def source() -> str:
    """What a snapshot made now was read from."""
    return f"python-holidays {version('holidays')}, {FEDERAL} federal"
