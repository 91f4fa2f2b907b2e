"""Policies: what was promised."""

from django.apps import AppConfig
from django.core import checks


class PoliciesConfig(AppConfig):
    name = "policies"
    verbose_name = "Policies"

    def ready(self) -> None:
        from .checks import published_versions_stand  # its models load first

        checks.register(checks.Tags.database)(published_versions_stand)
