"""`after_restore`: the first command after a backup was put back, before anything serves."""

from getpass import getuser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from records.errors import KeySettingError
from records.key_check import verify_keys
from requests_app import clock_source
from requests_app.services import outgoing

REASON = "restored from a backup: what is queued may have left already"


class Command(BaseCommand):
    help = "Holds all mail back, then checks keys, triggers and event chains of a database put back from a backup."

    def handle(self, **_: Any) -> None:
        # First of all: a worker that starts meanwhile must not send what left after the backup was made.
        outgoing.pause(reason=REASON, by=getuser(), now=clock_source.now())
        try:
            verify_keys()
        except KeySettingError as error:
            raise CommandError(f"{error} Put back the keys of the day of the backup.") from None
        call_command("check", databases=["default"], stdout=self.stdout)
        call_command("verify_records", stdout=self.stdout)
        self.stdout.write("Mail is held back. Now type: bin/manage outgoing_mail")
