"""Endpoints of webhooks: list, make, rotate, stop, test. A secret is shown when it is made, and never again."""

from argparse import ArgumentParser
from getpass import getuser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError

from config import egress
from organizations.models import Organization
from records.errors import MissingMasterKeyError
from requests_app import clock_source
from requests_app.models import WebhookEndpoint
from requests_app.selectors.webhooks import EndpointStanding, standing_of_endpoints
from requests_app.services.webhooks import endpoints, sending, signing


class Command(BaseCommand):
    help = "Says which programs are told of alerts by webhook; makes such an endpoint, or rotates, stops or tests one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument(
            "--make", nargs=2, metavar=("ORGANIZATION", "URL"), help="its host stands in DULY_EGRESS_HOSTS"
        )
        group.add_argument("--rotate", metavar="ID", help="a new secret; the old one signs as well for a day")
        group.add_argument("--stop", metavar="ID", help="send nothing to it any more")
        group.add_argument("--test", metavar="ID", help="send it a test, and say what it answered")

    def handle(self, *_: Any, **options: Any) -> None:
        if options["make"]:
            self._make(*options["make"])
        elif options["rotate"]:
            self._show_secret(self._of(options["rotate"], endpoints.rotate))
        elif options["stop"]:
            self.stdout.write(f"{self._of(options['stop'], endpoints.stop).pk} is stopped")
        elif options["test"]:
            self._test(options["test"])
        else:
            for standing in standing_of_endpoints(clock_source.now()):
                self.stdout.write(line(standing))

    def _make(self, slug: str, url: str) -> None:
        organization = Organization.objects.filter(slug=slug).first()
        if organization is None:
            raise CommandError(f"There is no organization {slug}.")
        try:
            made = endpoints.make(organization, url, by=getuser(), now=clock_source.now())
        except egress.NotAllowed as error:
            raise CommandError(
                f"Duly does not call that address ({error.code}). It begins with https://, and its host stands in"
                " DULY_EGRESS_HOSTS."
            ) from None
        except IntegrityError:
            raise CommandError(f"{slug} has that endpoint already.") from None
        self._show_secret(made)

    def _of(self, text: str, act: Any) -> WebhookEndpoint:
        try:
            done: WebhookEndpoint = act(UUID(text), now=clock_source.now())
        except (ValueError, WebhookEndpoint.DoesNotExist):
            raise CommandError("Give the id of an endpoint, as this command lists them.") from None
        return done

    def _show_secret(self, endpoint: WebhookEndpoint) -> None:
        self.stdout.write(f"{endpoint.pk}\n{signing.as_text(signing.secret_of(endpoint))}")

    def _test(self, text: str) -> None:
        def find(endpoint_id: UUID, **_: Any) -> WebhookEndpoint:
            return WebhookEndpoint.objects.select_related("organization").get(pk=endpoint_id, stopped_at=None)

        try:
            wrong = sending.send_test(self._of(text, find))
        except MissingMasterKeyError as error:
            raise CommandError(str(error)) from None
        if wrong:
            raise CommandError(f"It was not accepted: {wrong}.")
        self.stdout.write("accepted")


def line(standing: EndpointStanding) -> str:
    """One endpoint, without what its URL says after the host: that may be a token."""
    return f"{standing.id} {standing.organization} {standing.host} {standing.state}, {standing.waiting} waiting"
