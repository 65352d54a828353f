"""WordPress's shortcode grammar: text in, a sequence of text and shortcodes out.

The strict parse follows ``get_shortcode_regex``, ``shortcode_parse_atts`` and ``do_shortcodes_in_html_tags`` of
WordPress core (wp-includes/shortcodes.php), including what looks like an accident there: authors saw its results and
wrote accordingly. What an editor or ``wptexturize`` broke is mended afterwards, in ``handlers.healing``.

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
    WordPress takes a non-breaking space behind a name as part of it; with ``odd_spaces`` it ends the name.
    """

    exact: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    odd_spaces: bool = False

    @functools.cached_property
    def _prefixed(self) -> list[str]:
        return [f"{re.escape(prefix)}[A-Za-z0-9_-]+" for prefix in self.prefixes if prefix]

    @functools.cached_property
    def _name(self) -> str:
        exact = [re.escape(name) for name in sorted(self.exact, key=len, reverse=True)]
        return "|".join([*self._prefixed, *exact]) or r"(?!)"

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

    @functools.cached_property
    def in_any_case(self) -> re.Pattern[str]:
        """The beginning of a tag that opens or closes, with a prefix, in upper or lower case."""
        prefixed = "|".join(self._prefixed) or r"(?!)"
        return re.compile(rf"\[(_*)(/?)(_*)((?i:{prefixed}))(?![A-Za-z0-9_-])")


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
    masked, html_tags = mask(text)
    found = list(_matches(text, masked, names, 0))
    for start, end in html_tags:
        inner = text[start:end]
        found += _matches(inner, inner, names, start)
    found.sort(key=lambda match: match[0])
    return list(fill(text, found))


def fill(text: str, found: list[tuple[int, int, Node]]) -> Iterator[Node]:
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


def mask(text: str) -> tuple[str, list[tuple[int, int]]]:
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
        odd_space = names.odd_spaces and _ODD_SPACES.match(masked, opener.end())
        if nesting + name not in clean and not odd_space:
            position = opener.end()
            continue
        tag_end = masked.find("]", opener.end())
        if tag_end < 0:
            return
        attribute_text = text[opener.end() : tag_end]
        content, end = None, tag_end + 1
        if attribute_text.endswith("/"):
            attribute_text = attribute_text[:-1]
        elif closer := next_closer(closers.get(nesting + name, []), end):
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


def next_closer(closers: list[tuple[int, int]], position: int) -> tuple[int, int] | None:
    index = bisect.bisect_left(closers, (position, position))
    return closers[index] if index < len(closers) else None


def parse_attributes(text: str) -> tuple[dict[str, str], list[str]]:
    """Read the inside of a tag as ``shortcode_parse_atts`` does: named values (last wins) and positional ones."""
    named: dict[str, str] = {}
    positional: list[str] = []
    for name, value in raw_attributes(text):
        if name:
            named[name.lower()] = _value(value)
        else:
            positional.append(_value(value))
    return named, positional


def raw_attributes(text: str) -> Iterator[tuple[str, str]]:
    """Give names, "" for positional values, and values as they are written."""
    for match in _ATTRIBUTE.finditer(_ODD_SPACES.sub(" ", text)):
        groups = match.groups()
        named = zip(groups[0:6:2], groups[1:6:2], strict=True)
        yield next(
            ((name, value) for name, value in named if name is not None),
            ("", next((value for value in groups[6:] if value is not None), "")),
        )


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
