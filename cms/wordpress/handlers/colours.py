"""Colours as shortcodes and inline styles write them."""

from __future__ import annotations

import re

from PIL import ImageColor

_DECLARATION = re.compile(r"(?:^|;)\s*(background-color|background|color)\s*:\s*([^;]+)", re.IGNORECASE)


def hex_colour(value: str) -> str | None:
    """Give a CSS colour as ``#rrggbb``, opacity left out; None for what is no fixed colour (``var(--x)``, ``none``)."""
    try:
        red, green, blue = ImageColor.getrgb(value.strip().removesuffix(";").lower())[:3]
    except ValueError:
        return None
    return f"#{red:02x}{green:02x}{blue:02x}"


def style_colours(style: str) -> tuple[str, str]:
    """Give background and text colour of an inline style, "" where it sets none."""
    found = {"background": "", "color": ""}
    for name, value in _DECLARATION.findall(style):
        found[name.lower().removesuffix("-color")] = hex_colour(value) or ""
    return found["background"], found["color"]
