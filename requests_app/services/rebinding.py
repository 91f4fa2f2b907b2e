"""Binding a request anew, to what was in force on its corrected day of receipt. In memory; the caller stores it."""

import datetime as dt
from typing import Final

from policies.domain.calendars import local_day
from policies.selectors import restrictions_applied

from ..domain.refusals import Incomplete
from ..models import RequestLaw
from .binding import Binding, bind
from .case_file import CaseFile, open_file

OF_REQUEST: Final = ("received_at", "received_on", "policy_version")
OF_SUBMISSION: Final = ("received_at", "received_on")


def rebound(file: CaseFile, received_at: dt.datetime, *, now: dt.datetime) -> tuple[CaseFile, Binding]:
    """The file as if it had been received at `received_at`. Changes request and submission in memory.

    Raises Incomplete, at `received_at`, for a moment that cannot be, or for which nothing was in force.
    """
    request, submission = file.request, file.request.submission
    if received_at > min(now, submission.entered_at):
        why = "It cannot have been received later than it was entered here, or in the future."
        raise Incomplete(request.reference, {"received_at": why})
    day = local_day(received_at, file.case.zone)
    binding = bind(file.calendar_version.organization, file.rules.pack, day, reference=request.reference)
    for row in (request, submission):
        row.received_at, row.received_on = received_at, day
    request.policy_version = binding.policy
    anew = open_file(
        request,
        facts=file.case.facts,
        versions=binding.versions,
        calendar_version=file.calendar_version,
        events=file.case.events,
        earlier=file.case.earlier_requests,
        restrictions=restrictions_applied(binding.policy),
        deadlines=file.deadlines,
    )
    return anew, binding


def laws_of(file: CaseFile, binding: Binding) -> list[RequestLaw]:
    """The rows that pin the laws of `binding`."""
    request = file.request
    return [
        RequestLaw(organization_id=request.organization_id, request=request, pack=pack, version=version)
        for pack, version in binding.laws.items()
    ]
