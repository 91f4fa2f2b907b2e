"""Forms that were sent: a draft's id is the key under which its submission was taken in, once."""

from uuid import UUID

from organizations.models import Organization
from requests_app.domain.arriving import Source
from requests_app.models import Submission


def sent_with(organization: Organization, draft_id: UUID) -> Submission | None:
    """The submission that sending this draft made; None when it has not been sent."""
    return Submission.objects.filter(
        organization=organization, source=Source.PUBLIC_FORM, idempotency_key=str(draft_id)
    ).first()
