"""`manage.py assess [FILE] [--database]`: JSON Lines in, JSON Lines out."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from policies.assess_lines.answering import Versions, answer_lines
from policies.assess_lines.schema import schema_text
from policies.assess_lines.sources import PackVersions


class Command(BaseCommand):
    help = "Say what the rules say of each case: one JSON object a line in, one a line out, in the same order."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="-", help="JSON Lines; - or nothing: standard input")
        parser.add_argument("--schema", action="store_true", help="print the JSON Schema of both sides and stop")
        parser.add_argument("--database", action="store_true", help="use the published versions, not the packs on disk")

    def handle(self, *, file: str, database: bool, schema: bool, **options: Any) -> None:
        if schema:
            self.stdout.write(schema_text(), ending="")
            return
        source = _database_versions() if database else PackVersions()
        good = True
        with sys.stdin if file == "-" else Path(file).open(encoding="utf-8") as lines:
            for answer, was_good in answer_lines(lines, source):
                self.stdout.write(answer)
                good = good and was_good
        if not good:
            sys.exit(1)


def _database_versions() -> Versions:
    from policies.selectors import PublishedVersions  # models load only when they are wanted

    return PublishedVersions()
