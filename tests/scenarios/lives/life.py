"""The lives of requests as the pages tell them: what was asked, what was then done by whom, how it ends.

A page tells one beginning in several ways, so that each boundary has its pair: the last day in, the first day out.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from .page import Block, UnclearPage, read

FOLDER: Final = Path(__file__).parent
ZONE: Final = ZoneInfo("America/Los_Angeles")
ACTORS: Final = ("hana", "ned", "sam", "olga", "person", "mail")
"""Two handlers, the supervisor, the privacy officer; who asked; the mail that went out by itself."""

PAGE: Final = ("title", "because", "organization", "office", "asked", "beginning", "tellings")
BECAUSE: Final = ("rule", "section")
OFFICE: Final = ("second person for", "decided at publication")
ASK: Final = ("right", "scope", "says", "facts", "called")
ASKED: Final = (*ASK, "by", "as", "for", "on", "entered on", "through", "lives in", "age", "deceased", "and")
TELLING: Final = ("told", "office", "asked", "steps")
IN_EVERY_STEP: Final = ("on", "written down", "about", "refused", "because", "expect", *ACTORS)


@dataclass(frozen=True)
class Step:
    """One thing that somebody does, or only a look at how things stand. `deed` empty: a look."""

    said: Block
    actor: str
    deed: str

    @property
    def at(self) -> dt.datetime:
        return moment(self.said, "on")

    @property
    def now(self) -> dt.datetime:
        """When it was written down."""
        return moment(self.said, "written down") if "written down" in self.said else self.at

    @property
    def details(self) -> dict[str, Any]:
        """The words of the step that only its deed knows."""
        return {word: value for word, value in self.said.items() if word not in IN_EVERY_STEP}


@dataclass(frozen=True)
class Telling:
    """One way in which the story of a page goes."""

    page: Block
    title: str
    office: Block | None
    asked: Block
    steps: tuple[Step, ...]

    @property
    def name(self) -> str:
        return f"{self.page.file.removesuffix('.yaml')}: {self.title}"


def tellings() -> list[Telling]:
    """Every telling of every page."""
    return [telling for path in sorted(FOLDER.glob("*/*.yaml")) for telling in told(path)]


def told(path: Path) -> Iterator[Telling]:
    """The tellings of one page. Raises UnclearPage."""
    page = read(path).only(PAGE).need("title", "because", "organization", "asked", "tellings")
    page["because"].only(BECAUSE).need(*BECAUSE)
    beginning = page.get("beginning", [])
    for each in page["tellings"]:
        each.only(TELLING).need("told", "steps")
        asked = each["asked"].over(page["asked"]) if "asked" in each else page["asked"]
        office = each.get("office", page.get("office"))
        if office is not None:
            office.only(OFFICE)
        steps = tuple(_step(said) for said in [*beginning, *each["steps"]])
        yield Telling(page, each["told"], office, _asked(asked), steps)


def _asked(asked: Block) -> Block:
    asked.only(ASKED).need("right", "on", "by")
    for more in asked.get("and", []):
        more.only(ASK).need("right", "called")
    return asked


def _step(said: Block) -> Step:
    said.need("on")
    actors = [word for word in said if word in ACTORS]
    if len(actors) > 1:
        raise UnclearPage(f"{said.at()}: a step is taken by one person, not by {' and '.join(actors)}.")
    if not actors and "expect" not in said:
        raise UnclearPage(f"{said.at()}: nobody does anything here, and nothing is expected.")
    return Step(said, actors[0] if actors else "", said[actors[0]] if actors else "")


def moment(said: Block, word: str) -> dt.datetime:
    """`2026-05-01` (noon) or `2026-05-01 23:55`, in Los Angeles."""
    day, _, clock = str(said[word]).partition(" ")
    try:
        time = dt.time.fromisoformat(clock) if clock else dt.time(12)
        return dt.datetime.combine(dt.date.fromisoformat(day), time, tzinfo=ZONE)
    except ValueError:
        raise UnclearPage(f"{said.at(word)}: “{said[word]}” is no day, or day and time.") from None
