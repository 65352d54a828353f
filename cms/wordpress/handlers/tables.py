"""Tables: table and ``[su_table]``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from cms.wordpress.handlers import anchors
from cms.wordpress.handlers.attributes import address
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, blocks_of, plain, text_of_parts
from cms.wordpress.handlers.imported import keep_html
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.markup import Comment, Element, Node, walk
from cms.wordpress.refs import CsvRef, Html
from cms.wordpress.shortcodes import Shortcode

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_PARTS = _GROUPS | {"caption", "tr", "td", "th"}


@dataclasses.dataclass
class _Cell:
    html: Html
    is_heading: bool


@dataclasses.dataclass
class _Row:
    cells: list[_Cell]
    in_head: bool

    @property
    def is_heading(self) -> bool:
        return bool(self.cells) and (self.in_head or all(cell.is_heading for cell in self.cells))


def table(element: Element, flow: Flow, context: Context) -> None:
    """A table block: the first row is the headings if it stands in a thead or holds only th.

    A table with cells over several columns or rows, or with tables in cells, is kept as HTML: the block has no such cells.
    """
    if _is_irregular(element):
        keep_html(element, flow, context)
        return
    parts = (node for node in walk(element.children) if isinstance(node, Element) and node.name in _PARTS)
    anchors.write_anchors_of(parts, flow, context)
    reader = _Reader(flow, context)
    rows = [row for row in reader.rows(element) if row.cells]
    flow.add(*reader.before)
    grid = _grid(rows)
    if any(cell for line in grid for cell in line):
        has_headings = rows[0].is_heading and len(rows) > 1
        headings = grid.pop(0) if has_headings else [Html()] * len(grid[0])
        body = rows[1:] if has_headings else rows
        if any("<a " in heading for heading in headings):
            context.loss("table-heading-link", "A link in the headings of a table kept only its text.")
        value = {
            "table": {
                "caption": reader.caption,
                "columns": [{"type": "text", "heading": _text(heading)} for heading in headings],
                "rows": [{"values": line} for line in grid],
            },
            "row_headers": all(row.cells[0].is_heading for row in body),
            "striped": "is-style-stripes" in element.classes,
        }
        flow.block("table", value)
    elif reader.caption:
        flow.end_paragraph()
        flow.text(reader.caption)
    flow.add(*reader.after)


def _is_irregular(element: Element) -> bool:
    elements = [node for node in walk(element.children) if isinstance(node, Element)]
    cells = (node for node in elements if node.name in ("td", "th"))
    spans = (node.get(name) for node in cells for name in ("colspan", "rowspan"))
    return any(node.name == "table" for node in elements) or any(_span(value) > 1 for value in spans)


class _Reader:
    """Reads rows; what stands in a table but in no cell goes before it, blocks that no cell can hold go behind it."""

    def __init__(self, flow: Flow, context: Context) -> None:
        self.flow, self.context = flow, context
        self.before: list[Paragraph | Block] = []
        self.after: list[Block] = []
        self.caption = ""

    def rows(self, table: Element) -> Iterator[_Row]:
        yield from self._rows(table.children, in_head=False)

    def _rows(self, nodes: Iterable[Node], *, in_head: bool) -> Iterator[_Row]:
        strays: list[Node] = []
        for node in nodes:
            if isinstance(node, Element) and node.name in _GROUPS:
                yield from self._rows(node.children, in_head=node.name == "thead")
            elif isinstance(node, Element) and node.name == "tr":
                yield _Row(list(self._cells(node)), in_head)
            elif isinstance(node, Element) and node.name in ("td", "th"):
                yield _Row([self._cell(node)], in_head)
            elif isinstance(node, Element) and node.name == "caption":
                caption = self.context.parts(node.children, self.flow)
                self.caption = f"{self.caption} {text_of_parts(caption)}".strip()
                self.after += blocks_of(caption)
            else:
                strays.append(node)
        self._keep(strays)

    def _cells(self, row: Element) -> Iterator[_Cell]:
        cells = [node for node in row.children if isinstance(node, Element) and node.name in ("td", "th")]
        self._keep([node for node in row.children if not any(node is cell for cell in cells)])
        for node in cells:
            yield self._cell(node)

    def _cell(self, node: Element) -> _Cell:
        html, left = as_html(self.context.parts(node.children, self.flow), self.context, "a table cell")
        for block in left:
            (self.before if block["type"] == "anchor" else self.after).append(block)
        return _Cell(html, node.name == "th")

    def _keep(self, nodes: list[Node]) -> None:
        visible = [
            node
            for node in nodes
            if not isinstance(node, Comment) and (not isinstance(node, str) or node.strip())
        ]
        self.before += self.context.parts(visible, self.flow)


def _span(value: str) -> int:
    match = re.match(r"\s*(\d{1,4})", value)
    return int(match[1]) if match else 1


def _text(heading: Html) -> str:
    return plain(heading.replace("</p>", " "))


def _grid(rows: list[_Row]) -> list[list[Html]]:
    """Lay cells out in lines of equal length."""
    width = max((len(row.cells) for row in rows), default=0)
    return [[cell.html for cell in row.cells] + [Html()] * (width - len(row.cells)) for row in rows]


def su_table(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Styles the table inside it, or shows the one in the file that early versions could name instead."""
    if tag.attributes.get("url") or tag.attributes.get("file"):
        _write_file(tag, ";", header=False, flow=flow, context=context)
    parts = context.source_parts(tag.content or "", flow)
    for block in blocks_of(parts, "table"):
        block["value"]["striped"] = _is_striped(tag)
    flow.add(*parts)


def csv_table(tag: Shortcode, flow: Flow, context: Context) -> None:
    """The table that stands in a file."""
    delimiter, header = tag.attributes.get("delimiter", ",")[:1], tag.attributes.get("header") == "yes"
    _write_file(tag, delimiter or ",", header=header, flow=flow, context=context)


def _write_file(tag: Shortcode, delimiter: str, *, header: bool, flow: Flow, context: Context) -> None:
    url = address(tag, "url", "file", context=context)
    if url.startswith(("http://", "https://", "/")):
        table = CsvRef(url, delimiter, header)
        flow.block("table", {"table": table, "row_headers": False, "striped": _is_striped(tag)})
    else:
        context.loss("table-file", f"A table names no file that can be found: {tag.source[:200]}")


def _is_striped(tag: Shortcode) -> bool:
    return tag.attributes.get("alternate", "yes") == "yes"
