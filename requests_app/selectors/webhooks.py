"""Which programs of an organization are told of its alerts."""

from uuid import UUID

from django.db.models import QuerySet

from ..models import WebhookEndpoint


def endpoints_of(organization_id: UUID) -> QuerySet[WebhookEndpoint]:
    """The endpoints of an organization that are not stopped, the oldest first."""
    return WebhookEndpoint.objects.filter(organization=organization_id, stopped_at=None).order_by("created_at", "id")
