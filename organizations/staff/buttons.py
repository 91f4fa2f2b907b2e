"""Buttons on the screens, each of which opens a form."""

from collections.abc import Callable
from typing import Any, TypeVar

from unfold.decorators import action

View = TypeVar("View", bound=Callable[..., Any])


def button(description: str, *, url_path: str, permissions: list[str]) -> Callable[[View], View]:
    """Unfold's action, with the types it lacks. A permission `x` is asked of `has_x_permission` of the screen."""
    decorate: Callable[[View], View] = action(description=description, url_path=url_path, permissions=permissions)
    return decorate
