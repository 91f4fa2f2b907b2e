"""Putting in, finding and naming files through the pages of the desk."""

from typing import Any

from django.test import Client
from django.urls import reverse

from requests_app.models import Attachment, PrivacyRequest

from .samples import upload

NAME = "Señora Reyes, 2026.pdf"


def put_in(client: Client, request: PrivacyRequest, **fields: Any) -> Any:
    """Fill in the form and send it; follows to the case."""
    whole = {"purpose": "answer", "file": upload(NAME), **fields}
    return client.post(reverse("staff:attach-file", args=[request.pk]), whole, follow=True)


def said(response: Any) -> str:
    """What the page says above everything else."""
    return " ".join(str(message) for message in response.context["messages"])


def only_file() -> Attachment:
    return Attachment.objects.get()


def fetch_url(file: Attachment) -> str:
    return reverse("staff:file", args=[file.request_id, file.pk])


def erase_url(file: Attachment) -> str:
    return reverse("staff:erase-file", args=[file.request_id, file.pk])
