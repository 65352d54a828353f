"""Opens an export and streams the elements of its channel; refuses every other kind of file in one sentence."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal, NoReturn

from lxml import etree

from cms.wordpress.records import ExportError

Format = Literal["xml", "html", "json", "text", "compressed", "binary", "empty"]
_CHUNK = 64 * 1024
_WEB_PAGE = re.compile(
    r"<(?:!doctype\s+html|(?:html|head|body|div|p|h[1-6]|ul|ol|table|script|style|title)\b)", re.I
)
_JSON = re.compile(r'\{\s*["}]|\[\s*(?:[{"\]]|-?\d[\d.]*\s*,)')
_PROLOGUE = re.compile(r"(?:\s|<!--.*?-->|<\?.*?\?>)*", re.S)
_FIRST_MARKUP = re.compile(r"<(?:!DOCTYPE|[A-Za-z])")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_COMPRESSED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
_OTHER_FORMATS = {
    "html": "is a web page (HTML), not a WordPress export",
    "json": "holds JSON, not a WordPress export",
    "text": "is plain text, not a WordPress export",
    "compressed": "is compressed; unpack it and import the XML file inside",
    "binary": "is a binary file, not a WordPress export",
    "empty": "is empty",
}
_POSITION = re.compile(r",? line \d+, column \d+$")


def sniff(path: str | Path) -> Format:
    """Tell from its first bytes what a file holds; raises ``ExportError`` where it cannot be opened."""
    with _opened(Path(path)) as file:
        return _format(file.read(_CHUNK))


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except FileNotFoundError:
        raise ExportError(f"There is no file “{path}”.") from None
    except IsADirectoryError:
        raise ExportError(f"“{path}” is a folder, not a file.") from None
    except OSError as error:
        raise ExportError(f"“{path}” cannot be read: {error.strerror}.") from error


def _format(data: bytes) -> Format:
    if data.startswith(_COMPRESSED):
        return "compressed"
    text = _decoded(data).lstrip()
    if not text:
        return "empty"
    if "\0" in text:
        return "binary"
    if _WEB_PAGE.match(_after_prologue(text)):
        return "html"
    if re.match(r"<[?!a-z]", text, re.I):
        return "xml"
    return "json" if _JSON.match(text) else "text"


def _decoded(data: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    return data.decode("utf-8", "replace")


def _after_prologue(text: str) -> str:
    match = _PROLOGUE.match(text)
    return text[match.end() :] if match else text


def children_of_channel(path: Path) -> Iterator[Any]:
    """Yield each child of <channel>, and forget it when the next one is asked for."""
    parser: Any = etree.XMLPullParser(
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        huge_tree=True,  # a post may be longer than 10 MB; safe, because a file with a DTD comes no further
        remove_comments=True,
        remove_pis=True,
    )
    depth = newlines = 0
    for chunk in _chunks(path):
        newlines += chunk.count(b"\n")
        _feed(parser, chunk, path)
        for event, element in parser.read_events():
            if event == "start":
                depth += 1
                continue
            depth -= 1
            if depth == 2 and element.getparent().tag == "channel":
                yield element
            if 0 < depth <= 2:
                _forget(element)
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        if depth == 0 or (error.lineno or 0) <= newlines:  # not at the end: the parser waited there for more
            raise _malformed(path, error) from None
        raise ExportError(
            f"“{path.name}” is incomplete: it ends in line {error.lineno}, before its elements are closed."
        ) from None


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield the bytes of an export; refuses what is no XML, declares a DTD or does not start with <rss>."""
    with _opened(path) as file:
        chunk = file.read(_CHUNK)
        if (found := _format(chunk)) != "xml":
            raise ExportError(f"“{path.name}” {_OTHER_FORMATS[found]}.")
        prologue: Any = _Prologue(path.name, chunk)
        parser = etree.XMLParser(target=prologue, resolve_entities=False, no_network=True)
        while chunk:
            if not prologue.root:
                _feed(parser, chunk, path)
            yield chunk
            chunk = file.read(_CHUNK)


class _Prologue:
    """Parser target that looks at a file up to its first element, before anything builds a tree or knows an entity."""

    def __init__(self, name: str, start: bytes) -> None:
        self.root = ""
        text = _decoded(start)
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
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        raise _malformed(path, error) from None


def _malformed(path: Path, error: etree.XMLSyntaxError) -> ExportError:
    reason = _POSITION.sub("", error.msg or "").partition("\n")[0].rstrip(" .!")
    return ExportError(f"“{path.name}”, line {error.lineno}: it is not well-formed XML: {reason}.")


def _forget(element: Any) -> None:
    element.clear(keep_tail=True)  # the parser may still be writing the text behind the element
    parent = element.getparent()
    while (previous := element.getprevious()) is not None:
        parent.remove(previous)
