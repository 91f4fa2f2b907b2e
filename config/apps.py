"""The project itself: its commands and checks."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    name = "config"
