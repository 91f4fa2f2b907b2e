"""What every answer carries, public pages and the staff area each with its own content policy."""

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.test import Client, RequestFactory
from pytest_django import Settings

from config.forwarded import ClientAddressMiddleware


def directives(response: HttpResponseBase) -> dict[str, str]:
    parts = (part.strip().partition(" ") for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: value for name, _, value in parts}


def test_a_public_page_may_load_our_own_files_and_nothing_else(client: Client) -> None:
    found = directives(client.get("/healthz"))
    assert found["default-src"] == found["base-uri"] == found["frame-ancestors"] == "'none'"
    assert found["script-src"] == found["style-src"] == found["form-action"] == "'self'"
    assert "unsafe" not in str(found)


@pytest.mark.django_db
def test_the_staff_area_may_do_what_unfold_needs_and_no_inline_script(client: Client) -> None:
    found = directives(client.get("/staff/login/"))
    assert found["script-src"] == "'self' 'unsafe-eval'"
    assert found["default-src"] == "'none'"


def test_an_answer_cannot_be_framed_sniffed_or_told_to_others(client: Client) -> None:
    headers = client.get("/healthz").headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_a_foreign_host_name_is_refused(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/northwind/", headers={"host": "evil.example"}).status_code == 400


def test_behind_a_proxy_the_address_is_the_one_it_saw(settings: Settings, rf: RequestFactory) -> None:
    settings.DULY_BEHIND_PROXY = True
    seen: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    middleware = ClientAddressMiddleware(view)
    middleware(rf.get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"}))
    middleware(rf.get("/"))
    assert seen == ["198.51.100.7", "127.0.0.1"]


def test_without_a_proxy_nobody_can_invent_an_address() -> None:
    with pytest.raises(MiddlewareNotUsed):
        ClientAddressMiddleware(lambda _: HttpResponse())
