"""What the writers of mail share: a letter, the links in it, and where staff are written to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from organizations.models import AlertAddress

from ..models import Message
from .recipients import ADDRESS


class NotToBeSent(Exception):
    """The message has become idle. `code` says why, without personal data."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoAddress(Exception):
    """Nobody can be written to: a fault for an operator, not a reason to stay silent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A message ready to be put into its template. `subject` holds no personal data and not the right asked for."""

    to: str
    subject: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    reply_to: str = ""
    in_its_name: bool = False


def staff_address(message: Message) -> str:
    """The user's address, or the one the message names; when it is gone since, the organization's alert address."""
    user = message.user
    if user is not None and user.is_active:
        return user.email
    kind, _, key = message.recipient.partition(":")
    if kind == ADDRESS and key:
        named = AlertAddress.objects.filter(organization=message.organization_id, key=key).first()
        if named is not None:
            return named.email
    if not message.organization.alert_email:
        raise NoAddress(f"{message.organization.slug} has no alert address")
    return message.organization.alert_email


def absolute(name: str, *args: str | UUID) -> str:
    """The full address of a page."""
    path: str = reverse(name, args=args)
    base: str = settings.DULY_BASE_URL
    return base + path
