"""Hold back all mail, let it go, look at what was given up, and send it once more or set it aside."""

from argparse import ArgumentParser
from getpass import getuser
from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from requests_app import clock_source
from requests_app.models import Message
from requests_app.services import bounces, left_already, outgoing

MOST_LISTED = 100


class Command(BaseCommand):
    help = "Says whether mail is held back and what was given up; holds it back, lets it go, sends again or sets aside."

    def add_arguments(self, parser: ArgumentParser) -> None:
        group = parser.add_mutually_exclusive_group()
        group.add_argument("--pause", metavar="WHY", help="hold all mail back; no clock stops")
        group.add_argument("--resume", action="store_true", help="let mail go again")
        group.add_argument("--set-aside", nargs="+", metavar="ID", help="nothing more is to be done for dead letters")
        group.add_argument("--came-back", metavar="ID", help="a mail that had left came back: the part before the @")
        group.add_argument("--send-again", nargs="+", metavar="ID", help="queue dead letters once more; `all` for all")
        group.add_argument(
            "--has-left",
            nargs="+",
            metavar="ID",
            help="while mail is held back: count as sent what the mail server's log says has left; `all` for all",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        now = clock_source.now()
        if options["pause"]:
            outgoing.pause(reason=options["pause"], by=getuser(), now=now)
        elif options["resume"]:
            outgoing.resume(now=now)
        elif options["send_again"]:
            count = outgoing.send_again(self._ids(options["send_again"], outgoing.dead_letters()), now=now)
            self.stdout.write(f"{count} queued once more")
        elif options["set_aside"]:
            count = outgoing.set_aside(self._ids(options["set_aside"], outgoing.dead_letters()))
            self.stdout.write(f"{count} set aside")
        elif options["has_left"]:
            self._count_as_sent(options["has_left"])
        elif options["came_back"]:
            self._came_back(options["came_back"])
        self._tell()

    def _count_as_sent(self, given: list[str]) -> None:
        ids = self._ids(given, left_already.queued())
        try:
            count = left_already.count_as_sent(ids, now=clock_source.now())
        except left_already.MailIsNotHeldBack:
            raise CommandError("Mail is leaving. Hold it back first: --pause WHY") from None
        self.stdout.write(f"{count} counted as sent")

    def _came_back(self, text: str) -> None:
        try:
            found = bounces.came_back(UUID(text.strip("<>").partition("@")[0]), now=clock_source.now())
        except (ValueError, Message.DoesNotExist):
            raise CommandError("Give the Message-ID of a mail that left for a person, as it came back.") from None
        self.stdout.write(found.value)

    def _ids(self, given: list[str], every: list[Message]) -> list[UUID]:
        if given == ["all"]:
            return [message.pk for message in every]
        try:
            return [UUID(each) for each in given]
        except ValueError:
            raise CommandError("Give ids as this command lists them, or `all`.") from None

    def _tell(self) -> None:
        held = outgoing.paused()
        since = f"held back since {held.begun_at:%Y-%m-%d %H:%M} UTC: {held.reason}" if held else "leaving as usual"
        self.stdout.write(f"mail is {since}")
        queued = left_already.queued() if held else []
        for message in queued[:MOST_LISTED]:
            self.stdout.write(
                f"queued: {message.pk} {message.organization.slug} {message.kind} {message.created_at:%F %T}"
            )
        if len(queued) > MOST_LISTED:
            self.stdout.write(f"queued: {len(queued) - MOST_LISTED} more")
        for message in outgoing.dead_letters():
            self.stdout.write(f"given up: {message.pk} {message.organization.slug} {message.kind} {message.detail}")
