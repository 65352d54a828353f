"""Quotations: blockquote and ``[su_quote]``."""

from __future__ import annotations

from collections.abc import Sequence

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow, Part, blocks_of, text_of_parts
from cms.wordpress.handlers.nesting import as_html
from cms.wordpress.markup import Element, Node, safe_url, text_of, walk
from cms.wordpress.refs import LinkRef
from cms.wordpress.shortcodes import Shortcode


def blockquote(element: Element, flow: Flow, context: Context) -> None:
    """A quotation; a cite or footer at its end is the attribution, a link in it or the cite attribute the source."""
    nodes, credit = _without_credit(element.children)
    source = element.get("cite")
    credit_parts: list[Part] = []
    if credit is not None:
        credit_parts = context.parts(credit.children)
        links = [
            node.get("href")
            for node in walk(credit.children)
            if isinstance(node, Element) and node.name == "a"
        ]
        source = next(filter(None, links), source)
    write_quote(context.parts(nodes, flow), credit_parts, source, flow, context)


def su_quote(tag: Shortcode, flow: Flow, context: Context) -> None:
    credit_parts = context.value_parts(tag.attributes.get("cite", ""))
    parts = context.source_parts(tag.content or "", flow)
    write_quote(parts, credit_parts, tag.attributes.get("url", ""), flow, context)


def pullquote(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Words that stand beside the text that they are taken from."""
    write_quote(context.source_parts(tag.content or "", flow), [], "", flow, context, style="pull")


def write_quote(
    parts: Sequence[Part],
    credit_parts: Sequence[Part],
    source: str,
    flow: Flow,
    context: Context,
    style: str = "block",
) -> None:
    text, moved = as_html(parts, context, "a quotation")
    attribution = text_of_parts(credit_parts)
    url = safe_url(source)
    if source.strip() and url is None:
        context.loss(
            "unsafe-link", f"The source of a quotation has an address that is not allowed: {source[:200]}"
        )
    if text:
        link = LinkRef(url) if url else None
        flow.block("quote", {"text": text, "attribution": attribution, "source": link, "style": style})
    elif attribution:
        flow.end_paragraph()
        flow.text(attribution)
        flow.end_paragraph()
    flow.add(*moved, *blocks_of(credit_parts))


def _without_credit(nodes: Sequence[Node]) -> tuple[list[Node], Element | None]:
    """Take the cite or footer from the end of a quotation, or from the end of its last paragraph."""
    kept = list(nodes)
    while kept and not _is_visible(kept[-1]):
        kept.pop()
    if not kept or not isinstance(kept[-1], Element):
        return list(nodes), None
    last = kept[-1]
    if last.name in ("cite", "footer"):
        return kept[:-1], last
    if last.name == "p":
        inner, credit = _without_credit(last.children)
        if credit is not None:
            return [*kept[:-1], Element("p", last.attributes, inner)], credit
    return list(nodes), None


def _is_visible(node: Node) -> bool:
    return bool(text_of([node]).strip()) or (isinstance(node, Element) and node.name not in ("br", "p"))
