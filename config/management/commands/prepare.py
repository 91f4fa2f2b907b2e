"""`prepare`: everything between a configured machine and one that can serve; bin/run calls it at each start."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config import broker, mail_folder
from config.databases import one_at_a_time
from config.first_sign_in import first_sign_in
from records.errors import KeySettingError
from records.key_check import ensure_keys


class Command(BaseCommand):
    help = "Migrate, check the keys, publish the packs, collect static files; on first run make a staff sign-in."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--demo", action="store_true", help="add requests in every state, of invented people")

    def handle(self, *, demo: bool, **_: Any) -> None:
        call_command("make_keys", stdout=self.stdout)
        with one_at_a_time():
            call_command("migrate", verbosity=0, interactive=False)
            try:
                ensure_keys()
            except KeySettingError as error:
                raise CommandError(str(error)) from None
            call_command("publish_packs", stdout=self.stdout)
            self._folders()
            sign_in = first_sign_in()
        if demo:
            call_command("demo", stdout=self.stdout)
        if sign_in:
            self.stdout.write(f"Staff sign-in, shown only now: {sign_in.email}  password: {sign_in.password}")

    def _folders(self) -> None:
        settings.DULY_DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        if settings.DULY_STATIC_MANIFEST and not settings.DULY_STATIC_DIR:
            call_command("collectstatic", verbosity=0, interactive=False)
        if settings.EMAIL_BACKEND == mail_folder.NAME:
            settings.DULY_MAIL_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
            settings.DULY_MAIL_DIR.chmod(0o700)
        if not settings.REDIS_URL:
            broker.start_empty(settings.DULY_BROKER_DIR)
