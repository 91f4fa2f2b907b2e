"""The message of a form that Duly filed itself, to the operator's address for such mail."""

import datetime as dt

from django.conf import settings

from ..models import Message
from .letters import Mail, NotToBeSent


def write(message: Message, *, now: dt.datetime) -> Mail:  # noqa: ARG001 - writers of mail are given it
    """Raises NotToBeSent when the operator has switched the proof off since."""
    if not settings.DULY_PROBE_EMAIL:
        raise NotToBeSent("switched_off_since")
    return Mail(
        to=settings.DULY_PROBE_EMAIL,
        subject=f"Duly took in the daily trial of the form: {message.organization.slug}",
        template="probe",
        context={"day": message.key},
    )
