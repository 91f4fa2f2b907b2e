"""Everything staff may do with a request, as the case page offers it: its words, its form, its place in the menu."""

from typing import Final

from ...domain.lifecycle import Action
from . import answering, identity, person, record, work
from .line import Act, ActGroup

ACTS: Final[tuple[Act, ...]] = (*work.ACTS, *person.ACTS, *identity.ACTS, *answering.ACTS, *record.ACTS)
"""In the order of their headings; within one heading in the order in which a case goes."""

OWN_PAGES: Final = frozenset(
    {
        Action.RELEASE,  # on the page of what is held for review
        Action.DISMISS,  # there too
        Action.ATTACH_FILE,  # with the files of the case
        Action.RECEIVE_FILE,
        Action.FETCH_FILE,
        Action.ERASE_FILE,
    }
)
"""What staff do, or see done, on pages of another kind; everything else of the lifecycle is in `ACTS`."""

BY_SLUG: Final = {act.slug: act for act in ACTS}
BY_ACTION: Final = {act.action: act for act in ACTS}

__all__ = ["ACTS", "BY_ACTION", "BY_SLUG", "OWN_PAGES", "Act", "ActGroup"]
