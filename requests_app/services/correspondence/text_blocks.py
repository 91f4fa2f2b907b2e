"""A letter's text as headings, paragraphs and lists: a line that begins with `# ` is a heading, with `- ` an item."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Final

HEADING: Final = "# "
ITEM: Final = "- "


@dataclass(frozen=True, slots=True)
class Block:
    """`kind`: heading, paragraph or list; `lines`: of a list its items, else the lines as typed."""

    kind: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def blocks(text: str) -> list[Block]:
    """The parts of a letter, in order. Whatever a person types, each of their words stands in one of them."""
    return [block for part in text.replace("\r\n", "\n").split("\n\n") for block in _blocks_of(part)]


def as_plain(text: str) -> str:
    """The letter for a plain mail."""
    return "\n\n".join(_plain(block) for block in blocks(text))


def _blocks_of(part: str) -> Iterator[Block]:
    lines = [line.rstrip() for line in part.split("\n") if line.strip()]
    for kind, run in groupby(lines, key=_kind):
        if kind == "heading":
            yield from (Block(kind, (line.removeprefix(HEADING).strip(),)) for line in run)
        elif kind == "list":
            yield Block(kind, tuple(line.removeprefix(ITEM).strip() for line in run))
        else:
            yield Block(kind, tuple(line.strip() for line in run))


def _kind(line: str) -> str:
    if line.startswith(HEADING):
        return "heading"
    return "list" if line.startswith(ITEM) else "paragraph"


def _plain(block: Block) -> str:
    if block.kind == "heading":
        return f"{block.text}\n{'-' * min(len(block.text), 60)}"
    if block.kind == "list":
        return "\n".join(f"- {line}" for line in block.lines)
    return block.text
