"""Files in the database, for tests of what becomes of them."""

import datetime as dt
from typing import Any

from records.chain import Actor, ActorKind
from requests_app.models import Attachment, Direction, PrivacyRequest
from requests_app.services import attachments
from requests_app.services.attachments import CHUNK

from .samples import pdf_of, upload

NOW = dt.datetime(2026, 3, 3, 18, tzinfo=dt.UTC)
PERSON = Actor(kind=ActorKind.REQUESTER)


def stored(request: PrivacyRequest, content: bytes = b"", name: str = "letter.pdf", **given: Any) -> Attachment:
    whole = {"direction": Direction.FROM_PERSON, "by": PERSON, "now": NOW, **given}
    row = attachments.store(request, upload(name, content or pdf_of(3 * CHUNK + 5)), **whole)
    return Attachment.objects.get(pk=row.pk)


def content_of(row: Attachment) -> bytes:
    return b"".join(attachments.read(Attachment.objects.get(pk=row.pk)))
