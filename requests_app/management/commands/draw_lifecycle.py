"""Draw the life of a request into `docs/`, from the table of transitions."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from requests_app.lifecycle_picture import document, picture


class Command(BaseCommand):
    help = "Draws docs/images/lifecycle.svg and writes docs/life-of-a-request.md from the table of transitions."

    def handle(self, *_: Any, **__: Any) -> None:
        docs = Path(settings.BASE_DIR) / "docs"
        for path, content in ((docs / "images/lifecycle.svg", picture()), (docs / "life-of-a-request.md", document())):
            path.write_text(content, encoding="utf-8")
            self.stdout.write(f"wrote {path.relative_to(settings.BASE_DIR)}")
