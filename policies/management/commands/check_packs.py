"""`manage.py check_packs FILE...`: are these packs sound?"""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from policies.loader import check_files


class Command(BaseCommand):
    help = "Check packs before they are published: file, line and what was expected for each fault; exit status 1."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="a pack, or a folder of packs")

    def handle(self, *, files: list[Path], **options: Any) -> None:
        paths = [path for file in files for path in (sorted(file.rglob("*.yaml")) if file.is_dir() else [file])]
        sound, errors = check_files(paths)
        for path, holds in sound.items():
            self.stdout.write(f"ok {path}: {holds}")
        for error in errors:
            self.stderr.write(str(error))
        if errors or not paths:
            sys.exit(1)
