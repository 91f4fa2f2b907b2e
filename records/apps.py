"""The lowest app: what other apps write so that it can be proven later."""

from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.db import connections, transaction
from django.db.models.signals import post_migrate, pre_migrate


class RecordsConfig(AppConfig):
    name = "records"
    verbose_name = "Records"

    def ready(self) -> None:
        from .checks import guards_are_in_the_database

        # Both signals are sent once for each app; for this one means once in a migration, before and after all apps.
        pre_migrate.connect(take_guards_down, sender=self)
        post_migrate.connect(put_guards_up, sender=self)
        checks.register(guards_are_in_the_database, checks.Tags.database)


def take_guards_down(using: str, plan: list[Any], **_: Any) -> None:
    from . import triggers

    if plan:
        triggers.remove(connections[using])


def put_guards_up(using: str, **_: Any) -> None:
    from . import composite_keys, grants, triggers

    connection = connections[using]
    triggers.install(connection)
    composite_keys.install(connection)
    with transaction.atomic(using=using):  # whoever works meanwhile is at no moment without rights
        grants.install(connection)
