"""Two ways by which a page is asked for: from outside like anybody, or inside the worker.

From outside it goes by the one way out of this installation to its public address: the name, the certificate, the proxy
and a web process take part. Inside it goes to Django's own handler, in the worker: the pages, the form and the database
are proven, but not that anybody outside can reach them.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, cast
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse

from config import egress
from config.egress.calling import INTERNET

from .failure import NotProven

INSIDE: Final = "inside"


@dataclass(frozen=True, slots=True)
class Page:
    status: int
    text: str
    headers: Sequence[tuple[str, str]]


Ask = Callable[[str, str, bytes | None, dict[str, str]], Page]
"""Method, path, body, headers."""


def way_to(address: str, way: egress.Way = INTERNET) -> Ask:
    """How pages at `address` are asked for: a URL without a path, or `inside`."""
    return inside if address == INSIDE else outside(address, way)


def outside(address: str, way: egress.Way) -> Ask:
    def ask(method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
        try:
            answer = egress.call(address + path, method=method, body=body, headers=headers, way=way)
        except (egress.NotAllowed, egress.Failed) as error:
            raise NotProven(error.code) from None
        return Page(answer.status, answer.body.decode(errors="replace"), answer.headers)

    return ask


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


def inside(method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Page:
    base = urlsplit(settings.DULY_BASE_URL)
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body or b"")),
        "SERVER_NAME": str(base.hostname),
        "SERVER_PORT": str(base.port or (443 if base.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_HOST": base.netloc,
        "HTTP_X_FORWARDED_PROTO": base.scheme,
        "wsgi.url_scheme": base.scheme,
        "wsgi.input": io.BytesIO(body or b""),
        **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()},
    }
    # Not by calling the handler, which would close the worker's own connection to the database at the end.
    response = cast("HttpResponse", _handler().get_response(WSGIRequest(environ)))
    cookies = [("Set-Cookie", morsel.OutputString()) for morsel in response.cookies.values()]
    return Page(response.status_code, response.content.decode(errors="replace"), [*response.items(), *cookies])
