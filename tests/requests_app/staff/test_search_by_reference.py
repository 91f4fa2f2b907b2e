"""A request is found by its reference however staff type it."""

import pytest
from django.test import Client
from django.urls import reverse

from policies.domain.terms import Right
from requests_app.models import PrivacyRequest
from tests.requests_app.arrivals import received

from .pages import LIST

pytestmark = pytest.mark.django_db


def found(client: Client, typed: str) -> set[str]:
    return {row.reference for row in client.get(reverse(LIST), {"q": typed}).context["rows"]}


@pytest.mark.parametrize("separator", ["-", "", " ", "\u2013", "\u2011"])
def test_a_reference_finds_all_that_was_asked_with_it(desk: Client, deletion: PrivacyRequest, separator: str) -> None:
    both = received(deletion.organization, Right.DELETE, Right.KNOW_SPECIFIC)
    typed = both.reference.replace("-", separator).lower()
    assert found(desk, typed) == {f"{both.reference}/1", f"{both.reference}/2"}
    assert found(desk, f"{typed} / 2") == {f"{both.reference}/2"}


@pytest.mark.parametrize("separator", ["-", " ", "\u2013"])
def test_the_beginning_of_a_reference_is_enough(desk: Client, deletion: PrivacyRequest, separator: str) -> None:
    assert found(desk, separator.join(deletion.reference.split("-")[:3])) == {deletion.reference}
