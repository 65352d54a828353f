"""Where converted content is written to: running text and blocks, in the order of the source."""

from __future__ import annotations

import dataclasses
import html
import re
from collections.abc import Iterable
from typing import Any

from cms.wordpress.refs import Html

Block = dict[str, Any]

_SPACES = re.compile(r"[ \t\r\f\n]+")
_LINES = re.compile(r"(\n[ \t\r\f]*\n[ \t\r\f\n]*|\n)")
_TAG = re.compile(r"<[^>]*>")
_HREF = re.compile(r'<a href="([^"]*)"')
_LINE_BREAK = "<br/>"
_INVISIBLE = " \t\r\f\n\u00a0\u200b\u2060\ufeff"


@dataclasses.dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text, as sanitised inline HTML; ``tag`` is h2 to h4 for a heading that holds links.

    ``alignment`` is "" for the start of the line, ``centre`` or ``end``.
    """

    html: str
    tag: str = "p"
    alignment: str = ""

    @property
    def text(self) -> str:
        return plain(self.html)


Part = Paragraph | Block


# Neighbours that are one block here, and where their parts stand.
_MERGED = {"cards": "items", "footnotes": "notes"}


def as_blocks(parts: Iterable[Part]) -> list[Block]:
    """Gather neighbouring paragraphs in one rich text block; sources kept for editors follow it."""
    blocks: list[Block] = []
    text: list[str] = []
    sources: list[Block] = []

    def end_text() -> None:
        if text:
            blocks.append({"type": "rich_text", "value": Html("".join(text))})
        blocks.extend(sources)
        text.clear()
        sources.clear()

    for part in parts:
        if isinstance(part, Paragraph):
            alignment = f' class="{part.alignment}"' if part.alignment and part.tag == "p" else ""
            text.append(f"<{part.tag}{alignment}>{part.html}</{part.tag}>")
        elif part["type"] == "imported_source" and text:
            sources.append(part)
        else:
            end_text()
            if not _merge(blocks, part):
                blocks.append(part)
    end_text()
    return blocks


def _merge(blocks: list[Block], block: Block) -> bool:
    """Put the parts of a block into an equal one right before it."""
    name = _MERGED.get(block["type"])
    if not name or not blocks or blocks[-1]["type"] != block["type"]:
        return False
    before, value = blocks[-1]["value"], block["value"]
    if any(before[key] != value[key] for key in value if key != name):
        return False
    before[name] += value[name]
    return True


def text_of_parts(parts: Iterable[Part]) -> str:
    """Give the running text of parts as one line of plain text."""
    return " ".join(" ".join(part.text for part in parts if isinstance(part, Paragraph)).split())


def link_of_parts(parts: Iterable[Part]) -> str:
    """Give where the first link in running text leads, "" where there is none."""
    links = (_HREF.search(part.html) for part in parts if isinstance(part, Paragraph))
    return next((html.unescape(link[1]) for link in links if link), "")


def blocks_of(parts: Iterable[Part], *types: str) -> list[Block]:
    """Give the blocks among parts, or those of some types."""
    return [
        part for part in parts if not isinstance(part, Paragraph) and (not types or part["type"] in types)
    ]


def plain(inline: str) -> str:
    """Give the text of inline HTML that a flow wrote."""
    return html.unescape(_TAG.sub("", inline.replace(_LINE_BREAK, " "))).strip()


@dataclasses.dataclass(slots=True)
class _Wrapper:
    tag: str
    href: str
    css_class: str = ""
    written: bool = False

    @property
    def opening(self) -> str:
        if self.tag == "a":
            return f'<a href="{html.escape(self.href)}">'
        return f'<{self.tag} class="{self.css_class}">' if self.css_class else f"<{self.tag}>"


class Flow:
    """Collects parts. Inline elements may span paragraphs and blocks: they are closed before and opened again after."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.preformatted = False
        self.alignment = ""
        self._wrappers: list[_Wrapper] = []
        self._text: list[str] = []
        self._pending = ""
        self._visible = False
        self._asides: list[Block] = []

    def inner(self) -> Flow:
        """Give a flow for what stands apart from the running text, inside the inline elements that are open here."""
        flow = Flow()
        flow.preformatted, flow.alignment = self.preformatted, self.alignment
        for wrapper in self._wrappers:
            flow.open(wrapper.tag, wrapper.href, wrapper.css_class)
        return flow

    @property
    def href(self) -> str:
        """Where the link leads that stands around what is written next."""
        return next((wrapper.href for wrapper in reversed(self._wrappers) if wrapper.tag == "a"), "")

    def text(self, text: str, *, line_breaks: bool = False) -> None:
        """Write text: a blank line ends the paragraph; a single one is a line break where WordPress makes it one."""
        if self.preformatted:
            self._preformatted(text)
            return
        for index, piece in enumerate(_LINES.split(text)):
            if index % 2 == 0:
                self._words(piece)
            elif len(piece) > 1:
                self.end_paragraph()
            elif not line_breaks:
                self._pending = self._pending or " "
            elif _LINE_BREAK not in self._pending:
                self._pending = _LINE_BREAK

    def _preformatted(self, text: str) -> None:
        for number, line in enumerate(text.expandtabs(4).split("\n")):
            if number:
                self.line_break()
            if line.strip():
                indent = len(line) - len(line.lstrip(" "))
                self._write("\u00a0" * indent + line[indent:].replace("  ", "\u00a0 "))

    def _words(self, text: str) -> None:
        words = _SPACES.sub(" ", text)
        if words.startswith(" "):
            self._pending = self._pending or " "
        if words.strip(" "):
            self._write(words.strip(" "))
            self._pending = " " if words.endswith(" ") else ""

    def _write(self, text: str) -> None:
        if self._text:
            self._text.append(self._pending)
        self._pending = ""
        for wrapper in self._wrappers:
            if not wrapper.written:
                self._text.append(wrapper.opening)
                wrapper.written = True
        self._text.append(html.escape(text, quote=False))
        self._visible = self._visible or bool(text.strip(_INVISIBLE))

    def line_break(self) -> None:
        """Break the line; the second break in a row ends the paragraph, as WordPress has it."""
        if self._pending == _LINE_BREAK and not self.preformatted:
            self.end_paragraph()
        elif self._text:
            self._pending = self._pending.strip(" ") + _LINE_BREAK

    def open(self, tag: str, href: str = "", css_class: str = "") -> None:
        """Open an inline element; it is written as soon as there is text in it."""
        self._wrappers.append(_Wrapper(tag, href, css_class))

    def close(self) -> None:
        wrapper = self._wrappers.pop()
        if wrapper.written:
            self._text.append(f"</{wrapper.tag}>")

    def end_paragraph(self) -> None:
        """End the running paragraph; one without visible text vanishes."""
        for wrapper in reversed(self._wrappers):
            if wrapper.written:
                self._text.append(f"</{wrapper.tag}>")
                wrapper.written = False
        if self._visible:
            self.parts.append(Paragraph("".join(self._text), alignment=self.alignment))
        self._text, self._pending, self._visible = [], "", False
        self.parts += self._asides
        self._asides = []

    def block(self, block_type: str, value: Any) -> None:
        """Write a block; a paragraph that is open ends before it."""
        self.add({"type": block_type, "value": value})

    def add(self, *parts: Part) -> None:
        self.end_paragraph()
        self.parts += parts

    def aside(self, block_type: str, value: Any) -> None:
        """Write a block behind the running paragraph, without cutting the sentence."""
        self._asides.append({"type": block_type, "value": value})

    def finish(self) -> list[Part]:
        self.end_paragraph()
        return self.parts
