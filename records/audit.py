"""Verifying all chains at once, also those whose subject is gone."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Exists, OuterRef

from . import chain
from .models import ChainSubject, Event


def subject_models() -> list[type[ChainSubject]]:
    """Every kind of row that has a chain."""
    return [model for model in apps.get_models() if issubclass(model, ChainSubject) and not model._meta.proxy]


def verify_all() -> Iterator[list[str]]:
    """What is wrong with the chain of each subject, one list per subject; then of events whose subject is gone."""
    for model in subject_models():
        for subject in model._base_manager.order_by("pk").iterator(chunk_size=500):
            yield chain.verify(subject)
    yield from _orphans()


def _orphans() -> Iterator[list[str]]:
    known = {model._meta.label_lower: model for model in subject_models()}
    for kind in Event.objects.order_by().values_list("subject_kind", flat=True).distinct():
        events = Event.objects.filter(subject_kind=kind, seq=1)
        if kind in known:
            events = events.filter(~Exists(known[kind]._base_manager.filter(pk=OuterRef("subject_id"))))
        for subject_id in events.values_list("subject_id", flat=True):
            yield [f"{kind} {subject_id}: there are events, but no such row."]
