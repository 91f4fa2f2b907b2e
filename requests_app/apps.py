"""Requests: what is owed."""

from django.apps import AppConfig


class RequestsConfig(AppConfig):
    name = "requests_app"

    def ready(self) -> None:
        """Whoever owns open requests hands them over before losing an account or a role."""
        from organizations import duties

        from .selectors.owners import open_requests_of

        duties.register("open requests", open_requests_of, page="staff:hand-over")
