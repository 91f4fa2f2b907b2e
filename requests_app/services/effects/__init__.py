"""What an act changes besides the state of its request: facts, people, items, what it is merged into or opens."""

from .merging import named
from .people import NOBODY, member
from .rows import Effects
from .table import apply, move

__all__ = ["NOBODY", "Effects", "apply", "member", "move", "named"]
