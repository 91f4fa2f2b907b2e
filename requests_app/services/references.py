"""References that people read aloud: `PM-7K3Q-9XWD-2M4T`. Random, so that nobody can guess another's."""

import secrets
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U. Five bits a character."""

CHARACTERS: Final = 12
"""60 bits."""


def new_reference(organization_slug: str) -> str:
    """A reference for a submission, beginning with the organization's initials."""
    letters = [secrets.choice(ALPHABET) for _ in range(CHARACTERS)]
    groups = ["".join(letters[start : start + 4]) for start in range(0, CHARACTERS, 4)]
    return "-".join([_prefix(organization_slug), *groups])


def request_reference(submission_reference: str, position: int) -> str:
    """The reference of one request of a submission: `PM-7K3Q-9XWD-2M4T/1`."""
    return f"{submission_reference}/{position}"


def normalize(typed: str) -> str:
    """What somebody typed, as it is stored: upper case, and the letters taken for digits put right."""
    prefix, _, rest = typed.strip().upper().partition("-")
    return f"{prefix}-{rest.translate(str.maketrans('OIL', '011'))}" if rest else prefix


def _prefix(slug: str) -> str:
    words = slug.split("-")
    return "".join(word[0] for word in words[:3]).upper() if len(words) > 1 else slug[:2].upper()
