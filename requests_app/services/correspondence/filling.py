"""Filling in a template: words in braces, and nothing else.

No template language stands behind it, so nothing that an organization writes can be executed. What is filled in is
never looked at again: a brace that a person typed stays a brace. Escaping is for whoever prints it.
"""

import re
from collections.abc import Collection, Mapping
from typing import Final

_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_BLANK: Final = re.compile(r"\n[ \t]*\n\s*")


class WrongTemplate(ValueError):
    """A template that cannot be used; the message says what is wrong in it, for whoever writes it."""


def places(text: str) -> set[str]:
    """The words `text` has a place for. Raises WrongTemplate for a brace that belongs to none."""
    rest = _PLACE.sub("", text)
    if "{" in rest or "}" in rest:
        raise WrongTemplate("A brace { or } stands alone. Braces are for placeholders, as in {reference}.")
    return set(_PLACE.findall(text))


def check(text: str, *, known: Collection[str], needed: Collection[str]) -> None:
    """Raises WrongTemplate for a placeholder that is unknown, or one that is missing."""
    found = places(text)
    if unknown := sorted(found - set(known)):
        raise WrongTemplate(f"This letter has no {_listed(unknown)}. It has: {_listed(sorted(known))}.")
    if missing := sorted(set(needed) - found):
        raise WrongTemplate(f"The text must have a place for {_listed(missing)}.")


def fill(text: str, values: Mapping[str, str]) -> str:
    """`text` with its places filled in. A part all of whose places stay empty is left out, with its heading.

    Parts are divided by blank lines. Raises WrongTemplate for a placeholder that has no value.
    """
    check(text, known=values, needed=())
    parts = [_part(part, values) for part in _BLANK.split(text.strip())]
    return "\n\n".join(part for part in parts if part)


def _part(part: str, values: Mapping[str, str]) -> str:
    wanted = _PLACE.findall(part)
    if wanted and not any(values[name].strip() for name in wanted):
        return ""
    return _PLACE.sub(lambda place: values[place.group(1)].strip(), part).strip()


def _listed(names: Collection[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in names)
