"""When something goes wrong the person is told what to do, and keeps what they typed."""

import pytest
from django.test import Client, RequestFactory

from organizations.models import Organization
from requests_app.public.views import errors

from .visitor import Visitor

ORIGIN = {"origin": "http://testserver"}


@pytest.fixture
def strict(prospect: Organization) -> Visitor:
    """A visitor whose browser sends no token: as if the page had been open for too long."""
    return Visitor(prospect, client=Client(enforce_csrf_checks=True))


def test_a_page_that_is_not_there_says_so_in_the_same_style(strict: Visitor) -> None:
    strict.get("/nothing/at/all/")
    assert strict.status == 404
    assert 'href="/static/public/public.css"' in strict.page


def test_our_own_fault_needs_no_database() -> None:
    response = errors.our_fault(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong on our side" in response.content.decode()


def test_a_form_without_its_token_comes_back_with_what_was_typed(strict: Visitor) -> None:
    strict.get(f"/{strict.organization.slug}/ask/")
    response = strict.client.post(strict.url, {"wishes": ["delete", "opt_out_email"]}, headers=ORIGIN)
    page = response.content.decode()
    assert response.status_code == 403
    assert errors.NOT_SENT in page
    assert page.count("checked") == 2
    assert "csrfmiddlewaretoken" in page


def test_what_another_site_sends_is_not_shown_as_the_visitors(strict: Visitor) -> None:
    strict.get(f"/{strict.organization.slug}/ask/")
    response = strict.client.post(strict.url, {"wishes": ["delete"]}, headers={"origin": "https://evil.example"})
    assert response.status_code == 403
    assert "checked" not in response.content.decode()
    assert "Nothing was sent" in response.content.decode()


def test_a_status_link_without_its_token_says_what_to_do(strict: Visitor) -> None:
    response = strict.client.post(f"/{strict.organization.slug}/status/some-token/", headers=ORIGIN)
    assert response.status_code == 403
    assert "Go back, load the page again" in response.content.decode()
