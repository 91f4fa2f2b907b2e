"""`manage.py publish_packs [FOLDER]`: organizations, laws and policies from their packs into the database."""

import argparse
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from policies.errors import PolicyError
from policies.loader import PACKS, PackRefused, load_library
from policies.services.packs import Outcome, publish_packs
from records.chain import Actor, ActorKind

ACTOR = Actor(kind=ActorKind.SYSTEM, label="publish_packs")


class Command(BaseCommand):
    help = "Publish the packs that are not published yet. Running it again changes nothing."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=PACKS, help="where the packs are; default: Duly's")

    def handle(self, *, folder: Path, verbosity: int, **options: Any) -> None:
        try:
            outcomes = publish_packs(load_library(folder), by=ACTOR, at=timezone.now())
        except (PackRefused, PolicyError) as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("An organization is refused: " + " ".join(error.messages)) from error
        for outcome in outcomes:
            if verbosity > 1 or outcome.done != "unchanged":
                self.stdout.write(_line(outcome))
        new = sum(outcome.done in ("added", "published") for outcome in outcomes)
        self.stdout.write(f"{new} added or published, {len(outcomes) - new} as they were.")


def _line(outcome: Outcome) -> str:
    detail = f" ({outcome.detail})" if outcome.detail else ""
    return f"{outcome.what}: {outcome.done}{detail}"
