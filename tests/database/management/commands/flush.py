"""`flush` between transactional tests: as the owner, with the guards lifted. The product has no such command."""

from typing import Any

from django.core.management.commands import flush
from django.db import connection

from config.databases import as_owner
from records import triggers


class Command(flush.Command):
    def handle(self, **options: Any) -> None:
        with as_owner():
            triggers.remove(connection)
            super().handle(**options)
            triggers.install(connection)
