"""`back_up FILE`: a copy of the embedded database, whole and from one moment, while others write."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, connection


class Command(BaseCommand):
    help = "Copy the SQLite database into FILE, which must not exist yet. The keys are not in it: back them up apart."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *, file: Path, **_: Any) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("This is PostgreSQL: use pg_dump, see docs/operations.md, Backup and restore.")
        target = file.expanduser().absolute()
        try:
            # Made first, so that at no moment anybody else may read it; VACUUM fills an empty file.
            os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        except OSError as error:
            raise CommandError(f"{target}: {error.strerror}. Name a file that is not there yet.") from None
        try:
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(target)])
        except OperationalError as error:
            target.unlink()
            raise CommandError(f"{target}: {error}. Nothing was kept.") from None
        self.stdout.write(f"Wrote {target} ({target.stat().st_size} bytes).")
