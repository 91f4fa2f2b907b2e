"""`organization.yaml`: who publishes the policies beside it. Applied once; afterwards the database wins."""

import re
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .block import Block
from .faults import Source
from .nodes import read

FILE_NAME: Final = "organization.yaml"
_PATTERNS: Final[dict[str, tuple[str, str]]] = {
    "slug": (r"[a-z0-9]+(-[a-z0-9]+)*", "small letters, digits and hyphens, such as northwind"),
    "jurisdiction": (r"[A-Z]{2}(-[A-Z0-9]{1,3})?", "a place such as US or US-CA"),
    "alert_email": (r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", "an address such as privacy@northwind.example"),
    "accent_color": (r"#[0-9a-fA-F]{6}", 'a colour in quotes, such as "#1d5c4d"'),
    "language": (r"[a-z]{2}(-[A-Z]{2})?", "a language such as en"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganizationPack:
    slug: str
    name: str
    timezone: str
    jurisdiction: str
    alert_email: str
    privacy_officer_title: str
    language: str = "en"
    accent_color: str = "#1d4f7a"


def read_organization(path: Path, folder: str = "") -> OrganizationPack:
    """Read one organization; `folder`: the slug it must have. Raises PackRefused with every fault in it."""
    source = Source(str(path))
    root = Block(read(path, source), 1, "", source)
    organization = OrganizationPack(
        slug=_matching(root, "slug"),
        name=root.text("name", "the name as the organization writes it"),
        timezone=_timezone(root),
        jurisdiction=_matching(root, "jurisdiction"),
        alert_email=_matching(root, "alert_email"),
        privacy_officer_title=root.text("privacy_officer_title", "a title such as Privacy Officer"),
        language=_matching(root, "language", "en"),
        accent_color=_matching(root, "accent_color", "#1d4f7a"),
    )
    if folder and source.intact("slug") and organization.slug != folder:
        root.expected("slug", f"{folder!r}, the name of the folder", root.node.entries["slug"][1])
    root.close()
    source.refuse_if_faulty()
    return organization


def _matching(root: Block, key: str, default: str | None = None) -> str:
    pattern, what = _PATTERNS[key]
    text = root.text(key, what, default=default)
    if text and not re.fullmatch(pattern, text):
        root.expected(key, what, root.node.entries[key][1])
    return text


def _timezone(root: Block) -> str:
    what = "a time zone such as America/Los_Angeles"
    name = root.text("timezone", what)
    if name and name not in zoneinfo.available_timezones():
        root.expected("timezone", what, root.node.entries["timezone"][1])
    return name
