"""Organizations: who owes the answer."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "organizations"
