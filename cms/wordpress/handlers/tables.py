"""Tables: table and ``[su_table]``."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, blocks_of, plain, text_of_parts
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.markup import Comment, Element, Node
from cms.wordpress.refs import Html
from cms.wordpress.shortcodes import Shortcode

_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_MAX_COLUMNS = 100


@dataclasses.dataclass
class _Cell:
    html: Html
    is_heading: bool
    columns: int = 1
    rows: int = 1


@dataclasses.dataclass
class _Row:
    cells: list[_Cell]
    in_head: bool

    @property
    def is_heading(self) -> bool:
        return bool(self.cells) and (self.in_head or all(cell.is_heading for cell in self.cells))


def table(element: Element, flow: Flow, context: Context) -> None:
    """A table block: the first row is the headings if it stands in a thead or holds only th."""
    reader = _Reader(flow, context)
    rows = [row for row in reader.rows(element) if row.cells]
    flow.add(*reader.before)
    grid = _grid(rows)
    if any(cell for line in grid for cell in line):
        has_headings = rows[0].is_heading and len(rows) > 1
        headings = grid.pop(0) if has_headings else [Html()] * len(grid[0])
        body = rows[1:] if has_headings else rows
        if any(cell.columns > 1 or cell.rows > 1 for row in rows for cell in row.cells):
            context.loss(
                "table-span",
                "A table has cells over several columns or rows; the cells they covered are empty.",
            )
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
        self.after += left
        return _Cell(html, node.name == "th", _span(node.get("colspan")), _span(node.get("rowspan")))

    def _keep(self, nodes: list[Node]) -> None:
        visible = [
            node
            for node in nodes
            if not isinstance(node, Comment) and (not isinstance(node, str) or node.strip())
        ]
        self.before += self.context.parts(visible, self.flow)


def _span(value: str) -> int:
    match = re.match(r"\s*(\d{1,4})", value)
    return max(1, min(int(match[1]), _MAX_COLUMNS)) if match else 1


def _text(heading: Html) -> str:
    return plain(heading.replace("</p>", " "))


def _grid(rows: list[_Row]) -> list[list[Html]]:
    """Lay cells out in lines of equal length; what a cell covers besides its own place is empty."""
    lines: list[list[Html]] = []
    covered: dict[int, int] = {}  # column: how many of the following rows a cell above covers
    for row in rows:
        line: list[Html] = []
        below: dict[int, int] = {column: count - 1 for column, count in covered.items() if count > 1}
        for cell in row.cells:
            while len(line) in covered:
                line.append(Html())
            for offset in range(cell.columns):
                if cell.rows > 1:
                    below[len(line)] = cell.rows - 1
                line.append(cell.html if not offset else Html())
        covered = below
        lines.append(line)
    width = max(map(len, lines), default=0)
    return [line + [Html()] * (width - len(line)) for line in lines]


def su_table(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Styles the table inside it; the file that early versions could show instead is not fetched."""
    for name in ("url", "file"):
        if address := tag.attributes.get(name, "").strip():
            context.loss("table-file", f"The table was read from a file that is not fetched: {address[:200]}")
    striped = tag.attributes.get("alternate", "yes") == "yes"
    parts = context.source_parts(tag.content or "", flow)
    for block in blocks_of(parts, "table"):
        block["value"]["striped"] = striped
    flow.add(*parts)
