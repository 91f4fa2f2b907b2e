"""The tick: everything that is due now, in the order of what must not wait."""

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from typing import Final

from django.db import connection

from .. import clock_source
from .auditing import audit
from .composer import compose
from .delivery import deliver
from .jobs import run_due
from .sweep import last_swept_at, sweep
from .webhooks.sending import deliver_webhooks

logger = logging.getLogger(__name__)

QUIET_FOR: Final = dt.timedelta(minutes=2)
"""Without a finished sweep for so long, worker hosts sweep by themselves."""

STAGES: Final[tuple[Callable[[], object], ...]] = (sweep, compose, deliver, run_due, deliver_webhooks, audit)
"""Other people's programs come after all that is ours; then somebody looks at how everything stands."""


def tick(stages: Sequence[Callable[[], object]] = STAGES) -> None:
    """Sweep, compose, deliver, run the jobs that are missing, call webhooks, look. None that fails keeps the next.

    Two ticks at once do no harm: each takes what the other has not locked. Raises what the stages raised, together.
    """
    errors = []
    for stage in stages:
        try:
            stage()
        except Exception as error:
            logger.exception("the tick's %s failed", getattr(stage, "__name__", stage))
            errors.append(error)
            connection.close_if_unusable_or_obsolete()  # the next stage has another chance at once
    if errors:
        raise ExceptionGroup("a tick failed", errors)


def tick_if_quiet() -> bool:
    """Tick when nobody has finished a sweep for two minutes: no message of the broker came through. Whether it did."""
    last = last_swept_at()
    if last is not None and clock_source.now() - last < QUIET_FOR:
        return False
    tick()
    return True
