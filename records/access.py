"""The access log: who looked at which part of whose personal data, and when."""

from typing import Protocol
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from .models import AccessLogEntry


class OwnedRow(Protocol):
    """A row of a tenant-owned table."""

    pk: UUID
    organization_id: UUID
    _meta: "models.options.Options[models.Model]"


def log_view(user: AbstractBaseUser, subject: OwnedRow, what: str) -> AccessLogEntry:
    """Write down that `user` is shown `what` of `subject`, like "contact". Call it before showing."""
    return AccessLogEntry.objects.create(
        organization_id=subject.organization_id,
        user_id=user.pk,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        what=what,
        at=timezone.now(),
    )
