"""`migrate` as the owner of the database, whoever the application connects as."""

from pathlib import Path
from typing import Any

from django.core.management.commands import migrate
from django.db import connection

from config.databases import as_owner


class Command(migrate.Command):
    def execute(self, *args: Any, **options: Any) -> str | None:
        # Not `handle`: before it, the checks already ask the database what is applied.
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with as_owner():
            return super().execute(*args, **options)
