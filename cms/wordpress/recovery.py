"""Brings what is whole out of an export that is no well-formed XML.

Each element of the channel is cut out by its tags and parsed by a parser of its own, so that damage stays where it is.
What does not parse is mended where it is plain what was meant (see ``mending``), and otherwise left out and told with
its line. Time stays linear and memory flat: what is read in vain and read again is limited by what was read before.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree

from cms.wordpress.decoding import CleanText, Repairs, decoded, first_bytes
from cms.wordpress.exportfile import PARSER_OPTIONS, Child, check_format, feed, reason
from cms.wordpress.fields import local_name
from cms.wordpress.mending import mended, prefixes
from cms.wordpress.records import ExportError
from cms.wordpress.window import OVERLAP, Window

_RECORDS = frozenset({"item", "wp:author", "wp:category", "wp:tag", "wp:term"})
_NAMESPACES = {
    "wp": "http://wordpress.org/export/1.2/",
    "excerpt": "http://wordpress.org/export/1.2/excerpt/",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_DECLARED = re.compile(r"""\bxmlns:([A-Za-z_][A-Za-z0-9_.-]*)\s*=\s*["']([^"'<>&\s]+)["']""")
_NAME = re.compile(rb"</?([A-Za-z_][A-Za-z0-9_.:-]{0,80})")
_TAG = re.compile(rb"<[^<>]*>?")
_EMPTY = re.compile(rb"<[^\s<>/]+(?:\s[^<>]*)?/>")
_ITEM = re.compile(rb"<item(?=[\s>/])")
_ITEM_END = re.compile(rb"</item\s{0,20}>")
_NEXT = rb"<(?:item|wp:author|wp:category|wp:tag|wp:term)(?=[\s>/])|</channel\s{0,20}>"
_NEXT_RECORD = re.compile(_NEXT)
_END = {name: re.compile(rb"</%b\s{0,20}>" % name.encode()) for name in _RECORDS}
_END_OR_NEXT = {name: re.compile(end.pattern + b"|" + _NEXT) for name, end in _END.items()}
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)\b", re.I)
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_TITLE = re.compile(r"<title>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</title>", re.S)
_POST_ID = re.compile(r"<wp:post_id>\s*(?:<!\[CDATA\[)?(\d{1,18})")
_RELATIVE_LINE = re.compile(r"\bline (\d+)")

_LONGEST_TAG = 8 * 1024
_LONGEST_PIECE = 64 * 2**20
_LOOKAHEAD = 256 * 1024
_MOST_PREFIXES = 50


def recovered_children(path: Path, repairs: Repairs) -> Iterator[Child]:
    """Yield each child of <channel> that is whole or could be mended; tells what was lost.

    Raises ``ExportError`` for what is no XML at all, and for a file with a DTD whatever else is wrong with it.
    """
    try:
        check_format(path)
    except ExportError:
        if not _begins_late(path):
            raise
    yield from _Reader(path, repairs).children()


def _begins_late(path: Path) -> bool:
    """Tell whether an export stands behind something else, such as what PHP had to say."""
    return "<rss" in decoded(first_bytes(path))


class _Reader:
    """Reads the pieces of one file."""

    def __init__(self, path: Path, repairs: Repairs) -> None:
        self._name = path.name
        self._repairs = repairs
        self._window = Window(CleanText(path, repairs), repairs)
        self._namespaces: dict[str, str] = {}
        self._seen: set[str] = set()
        self._expected = ["rss", "channel", "/channel", "/rss"]
        self._in_vain = 0

    def children(self) -> Iterator[Child]:
        window = self._window
        while self._find_markup():
            start = bytes(window.data[:2])
            if start in (b"<!", b"<?"):
                self._pass_other_markup()
            elif not (name := _NAME.match(window.data)):
                self._note("Text between the elements was left out.")
                window.drop(1)
            elif start == b"</":
                self._pass_end(name[1].decode())
            elif name[1] in (b"rss", b"channel"):
                self._enter(name[1].decode())
            elif (found := self._element(name[1].decode())) is not None:
                yield found
        if self._expected:
            detail = "The file ends before its elements are closed; what stood behind this line is lost."
            self._note(detail, is_loss=True)

    def _note(self, detail: str, *, is_loss: bool = False, line: int = 0) -> None:
        self._repairs.note(line or self._window.line, detail, is_loss=is_loss)

    def _find_markup(self) -> bool:
        window = self._window
        while True:
            at = window.data.find(b"<")
            text = window.data if at < 0 else window.data[:at]
            if words := text.lstrip(b" \t\r\n" + _BYTE_ORDER_MARK):
                line = window.line + text.count(b"\n", 0, len(text) - len(words))
                self._note("Text between the elements was left out.", line=line)
            window.drop(len(text))
            if at >= 0:
                window.has(128)
                return True
            if not window.more():
                return False

    def _pass_other_markup(self) -> None:
        """Pass over a comment or the like, if it does not swallow an item."""
        data = self._window.data
        if dtd := _DTD.match(data):
            self._refuse_dtd(dtd[1].decode())
        for start, ending in ((b"<!--", b"-->"), (b"<![CDATA[", b"]]>"), (b"<?", b"?>")):
            if data.startswith(start):
                limit = self._allowance()
                found = self._window.search(ending, len(start), limit)
                inner = bytes(data[: found[1]]) if found else b""
                if found and len(_ITEM.findall(inner)) == len(_ITEM_END.findall(inner)):
                    if not _is_well_formed(b"<a>" + inner + b"</a>"):
                        self._note("A comment or declaration that stands wrong was left out.")
                    self._window.drop(found[1])
                    return
                self._in_vain += len(inner) or limit
        self._note("A comment or declaration without an end was left out.", is_loss=True)
        self._window.drop(2)

    def _refuse_dtd(self, word: str) -> None:
        if not self._seen:
            raise ExportError(
                f"“{self._name}”, line {self._window.line}: it declares a DTD (<!{word}>), which no WordPress export"
                " does, and is refused because a DTD can reach other files."
            )

    def _pass_end(self, name: str) -> None:
        if name in ("rss", "channel"):
            self._expect(f"/{name}")
        else:
            self._note(f"The closing tag </{name}> stands alone; what stood before it is lost.", is_loss=True)
        self._pass_tag()

    def _enter(self, name: str) -> None:
        """Pass over <rss> or <channel>, and remember the namespaces it declares."""
        self._expect(name)
        line, tag = self._window.line, self._pass_tag()
        if not _is_well_formed(f"{tag}</{name}>".encode()):
            self._note(f"The tag <{name}> is damaged.", line=line)
        self._seen.add(name)
        declared = dict(_DECLARED.findall(tag))
        for prefix, address in _NAMESPACES.items():
            if local_name(f"{{{declared.get(prefix, address)}}}x") != f"{prefix}:x":
                self._note(f"The address of the namespace “{prefix}” is damaged.", line=line)
                declared[prefix] = address
        namespaces = {**self._namespaces, **declared}
        if _is_well_formed(_head(namespaces) + b"</channel></rss>"):
            self._namespaces = namespaces

    def _expect(self, tag: str) -> None:
        if self._expected[:1] != [tag]:
            self._note(f"The tag <{tag}> stands where none should, or another before it is missing.")
        if tag in self._expected:
            del self._expected[: self._expected.index(tag) + 1]

    def _pass_tag(self) -> str:
        self._window.has(_LONGEST_TAG)
        tag = _TAG.match(self._window.data, 0, _LONGEST_TAG)
        text = tag[0].decode(errors="replace") if tag else ""
        self._window.drop(tag.end() if tag else 1)
        return text

    def _element(self, name: str) -> Child | None:
        """Read the element that begins here and pass it; None where it is damaged, which is told."""
        line = self._window.line
        if not self._seen:
            self._note("Something stands before the export; it was left out.")
        if name in _RECORDS:
            self._seen.add(name)
        parser, fed = self._parser(self._namespaces), 0
        problem = "it has no end"
        for end in self._ends(name):
            try:
                feed(parser, bytes(self._window.data[fed:end]))
            except etree.XMLSyntaxError as error:
                problem = reason(error)
                break
            fed = end
            if (element := _closed(parser)) is not None:
                self._window.drop(end)
                return Child(element, line)
        return self._mended(name, problem)

    def _parser(self, namespaces: dict[str, str]) -> Any:
        parser: Any = etree.XMLPullParser(events=("end",), **PARSER_OPTIONS)
        parser.feed(_head(namespaces))
        return parser

    def _ends(self, name: str) -> Iterator[int]:
        """Yield where the element that begins here may end: at its first closing tag, or at one that is not far.

        The first may stand in a CDATA section. One far behind the start of another record belongs to that.
        """
        window = self._window
        if empty := _EMPTY.match(window.data):
            yield empty.end()
            return
        is_record = name in _RECORDS
        end: Any = _END[name] if is_record else f"</{name}>".encode()
        first = _END_OR_NEXT[name] if is_record else end
        limit = _LONGEST_PIECE if is_record else self._allowance()
        span = window.search(first, 1, limit)
        self._in_vain += 0 if is_record else span[1] if span else limit
        if not span or (not is_record and _NEXT_RECORD.search(window.data, 1, span[0])):
            return
        if window.data.startswith(b"</" + name.encode(), span[0]):
            yield span[1]
        limit = span[1] + self._allowance()
        while span:
            start = span[1]
            span = window.search(end, start, limit)
            self._in_vain += (span[1] if span else limit) - start
            if span:
                yield span[1]

    def _allowance(self) -> int:
        """Give how many bytes may be read in vain now, so that all such reading stays in proportion to the file."""
        return max(0, min(_LOOKAHEAD, 2**20 + 4 * self._window.passed - self._in_vain))

    def _mended(self, name: str, problem: str) -> Child | None:
        window, line = self._window, self._window.line
        first = 0
        for end in self._ends(name):
            if first and end > self._allowance():
                break
            self._in_vain += end if first else 0
            first = first or end
            text, faults = mended(bytes(window.data[:end]).decode(errors="replace"))
            undeclared = {
                prefix: _NAMESPACES.get(prefix, f"urn:undeclared:{prefix}")
                for prefix in sorted(prefixes(text))[:_MOST_PREFIXES]
                if not prefix.lower().startswith("xml")
            }
            parser = self._parser({**undeclared, **self._namespaces})
            try:
                feed(parser, text.encode())
            except etree.XMLSyntaxError:
                break
            if (element := _closed(parser)) is None:
                continue
            for fault in faults:
                self._note(fault.detail, is_loss=fault.is_loss, line=line + fault.lines)
            if not faults:
                self._note("An element of a namespace that is not declared was read.")
            window.drop(end)
            return Child(element, line)
        self._leave_out(name, problem)
        return None

    def _leave_out(self, name: str, problem: str) -> None:
        window, line = self._window, self._window.line
        if name not in _RECORDS:
            self._note(f"The tag <{name}> was left out: {problem}.", is_loss=":" in name)
            self._pass_tag()
            return
        span = window.search(_END_OR_NEXT[name], 1, _LONGEST_PIECE)
        is_end = span is not None and window.data.startswith(b"</" + name.encode(), span[0])
        size = span[is_end] if span else len(window.data)
        problem = _RELATIVE_LINE.sub(lambda match: f"line {int(match[1]) + line - 1}", problem)
        is_cut_off = not span and size < _LONGEST_PIECE
        told = "is cut off by the end of the file" if is_cut_off else f"is damaged, because {problem}"
        self._note(f"{_named(name, window.data[:size])} {told}; it was left out.", is_loss=True)
        window.drop(size)
        if not span:
            self._pass_to_next_record()

    def _pass_to_next_record(self) -> None:
        window = self._window
        while not (span := window.search(_NEXT_RECORD, 0, _LOOKAHEAD)):
            if len(window.data) < _LOOKAHEAD:
                break
            window.drop(len(window.data) - OVERLAP)
        window.drop(span[0] if span else len(window.data))


def _is_well_formed(data: bytes) -> bool:
    try:
        etree.fromstring(data, etree.XMLParser(**PARSER_OPTIONS))
    except etree.XMLSyntaxError:
        return False
    return True


def _head(namespaces: dict[str, str]) -> bytes:
    declared = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in namespaces.items())
    return f"<rss{declared}><channel>".encode()


def _closed(parser: Any) -> Any:
    """Give the element of the channel when it is closed and nothing stands behind it."""
    for _, element in parser.read_events():
        parent = element.getparent()
        if parent.getparent() is not None and parent.getparent().getparent() is None:
            return element if element.getnext() is None else None
    return None


def _named(name: str, piece: bytearray) -> str:
    if name != "item":
        return f"A <{name}>"
    text = bytes(piece[:_LOOKAHEAD]).decode(errors="replace")
    title, number = _TITLE.search(text), _POST_ID.search(text)
    shown = " ".join(html.unescape(title[1]).split())[:100] if title else ""
    numbered = f" ({number[1]})" if number else ""
    return f"The item “{shown}”{numbered}" if shown else f"An item{numbered}"
