"""Names of what we put into the database beside the models.

They change with the definition, so that comparing names compares definitions.
"""

import hashlib
from typing import Final

PREFIX: Final = "duly_"
LONGEST: Final = 63
"""PostgreSQL cuts longer names silently."""


def named(label: str, definition: str) -> tuple[str, str]:
    """The name for `definition`, told apart by a digest and readable by `label`; and the definition."""
    digest = hashlib.sha256(f"{label}|{definition}".encode()).hexdigest()[:10]
    return f"{PREFIX}{digest}_{label}"[:LONGEST], definition
