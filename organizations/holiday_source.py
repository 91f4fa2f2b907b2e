"""Public holidays from the python-holidays package: read once into a calendar version, never asked again for it."""

import datetime as dt
from importlib.metadata import version

FEDERAL = "US"
"""Every state of it too: state offices close on more days, but the laws we hold count by the federal ones."""


def has_public_holidays(jurisdiction: str) -> bool:
    """Whether a calendar can be made for it."""
    import holidays  # not before it is needed: every process loads this module, few make a calendar

    country, _, part = jurisdiction.partition("-")
    known = holidays.list_supported_countries()
    return country in known and (not part or part in known[country])


def public_holidays(jurisdiction: str, first: dt.date, last: dt.date) -> dict[dt.date, str]:
    """Name by day, from `first` to `last`, with the days on which a holiday of a weekend is observed.

    `jurisdiction` is a country or a part of one (ISO 3166): `GB-SCT`. `US` and any state of it (`US-CA`) have the
    federal holidays. Raises ValueError for a place without a list.
    """
    import holidays

    if not has_public_holidays(jurisdiction):
        raise ValueError(f"No public holidays are known for {jurisdiction!r}.")
    country, _, part = jurisdiction.partition("-")
    subdivision = None if country == FEDERAL else part or None
    # A year more at both ends: New Year's Day on a Saturday is observed in the year before.
    years = range(first.year - 1, last.year + 2)
    named = holidays.country_holidays(country, subdiv=subdivision, years=years, observed=True, language="en_US")
    return {day: name for day, name in sorted(named.items()) if first <= day <= last}


def source(jurisdiction: str) -> str:
    """What a snapshot made now was read from."""
    kind = "federal" if jurisdiction.startswith(FEDERAL) else "public"
    return f"python-holidays {version('holidays')}, {jurisdiction} {kind}"
