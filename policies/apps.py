"""Policies: what was promised."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    name = "policies"
