"""Words in braces are filled in, and nothing else happens to a template."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_app.services.correspondence.filling import WrongTemplate, check, fill, places


def test_each_place_gets_its_value() -> None:
    assert fill("Hello {name}, about {reference}.", {"name": "Rosa", "reference": "PM-1"}) == "Hello Rosa, about PM-1."


@pytest.mark.parametrize("text", ["{", "}", "{Name}", "{name!r}", "{name.__class__}", "{0}", "{{name}}", "{ name }"])
def test_a_brace_that_is_no_placeholder_is_refused(text: str) -> None:
    with pytest.raises(WrongTemplate, match="stands alone"):
        places(text)


@pytest.mark.parametrize("text", ["{% if x %}", "{{ settings.SECRET_KEY }}", "{% load static %}"])
def test_no_template_language_stands_behind_it(text: str) -> None:
    with pytest.raises(WrongTemplate):
        fill(text, {})


def test_an_unknown_placeholder_is_named() -> None:
    with pytest.raises(WrongTemplate, match=r"This letter has no \{nam\}\. It has: \{name\}\."):
        check("Hello {nam}", known=["name"], needed=[])


def test_a_missing_placeholder_is_named() -> None:
    with pytest.raises(WrongTemplate, match=r"must have a place for \{reason\}"):
        check("Hello {name}", known=["name", "reason"], needed=["reason"])


@given(st.text())
def test_what_is_filled_in_is_never_looked_at_again(typed: str) -> None:
    assert fill("Said: {reason}!", {"reason": f"x{typed}{{name}}"}) == f"Said: {f'x{typed}{{name}}'.strip()}!".strip()


def test_a_part_with_nothing_to_say_goes_with_its_heading() -> None:
    text = "First.\n\n# When again\n{again}\n\nLast."
    assert fill(text, {"again": ""}) == "First.\n\nLast."
    assert fill(text, {"again": "In May."}) == "First.\n\n# When again\nIn May.\n\nLast."
