"""Contrast between two colours, as WCAG 2.2 defines it (relative luminance, success criteria 1.4.3 and 1.4.11)."""

import re

HEX = re.compile(r"^#(?:[0-9a-f]{3}|[0-9a-f]{6})\Z", re.IGNORECASE)
WHITE = "#ffffff"
BLACK = "#000000"
READABLE = 4.5  # text, 1.4.3
DISCERNIBLE = 3.0  # edges of controls and meaningful shapes, 1.4.11


def normalise(colour: str) -> str:
    """Give ``#abc`` and ``#AABBCC`` as ``#aabbcc``; raises ValueError for anything else."""
    if not HEX.match(colour):
        raise ValueError(f"“{colour}” is not a colour such as #9f0102.")
    digits = colour[1:].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def luminance(colour: str) -> float:
    """Give the relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = channels(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def channels(colour: str) -> tuple[float, float, float]:
    """Give red, green and blue as linear light, 0 to 1 each."""
    digits = normalise(colour)[1:]
    red, green, blue = (_linear(int(digits[place : place + 2], 16) / 255) for place in (0, 2, 4))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)


def delinearise(channel: float) -> float:
    """Give a channel of linear light as a screen is told it."""
    return channel * 12.92 if channel <= 0.0031308 else float(1.055 * channel ** (1 / 2.4) - 0.055)


def contrast(one: str, other: str) -> float:
    """Give the contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def readable_text(background: str) -> str:
    """Give white or black, whichever reads better on a background; one of them always reaches 4.5:1."""
    return max((WHITE, BLACK), key=lambda text: contrast(text, background))
