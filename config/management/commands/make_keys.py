"""`make_keys`: the installation's secrets, for an empty database only."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import keys
from config.databases import is_empty
from config.start import missing_keys, take_new_keys


class Command(BaseCommand):
    help = "Make the key files that are missing. Refused once the database holds anything: it would be unreadable."
    requires_system_checks = ()

    def handle(self, **_: Any) -> None:
        missing = missing_keys()
        if not missing:
            return
        if not is_empty():
            raise CommandError(
                f"{', '.join(missing)}: missing, but the database is in use. Put back the key files of this "
                f"installation into {settings.DULY_KEY_DIR}; new keys could not read what is there."
            )
        for path in keys.make(settings.DULY_KEY_DIR):
            self.stdout.write(f"Made {path}")
        take_new_keys()
