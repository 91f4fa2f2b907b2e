"""The language that somebody names, as a code: by its name in English or in itself, or by the code."""

from functools import lru_cache
from typing import Final

from django.conf.locale import LANG_INFO

from .languages import NAMES, primary

OTHER: Final = "other"
"""The choice of a language that is not in the list."""

UNKNOWN: Final = "und"
"""The code (ISO 639-2) of a language that has none we know. What it was called stands in a note."""

ALSO: Final = {
    "中文": "zh",
    "chinese": "zh",
    "mandarin": "zh",
    "cantonese": "zh",
    "farsi": "fa",
    "filipino": "tl",
    "castellano": "es",
    "hmong": "hmn",
    "hmoob": "hmn",
    "somali": "so",
    "samoan": "sm",
    "tongan": "to",
    "amharic": "am",
    "lao": "lo",
}
"""Names that Django's list of languages lacks."""


def chosen(language: str, named: str, *, default: str) -> tuple[str, str]:
    """The code of what was chosen, and what to note where no code says it.

    `named` counts for `other` alone; nothing chosen or named is `default`.
    """
    if language != OTHER or not named.strip():
        return (primary(language) if language and language != OTHER else default), ""
    code = code_of(named)
    return (code, "") if code else (UNKNOWN, f"Prefers to be written to in {named.strip()}.")


def code_of(named: str) -> str:
    """Two or three letters; empty for a language that is not known."""
    return _codes().get(named.strip().casefold(), "")


def name_of(code: str) -> str:
    """What staff call the language with this code."""
    known = primary(code)
    if known == UNKNOWN:
        return "another language"
    return NAMES.get(known) or LANG_INFO.get(known, {}).get("name") or code


@lru_cache(maxsize=1)
def _codes() -> dict[str, str]:
    found = {}
    for code, info in LANG_INFO.items():
        for name in (code, info.get("name", ""), info.get("name_local", "")):
            found[name.casefold()] = primary(code)
    found |= {word.casefold(): code for code, name in NAMES.items() for word in (code, name)}
    return {name: code for name, code in {**found, **ALSO}.items() if name}
