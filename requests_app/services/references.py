"""References that people read aloud: `PM-7K3Q-9XWD-2M4T`. Random, so that nobody can guess another's."""

import re
import secrets
import unicodedata
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U. Five bits a character."""

CHARACTERS: Final = 12
"""60 bits."""

EXAMPLE: Final = "PM-7K3Q-9XWD-2M4T"
SHAPE: Final = re.compile(rf"[A-Z0-9]{{2,3}}(-[{ALPHABET}]{{4}}){{3}}(/[1-9][0-9]?)?")
"""As `normalize` gives it back: initials, three groups of four, and the number of a request."""

SEPARATORS: Final = re.compile(r"[^A-Z0-9]+")
MISTAKEN: Final = str.maketrans("OIL", "011")


def new_reference(organization_slug: str) -> str:
    """A reference for a submission, beginning with the organization's initials."""
    letters = [secrets.choice(ALPHABET) for _ in range(CHARACTERS)]
    groups = ["".join(letters[start : start + 4]) for start in range(0, CHARACTERS, 4)]
    return "-".join([_prefix(organization_slug), *groups])


def request_reference(submission_reference: str, position: int) -> str:
    """The reference of one request of a submission: `PM-7K3Q-9XWD-2M4T/1`."""
    return f"{submission_reference}/{position}"


def normalize(typed: str) -> str:
    """What somebody typed, as it is stored, with any hyphens, dashes or spaces, or with none: the last twelve letters
    and digits are the random part, in which letters taken for digits are put right. What is too short to be a
    reference comes back in upper case.
    """
    words = unicodedata.normalize("NFKC", typed).strip().upper()
    whole, slash, position = words.partition("/")
    kept = SEPARATORS.sub("", whole)
    prefix, drawn = kept[:-CHARACTERS], kept[-CHARACTERS:].translate(MISTAKEN)
    if not prefix:
        return words
    reference = "-".join([prefix, *(drawn[start : start + 4] for start in range(0, CHARACTERS, 4))])
    return f"{reference}/{SEPARATORS.sub('', position)}" if slash else reference


def could_be(typed: str) -> bool:
    """Whether it has the shape of a reference. That tells nothing of whether there is such a one."""
    return SHAPE.fullmatch(normalize(typed)) is not None


def _prefix(slug: str) -> str:
    """Two or three letters, so that one that is missing in the random part shows."""
    words = [word for word in re.split("[-_]", slug) if word]
    return "".join(word[0] for word in words[:3]).upper() if len(words) > 1 else (words[0] * 2)[:2].upper()
