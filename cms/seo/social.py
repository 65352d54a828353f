"""The picture that link previews show of a page without one: its title and the site's name, drawn when asked for."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import io
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)
FONT = Path(__file__).parent / "fonts" / "fraunces.woff2"  # the headings’ own, with all its letters
MARGIN = 90
ROOM = SIZE[0] - 2 * MARGIN
SUN = 300
LINES = 4
TITLE_SIZES = (88, 76, 66, 58)
NAME_SIZE = 38
LOOK = "1"  # to be raised when the drawing changes, so that pictures that others keep are asked for again


@dataclasses.dataclass(frozen=True)
class Card:
    """What is written on the picture, and in which colours."""

    title: str
    site_name: str
    background: str = "#17565c"
    foreground: str = "#ffffff"
    accent: str = "#fed5b6"

    @property
    def version(self) -> str:
        """Give a short hash of all that is drawn: only who knows what a page says can ask for its picture."""
        return hashlib.sha256("\n".join([LOOK, *dataclasses.astuple(self)]).encode()).hexdigest()[:16]

    @property
    def alt(self) -> str:
        return ". ".join(part for part in (self.title, self.site_name) if part)


def draw(card: Card) -> bytes:
    """Draw a card as a PNG file; words in a script that the font has not are left out."""
    picture = Image.new("RGB", SIZE, card.background)
    _draw_horizon(picture, card)
    canvas = ImageDraw.Draw(picture)
    title, name = drawable(card.title), drawable(card.site_name)
    if title:
        font, lines = _fitting(title)
        spacing = round(font.size * 0.18)
        canvas.multiline_text(
            (MARGIN, MARGIN), "\n".join(lines), font=font, fill=card.foreground, spacing=spacing
        )
    if name:
        font = _font(NAME_SIZE if title else TITLE_SIZES[0])
        name = _cut(name, font, ROOM - SUN)
        canvas.text((MARGIN, SIZE[1] - MARGIN), name, font=font, fill=card.foreground, anchor="ls")
    file = io.BytesIO()
    picture.quantize(64).save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_horizon(picture: Image.Image, card: Card) -> None:
    """Draw the site's mark, a sun on the horizon; four times as large first, which smooths its edge."""
    width, height = SIZE
    sun = Image.new("L", (SUN * 4, SUN * 4))
    ImageDraw.Draw(sun).ellipse((0, 0, SUN * 4 - 1, SUN * 4 - 1), fill=255)
    smooth = sun.resize((SUN, SUN), Image.Resampling.LANCZOS)
    picture.paste(card.accent, (width - SUN - 30, height - 250), smooth)
    ImageDraw.Draw(picture).rectangle((0, height - 14, width, height), fill=card.accent)


@functools.cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size, layout_engine=ImageFont.Layout.BASIC)


def drawable(text: str) -> str:
    """Give a text with single spaces; "" where the font lacks a letter of it."""
    text = " ".join(text.split())
    return text if all(_has(character) for character in set(text) - {" "}) else ""


@functools.lru_cache(maxsize=1000)
def _has(character: str) -> bool:
    font = _font(NAME_SIZE)
    return bytes(font.getmask(character)) != bytes(font.getmask("\uffff"))


def _fitting(title: str) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """Choose the largest size in which a title fits; the end of a very long one is cut."""
    for size in TITLE_SIZES:
        font = _font(size)
        lines = _lines(title, font)
        if len(lines) <= LINES:
            return font, lines
    return font, [*lines[: LINES - 1], _cut(f"{lines[LINES - 1]}…", font, ROOM)]


def _lines(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and font.getlength(longer) > ROOM:
            lines.append(word)
        else:
            lines[-1] = longer
    return [_cut(line, font, ROOM) for line in lines]


def _cut(line: str, font: ImageFont.FreeTypeFont, room: int) -> str:
    while font.getlength(line) > room:
        line = f"{line[:-2]}…"
    return line
