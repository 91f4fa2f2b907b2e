"""`manage.py demo`: believable requests of invented people, in every state, at the two organizations of the packs."""

from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from organizations.models import Organization
from requests_app import clock_source
from requests_app.demo import kaiser_permanente, prospect_medical
from requests_app.demo.playing import play
from requests_app.demo.staff import SignIn, hire

TALES: Final = {"prospect-medical": prospect_medical.TALES, "kaiser-permanente": kaiser_permanente.TALES}


class Command(BaseCommand):
    help = "Add requests of invented people, in every state, and staff to look at them. Running it again adds nothing."

    def handle(self, **_: Any) -> None:
        _refuse_among_real_ones()
        now = clock_source.now()
        sign_ins: list[SignIn] = []
        for slug, tales in TALES.items():
            organization = Organization.objects.filter(slug=slug).first()
            if organization is None:
                raise CommandError(f"There is no organization {slug}: run publish_packs first.")
            office = hire(organization)
            added = play(organization, tales, office, now=now)
            sign_ins += office.new
            self.stdout.write(f"{organization}: {added} of {len(tales)} invented submissions added.")
        if sign_ins:
            self.stdout.write("Sign-ins of invented staff, shown only now:")
        for sign_in in sign_ins:
            role = sign_in.role.label.lower()
            self.stdout.write(f"  {sign_in.email}  password: {sign_in.password}  ({role})")


def _refuse_among_real_ones() -> None:
    if settings.DULY_PRODUCTION:
        raise CommandError("This is a production installation: invented requests do not belong among real ones.")
    if settings.DULY_ACTS_FOR:
        acts_for = ", ".join(settings.DULY_ACTS_FOR)
        raise CommandError(f"DULY_ACTS_FOR says that this acts for {acts_for}: invented requests do not belong here.")
