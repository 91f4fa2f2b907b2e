"""What Celery calls: a message says "look now", and carries neither what nor when."""

from celery import current_app, shared_task

from .nudge import TICK
from .services import ticking
from .watchdog import Watchdog

current_app.steps["worker"].add(Watchdog)


@shared_task(name=TICK, ignore_result=True)
def tick() -> None:
    """Do whatever is due."""
    ticking.tick()
