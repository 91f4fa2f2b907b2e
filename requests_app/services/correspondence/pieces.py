"""The sentences that letters are put together from, by language: data beside the templates."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from ...languages import ENGLISH, SPOKEN, primary
from .filling import fill

FOLDER: Final = Path(__file__).resolve().parents[2] / "correspondence" / "pieces"


def piece(name: str, language: str, /, **values: str) -> str:
    """The sentence `group.name` in `language`, filled in. KeyError for a name there is none of."""
    group, _, key = name.partition(".")
    return fill(pieces(language)[group][key], values)


@lru_cache(maxsize=8)
def pieces(language: str) -> dict[str, dict[str, str]]:
    """All sentences of a language; English for one that has none."""
    known = language if language in SPOKEN else ENGLISH
    return _read(known)


def help_in(language: str, number: str) -> str:
    """A line in the person's own language: that help in it is there, and how to get it. Empty for an unknown one."""
    lines = help_lines().get(primary(language))
    if lines is None:
        return ""
    return fill(lines["with"], {"number": number}) if number else lines["without"]


@lru_cache(maxsize=1)
def help_lines() -> dict[str, dict[str, str]]:
    return _read("language_help")


def _read(name: str) -> dict[str, dict[str, str]]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
