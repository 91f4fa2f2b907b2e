"""Checks of what an organization may set. Each message says what to type instead."""

import re
import zoneinfo

from django.core.exceptions import ValidationError

from .holiday_source import has_public_holidays

MINIMUM_CONTRAST = 4.5
"""WCAG 2.2, 1.4.3: contrast of text, here white on the accent color and the accent color on white."""


def validate_timezone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError(f"{name!r} is not a time zone. Write it like America/Los_Angeles.", code="timezone")


def validate_jurisdiction(code: str) -> None:
    if not has_public_holidays(code):
        raise ValidationError(
            f"No public holidays are known for {code!r}. Use a country or a part of one, like US-CA.",
            code="jurisdiction",
        )


def contrast_with_white(color: str) -> float:
    """The contrast ratio of `color` (#rrggbb) and white, 1 to 21, as WCAG 2.2 defines it."""
    channels = (int(color[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def validate_accent_color(color: str) -> None:
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        raise ValidationError(f"{color!r} is not a color. Write it like #1f4e79.", code="color")
    if (contrast := contrast_with_white(color)) < MINIMUM_CONTRAST:
        raise ValidationError(
            f"{color} is too light to read: contrast with white {contrast:.1f}, needed {MINIMUM_CONTRAST}."
            " Choose a darker color.",
            code="contrast",
        )
