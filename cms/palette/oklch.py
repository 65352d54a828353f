"""Colours as lightness, chroma and hue in OKLCH, where equal steps look equal (https://bottosson.github.io/posts/oklab/).

Written out: for these two conversions a library of colours is too slow to import.
"""

import math
from collections.abc import Iterator
from typing import NamedTuple

from cms.palette.contrast import channels, delinearise

CHROMA_STEP = 0.002


class Oklch(NamedTuple):
    """Lightness from 0 to 1, chroma from 0 (grey) to about 0.37, hue in degrees."""

    lightness: float
    chroma: float
    hue: float


def to_oklch(colour: str) -> Oklch:
    """Read ``#rrggbb``; raises ValueError for anything else."""
    red, green, blue = channels(colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return Oklch(lightness, math.hypot(a, b), math.degrees(math.atan2(b, a)) % 360)


def to_hex(colour: Oklch) -> str:
    """Write as ``#rrggbb``; a colour that no screen can show loses chroma until one can."""
    lightness = min(max(colour.lightness, 0.0), 1.0)
    chroma = colour.chroma
    while (
        not all(-0.0005 <= channel <= 1.0005 for channel in _linear(lightness, chroma, colour.hue))
        and chroma > 0
    ):
        chroma -= CHROMA_STEP
    return "#" + "".join(
        f"{round(255 * delinearise(min(max(channel, 0.0), 1.0))):02x}"
        for channel in _linear(lightness, max(chroma, 0.0), colour.hue)
    )


def _linear(lightness: float, chroma: float, hue: float) -> Iterator[float]:
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    yield 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short
    yield -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short
    yield -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short
