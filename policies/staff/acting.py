"""How the pages act: in the name of who is signed in, and what a service refuses is told in its own words."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from organizations.models import User
from organizations.services.people import staff_actor
from policies.errors import PolicyError
from records.chain import Actor

Act = Callable[[dict[str, Any]], str]


def acting(request: HttpRequest) -> Actor:
    """Who is signed in; the staff site lets nobody else through."""
    return staff_actor(cast("User", request.user))


def told(act: Act) -> Act:
    @wraps(act)
    def telling(cleaned: dict[str, Any]) -> str:
        try:
            return act(cleaned)
        except PolicyError as error:
            raise ValidationError(str(error), code="refused") from error

    return telling
