"""`create_staff`: an account for the staff site, with roles, from the command line."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from organizations.models import MembershipRole, Organization
from organizations.services.people import create_staff, generate_password, grant_role
from records.chain import Actor, ActorKind


class Command(BaseCommand):
    help = "Make an account for the staff site. Its password is drawn, and shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--operator", action="store_true", help="may manage people and organizations")
        parser.add_argument("--organization", action="append", default=[], metavar="SLUG", help="may be repeated")
        parser.add_argument(
            "--role", action="append", default=[], choices=MembershipRole.values, help="may be repeated"
        )

    @transaction.atomic
    def handle(self, *, email: str, name: str, operator: bool, **options: Any) -> None:
        if bool(options["organization"]) != bool(options["role"]):
            raise CommandError("--organization and --role belong together: name at least one of each.")
        password = generate_password()
        by = Actor(kind=ActorKind.SYSTEM, id="", label="command line")
        try:
            user = create_staff(email=email, name=name, password=password, operator=operator)
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from None
        for slug in options["organization"]:
            organization = Organization.objects.filter(slug=slug).first()
            if organization is None:
                raise CommandError(f"No organization is called {slug!r}.")
            for role in options["role"]:
                grant_role(user, organization, MembershipRole(role), by=by)
        self.stdout.write(f"{user.email}  password: {password}")
