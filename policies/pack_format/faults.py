"""What is wrong with a pack: file, line, and what was expected."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

MOST_FAULTS: Final = 100


@dataclass(frozen=True, slots=True, order=True)
class PackError:
    """One fault; its text reads `file:line: what is wrong, what was expected`."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackRefused(ValueError):
    """Nothing was loaded. `errors` are all faults found, sorted by file and line."""

    def __init__(self, errors: Iterable[PackError]) -> None:
        self.errors = tuple(sorted(set(errors)))
        super().__init__("\n".join(map(str, self.errors)))


@dataclass(frozen=True, slots=True)
class Reference:
    """A name that something else must declare. `section`: where the reference stands; `kind`: what it must name."""

    kind: str  # fact | condition | right | ground | law | law_rule
    name: str
    line: int
    path: str

    @property
    def section(self) -> str:
        return section_of(self.path)


@dataclass(slots=True)
class Source:
    """The file being read: its faults, and the references that are checked once all of it is known."""

    file: str
    faults: list[PackError] = field(default_factory=list)
    references: list[Reference] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    """Sections with a fault: what depends on them is not judged, so that one slip is reported once."""

    def fault(self, line: int, path: str, message: str) -> None:
        """Note a fault. Raises PackRefused at the hundredth: such a file is not a pack with slips in it."""
        self.faults.append(PackError(self.file, line, message))
        self.broken.add(section_of(path))
        if len(self.faults) >= MOST_FAULTS:
            raise PackRefused(self.faults)

    def refer(self, kind: str, name: str, line: int, path: str) -> None:
        self.references.append(Reference(kind, name, line, path))

    def intact(self, *sections: str) -> bool:
        return not self.broken.intersection(sections)

    def refuse_if_faulty(self) -> None:
        if self.faults:
            raise PackRefused(self.faults)


def section_of(path: str) -> str:
    return path.partition(".")[0]


def near_miss(word: str, words: Iterable[str]) -> str:
    """` (did you mean 'within'?)`, or nothing."""
    close = difflib.get_close_matches(word, sorted(set(words)), n=1, cutoff=0.75)
    return f" (did you mean '{close[0]}'?)" if close else ""


def one_of(words: Iterable[str]) -> str:
    return "one of " + ", ".join(words)
