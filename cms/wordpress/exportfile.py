"""Opens an export and streams the elements of its channel; refuses every other kind of file in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, NamedTuple, NoReturn

from lxml import etree

from cms.wordpress.decoding import GZIP, CleanText, Repairs, decoded, first_bytes
from cms.wordpress.records import ExportError

Format = Literal["xml", "html", "json", "text", "compressed", "binary", "empty"]
_WEB_PAGE = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|div|p|h[1-6]|ul|ol|table|script|style|title)\b)", re.I
)
_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[{"\]]|-?\d[\d.]*\s*,)')
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.S)
_FIRST_MARKUP = re.compile(r"<(?:!DOCTYPE|[A-Za-z])")
_COMPRESSED = (GZIP, b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_OTHER_FORMATS = {
    "html": "is a web page (HTML), not a WordPress export",
    "json": "holds JSON, not a WordPress export",
    "text": "is plain text, not a WordPress export",
    "compressed": "is compressed; unpack it and import the XML file inside",
    "binary": "is a binary file, not a WordPress export",
    "empty": "is empty",
}
_POSITION = re.compile(r",? line \d+, column \d+$")
_MOST_STORED_LINES = 65_535
# A post may be longer than the 10 MB of libxml2; safe, because a file with a DTD comes no further.
PARSER_OPTIONS: Any = {
    "resolve_entities": False,
    "no_network": True,
    "huge_tree": True,
    "remove_comments": True,
    "remove_pis": True,
}


class Child(NamedTuple):
    """An element of the channel, and the line of the file in which it begins."""

    element: Any
    line: int


def sniff(path: str | Path) -> Format:
    """Tell from its first bytes what a file holds; raises ``ExportError`` where it cannot be opened.

    An export that was packed with gzip is "xml"; anything else that was is "compressed".
    """
    path = Path(path)
    try:
        found = _format(path)
    except ExportError:
        found = "compressed"
        if not _is_packed(path):
            raise
    return "compressed" if found != "xml" and _is_packed(path) else found


def _is_packed(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(GZIP)) == GZIP
    except OSError:
        return False


def _format(path: Path) -> Format:
    data = first_bytes(path)
    if data.startswith(_COMPRESSED):
        return "compressed"
    text = decoded(data).lstrip("\ufeff \t\r\n")
    if not text.strip():
        return "empty"
    is_markup = re.match(r"<[?!a-z]", text, re.I)
    if "\0" in text and not is_markup:
        return "binary"
    if _WEB_PAGE.match(_after_prologue(text)):
        return "html"
    if is_markup:
        return "xml"
    return "json" if _JSON.match(text) else "text"


def _after_prologue(text: str) -> str:
    match = _PROLOGUE.match(text)
    return text[match.end() :] if match else text


def check_format(path: Path) -> None:
    """Refuse in one sentence what is no XML."""
    if (found := _format(path)) != "xml":
        raise ExportError(f"“{path.name}” {_OTHER_FORMATS[found]}.")


def children_of_channel(path: Path, repairs: Repairs) -> Iterator[Child]:
    """Yield each child of <channel>, and forget it when the next one is asked for."""
    parser: Any = etree.XMLPullParser(events=("start", "end"), **PARSER_OPTIONS)
    depth = 0
    check_format(path)
    text = CleanText(path, repairs)
    for chunk in _checked(text, path):
        _feed(parser, chunk, path)
        for event, element in parser.read_events():
            if event == "start":
                depth += 1
                continue
            depth -= 1
            if depth == 2 and element.getparent().tag == "channel":
                yield Child(element, line_of(element))
            if 0 < depth <= 2:
                _forget(element)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        if depth == 0 or (error.lineno or 0) < text.line:  # not at the end: the parser waited there for more
            raise _malformed(path, error) from None
        raise ExportError(
            f"“{path.name}” is incomplete: it ends in line {error.lineno}, before its elements are closed."
        ) from None


def line_of(element: Any) -> int:
    """Give the line in which an element begins.

    libxml2 stores no line above 65,535, but it does know where the first text in an element ends.
    """
    line: int = element.sourceline or 0
    return line - next(element.itertext(), "").count("\n") if line > _MOST_STORED_LINES else line


def _checked(text: CleanText, path: Path) -> Iterator[bytes]:
    """Yield the text of an export; refuses what declares a DTD or does not start with <rss>."""
    prologue: Any = None
    for chunk in text:
        if prologue is None:
            prologue = _Prologue(path.name, chunk)
            parser = etree.XMLParser(target=prologue, resolve_entities=False, no_network=True)
        if not prologue.root:
            _feed(parser, chunk, path)
        yield chunk


class _Prologue:
    """Parser target that looks at a file up to its first element, before anything builds a tree or knows an entity."""

    def __init__(self, name: str, start: bytes) -> None:
        self.root = ""
        text = decoded(start)
        rest = _after_prologue(text)
        line = text.count("\n", 0, len(text) - len(rest)) + 1
        self._where = f"“{name}”, line {line}" if _FIRST_MARKUP.match(rest) else f"“{name}”"

    def doctype(self, name: str, public_id: str | None, system_url: str | None) -> NoReturn:
        raise ExportError(
            f"{self._where}: it declares a DTD (<!DOCTYPE {name}>), which no WordPress export does,"
            " and is refused because a DTD can reach other files."
        )

    def start(self, tag: str, attributes: Any) -> None:
        if not self.root and tag != "rss":
            name = tag.rpartition("}")[2]
            raise ExportError(
                f"{self._where}: its first element is <{name}>, not the <rss> of a WordPress export."
            )
        self.root = self.root or tag

    def close(self) -> None:
        """Part of the interface of a parser target."""


def _feed(parser: Any, chunk: bytes, path: Path) -> None:
    try:
        feed(parser, chunk)
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error) from None


def feed(parser: Any, data: bytes) -> None:
    """Feed a parser; raises ``XMLSyntaxError`` also for what lxml says at the end only, if at all: unknown names."""
    parser.feed(data)
    if faults := parser.feed_error_log.filter_from_errors():
        raise etree.XMLSyntaxError(  # type: ignore[call-arg]  # the stubs know one argument less
            faults[0].message, faults[0].type, faults[0].line, faults[0].column
        )


def _malformed(path: Path, error: etree.XMLSyntaxError) -> ExportError:
    return ExportError(f"“{path.name}”, line {error.lineno}: it is not well-formed XML: {reason(error)}.")


def reason(error: etree.XMLSyntaxError) -> str:
    """Give what the parser found wrong, without the place."""
    return _POSITION.sub("", error.msg or "").partition("\n")[0].rstrip(" .!")


def _forget(element: Any) -> None:
    element.clear(keep_tail=True)  # the parser may still be writing the text behind the element
    parent = element.getparent()
    while (previous := element.getprevious()) is not None:
        parent.remove(previous)
