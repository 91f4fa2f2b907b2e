"""Establishing identity by the steps of a case's own version, as staff say it with the act."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from policies.domain.situation import Situation
from requests_app.domain import gates
from requests_app.models import PrivacyRequest
from requests_app.services import case_file


def steps_of(*request_ids: UUID) -> tuple[str, ...]:
    """Keys of all steps that the versions of these requests ask for."""
    requests = PrivacyRequest.objects.filter(pk__in=request_ids).select_related("submission", "data_key")
    return tuple(dict.fromkeys(key for file in case_file.gather(list(requests)) for key in _keys(file)))


def _keys(file: case_file.CaseFile) -> Iterable[str]:
    situation = Situation.of(file.case, file.rules, file.laws, file.calendar)
    return (step.key for step in gates.identity_steps(situation))


def verified(*request_ids: UUID, **more: Any) -> dict[str, Any]:
    """What is said with `verify_identity`: every step passed, and the way of the answer known before."""
    shown = more.get("channel_proof", "on_file")
    said = {"evidence": "Name and date of birth match the member file.", "channel_proof": shown}
    return {**said, "proven_ways": ("email",) if shown else (), "steps": steps_of(*request_ids), **more}
