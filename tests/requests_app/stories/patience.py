"""How long both sides wait for a page."""

from typing import Final

PATIENCE: Final = 30_000
"""Milliseconds: what a page takes when everything else runs on the same two processors."""
