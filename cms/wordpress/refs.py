"""Placeholders that converted content holds until the importer knows the objects they stand for.

The converter is pure: it has seen one item, not the site. Where a value needs an object of the site it puts one of
these, and ``pages.py`` replaces it. ``as_json`` writes them as ``{"$ref": "media", …}`` for the golden cases.
"""

from __future__ import annotations

import dataclasses
from typing import Any


class Html(str):
    """Rich text: sanitised HTML whose links still lead where they led in WordPress."""

    __slots__ = ()


@dataclasses.dataclass(frozen=True)
class MediaRef:
    """A file of the media library, by WordPress id, by address, or both (0 and "" where unknown)."""

    id: int = 0
    url: str = ""


@dataclasses.dataclass(frozen=True)
class LinkRef:
    """Somewhere a link leads, as written: absolute or relative URL, mailto:, tel:, #fragment."""

    url: str


@dataclasses.dataclass(frozen=True)
class ItemRef:
    """A post or page of the export, by its WordPress id."""

    id: int


HOME = ItemRef(0)  # the home page, whatever it is on the new site; WordPress gives this id to no item


@dataclasses.dataclass(frozen=True)
class TermRef:
    """A term, by WordPress id (digits) or by slug, as the shortcode names it."""

    taxonomy: str
    key: str


@dataclasses.dataclass(frozen=True)
class AuthorRef:
    """A WordPress user, by id."""

    id: int


@dataclasses.dataclass(frozen=True)
class MenuRef:
    """A navigation menu, by its slug."""

    slug: str


@dataclasses.dataclass(frozen=True)
class CsvRef:
    """A table in a CSV file of the media library or elsewhere."""

    url: str
    delimiter: str = ","
    header: bool = False


@dataclasses.dataclass(frozen=True)
class QrRef:
    """A QR code that says ``data``; colours are CSS hex values."""

    data: str
    colour: str = "#000000"
    background: str = "#ffffff"


@dataclasses.dataclass(frozen=True)
class ColourRef:
    """A colour pair of the palette: CSS hex values such as ``#9f0102``; text "" means the readable one."""

    background: str
    text: str = ""


Ref = MediaRef | LinkRef | ItemRef | TermRef | AuthorRef | MenuRef | CsvRef | QrRef | ColourRef


def as_json(value: Any) -> Any:
    """Give converted content as plain JSON data, references written as ``{"$ref": kind, …}``."""
    if isinstance(value, Ref):
        kind = type(value).__name__.removesuffix("Ref").lower()
        return {"$ref": kind, **dataclasses.asdict(value)}
    if isinstance(value, dict):
        return {key: as_json(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [as_json(inner) for inner in value]
    return str(value) if isinstance(value, str) else value
