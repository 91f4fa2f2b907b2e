"""Acts in tests: done and recorded at one moment."""

import datetime as dt
from typing import Any

from records.chain import Actor
from requests_app.domain.lifecycle import Action
from requests_app.models import PrivacyRequest
from requests_app.services.transition import Result, transition_one
from tests.requests_app.arrivals import at


def do(
    request: PrivacyRequest, action: Action, by: Actor, *, on: str | dt.datetime = "2026-05-20", **details: Any
) -> Result:
    """`on`: a moment, or a day, at noon in Los Angeles. Raises what refuses it."""
    moment = at(on) if isinstance(on, str) else on
    return transition_one(request.pk, action, by=by, at=moment, now=moment, details=details)
