"""Links to the status page: a random token in each mail, of which only a hash is kept."""

import datetime as dt
import hashlib
import secrets
from typing import Final

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from organizations.models import Organization

from ..domain.events import EventName
from ..models import StatusLink, Submission
from . import history
from .history import Happening

LIFE: Final = dt.timedelta(days=180)
TOKEN_BYTES: Final = 32


@transaction.atomic
def renew(submission: Submission, *, now: dt.datetime) -> str:
    """A new link to the submission's status page, as an absolute address; earlier ones stop working."""
    locked = Submission.objects.select_for_update().select_related("organization").get(pk=submission.pk)
    StatusLink.objects.filter(submission=locked, revoked_at=None).update(revoked_at=now)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    StatusLink.objects.create(
        organization_id=locked.organization_id,
        submission=locked,
        token_hash=_hash(token),
        created_at=now,
        expires_at=now + LIFE,
    )
    history.write([Happening(subject=locked, name=EventName.STATUS_LINK_SENT)], now=now)
    path = reverse("public:open_link", kwargs={"slug": locked.organization.slug, "token": token})
    return f"{settings.DULY_BASE_URL}{path}"


def opened_by(token: str, organization: Organization, *, now: dt.datetime) -> Submission | None:
    """The submission a token opens; None when it never was one, is over, or was replaced."""
    link = (
        StatusLink.objects.select_related("submission")
        .filter(organization=organization, token_hash=_hash(token), revoked_at=None, expires_at__gt=now)
        .first()
    )
    return link.submission if link else None


def _hash(token: str) -> str:
    """The token has 256 random bits: a plain hash cannot be searched."""
    return hashlib.sha256(token.encode()).hexdigest()
