"""What people still answer for elsewhere in the program, asked before they lose an account or a role.

The rooms above know what that is; they say so here when they start. Nothing here knows them.
"""

from collections.abc import Callable
from typing import Final
from uuid import UUID

Count = Callable[[UUID, UUID | None], int]
"""How many duties a user has, in one organization or (None) in all."""

_counts: Final[dict[str, Count]] = {}
_pages: Final[dict[str, str]] = {}


def register(name: str, count: Count, *, page: str = "") -> None:
    """`name` in the plural, as people read it: `open requests`; of one, its last letter goes. Registering a name again
    replaces it.

    `page`: the name of the address where they are handed over; `?from=` names who has them.
    """
    _counts[name] = count
    _pages[name] = page


def handed_over_at(user_id: UUID) -> dict[str, str]:
    """Where each duty that somebody has is handed over, by its name."""
    return {name: _pages[name] for name in held(user_id) if _pages[name]}


def held(user_id: UUID, organization_id: UUID | None = None) -> dict[str, int]:
    """The duties that somebody has, by name; none are left out."""
    found = {name: count(user_id, organization_id) for name, count in _counts.items()}
    return {name: number for name, number in found.items() if number}
