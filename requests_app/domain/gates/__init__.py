"""What the rules forbid, however much the state would allow it. Pure."""

from .attempt import Attempt, Block
from .denial import OVER_THE_CAP
from .denial import problems as denial_problems
from .identity import asks_for_way, authority_steps, identity_steps, is_sensitive
from .release import needs_review
from .table import block

__all__ = [
    "OVER_THE_CAP",
    "Attempt",
    "Block",
    "asks_for_way",
    "authority_steps",
    "block",
    "denial_problems",
    "identity_steps",
    "is_sensitive",
    "needs_review",
]
