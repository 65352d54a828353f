"""Running text: emphasis, links, line breaks, and elements that only shape or hide text."""

from __future__ import annotations

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.markup import Element, safe_url, text_of

# Inline elements that rich text keeps, and what they are there.
KEPT = {
    "strong": "strong", "em": "em", "b": "b", "i": "i", "sup": "sup", "sub": "sub", "s": "s", "strike": "s", "del": "s",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip


def keep(element: Element, flow: Flow, context: Context) -> None:
    flow.open(KEPT[element.name])
    context.write(element.children, flow)
    flow.close()


def line_break(_element: Element, flow: Flow, _context: Context) -> None:
    flow.line_break()


def link(element: Element, flow: Flow, context: Context) -> None:
    """A link keeps its address; one that leads nowhere or is unsafe keeps its text."""
    href = element.get("href")
    url = safe_url(href)
    if url and url != "#":
        flow.open("a", url)
        context.write(element.children, flow)
        flow.close()
        return
    label = " ".join(text_of(element.children).split())
    if url is None and href.strip():
        context.loss(
            "unsafe-link", f"The link “{label}” leads to an address that is not allowed: {href[:200]}"
        )
    elif label and ("href" in element.attributes or not (element.get("id") or element.get("name"))):
        context.loss("dead-link", f"The link “{label}” leads nowhere; its text is kept.")
    context.write(element.children, flow)


def unwrap_block(element: Element, flow: Flow, context: Context) -> None:
    """A box around content: what is in it starts and ends on its own lines."""
    flow.end_paragraph()
    context.write(element.children, flow)
    flow.end_paragraph()


def preformatted(element: Element, flow: Flow, context: Context) -> None:
    """Code and verse keep their lines and their indentation; verse is not code."""
    flow.end_paragraph()
    is_verse = any("verse" in name for name in element.classes)
    outer, flow.preformatted = flow.preformatted, True
    if not is_verse:
        flow.open("code")
    context.write(element.children, flow)
    if not is_verse:
        flow.close()
    flow.end_paragraph()
    flow.preformatted = outer


def term(element: Element, flow: Flow, context: Context) -> None:
    """The term of a definition list, a summary, a legend: a line of its own that stands out."""
    flow.end_paragraph()
    flow.open("strong")
    context.write(element.children, flow)
    flow.close()
    flow.end_paragraph()


def divider(_element: Element, flow: Flow, _context: Context) -> None:
    flow.block("divider", None)


def drop(element: Element, _flow: Flow, context: Context) -> None:
    """What runs or fetches never comes over; what it held is named in the report."""
    held = " ".join((element.get("src") or element.get("data") or _first_text(element)).split())
    context.loss("dropped-element", f"<{element.name}> does not come over{': ' if held else '.'}{held[:200]}")


def _first_text(element: Element) -> str:
    return next((child for child in element.children if isinstance(child, str)), "")
