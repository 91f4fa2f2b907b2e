import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from organizations.models import SignInFailure, User
from organizations.services.people import create_staff
from organizations.services.sign_in import LIMIT_ANYWHERE, LIMIT_HERE, WINDOW, count_failure, is_blocked
from tests.organizations.conftest import NOW, PASSWORD

HERE, THERE = "203.0.113.7", "198.51.100.9"
SECOND = dt.timedelta(seconds=1)


def attempt(email: str, password: str, place: str = HERE) -> str:
    """What the sign-in page says; empty when it lets the person in."""
    response = Client(REMOTE_ADDR=place).post(reverse("staff:login"), {"username": email, "password": password})
    if response.status_code == 302:
        return ""
    return " ".join(response.context["form"].non_field_errors())


def fail(times: int, place: str = HERE, email: str = "hana@northwind.example") -> None:
    for _ in range(times):
        count_failure(email, place, now=NOW)


def test_a_member_signs_in_with_an_address_in_any_capitals(handler: User) -> None:
    assert attempt("HANA@northwind.example", PASSWORD) == ""


def test_somebody_who_came_straight_to_the_sign_in_goes_on_to_the_first_page(handler: User) -> None:
    page = Client().get(reverse("staff:login")).content.decode()
    assert f'<input type="hidden" name="next" value="{reverse("staff:index")}" form="login-form">' in page


def test_a_wrong_password_and_an_unknown_address_are_told_the_same(handler: User) -> None:
    assert attempt(handler.email, "wrong") == attempt("nobody@northwind.example", "wrong")
    assert "do not match" in attempt(handler.email, "wrong")


def test_a_person_without_a_role_is_told_whom_to_ask(db: None) -> None:
    create_staff(email="new@northwind.example", name="New", password=PASSWORD)
    assert "no role in any organization yet" in attempt("new@northwind.example", PASSWORD)


def test_a_user_who_is_not_staff_cannot_enter(db: None) -> None:
    User.objects.create_user("ana@example.com", PASSWORD, name="Ana")
    assert attempt("ana@example.com", PASSWORD) != ""


def test_after_too_many_failures_even_the_right_password_must_wait(handler: User) -> None:
    for _ in range(LIMIT_HERE):
        assert "do not match" in attempt(handler.email, "wrong")
    assert "Try again in 15 minutes" in attempt(handler.email, PASSWORD)
    assert attempt(handler.email, PASSWORD, place=THERE) == ""


def test_a_sign_in_that_succeeds_forgets_the_failures(handler: User) -> None:
    attempt(handler.email, "wrong")
    attempt(handler.email, PASSWORD)
    assert not SignInFailure.objects.exists()


def test_the_last_attempt_allowed_and_the_first_refused(db: None) -> None:
    fail(LIMIT_HERE - 1)
    assert not is_blocked("hana@northwind.example", HERE, now=NOW)
    fail(1)
    assert is_blocked("hana@northwind.example", HERE, now=NOW)
    assert not is_blocked("olga@northwind.example", HERE, now=NOW)


def test_the_block_ends_with_the_window(db: None) -> None:
    fail(LIMIT_HERE)
    assert is_blocked("hana@northwind.example", HERE, now=NOW + WINDOW - SECOND)
    assert not is_blocked("hana@northwind.example", HERE, now=NOW + WINDOW)


def test_guessing_from_many_places_is_stopped_too(db: None) -> None:
    for n in range(LIMIT_ANYWHERE):
        fail(1, place=f"198.51.{n}.1")
    assert is_blocked("hana@northwind.example", HERE, now=NOW)


def test_the_addresses_of_one_ipv6_customer_count_as_one_place(db: None) -> None:
    for n in range(LIMIT_HERE):
        fail(1, place=f"2001:db8:1:2::{n}")
    assert is_blocked("hana@northwind.example", "2001:db8:1:2:ffff::1", now=NOW)
    assert not is_blocked("hana@northwind.example", "2001:db8:1:3::1", now=NOW)


def test_old_failures_are_thrown_away(db: None) -> None:
    fail(3)
    count_failure("olga@northwind.example", HERE, now=NOW + WINDOW)
    assert SignInFailure.objects.count() == 2


@pytest.mark.parametrize("hidden", ["hana", HERE])
def test_neither_address_nor_place_stands_in_the_table(db: None, hidden: str) -> None:
    fail(1)
    assert not any(hidden in row.key for row in SignInFailure.objects.all())
