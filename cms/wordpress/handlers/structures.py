"""Elements that have a block of their own: code, lists of terms, what opens, and drawings."""

from __future__ import annotations

import html
import re
from typing import Any

from cms.wordpress.handlers import anchors
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.embeds import media_at, write_link
from cms.wordpress.handlers.flow import Block, Flow, Paragraph, Part, as_blocks, blocks_of, text_of_parts
from cms.wordpress.handlers.imported import keep_html
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.handlers.values import anchor
from cms.wordpress.markup import MEDIA_SCHEMES, VOID, Comment, Element, Node, safe_url, walk

_TAG = re.compile(r"<[^>]*>")
_EMPHASIS = re.compile(r"<(strong|em|b|i|s|u|mark|sub|sup)>")
_LANGUAGE = re.compile(r"(?:language|lang|brush:?)[-:]?\s*([\w+#-]{1,30})")
_LONGEST_SUMMARY = 255
_BROWSERS_SUMMARY = "Details"
# Elements that may stand in a term without being lost in plain text.
_PLAIN = frozenset(
    {"abbr", "b", "br", "cite", "code", "dfn", "em", "i", "small", "span", "strong", "u", "var", "wbr"}
)

_UNSEEN_IN_DRAWINGS = frozenset({"defs", "desc", "metadata", "title"})


def preformatted(element: Element, flow: Flow, context: Context) -> None:
    """Code is a block of plain text; verse, and code that holds links, stays rich text that keeps its lines."""
    is_verse = any("verse" in name for name in element.classes)
    inner = Flow()
    inner.preformatted = True
    context.write(element.children, inner)
    parts = inner.finish()
    has_links = any("<a " in part.html for part in parts if isinstance(part, Paragraph))
    flow.end_paragraph()
    if is_verse:
        flow.add(*parts)
    elif has_links:
        flow.add(*(_as_code(part) for part in parts))
    else:
        _write_code(parts, _language(element), flow, context)


def _as_code(part: Part) -> Part:
    return Paragraph(f"<code>{part.html}</code>") if isinstance(part, Paragraph) else part


def _write_code(parts: list[Part], language: str, flow: Flow, context: Context) -> None:
    lines: list[str] = []
    for part in [*parts, None]:
        if isinstance(part, Paragraph):
            lines.append(_code(part))
            if _EMPHASIS.search(part.html):
                context.note("plain-code", "Words in a block of code were emphasised; there they are plain.")
            continue
        if lines:
            flow.block("code", {"code": "\n".join(lines), "language": language})
            lines = []
        if part is not None:
            flow.add(part)


def _code(paragraph: Paragraph) -> str:
    text = _TAG.sub("", paragraph.html.replace("<br/>", "\n"))
    return html.unescape(text).replace("\u00a0", " ")


def _language(element: Element) -> str:
    inner = (node for node in walk(element.children) if isinstance(node, Element) and node.name == "code")
    for node in (element, next(inner, element)):
        if match := _LANGUAGE.search(f"{node.get('class')} {node.get('title')}"):
            return match[1].lower()
        if node.get("lang"):
            return ""
    return ""


def details(element: Element, flow: Flow, context: Context) -> None:
    """Content that opens below its summary; without one it has that of the browsers."""
    summaries = [node for node in element.children if isinstance(node, Element) and node.name == "summary"]
    summary = context.parts(summaries[0].children) if summaries else []
    text = text_of_parts(summary)
    below = as_blocks(blocks_of(summary) if len(text) <= _LONGEST_SUMMARY else summary)
    rest = [node for node in element.children if not summaries or node is not summaries[0]]
    content = [*below, *context.blocks(rest, flow)]
    if not content:
        flow.add(*summary)
        return
    value = {
        "summary": _shortened(text) or _BROWSERS_SUMMARY,
        "presentation": "inline",
        "open": "open" in element.attributes,
        "anchor": anchor(element.get("id")),
        "content": content,
    }
    flow.block("expandable", value)


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_SUMMARY else f"{text[: _LONGEST_SUMMARY - 1].rsplit(' ', 1)[0]}…"


def definition_list(element: Element, flow: Flow, context: Context) -> None:
    """Terms, each with what it means; a list that is more than that is kept as HTML."""
    groups = _groups(element)
    if groups is None:
        keep_html(element, flow, context)
        return
    terms = (part for term, meanings in groups for part in (term, *meanings))
    anchors.write_anchors_of(terms, flow, context)
    rows: list[dict[str, Any]] = []
    moved: list[Block] = []
    for term, meanings in groups:
        name = context.parts(term.children, flow)
        parts = [part for meaning in meanings for part in context.parts(meaning.children, flow)]
        description, left = as_html(parts, context, "a list of terms")
        moved += [*blocks_of(name), *left]
        rows.append({"term": text_of_parts(name), "description": description})
    rows = [row for row in rows if row["term"] or row["description"]]
    if rows:
        flow.block("summary_list", {"rows": rows})
    flow.add(*moved)


def _groups(element: Element) -> list[tuple[Element, list[Element]]] | None:
    """Give each term with its meanings; None where a term has none, several terms share one, or other content stands."""
    groups: list[tuple[Element, list[Element]]] = []
    for node in _without_boxes(element.children):
        if isinstance(node, Element) and node.name == "dt" and _is_plain(node):
            groups.append((node, []))
        elif isinstance(node, Element) and node.name == "dd" and groups:
            groups[-1][1].append(node)
        else:
            return None
    return groups if groups and all(meanings for _term, meanings in groups) else None


def _without_boxes(nodes: list[Node]) -> list[Node]:
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Element) and node.name == "div":
            found += _without_boxes(node.children)
        elif not isinstance(node, Comment) and (isinstance(node, Element) or node.strip()):
            found.append(node)
    return found


def _is_plain(term: Element) -> bool:
    return all(node.name in _PLAIN for node in walk(term.children) if isinstance(node, Element))


def plugin(element: Element, flow: Flow, context: Context) -> None:
    """``<object>`` and ``<embed>``: what a known provider plays is media, a file is a link, the rest shows what is in it."""
    parameters = (node for node in walk(element.children) if isinstance(node, Element))
    named = [element.get("data"), element.get("src")]
    named += [node.get("value") or node.get("src") for node in parameters if node.name in ("param", "embed")]
    urls = [url for name in named if name and (url := safe_url(name, MEDIA_SCHEMES))]
    block = next(filter(None, map(media_at, urls)), None)
    if block:
        flow.add(block)
        return
    context.loss(
        "dropped-element", f"<{element.name}> does not come over: {next(filter(None, named), '')[:200]}"
    )
    if urls and urls[0].lower().endswith(".pdf"):
        flow.end_paragraph()
        write_link(urls[0], flow, " ".join((element.get("title") or element.get("aria-label")).split()))
        flow.end_paragraph()
    context.write([node for node in element.children if not _is_part_of_plugin(node)], flow)


def _is_part_of_plugin(node: Node) -> bool:
    return isinstance(node, Element) and node.name in VOID and node.name in ("param", "embed")


def drawing(element: Element, flow: Flow, context: Context) -> None:
    """A drawing made of markup does not come over; the words that it showed do."""
    context.loss("dropped-element", f"A drawing (<{element.name}>) does not come over; its words are kept.")
    for node in element.children:
        if not isinstance(node, Element) or node.name not in _UNSEEN_IN_DRAWINGS:
            flow.text(" ")
            context.write([node], flow)
    flow.text(" ")
