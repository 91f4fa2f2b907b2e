"""`when: {fact: [values]}`: facts, and values that the facts can have."""

from enum import StrEnum
from typing import Final

from ..domain.facts import ALWAYS, BUILT_IN, FACTS, Condition, FactType, FactValue, check_value
from ..domain.terms import Right, Role, Scope
from .block import Block
from .faults import near_miss, one_of
from .fields import WHOLE
from .nodes import Mapping, Scalar

_BUILT_IN_WORDS: Final[dict[str, type[StrEnum]]] = {"requester_role": Role, "scope": Scope, "right": Right}


def condition(block: Block, key: str = "when", *, required: bool = False) -> Condition:
    """Every fact named has one of its values. Each fact is noted as a reference: somebody must be able to tell it."""
    what = "a condition such as {residency: [US-CA]}"
    node = block.take(key, what, required=required)
    if node is None:
        return ALWAYS
    if not isinstance(node, Mapping) or not node.entries:
        block.expected(key, what, node)
        return ALWAYS
    inner = Block(node, node.line, block.name_of(key), block.source)
    return Condition(tuple((fact, _values(inner, fact, name)) for fact, (name, _) in node.entries.items()))


def _values(block: Block, fact: str, name: Scalar) -> tuple[FactValue, ...]:
    if fact not in FACTS and fact not in BUILT_IN:
        known = sorted({*FACTS, *BUILT_IN})
        block.fault(
            name, f"{block.path}: unknown fact {fact!r}{near_miss(fact, known)}: expected {one_of(known)}", fact
        )
        return ()
    block.source.refer("condition", fact, name.line, block.path)
    found = []
    for item in block.scalars(fact, "a list of values such as [US-CA]", required=True):
        value = fact_value(block, fact, item)
        if value is not None:
            found.append(value)
        if fact not in BUILT_IN and FACTS[fact].type is FactType.TOPIC:
            block.source.refer("topic", item.text, item.line, block.path)
    return tuple(found)


def fact_value(block: Block, fact: str, item: Scalar) -> FactValue | None:
    """The value written for a fact, read as the type of the fact wants it."""
    if words := _BUILT_IN_WORDS.get(fact):
        word = block.as_word(fact, item, words)
        return word.value if word else None
    kind = FACTS[fact].type
    value: FactValue = item.text
    if kind is FactType.YES_NO and item.plain and item.text in {"true", "false"}:
        value = item.text == "true"
    elif kind is FactType.NUMBER and item.plain and WHOLE.fullmatch(item.text):
        value = int(item.text)
    try:
        check_value(fact, value)
    except ValueError as error:
        block.fault(item, f"{block.path}: {error}", fact)
        return None
    return value
