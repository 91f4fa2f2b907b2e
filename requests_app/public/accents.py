"""An organization's accent color, fit to be read on light and on dark pages."""

import colorsys
from typing import Final

DARK_PAPER: Final = "#12171c"
LIGHT_INK: Final = "#ffffff"
DARK_INK: Final = "#0d1720"
READABLE: Final = 7.0
"""WCAG 2.2 asks 4.5 of text; on a dark page a little more is easier on the eyes."""


def accent_css(color: str) -> str:
    """The custom properties of the public pages for an accent that is dark enough on white."""
    bright = lightened(color, DARK_PAPER)
    return (
        f":root{{--accent:{color};--accent-ink:{LIGHT_INK};--accent-wash:{mixed(color, '#ffffff', 0.09)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{--accent:{bright};--accent-ink:{DARK_INK};"
        f"--accent-wash:{mixed(bright, DARK_PAPER, 0.12)}}}}}\n"
    )


def lightened(color: str, paper: str) -> str:
    """The same hue, only as light as makes it readable on dark `paper`."""
    hue, lightness, saturation = colorsys.rgb_to_hls(*(channel / 255 for channel in _channels(color)))
    for percent in range(round(lightness * 100), 101):
        red, green, blue = colorsys.hls_to_rgb(hue, percent / 100, saturation)
        candidate = f"#{round(red * 255):02x}{round(green * 255):02x}{round(blue * 255):02x}"
        if contrast(candidate, paper) >= READABLE:
            return candidate
    return "#ffffff"


def mixed(color: str, with_color: str, share: float) -> str:
    """`share` of `color` in `with_color`."""
    pairs = zip(_channels(color), _channels(with_color), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02x}" for a, b in pairs)


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (n / 255 for n in _channels(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _channels(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)
