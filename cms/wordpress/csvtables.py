"""Tables that WordPress read from a CSV file become tables that editors can edit."""

from __future__ import annotations

import csv
import html
import io
from itertools import islice
from typing import Any

from cms.wordpress.refs import CsvRef

MAX_ROWS = 1000
MAX_COLUMNS = 50


def read_table(data: bytes, ref: CsvRef) -> dict[str, Any]:
    """Give the table of a file as the value of a table block; cells are plain text, blank lines are left out."""
    lines = io.StringIO(_text(data), newline="")
    rows = list(
        islice((row for row in csv.reader(lines, delimiter=ref.delimiter[:1] or ",") if row), MAX_ROWS)
    )
    width = min(max(map(len, rows), default=0), MAX_COLUMNS)
    rows = [(row + [""] * width)[:width] for row in rows]
    headings = rows.pop(0) if ref.header and rows else [""] * width
    return {
        "columns": [{"type": "text", "heading": heading.strip()} for heading in headings],
        "rows": [{"values": [html.escape(cell.strip(), quote=False) for cell in row]} for row in rows],
        "caption": "",
    }


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")  # what spreadsheets wrote before UTF-8
