"""A rule as staff read it: where it stands, what it says, how it was read, and whether a lawyer has looked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from policies.domain.findings import Citation

from .. import day_words


@dataclass(frozen=True, slots=True)
class Cite:
    """One rule, ready to print."""

    title: str
    version: str
    section: str
    says: str
    reading: str
    read_by: str
    reviewed: bool


Titles = Mapping[str, str]
"""The printed titles of policies and laws, by pack."""


def cited(citations: Iterable[Citation], titles: Titles) -> list[Cite]:
    """Rules as the pure core names them."""
    return [_from_citation(citation, titles) for citation in citations]


def cited_rows(rows: Iterable[Mapping[str, Any]], titles: Titles) -> list[Cite]:
    """Rules as a deadline row keeps them."""
    return [_from_row(row, titles) for row in rows]


def _from_citation(citation: Citation, titles: Titles) -> Cite:
    reading = citation.reading
    return Cite(
        title=titles.get(citation.policy, citation.policy),
        version=citation.version,
        section=citation.section,
        says=citation.says,
        reading=reading.text if reading else "",
        read_by=f"{reading.by}, {day_words.day(reading.on)}" if reading else "",
        reviewed=citation.reviewed,
    )


def _from_row(row: Mapping[str, Any], titles: Titles) -> Cite:
    reading = row.get("reading") or {}
    return Cite(
        title=titles.get(row["policy"], row["policy"]),
        version=row["version"],
        section=row["section"],
        says=row["says"],
        reading=reading.get("text", ""),
        read_by=", ".join(part for part in (reading.get("by"), reading.get("on")) if part),
        reviewed=bool(row.get("reviewed")),
    )
