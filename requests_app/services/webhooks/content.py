"""What a webhook says: which date of which request came near or passed. Nobody's name, and not what was asked."""

from typing import Final
from uuid import UUID

from django.conf import settings

from records.canonical import to_text

from ...domain.clock_states import DeadlineState
from ...models import Alert, Message
from ..letters import NotToBeSent, absolute

EVENT: Final = "deadline.alert"
TEST: Final = "test"


def write(message: Message) -> bytes:
    """The body, as JSON. Raises NotToBeSent when what it warns of has been done since, or the endpoint was stopped."""
    if message.endpoint is None or message.endpoint.stopped_at is not None:
        raise NotToBeSent("endpoint_stopped")
    alerts = Alert.objects.filter(message=message, deadline__state=DeadlineState.LIVE)
    alert = alerts.select_related("deadline", "request").defer("request__sealed").first()
    if alert is None:
        raise NotToBeSent("done_since")
    deadline = alert.deadline
    return _json(
        {
            "event": EVENT,
            "id": message.pk,
            "organization": message.organization.slug,
            "request": alert.request.reference,
            "deadline": {"act": deadline.act, "kind": deadline.kind, "authority": deadline.authority},
            "due_on": deadline.due_on,
            "act_by": deadline.act_by,
            "rung": alert.rung,
            "rang_on": alert.occurs_on,
            "url": absolute("staff:requests_app_privacyrequest_change", alert.request_id),
        }
    )


def write_test(message_id: UUID, organization: str) -> bytes:
    """What an operator sends to see whether an endpoint understands."""
    return _json({"event": TEST, "id": message_id, "organization": organization, "url": settings.DULY_BASE_URL})


def _json(body: dict[str, object]) -> bytes:
    return to_text(body).encode()
