"""A block of a pack: its keys hold single values, lists, or further blocks."""

from collections.abc import Iterable, Iterator

from ..domain.terms import RIGHT_GROUPS, Right
from .faults import near_miss, one_of
from .fields import KEY, Fields, Word
from .nodes import Mapping, Scalar, Sequence


class Block(Fields):
    """One mapping of a pack, with everything that may stand in it."""

    def scalars(self, key: str, what: str, *, required: bool = False) -> list[Scalar]:
        """The items of a list of words; an empty list is refused."""
        node = self.take(key, what, required=required)
        if node is None:
            return []
        if not isinstance(node, Sequence) or not node.items:
            self.expected(key, what, node if not isinstance(node, Sequence) else Scalar(node.line, "", plain=True))
            return []
        found: dict[str, Scalar] = {}
        for item in node.items:
            if not isinstance(item, Scalar) or item.is_nothing:
                self.expected(key, what, item)
            elif item.text in found:
                self.fault(item, f"{self.name_of(key)}: expected {item.text!r} once", key)
            else:
                found[item.text] = item
        return list(found.values())

    def words(self, key: str, words: type[Word], default: Iterable[Word] = ()) -> tuple[Word, ...]:
        """Words of a closed list; absent: the default."""
        items = self.scalars(key, f"a list of {one_of(words)}")
        found = tuple(word for item in items if (word := self.as_word(key, item, words)))
        return found if self.has(key) else tuple(default)

    def rights(self, key: str = "rights", *, required: bool = True, default: Iterable[Right] = ()) -> tuple[Right, ...]:
        """Rights, or groups of rights such as `know`; each noted as a reference to a right that is granted."""
        if not self.has(key) and not required:
            return tuple(default)
        found: dict[Right, None] = {}
        for item in self.scalars(key, "a list of rights such as [know, delete]", required=required):
            group = RIGHT_GROUPS.get(item.text) or tuple(r for r in (self._as_right(key, item),) if r)
            for right in group:
                found[right] = None
                self.source.refer("right", right.value, item.line, self.path)
        return tuple(found)

    def blocks(self, key: str, what: str) -> Iterator["Block"]:
        """The mappings of a mapping: `deadlines: {respond: {...}}`; the last word of a block's path is its key."""
        node = self.take(key, what, required=False)
        if node is None:
            return
        if not isinstance(node, Mapping) or not node.entries:
            self.expected(key, what, node)
            return
        for name, (scalar, value) in node.entries.items():
            if not KEY.fullmatch(name):
                self.expected(key, "keys of small letters, digits and _, such as respond", scalar)
            elif isinstance(value, Mapping):
                yield Block(value, scalar.line, f"{self.name_of(key)}.{name}", self.source)
            else:
                self.expected(f"{key}.{name}", "a mapping", value)

    def block(self, key: str, what: str) -> "Block | None":
        """The mapping under one key, if it is given."""
        node = self.take(key, what, required=False)
        if node is None:
            return None
        if isinstance(node, Mapping):
            return Block(node, self.line_of(key), self.name_of(key), self.source)
        self.expected(key, what, node)
        return None

    def listed(self, key: str, what: str) -> Iterator["Block | Scalar"]:
        """The items of a list: mappings as blocks, or words."""
        node = self.take(key, what, required=False)
        if node is None:
            return
        if not isinstance(node, Sequence):
            self.expected(key, what, node)
            return
        for item in node.items:
            if isinstance(item, Mapping):
                yield Block(item, item.line, self.name_of(key), self.source)
            elif isinstance(item, Scalar) and not item.is_nothing:
                yield item
            else:
                self.expected(key, what, item)

    def listed_blocks(self, key: str, what: str) -> Iterator["Block"]:
        for item in self.listed(key, what):
            if isinstance(item, Block):
                yield item
            else:
                self.expected(key, what, item)

    def _as_right(self, key: str, item: Scalar) -> Right | None:
        if item.text in set(Right):
            return Right(item.text)
        known = [*Right, *RIGHT_GROUPS]
        hint = near_miss(item.text, known)
        self.fault(item, f"{self.name_of(key)}: unknown right {item.text!r}{hint}: expected {one_of(known)}", key)
        return None
