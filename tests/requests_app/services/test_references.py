"""Reading references that people type, and telling what cannot be one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.services.references import could_be, new_reference, normalize, request_reference


@pytest.mark.parametrize(
    "typed",
    [
        "PM-7K3Q-9XWD-2M40",
        " pm 7k3q 9xwd 2m4o ",
        "PM7K3Q9XWD2M40",
        "pm\u20137k3q\u20149xwd\u20112m40",
        "PM-7K3Q-9XWD-2M4O",
        "PM.7K3Q.9XWD.2M40",
        "\uff30\uff2d-7K3Q-9XWD-2M40",
    ],
)
def test_it_is_read_however_it_is_set_apart(typed: str) -> None:
    assert normalize(typed) == "PM-7K3Q-9XWD-2M40"


def test_letters_are_taken_for_digits_in_the_random_part_alone() -> None:
    assert normalize("oil OIL0 0000 00il") == "OIL-0110-0000-0011"


def test_the_number_of_the_request_is_kept() -> None:
    assert normalize("pm 7k3q 9xwd 2m4t / 12") == "PM-7K3Q-9XWD-2M4T/12"


@pytest.mark.parametrize(
    ("typed", "could"),
    [
        ("PM-7K3Q-9XWD-2M4T", True),
        ("PM-7K3Q-9XWD-2M4T/1", True),
        ("PM-7K3Q-9XWD-2M4T/", False),
        ("PM-7K3Q-9XWD-2M4T/0", False),
        ("M7K3Q9XWD2M4T", False),
        ("7K3Q9XWD2M4T", False),
        ("ABC7K3Q9XWD2M4T", True),
        ("ABCD7K3Q9XWD2M4T", False),
        ("PM-7K3Q-9XWD-2M4U", False),
        ("", False),
    ],
)
def test_its_shape_tells_what_cannot_be_one(typed: str, could: bool) -> None:
    assert could_be(typed) is could


@pytest.mark.parametrize("slug", ["prospect-medical", "acme", "a", "one-two-three-four", "a_b", "il-ol"])
def test_every_reference_given_out_is_read_as_it_is(slug: str) -> None:
    reference = request_reference(new_reference(slug), 1)
    assert could_be(reference)
    assert normalize(reference) == reference


@given(st.text(st.sampled_from("abOoIl019uU -/_.\u2013\u2014\uff2f"), max_size=60))
def test_reading_twice_changes_nothing(typed: str) -> None:
    assert normalize(normalize(typed)) == normalize(typed)
