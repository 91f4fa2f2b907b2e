"""What every rule carries: where it stands, what it says, how it was read, when it was last held against the text."""

import datetime as dt
from typing import Final, TypedDict

from ..domain.rules import LawRef, Reading
from ..domain.terms import Scope
from .block import Block

BOTH_SCOPES: Final = (Scope.SITE_DATA, Scope.HEALTH_RECORDS)
SECTION: Final = 'where it stands in the text, such as "4 Your rights"'
SAYS: Final = "what the rule says, in your own words"
SILENT: Final = "(not in the text)"


class Stated(TypedDict):
    """What every rule carries."""

    key: str
    section: str
    says: str
    reading: Reading | None
    reviewed: dt.date | None


def stated(block: Block, reviewed: dt.date | None, law: LawRef | None = None) -> Stated:
    """Section and words are required, unless a law fills a silence: then they can say no more than that."""
    return Stated(
        key=block.key,
        section=block.text("section", SECTION, default=SILENT if law else None),
        says=block.text("says", SAYS, default=f"The text is silent; {law} applies." if law else None),
        reading=reading_of(block),
        reviewed=block.date_or_null("reviewed", reviewed),
    )


def reading_of(block: Block) -> Reading | None:
    inner = block.block("reading", "{text: ..., by: ..., on: 2026-01-31}")
    if inner is None:
        return None
    reading = Reading(
        text=inner.text("text", "how open words were read"),
        by=inner.text("by", "who read them so"),
        on=inner.date("on", "the day they were read, such as 2026-01-31"),
    )
    inner.close()
    return reading
