"""WHO: people and organizations."""

from organizations.models.user import User

__all__ = ["User"]
