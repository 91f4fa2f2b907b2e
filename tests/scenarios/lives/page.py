"""A page of a story, read strictly: every word must be known and said once, or the file and line are named."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml


class UnclearPage(Exception):
    """A page says something that no reader knows. The message begins with file and line."""


class Block(dict[str, Any]):
    """What stands under one heading of a page, with the line on which each word stands."""

    file: str
    line: int
    lines: Mapping[str, int]

    def at(self, word: str = "") -> str:
        """Where `word` stands, or the block itself: `limit.yaml, line 12`."""
        return f"{self.file}, line {self.lines.get(word, self.line)}"

    def only(self, known: Iterable[str]) -> "Block":
        """Raise UnclearPage for a word that is not one of `known`."""
        words = sorted(known)
        for word in self:
            if word not in words:
                raise UnclearPage(f"{self.at(word)}: “{word}” means nothing here. Known: {', '.join(words)}.")
        return self

    def need(self, *wanted: str) -> "Block":
        for word in wanted:
            if word not in self:
                raise UnclearPage(f"{self.at()}: “{word}” is missing.")
        return self

    def over(self, others: Mapping[str, Any]) -> "Block":
        """A block with the words of this one, and of `others` those that this one does not say."""
        return _block({**others, **self}, self.file, self.line, self.lines)


class _Loader(yaml.SafeLoader):
    """Knows texts, whole numbers, yes and no. A day stays the text it is."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("(yes|no|true|false)$"), list("yntf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile("[0-9]+$"), list("0123456789"))


def _mapping(loader: yaml.Loader, node: yaml.MappingNode) -> Block:
    file = Path(node.start_mark.name).name
    values: dict[str, Any] = {}
    lines: dict[str, int] = {}
    for key, value in node.value:
        word, line = key.value, key.start_mark.line + 1
        if word in values:
            raise UnclearPage(f"{file}, line {line}: “{word}” is said twice.")
        values[word], lines[word] = loader.construct_object(value, deep=True), line
    return _block(values, file, node.start_mark.line + 1, lines)


def _block(values: Mapping[str, Any], file: str, line: int, lines: Mapping[str, int]) -> Block:
    block = Block(values)
    block.file, block.line, block.lines = file, line, lines
    return block


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read(path: Path) -> Block:
    """The page at `path`."""
    with path.open(encoding="utf-8") as text:
        page = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with fewer words
    if not isinstance(page, Block):
        raise UnclearPage(f"{path.name}, line 1: a page begins with its title.")
    return page
