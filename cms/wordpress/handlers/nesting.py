"""Blocks inside a list item, a table cell or a quote, where only rich text can stand."""

from __future__ import annotations

import html
from collections.abc import Iterable

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block, Paragraph, Part
from cms.wordpress.refs import Html, LinkRef


def as_html(parts: Iterable[Part], context: Context, place: str) -> tuple[Html, list[Block]]:
    """Give parts as rich text, and the blocks that cannot stand in it; those belong right behind the place."""
    pieces: list[str] = []
    inline: list[str] = []
    left: list[Block] = []
    for part in parts:
        if isinstance(part, Paragraph):
            inner = part.html if part.tag == "p" else f"<strong>{part.html}</strong>"
            inline.append(inner)
            pieces.append(f"<p>{inner}</p>")
        elif (flattened := _flatten(part, context)) is not None:
            pieces.append(flattened)
        else:
            if part["type"] != "imported_source":
                context.note("moved-block", f"A block ({part['type']}) stood inside {place}; it now follows it.")
            left.append(part)
    return Html(inline[0] if len(pieces) == len(inline) == 1 else "".join(pieces)), left


def _flatten(block: Block, context: Context) -> str | None:
    value = block["value"]
    match block["type"]:
        case "heading":
            return f"<p><strong>{html.escape(value['text'], quote=False)}</strong></p>"
        case "list":
            tag = "ol" if value["style"] == "numbers" else "ul"
            return f"<{tag}>{''.join(f'<li>{item}</li>' for item in value['items'])}</{tag}>"
        case "quote":
            attribution = html.escape(value["attribution"], quote=False)
            return _paragraphs(value["text"]) + (f"<p>{attribution}</p>" if attribution else "")
        case "table":
            return _flatten_table(value["table"])
        case "button":
            link = value["link"] or LinkRef(context.mapping.button_without_url or "/")
            return f'<p><a href="{html.escape(link.url)}">{html.escape(value["text"], quote=False)}</a></p>'
        case "divider":
            return ""
        case _:
            return None


def _paragraphs(inner: str) -> str:
    return inner if inner.startswith(("<p>", "<ul>", "<ol>")) else f"<p>{inner}</p>"


def _flatten_table(table: dict[str, object]) -> str:
    columns, rows = table["columns"], table["rows"]
    assert isinstance(columns, list) and isinstance(rows, list)  # noqa: S101
    cells = [str(table["caption"]), *(column["heading"] for column in columns)]
    texts = [html.escape(cell, quote=False) for cell in cells] + [cell for row in rows for cell in row["values"]]
    return "".join(_paragraphs(text) for text in texts if text)
