"""The access log: who looked at which part of whose personal data, and when."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.utils import timezone

from .guards import owner
from .models import AccessLogEntry


def log_view(user: AbstractBaseUser, subject: models.Model, what: str) -> AccessLogEntry:
    """Write down, before showing it, that `user` sees `what` (like "contact") of `subject`, an organization's row."""
    return AccessLogEntry.objects.create(
        organization_id=owner(type(subject)).value_from_object(subject),
        user_id=user.pk,
        subject_kind=subject._meta.label_lower,
        subject_id=subject.pk,
        what=what,
        at=timezone.now(),
    )
