"""The lowest app: what other apps write so that it can be proven later."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "Records"
