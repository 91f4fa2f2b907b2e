"""YAML as a tree of three kinds of node, each with its line; scalars stay the text that was written.

A field says what it wants to read a text as, so `NO`, `010`, `1.10`, `2026-01-01` and `on:` mean what they
look like and never what YAML 1.1 would make of them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NoReturn

import yaml

from .faults import PackError, PackRefused, Source

LARGEST_FILE: Final = 256 * 1024
DEEPEST_NESTING: Final = 12
_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Control characters, and those that turn the direction of text so that a reader sees other words than the program.
_UNSEEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(slots=True)
class Scalar:
    line: int
    text: str
    plain: bool
    """Written without quotes."""

    @property
    def is_nothing(self) -> bool:
        return self.plain and self.text in {"", "~", "null", "Null", "NULL"}


@dataclass(slots=True)
class Sequence:
    line: int
    items: list["Node"] = field(default_factory=list)


@dataclass(slots=True)
class Mapping:
    line: int
    entries: dict[str, tuple[Scalar, "Node"]] = field(default_factory=dict)
    waiting: Scalar | None = None
    """The key whose value is read next."""


Node = Scalar | Sequence | Mapping


def describe(node: Node) -> str:
    """What stands there, for `expected ..., not ...`."""
    match node:
        case Scalar():
            return "nothing" if node.is_nothing else repr(node.text[:80])
        case Sequence():
            return "a list"
    return "a mapping"


def read(path: Path, source: Source) -> Mapping:
    """The file's mapping. Raises PackRefused if it is not readable as one; duplicate keys become faults of `source`."""
    text = _text_of(path, source.file)
    try:
        root = _compose(yaml.parse(text, Loader=_LOADER), source)
    except yaml.YAMLError as error:
        raise _not_yaml(error, source.file) from error
    if not isinstance(root, Mapping):
        found = describe(root) if root else "an empty file"
        _refuse(source.file, 1, f"expected a mapping of keys such as 'policy: ...', not {found}")
    return root


def _text_of(path: Path, file: str) -> str:
    if not path.is_file():
        _refuse(file, 1, "expected a YAML file; there is none")
    with path.open("rb") as stream:
        content = stream.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        _refuse(file, 1, f"expected a file of at most {LARGEST_FILE // 1024} KB, not {path.stat().st_size:,} bytes")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(file, content.count(b"\n", 0, error.start) + 1, "expected text in UTF-8")
    if unseen := _UNSEEN.search(text):
        line = text.count("\n", 0, unseen.start()) + 1
        _refuse(file, line, f"expected text without control characters, not U+{ord(unseen[0]):04X}")
    return text


def _compose(events: Iterator[yaml.Event], source: Source) -> Node | None:
    """Build the tree from the stream of events, without recursion: a deep file costs no stack."""
    root: Node | None = None
    open_nodes: list[Sequence | Mapping] = []
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        _refuse_what_packs_do_not_use(event, line, source.file, root)
        match event:
            case yaml.ScalarEvent():
                node: Node = Scalar(line, event.value, plain=not event.style)
            case yaml.SequenceStartEvent():
                node = Sequence(line)
            case yaml.MappingStartEvent():
                node = Mapping(line)
            case yaml.CollectionEndEvent():
                open_nodes.pop()
                continue
            case _:
                continue
        if open_nodes:
            _attach(node, open_nodes[-1], source)
        else:
            root = node
        if not isinstance(node, Scalar):
            open_nodes.append(node)
            if len(open_nodes) > DEEPEST_NESTING:
                _refuse(source.file, line, f"expected at most {DEEPEST_NESTING} levels of nesting")
    return root


def _attach(node: Node, parent: Sequence | Mapping, source: Source) -> None:
    if isinstance(parent, Sequence):
        parent.items.append(node)
    elif parent.waiting is None:
        if not isinstance(node, Scalar):
            _refuse(source.file, node.line, f"expected a word as key, not {describe(node)}")
        parent.waiting = node
    else:
        key, parent.waiting = parent.waiting, None
        if key.text in parent.entries:
            first = parent.entries[key.text][0].line
            source.fault(key.line, "", f"duplicate key {key.text!r}: expected it once; first given on line {first}")
        else:
            parent.entries[key.text] = (key, node)


def _refuse_what_packs_do_not_use(event: yaml.Event, line: int, file: str, root: Node | None) -> None:
    """Anchors and aliases (a few lines of them can stand for gigabytes), tags, and several documents in one file."""
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        _refuse(file, line, "expected the value itself: anchors (&) and aliases (*) are not allowed in a pack")
    if (tag := getattr(event, "tag", None)) not in {None, "!"}:
        _refuse(file, line, f"expected a value without a tag, not {tag!r}")
    if isinstance(event, yaml.DocumentStartEvent) and root is not None:
        _refuse(file, line, "expected one document in the file, not another after '---'")


def _not_yaml(error: yaml.YAMLError, file: str) -> PackRefused:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return PackRefused([PackError(file, mark.line + 1 if mark else 1, f"expected YAML: {problem}")])


def _refuse(file: str, line: int, message: str) -> NoReturn:
    raise PackRefused([PackError(file, line, message)])
