"""The floor of `intake`: a bare Django view that inserts the rows of one submission, and does nothing else."""

import os
from copy import copy
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.urls import path

from records.models import DataKey, Event
from requests_app.models import (
    Deadline,
    Message,
    PrivacyRequest,
    RequestFact,
    RequestLaw,
    Submission,
    SubmissionLookup,
)

TEMPLATE = "BENCH_SUBMISSION"
OWN = ("id", "data_key_id", "submission_id", "request_id", "subject_id")
ONE_OF_A_KIND = {"reference": 20, "idempotency_key": 32, "key": 32}


@cache
def rows() -> list[list[Model]]:
    """The rows of the submission named in the environment, table by table, parents first."""
    submission = Submission.objects.get(pk=os.environ[TEMPLATE])
    requests = list(PrivacyRequest.objects.filter(submission=submission))
    keys = [submission.pk, *(request.pk for request in requests)]
    data_keys = [submission.data_key_id, *(request.data_key_id for request in requests)]
    found: list[list[Any]] = [
        list(DataKey.objects.filter(pk__in=data_keys)),
        [submission],
        list(SubmissionLookup.objects.filter(submission=submission)),
        requests,
        list(RequestLaw.objects.filter(request__in=requests)),
        list(RequestFact.objects.filter(request__in=requests)),
        list(Deadline.objects.filter(request__in=requests)),
        list(Event.objects.filter(subject_id__in=keys)),
        list(Message.objects.filter(submission=submission)),
    ]
    return found


def insert(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - whatever is asked
    """The same rows under other ids."""
    new: dict[UUID, UUID] = {}
    with transaction.atomic():
        for table in rows():
            copies = [_copy(row, new) for row in table]
            if copies:
                type(copies[0])._default_manager.bulk_create(copies)
    return HttpResponse(status=302)


def _copy(row: Model, new: dict[UUID, UUID]) -> Model:
    made = copy(row)
    made._state = copy(row._state)
    for name in OWN:
        if (value := getattr(row, name, None)) is not None:
            setattr(made, name, new.setdefault(value, uuid4()))
    for name, length in ONE_OF_A_KIND.items():
        if hasattr(row, name):
            setattr(made, name, uuid4().hex[:length])
    return made


urlpatterns = [path("", insert)]
