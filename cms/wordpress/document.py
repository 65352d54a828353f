"""Reads a bare text document as one article: what is left when a page was copied as text, shortcodes and all."""

from __future__ import annotations

import dataclasses
import html
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from cms.wordpress.wxr import ExportError, Item, Site, sniff

_SUFFIXES = frozenset({"", ".txt", ".text"})
_OTHER_FORMATS = {
    "xml": "holds markup, not plain text",
    "html": "holds a web page (HTML), not plain text",
    "json": "holds JSON, not plain text",
    "compressed": "is compressed; unpack it first",
    "binary": "is a binary file, not plain text",
    "empty": "is empty",
}
_LINE_END = re.compile(r"\r\n|\r|\n")
_BULLET = re.compile(r"(?:•\s*|[-*·\u2013]\s+)(?P<text>.*\w.*)")
_NUMBER = re.compile(r"(?P<number>\d{1,3})[.)]\s+(?P<text>\S.*)")
_SHORTCODE_TAG = re.compile(r"\[/?[A-Za-z][\w-]*(?:\s(?:[^\[\]<>\n]|\n(?!\s*\n))*|/)?\]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_NOT_A_HEADING = re.compile(r"[.:;,…”\u2019»\"')\]}]$|://|@|^[\W\d_]*$")
_LONGEST_HEADING = 100
_WRAPPED_AT = 50  # shorter lines were broken on purpose, as those of an address are
_UNSPLITTABLE = str.maketrans(
    {"\u0131": "i", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th"}
)

_LINKED = re.compile(
    r"<a\b[^<>]*\bhref\b.{0,2000}?</a\s*>"
    r"|\[(?P<tag>[\w-]*(?:button|link|lightbox))\b[^\[\]]*\].{0,2000}?\[/(?P=tag)\]",
    re.I | re.S,
)
_INLINE_TAG = re.compile(
    rf"</?(?:a|abbr|b|code|em|i|s|span|strong|sub|sup|u)\b[^<>]*>|{_SHORTCODE_TAG.pattern}", re.I
)
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|<[^<>]*>|\n\s*\n")
_POINTER = re.compile(
    r"""
    \b(?:click|tap|press)\s+(?:on\s+)?(?:here|this|the\s+(?:link|button))\b
    | \b(?:view|see|find|found|read|visit|download|get|open|access|browse|check|learn|look|listed|available|book
        |order|register|apply|sign\s+up|continue|watch|contact)\b
      [^.!?]{0,120}\bhere\b(?=\s*(?:[.,;:!?()]|$|(?:to|for|and|or)\b))
    | \b(?:see|visit|follow|use|open|read|download|at|via|through)\s+this\s+
      (?:page|link|form|list|site|website|document|article)\b
    | \b(?:this\s+link|the\s+link\s+(?:below|above))\b
    """,
    re.I | re.X,
)


def is_document(path: str | Path) -> bool:
    """Tell whether a file is a text document; markup, JSON and anything named .xml never is."""
    path = Path(path)
    try:
        return path.suffix.lower() in _SUFFIXES and sniff(path) == "text"
    except ExportError:
        return False


def read_document(path: str | Path) -> tuple[Site, Item]:
    """Read a text document as a draft of a post; raises ``ExportError``.

    The file's name identifies it, so that a corrected version updates the article of the first run.
    """
    path = Path(path)
    if (found := sniff(path)) != "text":
        raise ExportError(f"“{path.name}” {_OTHER_FORMATS[found]}.")
    title, _, body = _text(path).strip().partition("\n")
    title = title.strip()
    guid = f"document:{path.name}"
    item = Item(
        id=1,
        type="post",
        status="draft",
        title=title,
        slug=_slug(title),
        guid=guid,
        content=_content(body),
    )
    return Site(title=path.name, guid=guid), item


def lost_links(content: str) -> list[str]:
    """Give the sentences that point to a link which plain text has lost, such as “Our prices are listed here.”"""
    text = _INLINE_TAG.sub("", _LINKED.sub("", content))
    sentences = (html.unescape(" ".join(part.split())) for part in _SENTENCE_END.split(text) if part)
    return [sentence for sentence in sentences if _POINTER.search(sentence)]


def _text(path: Path) -> str:
    data = path.read_bytes()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise ExportError(f"“{path.name}”, line {line}: it is not text in UTF-8.") from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ExportError(f"“{path.name}”, line {line}: it is not plain text.")
    return _LINE_END.sub("\n", text)


def _content(body: str) -> str:
    body = _SHORTCODE_TAG.sub(lambda tag: tag[0].replace("\n", " "), body)
    parts = (part for block in _BLANK_LINES.split(body) for part in _parts(block.split("\n")))
    return "\n\n".join(_markup(group) for group in _grouped(parts))


@dataclasses.dataclass
class _Part:
    """A heading, paragraph, shortcode or list item of the document; ``number`` is that of a numbered item."""

    tag: Literal["h2", "p", "shortcode", "ul", "ol"]
    lines: list[str]
    number: int = 0

    def continues(self, previous: _Part) -> bool:
        if self.tag == "ol":
            return previous.tag == "ol" and self.number == previous.number + 1
        return self.tag == previous.tag == "ul"


def _parts(lines: list[str]) -> Iterator[_Part]:
    """Split a block, the lines between two blank ones; an indented line goes on with the list item above it."""
    part: _Part | None = None
    lines = [line for line in lines if line.strip()]
    for line in lines:
        started = _list_item_or_shortcode(line.strip())
        if part and not started and _goes_on(part, line):
            part.lines.append(line.strip())
            continue
        if part:
            yield part
        part = started or _Part("p", [line.strip()])
    if part:
        yield _Part("h2", part.lines) if len(lines) == 1 and _is_heading(part) else part


def _list_item_or_shortcode(line: str) -> _Part | None:
    if _SHORTCODE_TAG.match(line) and line.endswith("]"):
        return _Part("shortcode", [line])
    if match := _BULLET.fullmatch(line):
        return _Part("ul", [match["text"]])
    if match := _NUMBER.fullmatch(line):
        return _Part("ol", [match["text"]], int(match["number"]))
    return None


def _goes_on(part: _Part, line: str) -> bool:
    return part.tag == "p" or (part.tag in ("ul", "ol") and line[0].isspace())


def _is_heading(part: _Part) -> bool:
    text = part.lines[0]
    return (
        part.tag == "p"
        and len(text) <= _LONGEST_HEADING
        and not _NOT_A_HEADING.search(text)
        and not _SHORTCODE_TAG.search(text)
    )


def _grouped(parts: Iterator[_Part]) -> Iterator[list[_Part]]:
    """Bring the items of a list together, however many blank lines stand between them."""
    group: list[_Part] = []
    for part in parts:
        if group and not part.continues(group[-1]):
            yield group
            group = []
        group.append(part)
    if group:
        yield group


def _markup(group: list[_Part]) -> str:
    first = group[0]
    if first.tag == "shortcode":
        return _escaped(first.lines)
    if first.tag in ("h2", "p"):
        return f"<{first.tag}>{_escaped(first.lines)}</{first.tag}>"
    start = f' start="{first.number}"' if first.tag == "ol" and first.number != 1 else ""
    items = "\n".join(f"<li>{_escaped(part.lines)}</li>" for part in group)
    return f"<{first.tag}{start}>\n{items}\n</{first.tag}>"


def _escaped(lines: list[str]) -> str:
    """Give lines as HTML: shortcode tags verbatim, lines that were broken on purpose with <br />."""
    wrapped = all(len(line) >= _WRAPPED_AT for line in lines[:-1])
    text = "\n".join(lines)
    tags = [tag[0] for tag in _SHORTCODE_TAG.finditer(text)]
    texts = _SHORTCODE_TAG.split(text)
    escaped = (
        html.escape(piece, quote=False).replace("\n", " " if wrapped else "<br />\n") for piece in texts
    )
    return "".join(piece + tag for piece, tag in zip(escaped, [*tags, ""], strict=True))


def _slug(title: str) -> str:
    """Give a slug as WordPress makes it: apostrophes vanish, accents too; other scripts stay as they are."""
    title = re.sub(r"['\u2019]", "", title.lower().translate(_UNSPLITTABLE))
    ascii_title = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return _hyphenated(ascii_title) or _hyphenated(title)


def _hyphenated(text: str) -> str:
    return re.sub(r"[\W_]+", "-", text)[:200].strip("-")
