"""Blocks inside a list item, a table cell or a quote, where only rich text can stand."""

from __future__ import annotations

import html
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.depth import flattened, is_container
from cms.wordpress.handlers.flow import Block, Paragraph, Part
from cms.wordpress.refs import CsvRef, Html, LinkRef


def as_html(parts: Iterable[Part], context: Context, place: str) -> tuple[Html, list[Block]]:
    """Give parts as rich text, and the blocks that cannot stand in it; those belong right behind the place."""
    pieces: list[str] = []
    inline: list[str] = []
    left: list[Block] = []
    for part in _open(parts, context, place):
        if isinstance(part, Paragraph):
            inner = part.html if part.tag == "p" else f"<strong>{part.html}</strong>"
            inline.append(inner)
            pieces.append(f"<p>{inner}</p>")
        elif (flattened := _flatten(part, context)) is not None:
            pieces.append(flattened)
        else:
            if part["type"] not in ("anchor", "imported_source"):
                context.note(
                    "moved-block", f"A block ({part['type']}) stood inside {place}; it now follows it."
                )
            left.append(part)
    return Html(inline[0] if len(pieces) == len(inline) == 1 else "".join(pieces)), left


def _open(parts: Iterable[Part], context: Context, place: str) -> Iterator[Part]:
    """Take containers apart, since none fits into rich text; one that not everybody may see stays whole."""
    for part in parts:
        if isinstance(part, Paragraph) or not is_container(part) or part["type"] == "gated":
            yield part
        else:
            context.note(
                "nested-too-deep", f"A block ({part['type']}) stood inside {place}; its content is kept."
            )
            yield from _open(flattened(part), context, place)


def _flatten(block: Block, context: Context) -> str | None:
    """Give a block as rich text, None where it cannot be said in rich text."""
    value = block["value"]
    if block["type"] == "button":
        link = value["link"] or LinkRef(context.mapping.button_without_url or "/")
        return f'<p><a href="{html.escape(link.url)}">{_escape(value["text"])}</a></p>'
    if block["type"] == "table" and isinstance(value["table"], CsvRef):
        return None
    if block["type"] == "media" and value["url"]:
        return f'<p><a href="{html.escape(value["url"])}">{_escape(value["title"] or value["url"])}</a></p>'
    flatten = _FLATTENERS.get(block["type"])
    return flatten(value) if flatten else None


def _flatten_heading(value: dict[str, Any]) -> str:
    return f"<p><strong>{_escape(value['text'])}</strong></p>"


def _flatten_list(value: dict[str, Any]) -> str:
    tag = "ol" if value["style"] == "numbers" else "ul"
    return f"<{tag}>{''.join(f'<li>{item}</li>' for item in value['items'])}</{tag}>"


def _flatten_quote(value: dict[str, Any]) -> str:
    return _paragraph(value["text"]) + _paragraph(_escape(value["attribution"]))


def _flatten_table(value: dict[str, Any]) -> str:
    table = value["table"]
    texts = [_escape(table["caption"]), *(_escape(column["heading"]) for column in table["columns"])]
    return "".join(map(_paragraph, [*texts, *(cell for row in table["rows"] for cell in row["values"])]))


def _flatten_summary_list(value: dict[str, Any]) -> str:
    rows = ((row["term"], row["description"]) for row in value["rows"])
    return "".join(f"<p><strong>{_escape(term)}</strong></p>{_paragraph(text)}" for term, text in rows)


def _paragraph(inner: str) -> str:
    return f"<p>{inner}</p>" if inner and not inner.startswith(("<p>", "<ul>", "<ol>")) else inner


def _escape(text: str) -> str:
    return html.escape(text, quote=False)


_FLATTENERS: dict[str, Callable[[dict[str, Any]], str]] = {
    "heading": _flatten_heading,
    "list": _flatten_list,
    "quote": _flatten_quote,
    "table": _flatten_table,
    "code": lambda value: f"<p><code>{_escape(value['code']).replace(chr(10), '<br/>')}</code></p>",
    "divider": lambda value: _paragraph(_escape(value["top_link"])),
    "rich_text": str,
    "summary_list": _flatten_summary_list,
}
