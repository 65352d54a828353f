"""Makes a piece of an export well-formed again where it is plain what was meant: text that somebody did not escape.

It never closes what is open nor drops what it does not understand: an item that lost its status or its password with
the damaged part would be published.
"""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterator
from html.entities import html5

_CDATA = "<![CDATA["
_ESCAPED_END = "]]]]><![CDATA[>"  # how WordPress writes "]]>": it ends the section and opens the next
_ELEMENT = re.compile(r"<([A-Za-z][\w:.-]{0,80})(?:\s[^<>]*)?>\s*<!\[CDATA\[")
_ITEM = re.compile(r"</?item[\s>]")  # a text that goes on in the next item has lost its end, not gained one
_SECTION = re.compile(r"<!\[CDATA\[|<!--")
_UNESCAPED = re.compile(
    r"&(?:(?P<entity>#[0-9]{1,9}|#x[0-9A-Fa-f]{1,8}|[A-Za-z][A-Za-z0-9]{0,40});)?|<(?![A-Za-z_/!?])"
)
_PREFIX = re.compile(r"[<\s/]([A-Za-z_][A-Za-z0-9_.-]{0,40}):[A-Za-z_]")
_XML_ENTITIES = frozenset({"amp", "lt", "gt", "quot", "apos"})
_MOST_NAMES = 100


@dataclasses.dataclass(frozen=True)
class Fault:
    """What was mended, and how many lines below the first of the piece it was first found."""

    lines: int
    detail: str
    is_loss: bool = False


def mended(piece: str) -> tuple[str, list[Fault]]:
    """Give a piece with its text escaped, and the first fault of each kind, in no more than linear time."""
    found: dict[str, Fault] = {}
    piece = _with_whole_cdata(piece, found)
    parts: list[str] = []
    lines = 0
    for text, section in _sections(piece):
        parts += _escaped(text, lines, found), section
        lines += text.count("\n") + section.count("\n")
    return "".join(parts), list(found.values())


def prefixes(piece: str) -> set[str]:
    """Give what may be the namespace prefixes of a piece."""
    return {prefix for text, _ in _sections(piece) for prefix in _PREFIX.findall(text)}


def _with_whole_cdata(piece: str, found: dict[str, Fault]) -> str:
    """Escape each ``]]>`` that stands within a CDATA section; its true end stands before the end of its element."""
    parts: list[str] = []
    endless: set[str] = set()
    at = 0
    while (element := _ELEMENT.search(piece, at)) and len(endless) < _MOST_NAMES:
        start, name = element.end(), element[1]
        parts.append(piece[at:start])
        at = start
        end = (
            None if name in endless else re.compile(rf"\]\]>\s*</{re.escape(name)}\s*>").search(piece, start)
        )
        if end is None:
            endless.add(name)
            continue
        text = piece[start : end.start()]
        if not _is_sound(text) and not _ITEM.search(text):
            detail = "A “]]>” within a text was taken for text, not for its end."
            if detail not in found:
                found[detail] = Fault(piece.count("\n", 0, start), detail)
            text = text.replace(_ESCAPED_END, "]]>").replace("]]>", _ESCAPED_END)
        parts.append(text)
        at = end.start()
    return "".join([*parts, piece[at:]])


def _is_sound(text: str) -> bool:
    """Tell whether a section that ends in between is at once opened again, as WordPress writes it."""
    _, *later = text.split("]]>")
    return all(part.lstrip().startswith(_CDATA) for part in later)


def _sections(piece: str) -> Iterator[tuple[str, str]]:
    """Split into pairs of markup and the CDATA section or comment behind it."""
    at = 0
    while section := _SECTION.search(piece, at):
        ending = "]]>" if section[0] == _CDATA else "-->"
        end = piece.find(ending, section.end())
        end = len(piece) if end < 0 else end + len(ending)
        yield piece[at : section.start()], piece[section.start() : end]
        at = end
    yield piece[at:], ""


def _escaped(text: str, lines: int, found: dict[str, Fault]) -> str:
    def instead(match: re.Match[str]) -> str:
        replacement, detail = _replacement(match)
        if detail and detail not in found:
            found[detail] = Fault(
                lines + text.count("\n", 0, match.start()), detail, is_loss="lost" in detail
            )
        return replacement

    return _UNESCAPED.sub(instead, text)


def _replacement(match: re.Match[str]) -> tuple[str, str]:
    """Give what stands for an unescaped character or an entity, and what was wrong with it."""
    entity = match["entity"]
    if not entity:
        return html.escape(match[0]), f"A “{match[0]}” that was not escaped was taken for text."
    if entity in _XML_ENTITIES:
        return match[0], ""
    if entity.startswith("#"):
        code = int(entity[2:], 16) if entity[1] == "x" else int(entity[1:])
        return (match[0], "") if _is_allowed(code) else ("", "A character that XML forbids was lost.")
    if character := html5.get(f"{entity};"):
        return html.escape(character), "An entity that XML does not know was read as HTML."
    return html.escape(match[0]), "A “&” that was not escaped was taken for text."


def _is_allowed(code: int) -> bool:
    return code in (9, 10, 13) or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
