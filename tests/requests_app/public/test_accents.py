"""An organization's color stays readable on light and dark pages."""

import pytest

from requests_app.public.accents import DARK_INK, DARK_PAPER, READABLE, accent_css, contrast, lightened, mixed


@pytest.mark.parametrize("color", ["#1d5c4d", "#1d4f7a", "#000000", "#7a0000", "#4b0082"])
def test_any_accent_is_made_readable_on_a_dark_page(color: str) -> None:
    bright = lightened(color, DARK_PAPER)
    assert contrast(bright, DARK_PAPER) >= READABLE
    assert contrast(bright, DARK_INK) >= 4.5


def test_a_bright_accent_is_left_as_it_is() -> None:
    assert lightened("#ffffff", DARK_PAPER) == "#ffffff"


def test_contrast_is_measured_as_wcag_does() -> None:
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#767676", "#ffffff"), 2) == 4.54


def test_colors_mix_by_share() -> None:
    assert mixed("#ffffff", "#000000", 0.5) == "#808080"


def test_the_stylesheet_sets_both_schemes() -> None:
    css = accent_css("#1d5c4d")
    assert "--accent:#1d5c4d" in css
    assert "prefers-color-scheme:dark" in css
