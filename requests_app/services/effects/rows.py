"""Rows to be written with the requests of one batch, gathered while its acts are carried out in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from ...models import PrivacyRequest, Representative, RequestFact, RequestItem, RequestLaw, Submission
from ..act import Act
from ..case_file import CaseFile
from ..history import Happening
from ..linked import Opened


@dataclass(slots=True)
class Effects:
    """Rows to be written with the requests of one batch."""

    facts: list[RequestFact] = field(default_factory=list)
    submissions: dict[UUID, Submission] = field(default_factory=dict)
    people: dict[UUID, UUID] = field(default_factory=dict)
    """For a verification: the person of each submission, already locked."""
    linked: list[Happening] = field(default_factory=list)
    laws: list[RequestLaw] = field(default_factory=list)
    representatives: dict[UUID, Representative] = field(default_factory=dict)
    """By submission."""
    named: list[PrivacyRequest] = field(default_factory=list)
    """Requests whose governing notice was named."""
    items: list[RequestItem] = field(default_factory=list)
    opened: list[Opened] = field(default_factory=list)
    """Requests opened from others."""
    said: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    """What the event of a request says besides the details."""
    words: dict[UUID, dict[str, str]] = field(default_factory=dict)
    """What is sealed with the event of a request besides the details."""


Effect = Callable[[Act, CaseFile, Effects], CaseFile | None]
