"""Mends tags whose quotes an editor or ``wptexturize`` has replaced, and tells what in a tag stays unreadable.

WordPress reads none of this: it is a second step behind the strict parse, for what authors had meant.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator

from cms.wordpress.shortcodes import Shortcode, next_closer, parse_attributes, raw_attributes

# Healing: the quotes and signs that wptexturize writes, and their typographic twins that people paste.


def _entity(names: str, decimal: str, hexadecimal: str) -> str:
    """Write the pattern of an entity in all of its spellings, also where its ampersand became an entity in turn."""
    return rf"&(?:(?:amp|#0*38|#[xX]0*26);)?(?:{names}|#0*(?:{decimal})|#[xX]0*(?i:{hexadecimal}));"


_DOUBLE = '["”“„‟″«»＂]|' + _entity(  # noqa: RUF001  the look-alikes are meant
    "quot|ldquo|rdquo|bdquo|Prime|laquo|raquo",
    "34|822[0-3]|8243|171|187|65282",
    "22|201[c-f]|2033|ab|bb|ff02",
)
_SINGLE = "['’‘‚′‹›＇]|" + _entity(  # noqa: RUF001  the look-alikes are meant
    "apos|lsquo|rsquo|sbquo|prime|lsaquo|rsaquo", "39|821[6-9]|8242|8249|8250", "27|201[89ab]|2032|2039|203a"
)
_QUOTE = re.compile(f"{_DOUBLE}|{_SINGLE}")
_GLUED = re.compile(rf"(?:{_DOUBLE}|{_SINGLE})[A-Za-z0-9_-]++\s*+=\s*+(?:{_DOUBLE}|{_SINGLE})")
_ODD_SPACES = re.compile("(?:[\u00a0\u200b]|" + _entity("nbsp|ZeroWidthSpace", "160|8203", "a0|200b") + ")+")
_AMPERSAND = re.compile("&(?:amp|#0*38|#[xX]0*26);")
_OPENED = re.compile(
    rf"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]++)\s*+=\s*+(?:\\?(?P<double>{_DOUBLE})|\\?(?P<single>{_SINGLE}))"
)
_CLOSED = {
    "double": re.compile(rf"\\?(?:{_DOUBLE})(?=\s|\Z)"),
    "single": re.compile(rf"\\?(?:{_SINGLE})(?=\s|\Z)"),
}
_TEXTURIZED = (
    (re.compile(r"(?<=\d)&#0*215;(?=\d)|(?<=\d)&times;(?=\d)"), "x"),
    (re.compile(_entity("quot|ldquo|rdquo", "34|822[01]|8243", "22|201[cd]|2033")), '"'),
    (re.compile(_entity("apos|lsquo|rsquo", "39|821[67]|8242", "27|201[89]|2032")), "'"),
    (re.compile("(?<= )&(?:mdash|#0*8212);(?= )|&(?:ndash|#0*8211);"), "--"),
    (re.compile("&(?:mdash|#0*8212);"), "---"),
    (re.compile("&(?:hellip|#0*8230);"), "..."),
    (_AMPERSAND, "&"),
)
_TYPOGRAPHIC = (
    (re.compile(r"(?<=\d)\u00d7(?=\d)"), "x"),
    (re.compile("\u2013"), "--"),
    (re.compile("\u2014"), "---"),
    (re.compile("\u2026"), "..."),
)
_MACHINE_NAMES = re.compile(
    r"(?:.*_)?(?:url|link|src|file|size|width|height|class|single|id|source|data|template)\Z"
)
_MACHINE_VALUE = re.compile(r"(?:https?:|www\.|mailto:|tel:|[/#])\S*\Z|[\d.]+\S{0,4}\Z")


def heal(shortcode: Shortcode) -> Shortcode:
    """Read a tag whose quotes became typographic or entities as its author wrote it; others come back as they are."""
    text = shortcode.attribute_text
    if spaces := _ODD_SPACES.match(text):
        text = f" {text[spaces.end() :]}"
    healed = heal_attributes(text)
    if healed == shortcode.attribute_text:
        return shortcode
    attributes, positional = parse_attributes(healed)
    return dataclasses.replace(
        shortcode, attribute_text=healed, attributes=attributes, positional=tuple(positional)
    )


def unreadable(tag: Shortcode) -> Iterator[str]:
    """Give the pieces of a tag that were meant as attributes, but whose quotes are glued to a neighbour or unbalanced."""
    for name, value in raw_attributes(tag.attribute_text):
        if name and _GLUED.search(value):
            yield f"{name}={value}"
        elif not name and ("=" in value or _QUOTE.search(value)):
            yield value


def heal_attributes(text: str) -> str:
    """Restore straight quotes where a quote of any shape opens after ``=`` and closes before white space or the end.

    Apostrophes and quotation marks inside a text stay as they are. Signs that wptexturize wrote as entities are undone
    everywhere, typographic ones only in values that machines read: addresses, sizes, classes.
    """
    ends = {kind: [match.span() for match in closed.finditer(text)] for kind, closed in _CLOSED.items()}
    pieces: list[str] = []
    position = 0
    healed = False
    while opened := _OPENED.search(text, position):
        kind = "double" if opened["double"] else "single"
        end = _strict_end(text, opened) or next_closer(ends[kind], opened.end())
        if end is None:
            pieces.append(text[position : opened.end()])
            position = opened.end()
            continue
        pieces.append(_undo(text[position : opened.start()], _TEXTURIZED))
        if text[opened.end() - 1] == text[end[0]] and text[end[0]] in "\"'":
            pieces.append(text[opened.start() : end[1]])
        else:
            value = text[opened.end() : end[0]]
            if _AMPERSAND.match(opened[kind]):
                value = _AMPERSAND.sub("&", value)
            pieces.append(_restored(opened[1], value, kind))
            healed = True
        position = end[1]
    return "".join([*pieces, _undo(text[position:], _TEXTURIZED)]) if healed else text


def _strict_end(text: str, opened: re.Match[str]) -> tuple[int, int] | None:
    """Give the end of a value whose straight quotes are in order."""
    quote = text[opened.end() - 1]
    if quote not in "\"'" or text[opened.end() - 2] == "\\":
        return None
    end = text.find(quote, opened.end())
    return (end, end + 1) if end >= 0 and (text[end + 1 : end + 2] or " ").isspace() else None


def _restored(name: str, value: str, kind: str) -> str:
    value = value.removesuffix("\\").strip()
    quote, other = "\"'" if kind == "double" else "'\""
    quote = other if quote in value else quote
    value = _undo(value, _TEXTURIZED)
    if _MACHINE_NAMES.match(name.lower()) or _MACHINE_VALUE.match(value):
        value = _undo(value, _TYPOGRAPHIC)
    return f"{name}={quote}{value}{quote}"


def _undo(text: str, signs: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, replacement in signs:
        text = pattern.sub(replacement, text)
    return text
