"""The project itself: its commands and checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"

    def ready(self) -> None:
        import config.celery  # noqa: F401 - whoever sends a task finds the configured app
