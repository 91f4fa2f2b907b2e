"""`verify_records`: is every event chain as it was written?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from records import audit


class Command(BaseCommand):
    help = "Verify every event chain. Prints each fault and exits 1 if there is one."

    def handle(self, **_: Any) -> None:
        faults = subjects = 0
        for found in audit.verify_all():
            subjects += 1
            faults += len(found)
            for fault in found:
                self.stdout.write(fault)
        if faults:
            raise CommandError(f"Faults found: {faults}. Subjects looked at: {subjects}.")
        self.stdout.write(f"The event chains of {subjects} subjects are as they were written.")
