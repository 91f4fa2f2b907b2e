"""The mark of a form that Duly filed itself: good for one organization, one draft and one day."""

import datetime as dt
import hmac
from typing import Final
from uuid import UUID

from django.utils.crypto import salted_hmac

FIELD: Final = "probe"


def mark(organization_id: UUID, draft_id: UUID, day: dt.date) -> str:
    """Whoever has not the installation's secret cannot make one, nor use one for another form or on another day."""
    words = f"{organization_id} {draft_id} {day}"
    return salted_hmac("requests_app.services.probing", words, algorithm="sha256").hexdigest()


def is_ours(given: str, organization_id: UUID, draft_id: UUID, day: dt.date) -> bool:
    """Whether `given` marks this form on its organization's local `day`."""
    return hmac.compare_digest(given.encode(), mark(organization_id, draft_id, day).encode())
