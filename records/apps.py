"""Records: events, keys and what guards them."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
