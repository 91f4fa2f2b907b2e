"""Celery, which only ever says "look now": what is owed and when lies in the database."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

from config.broker import SCHEME

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

TRANSPORT_ALIASES[SCHEME] = "config.broker:Transport"

app = Celery("duly")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
