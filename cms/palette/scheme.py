"""A whole scheme from two colours: every token that carries the brand, in a light and a dark value.

The colours are the owner's where people can read them. Where they cannot, lightness gives way and hue stays: words and
links reach 4.5:1 on every surface, edges and markers 3:1. ``tokens.css`` holds what this gives for the two defaults.
"""

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from cms.palette.contrast import DISCERNIBLE, READABLE, WHITE, contrast, normalise
from cms.palette.oklch import Oklch, to_hex, to_oklch

BRAND = "#17565c"
ACCENT = "#c65d36"
STEP = 0.004
# Chroma of the tones below is written for the default brand; a greyer brand makes them greyer, a stronger one stronger.
STRONGEST = 1.6
# Surfaces and scenery lean to where daylight goes: from the brand towards green, from the accent towards yellow.
BRAND_LEAN = -18
ACCENT_LEAN = 18


class Token(NamedTuple):
    light: str
    dark: str

    def css(self, name: str) -> str:
        return f"--{name}: light-dark({self.light}, {self.dark});"


class Tone(NamedTuple):
    """Lightness and chroma of a token by day and by night; its hue comes from the brand or the accent."""

    light: tuple[float, float]
    dark: tuple[float, float]


# What words stand on.
BRAND_SURFACES = {
    "paper": Tone((0.984, 0.005), (0.205, 0.018)),
    "surface": Tone((1.0, 0.0), (0.25, 0.022)),
    "tint": Tone((0.951, 0.014), (0.29, 0.032)),
    "sky-top": Tone((0.932, 0.02), (0.24, 0.03)),
}
ACCENT_SURFACES = {
    "sky-low": Tone((0.955, 0.03), (0.27, 0.02)),
    "accent-soft": Tone((0.945, 0.026), (0.29, 0.031)),
}
# What must be seen on all of them, with the ratio that it needs.
SEEN = {
    "ink": (Tone((0.27, 0.026), (0.945, 0.008)), 7.0),
    "ink-muted": (Tone((0.46, 0.026), (0.79, 0.018)), READABLE),
    "line-strong": (Tone((0.56, 0.024), (0.67, 0.026)), DISCERNIBLE),
    "link": (Tone((0.44, 0.078), (0.83, 0.07)), READABLE),
}
BRAND_SCENERY = {
    "line": Tone((0.9, 0.01), (0.36, 0.026)),
    "brand-deep": Tone((0.32, 0.05), (0.24, 0.032)),
    "on-brand-deep": Tone((0.96, 0.01), (0.93, 0.013)),
    "hill-far": Tone((0.865, 0.034), (0.315, 0.04)),
    "hill-near": Tone((0.77, 0.054), (0.375, 0.05)),
}
ACCENT_SCENERY = {
    "sun": Tone((0.9, 0.08), (0.78, 0.1)),
    "focus-halo": Tone((0.82, 0.09), (0.56, 0.136)),
}


@lru_cache(maxsize=16)
def scheme(brand: str = "", accent: str = "") -> Mapping[str, Token]:
    """Give the tokens of a brand and an accent by name; an empty colour is the default one.

    Raises ValueError for what is no colour.
    """
    main = _Source(brand or BRAND, BRAND)
    second = _Source(accent or ACCENT, ACCENT)
    tokens = {name: main.tinted(tone, BRAND_LEAN) for name, tone in BRAND_SURFACES.items()}
    tokens |= {name: second.tinted(tone, ACCENT_LEAN) for name, tone in ACCENT_SURFACES.items()}
    surfaces = list(tokens.values())
    for name, (tone, ratio) in SEEN.items():
        tokens[name] = _seen_on(surfaces, main.tinted(tone), ratio)
    tokens["brand"] = _seen_on(surfaces, Token(main.colour, main.tone(0.81, 0.062, BRAND_LEAN)), READABLE)
    tokens["on-brand"] = Token(WHITE, main.tone(0.25, 0.038))
    tokens["accent"] = _seen_on(surfaces, Token(second.colour, second.tone(0.78, 0.1)), DISCERNIBLE)
    tokens |= {name: main.tinted(tone, BRAND_LEAN) for name, tone in BRAND_SCENERY.items()}
    tokens |= {name: second.tinted(tone, ACCENT_LEAN) for name, tone in ACCENT_SCENERY.items()}
    return tokens


def least_contrast(token: Token, tokens: Mapping[str, Token]) -> tuple[float, float]:
    """Give a token's contrast, by day and by night, with that surface of a scheme where it is least."""
    surfaces = [tokens[name] for name in (*BRAND_SURFACES, *ACCENT_SURFACES)]
    return (
        min(contrast(token.light, surface.light) for surface in surfaces),
        min(contrast(token.dark, surface.dark) for surface in surfaces),
    )


class _Source:
    """A chosen colour, as the source of tones."""

    def __init__(self, colour: str, default: str) -> None:
        self.colour = normalise(colour)
        chosen = to_oklch(colour)
        self.hue = chosen.hue
        self.strength = min(chosen.chroma / to_oklch(default).chroma, STRONGEST)

    def tone(self, lightness: float, chroma: float, lean: float = 0) -> str:
        return to_hex(Oklch(lightness, chroma * self.strength, self.hue + lean))

    def tinted(self, tone: Tone, lean: float = 0) -> Token:
        return Token(self.tone(*tone.light, lean), self.tone(*tone.dark, lean))


def _seen_on(surfaces: list[Token], token: Token, ratio: float) -> Token:
    """Darken by day and lighten by night, just far enough."""
    return Token(
        _moved(token.light, [surface.light for surface in surfaces], ratio, -STEP),
        _moved(token.dark, [surface.dark for surface in surfaces], ratio, STEP),
    )


def _moved(colour: str, surfaces: list[str], ratio: float, step: float) -> str:
    """Move a colour's lightness; black and white, where it ends, are seen on every surface."""
    lightness, chroma, hue = to_oklch(colour)
    while min(contrast(colour, surface) for surface in surfaces) < ratio:
        lightness += step
        colour = to_hex(Oklch(lightness, chroma, hue))
    return colour
