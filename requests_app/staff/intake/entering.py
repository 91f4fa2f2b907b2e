"""Saving an arrival from a form: what `intake` finds missing goes to the field it concerns."""

from collections.abc import Mapping
from typing import Final

from requests_app.domain.refusals import Incomplete
from requests_app.models import Submission
from requests_app.services import intake
from requests_app.services.arrival import Arrival

from ..fact_fields import PREFIX
from .intake_form import IntakeForm

FIELD_OF: Final[Mapping[str, str]] = {
    "received_at": "received_on",
    "asks": "wanted",
    "details": "said",
    "name": "name",
    "acknowledged_at": "received_on",
}


def take_in(form: IntakeForm, arrival: Arrival) -> Submission | None:
    """The submission; None when something is missing, which the form then says at the field."""
    try:
        return intake.receive(arrival)
    except Incomplete as refused:
        put_problems(form, refused)
        return None


def put_problems(form: IntakeForm, refused: Incomplete) -> None:
    for name, message in refused.problems.items():
        field = FIELD_OF.get(name, f"{PREFIX}{name}")
        form.add_error(field if field in form.fields else None, message)
