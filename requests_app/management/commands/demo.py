"""`manage.py demo`: believable requests of invented people, in every state, at the two organizations of the packs."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from organizations.models import Organization
from requests_app import clock_source
from requests_app.demo import kaiser_permanente, prospect_medical
from requests_app.demo.playing import play

TALES = {"prospect-medical": prospect_medical.TALES, "kaiser-permanente": kaiser_permanente.TALES}


class Command(BaseCommand):
    help = "Add requests of invented people, in every state. Running it again adds nothing. Refused in production."

    def handle(self, **_: Any) -> None:
        if settings.DULY_PRODUCTION:
            raise CommandError("This is a production installation: invented requests do not belong among real ones.")
        now = clock_source.now()
        for slug, tales in TALES.items():
            organization = Organization.objects.filter(slug=slug).first()
            if organization is None:
                raise CommandError(f"There is no organization {slug}: run publish_packs first.")
            with transaction.atomic():
                added = play(organization, tales, now=now)
            self.stdout.write(f"{organization}: {added} of {len(tales)} invented submissions added.")
