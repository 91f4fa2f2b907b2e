"""Finding a person's rows without keeping their address in the clear: keyed hashes of normalized identifiers.

The key differs per organization, so that equal hashes never link people across organizations.
"""

import hmac
import re
import unicodedata
from enum import StrEnum
from functools import lru_cache
from typing import Final
from uuid import UUID

import idna
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .keys import lookup_key

COUNTRY: Final = "1"
"""Calling code of a number written without one: the United States and Canada."""

EXTENSION: Final = re.compile(r"(?:x|ext\.?|extension|#)\s*\d+\s*$")
APOSTROPHES: Final = dict.fromkeys(map(ord, "'\u2019\u02bc\u2018`"))


class LookupKind(StrEnum):
    """What can be looked up. Equal text of different kinds gives different hashes."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    CODE = "code"


def normalize(kind: LookupKind, identifier: str) -> str:
    """One spelling for one identifier. Never refuses: what is no address or number is compared as text."""
    match LookupKind(kind):
        case LookupKind.EMAIL:
            return _email(unicodedata.normalize("NFKC", identifier).strip())
        case LookupKind.PHONE:
            return _phone(_fold(identifier))
        case LookupKind.NAME:
            return " ".join(name_words(identifier))
        case LookupKind.CODE:
            return _code(identifier)


def keyed_hash(organization_id: UUID, kind: LookupKind, identifier: str) -> str:
    """64 hex digits. Raises ValueError for an identifier with nothing in it, which would match every other."""
    if not (text := normalize(kind, identifier)):
        raise ValueError(f"There is no {kind} to look up.")
    key = _organization_key(lookup_key(), organization_id)
    return hmac.digest(key, f"{LookupKind(kind)}\0{text}".encode("utf-8", "surrogatepass"), "sha256").hex()


def keyed_digest(organization_id: UUID, use: str, content: bytes) -> str:
    """64 hex digits by which equal contents are known to be equal, and nothing else. `use`: what for, in words."""
    key = _organization_key(lookup_key(), organization_id)
    return hmac.digest(key, f"digest {use}\0".encode() + content, "sha256").hex()


def name_words(name: str) -> tuple[str, ...]:
    """The words of a name, each once: a search finds a name by any whole word of it. O'Brien is one word."""
    letters = (char if unicodedata.category(char)[0] in "LMN" else " " for char in _fold(name).translate(APOSTROPHES))
    return tuple(dict.fromkeys("".join(letters).split()))


def _fold(text: str) -> str:
    """NFKC again at the end: folding the case can take a text out of its normal form."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold()).strip()


def _email(text: str) -> str:
    """No dots or plus signs stripped: whether they matter is the mail host's affair."""
    local, at, domain = text.rpartition("@")
    domain = domain.rstrip(".")
    try:
        # Not case-folded first: that would turn the German sharp s into ss, which is another domain.
        domain = idna.encode(domain, uts46=True).decode() if domain else ""
    except idna.IDNAError:
        domain = _fold(domain)
    return f"{_fold(local)}{at}{domain}"


def _code(text: str) -> str:
    """Letters and digits in upper case, those that are taken for digits put right: Crockford's base 32."""
    letters = "".join(char for char in _fold(text).upper() if char.isalnum())
    return letters.translate(str.maketrans("OIL", "011"))


def _phone(text: str) -> str:
    """`+` and digits with the country: (844) 763-8442 is +18447638442. An extension is left out."""
    number = EXTENSION.sub("", text.replace("(0)", ""))
    digits = "".join(str(unicodedata.digit(char)) for char in number if char.isdigit())
    if number.startswith("+"):
        return f"+{digits}"
    if digits.startswith("011"):
        return f"+{digits[3:]}"
    if len(digits) == 10:
        return f"+{COUNTRY}{digits}"
    if len(digits) == 11 and digits.startswith(COUNTRY):
        return f"+{digits}"
    return digits or text


@lru_cache(maxsize=256)
def _organization_key(root: bytes, organization_id: UUID) -> bytes:
    info = b"duly lookup 1" + organization_id.bytes
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(root)
