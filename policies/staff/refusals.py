"""What a service refuses is told on the form's page, in the service's words."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError

from policies.errors import PolicyError

Act = Callable[[dict[str, Any]], str]


def told(act: Act) -> Act:
    @wraps(act)
    def telling(cleaned: dict[str, Any]) -> str:
        try:
            return act(cleaned)
        except PolicyError as error:
            raise ValidationError(str(error), code="refused") from error

    return telling
