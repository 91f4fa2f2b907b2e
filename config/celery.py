"""Celery, which only ever says "look now": what is owed and when lies in the database."""

import logging.config
import os
import warnings
from typing import Any

from celery import Celery, signals
from kombu.transport import TRANSPORT_ALIASES

from config.broker import SCHEME

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES[SCHEME] = "config.broker:Transport"

# Said of a worker run as root. It takes no pickles, and who runs it as root runs the web process so, too.
warnings.filterwarnings("ignore", message="You're running the worker with superuser privileges")

app = Celery("duly")
app.set_default()  # for every thread: gunicorn's would otherwise have an app of their own, without a broker
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@signals.setup_logging.connect
def log_as_django_does(**_: Any) -> None:
    """Celery would otherwise bring a format of its own, which blots nothing out."""
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)


@signals.worker_init.connect
def start_only_with_the_keys(**_: Any) -> None:
    from django.core.exceptions import ImproperlyConfigured

    from config.start import require_keys
    from records.errors import KeySettingError

    try:
        require_keys()
    except (ImproperlyConfigured, KeySettingError) as failure:
        raise SystemExit(f"Duly cannot start: {failure}") from None  # Celery logs other exceptions and goes on
