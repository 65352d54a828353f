"""WordPress's shortcode grammar: text in, a sequence of text and shortcodes out.

The strict parse follows ``get_shortcode_regex``, ``shortcode_parse_atts`` and ``do_shortcodes_in_html_tags`` of
WordPress core (wp-includes/shortcodes.php), including what looks like an accident there: authors saw its results and
wrote accordingly. ``heal`` is a second, separate step for tags whose quotes an editor or ``wptexturize`` has replaced.

Every step is linear in the length of the text.
"""

from __future__ import annotations

import bisect
import dataclasses
import functools
import re
from collections.abc import Iterator

_SCAN = re.compile(r"\[([^<>&/\[\]\x00-\x20=]+)")
_ATTRIBUTE = re.compile(
    r"""([\w-]++)\s*+=\s*+"([^"]*+)"(?:\s|\Z)
      | ([\w-]++)\s*+=\s*+'([^']*+)'(?:\s|\Z)
      | ([\w-]++)\s*+=\s*+([^\s'"]++)(?:\s|\Z)
      | "([^"]*+)"(?:\s|\Z)
      | '([^']*+)'(?:\s|\Z)
      | (\S++)""",
    re.ASCII | re.VERBOSE,
)
_ODD_SPACES = re.compile("[\u00a0\u200b]+")
_WHOLE_TAGS_ONLY = re.compile(r"[^<]*+(?:<[^>]*+>[^<]*+)*+")
_ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{1,2}|[0-7]{1,3}|.)", re.DOTALL)
_ESCAPED_CONTROLS = {"n": "\n", "t": "\t", "r": "\r", "a": "", "v": "", "b": "", "f": ""}
_HTML_OPENER = re.compile(r"<(?:!--|!\[CDATA\[|[a-zA-Z/][^<>]*+>)")
_HIDE_BRACKETS = str.maketrans("[]", "\x00\x00")


@dataclasses.dataclass(frozen=True)
class Names:
    """Which tag names count as shortcodes: exact ones, and whatever starts with one of the prefixes.

    Same-tag nesting as the plugin writes it, ``[_su_row]`` … ``[_/su_row]``, is understood for prefixed names.
    """

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()

    @functools.cached_property
    def _name(self) -> str:
        exact = [re.escape(name) for name in sorted(self.exact, key=len, reverse=True)]
        prefixed = [f"{re.escape(prefix)}[A-Za-z0-9_-]+" for prefix in self.prefixes if prefix]
        return "|".join([*prefixed, *exact]) or r"(?!)"

    @functools.cached_property
    def opener(self) -> re.Pattern[str]:
        return re.compile(rf"\[(\[?)(_*)({self._name})(?![A-Za-z0-9_-])")

    @functools.cached_property
    def braced(self) -> re.Pattern[str]:
        """A tag inside an attribute's value, where the plugin writes braces for brackets."""
        return re.compile(rf"\{{(/?_*(?:{self._name})(?![A-Za-z0-9_-])[^{{}}\[\]]*)\}}")

    @functools.cached_property
    def any_tag(self) -> re.Pattern[str]:
        """A tag that opens or closes, whatever it belongs to: for taking tags out, not for reading them."""
        return re.compile(rf"\[_*/?_*(?:{self._name})(?![A-Za-z0-9_-])[^\[\]]*\]")

    @functools.cached_property
    def closer(self) -> re.Pattern[str]:
        return re.compile(rf"\[(_*)/(_*)({self._name})\]")


@dataclasses.dataclass(frozen=True)
class Text:
    """Text between shortcodes; ``source`` differs where an escaped ``[[tag]]`` lost its outer brackets."""

    text: str
    source: str

    @property
    def escaped(self) -> bool:
        return self.text != self.source


@dataclasses.dataclass(frozen=True)
class Shortcode:
    """One shortcode; ``content`` is None where it has no closing tag, else the source in between, not yet parsed."""

    name: str
    attribute_text: str
    content: str | None
    source: str
    attributes: dict[str, str]
    positional: tuple[str, ...] = ()


Node = Text | Shortcode


def parse(text: str, names: Names) -> list[Node]:
    """Split text into text and shortcodes, outermost first; the sources joined are the text again."""
    if "[" not in text:
        return [Text(text, text)] if text else []
    masked, html_tags = _mask(text)
    found = list(_matches(text, masked, names, 0))
    for start, end in html_tags:
        inner = text[start:end]
        found += _matches(inner, inner, names, start)
    found.sort(key=lambda match: match[0])
    return list(_fill(text, found))


def _fill(text: str, found: list[tuple[int, int, Node]]) -> Iterator[Node]:
    position = 0
    for start, end, node in found:
        if start < position:
            continue
        if start > position:
            yield Text(text[position:start], text[position:start])
        yield node
        position = end
    if position < len(text):
        yield Text(text[position:], text[position:])


def _mask(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Hide the brackets inside comments, CDATA and HTML tags; give the places of HTML tags that hold brackets.

    Shortcodes in comments never run; those in an HTML tag run on their own and cannot reach out of it.
    """
    pieces: list[str] = []
    html_tags: list[tuple[int, int]] = []
    position = 0
    unclosed: set[str] = set()
    for match in _HTML_OPENER.finditer(text):
        if match.start() < position:
            continue
        end = _html_end(text, match, unclosed)
        inner = text[match.start() : end]
        if "[" not in inner and "]" not in inner:
            continue
        pieces += text[position : match.start()], inner.translate(_HIDE_BRACKETS)
        position = end
        if not inner.startswith("<!"):
            html_tags.append((match.start(), end))
    return "".join([*pieces, text[position:]]), html_tags


def _html_end(text: str, match: re.Match[str], unclosed: set[str]) -> int:
    """Give the end of a comment, CDATA section or tag; one that is never closed ends with its opening mark."""
    mark = {"<!--": "-->", "<![CDATA[": "]]>"}.get(match.group())
    if mark is None or mark in unclosed:
        return match.end()
    end = text.find(mark, match.end())
    if end < 0:
        unclosed.add(mark)
        return match.end()
    return end + len(mark)


def _matches(text: str, masked: str, names: Names, offset: int) -> Iterator[tuple[int, int, Node]]:
    clean = set(_SCAN.findall(text))
    closers = _closers(masked, names)
    position = 0
    while opener := names.opener.search(masked, position):
        bracket, nesting, name = opener.groups()
        if nesting + name not in clean:
            position = opener.end()
            continue
        tag_end = masked.find("]", opener.end())
        if tag_end < 0:
            return
        attribute_text = text[opener.end() : tag_end]
        content, end = None, tag_end + 1
        if attribute_text.endswith("/"):
            attribute_text = attribute_text[:-1]
        elif closer := _next_closer(closers.get(nesting + name, []), end):
            content, end = text[end : closer[0]], closer[1]
        start = opener.start() + len(bracket)
        if bracket and masked.startswith("]", end):
            yield (
                opener.start() + offset,
                end + 1 + offset,
                Text(text[start:end], text[opener.start() : end + 1]),
            )
            position = end + 1
            continue
        attributes, positional = parse_attributes(attribute_text)
        node = Shortcode(name, attribute_text, content, text[start:end], attributes, tuple(positional))
        yield start + offset, end + offset, node
        position = end


def _closers(masked: str, names: Names) -> dict[str, list[tuple[int, int]]]:
    closers: dict[str, list[tuple[int, int]]] = {}
    for match in names.closer.finditer(masked):
        before, after, name = match.groups()
        closers.setdefault(before + after + name, []).append(match.span())
    return closers


def _next_closer(closers: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    index = bisect.bisect_left(closers, (position, position))
    return closers[index] if index < len(closers) else None


def parse_attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """Read the inside of a tag as ``shortcode_parse_atts`` does: named values (last wins) and positional ones."""
    named: dict[str, str] = {}
    positional: list[str] = []
    for match in _ATTRIBUTE.finditer(_ODD_SPACES.sub(" ", text)):
        values = match.groups()
        for name, value in zip(values[0:6:2], values[1:6:2], strict=True):
            if name is not None:
                named[name.lower()] = _value(value)
        positional += [_value(value) for value in values[6:] if value is not None]
    return named, positional


def _value(value: str) -> str:
    """Decode C escapes and refuse half an HTML tag, as WordPress does."""
    value = _ESCAPE.sub(_unescape, value)
    return value if _WHOLE_TAGS_ONLY.fullmatch(value) else ""


def _unescape(match: re.Match[str]) -> str:
    escape = match.group(1)
    if escape[0].isdecimal() and escape[0] < "8":
        return chr(int(escape, 8)) if int(escape, 8) >= 32 else ""
    if len(escape) > 1:
        return chr(int(escape[1:], 16)) if int(escape[1:], 16) >= 32 else ""
    return _ESCAPED_CONTROLS.get(escape, escape)


# Healing: the quotes and signs that wptexturize writes, and their typographic twins that people paste.

_DOUBLE = '["”“„‟″«»]|&(?:quot|ldquo|rdquo|bdquo|Prime|laquo|raquo|#0*34|#0*822[0-3]|#0*8243|#0*171|#0*187);'
_SINGLE = (
    "['’‘‚′‹›]|&(?:apos|lsquo|rsquo|sbquo|prime|lsaquo|rsaquo|#0*39|#0*821[6-9]|#0*8242|#0*8249|#0*8250);"  # noqa: RUF001
)
_OPENED = re.compile(
    rf"(?<![A-Za-z0-9_-])([A-Za-z0-9_-]++)\s*+=\s*+(?:\\?(?P<double>{_DOUBLE})|\\?(?P<single>{_SINGLE}))"
)
_CLOSED = {
    "double": re.compile(rf"\\?(?:{_DOUBLE})(?=\s|\Z)"),
    "single": re.compile(rf"\\?(?:{_SINGLE})(?=\s|\Z)"),
}
_TEXTURIZED = (
    (re.compile(r"(?<=\d)&#0*215;(?=\d)|(?<=\d)&times;(?=\d)"), "x"),
    (re.compile("&(?:quot|ldquo|rdquo|#0*34|#0*8220|#0*8221|#0*8243);"), '"'),
    (re.compile("&(?:apos|lsquo|rsquo|#0*39|#0*8216|#0*8217|#0*8242);"), "'"),
    (re.compile("(?<= )&(?:mdash|#0*8212);(?= )|&(?:ndash|#0*8211);"), "--"),
    (re.compile("&(?:mdash|#0*8212);"), "---"),
    (re.compile("&(?:hellip|#0*8230);"), "..."),
    (re.compile("&(?:amp|#0*38);"), "&"),
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
    healed = heal_attributes(shortcode.attribute_text)
    if healed == shortcode.attribute_text:
        return shortcode
    attributes, positional = parse_attributes(healed)
    return dataclasses.replace(shortcode, attributes=attributes, positional=tuple(positional))


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
        end = _strict_end(text, opened) or _next_closer(ends[kind], opened.end())
        if end is None:
            pieces.append(text[position : opened.end()])
            position = opened.end()
            continue
        pieces.append(_undo(text[position : opened.start()], _TEXTURIZED))
        if text[opened.end() - 1] == text[end[0]] and text[end[0]] in "\"'":
            pieces.append(text[opened.start() : end[1]])
        else:
            pieces.append(_restored(opened[1], text[opened.end() : end[0]], kind))
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
