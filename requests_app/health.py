"""Health: `/healthz` the process, `/readyz` whether it can serve, `/statusz`, `/metrics` how the engine stands."""

import secrets
from typing import Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from . import clock_source
from .metrics import exposition
from .nudge import impatient_connection
from .selectors.standing import standing

PLAIN: Final = "text/plain; charset=utf-8"


class Migrations:
    """Whether all migrations are applied. Once they are, a running process need not look again."""

    def __init__(self) -> None:
        self._applied = False

    def applied(self) -> bool:
        if not self._applied:
            executor = MigrationExecutor(connection)
            self._applied = not executor.migration_plan(executor.loader.graph.leaf_nodes())
        return self._applied

    def look_again(self) -> None:
        self._applied = False


migrations = Migrations()


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - a view is given it
    """The process answers."""
    return HttpResponse("ok\n", content_type=PLAIN)


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The database answers and has every migration. It says no more: anybody may ask."""
    if is_ready():
        return HttpResponse("ok\n", content_type=PLAIN)
    return HttpResponse("not ready\n", content_type=PLAIN, status=503)


def is_ready() -> bool:
    try:
        clock_source.now()
        return migrations.applied()
    except DatabaseError:
        return False


@never_cache
@require_safe
def statusz(request: HttpRequest) -> HttpResponse:
    """The engine's standing as JSON, for whoever has the token of the settings; without one there is no such page."""
    if (refused := _without_token(request)) is not None:
        return refused
    if not is_ready():
        return JsonResponse({"ready": False}, status=503)
    return JsonResponse({"ready": True, "broker": broker_answers(), **standing(clock_source.now())})


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The same as Prometheus reads it, for the same token."""
    if (refused := _without_token(request)) is not None:
        return refused
    if not is_ready():
        return HttpResponse("# not ready\n", content_type=PLAIN, status=503)
    return HttpResponse(exposition(standing(clock_source.now())), content_type=CONTENT_TYPE_LATEST)


def _without_token(request: HttpRequest) -> HttpResponse | None:
    """What is answered to whoever lacks the token; None to who has it."""
    token = getattr(settings, "DULY_STATUS_TOKEN", "")
    if not token:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if secrets.compare_digest(given.encode(), token.encode()):
        return None
    return HttpResponseForbidden("The token of DULY_STATUS_TOKEN is needed: Authorization: Bearer ...\n", PLAIN)


def broker_answers() -> bool:
    """Whether the broker can be reached within a quarter of a second. Nothing that is owed depends on it."""
    try:
        with impatient_connection() as broker:
            broker.ensure_connection(max_retries=1, timeout=1)
    except Exception:  # noqa: BLE001 - kombu raises what its transport raises, and the answer is no
        return False
    return True


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("statusz", statusz, name="statusz"),
    path("metrics", metrics, name="metrics"),
]
