"""Running text: emphasis, links, line breaks, and elements that only shape or hide text."""

from __future__ import annotations

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.handlers.styles import alignment_of, colours, emphasis_of, is_box
from cms.wordpress.markup import Element, safe_url, text_of

# Inline elements that rich text keeps, and what they are there.
KEPT = {
    "strong": "strong", "em": "em", "b": "b", "i": "i", "sup": "sup", "sub": "sub", "s": "s", "strike": "s", "del": "s",
    "u": "u", "ins": "u", "cite": "em", "dfn": "em", "var": "em",
    "code": "code", "kbd": "code", "samp": "code", "tt": "code",
}  # fmt: skip
_BOXES = frozenset({"article", "aside", "div", "footer", "header", "main", "p", "section"})


def keep(element: Element, flow: Flow, context: Context) -> None:
    flow.open(KEPT[element.name])
    styled(element, flow, context)
    flow.close()


def styled(element: Element, flow: Flow, context: Context) -> None:
    """What an inline style says about words, rich text says with elements."""
    _write_emphasised(element, emphasis_of(element, context), flow, context)


def mark(element: Element, flow: Flow, context: Context) -> None:
    """Highlighted words; the editor writes the same element for words in another colour."""
    _write_emphasised(element, dict.fromkeys([*emphasis_of(element, context), "mark"]), flow, context)


def editor_highlight(element: Element, flow: Flow, context: Context) -> None:
    """``mark.has-inline-color`` is highlighted only where it has a background of its own."""
    _write_emphasised(element, emphasis_of(element, context), flow, context)


def _write_emphasised(element: Element, tags: dict[str, None], flow: Flow, context: Context) -> None:
    for tag in tags:
        flow.open(tag)
    context.write(element.children, flow)
    for _tag in tags:
        flow.close()


def explained(element: Element, flow: Flow, context: Context) -> None:
    """An abbreviation: what it stands for follows it, since nobody can point at it with a finger."""
    context.write(element.children, flow)
    meaning = " ".join(element.get("title").split())
    if meaning and meaning.casefold() != " ".join(text_of(element.children).split()).casefold():
        flow.text(" ")
        flow.open("small", css_class="explanation")
        flow.text(meaning)
        flow.close()


def quoted(element: Element, flow: Flow, context: Context) -> None:
    """``<q>`` has the quotation marks that browsers print around it."""
    is_empty = not text_of(element.children).strip()
    flow.text("" if is_empty else "“")
    context.write(element.children, flow)
    flow.text("" if is_empty else "”")


def reading_aid(element: Element, flow: Flow, context: Context) -> None:
    """``<rt>``: how the characters before it are read, in brackets as browsers without ruby show it."""
    flow.text(" (")
    context.write(element.children, flow)
    flow.text(")")


def hidden(_element: Element, _flow: Flow, _context: Context) -> None:
    """The brackets of ``<rp>`` stand for those of ``reading_aid``."""


def line_break(_element: Element, flow: Flow, _context: Context) -> None:
    flow.line_break()


def link(element: Element, flow: Flow, context: Context) -> None:
    """A link keeps its address; one that leads nowhere, is unsafe or stands in another keeps its text."""
    href = element.get("href")
    url = safe_url(href)
    if flow.href:
        context.write(element.children, flow)
        return
    if url and url != "#":
        flow.open("a", url)
        styled(element, flow, context)
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


def area(element: Element, flow: Flow, context: Context) -> None:
    """A part of an image that leads somewhere becomes a link with its text, on a line of its own."""
    label = " ".join(element.get("alt").split()) or element.get("href")
    if not label.strip():
        return
    flow.end_paragraph()
    link(Element("a", {"href": element.get("href")}, [label]), flow, context)
    flow.end_paragraph()


def unwrap_block(element: Element, flow: Flow, context: Context) -> None:
    """A box around content: what is in it starts and ends on its own lines, aligned as the box says."""
    flow.end_paragraph()
    outer, flow.alignment = flow.alignment, alignment_of(element, flow.alignment)
    if element.name in _BOXES and is_box(element):
        write_box(element, flow, context)
    elif element.get("style"):
        styled(element, flow, context)
    else:
        context.write(element.children, flow)
    flow.end_paragraph()
    flow.alignment = outer


def write_box(element: Element, flow: Flow, context: Context) -> None:
    """Write content that stood on a background as a plain callout."""
    if content := context.blocks(element.children, flow):
        look = {"style": "plain", "title": "", "colour": colours(element, context), "anchor": ""}
        flow.block("callout", {**look, "content": content})


def term(element: Element, flow: Flow, context: Context) -> None:
    """The term of a list without order, a legend: a line of its own that stands out."""
    flow.end_paragraph()
    flow.open("strong")
    context.write(element.children, flow)
    flow.close()
    flow.end_paragraph()


def divider(_element: Element, flow: Flow, _context: Context) -> None:
    flow.block("divider", {"top_link": ""})


def drop(element: Element, _flow: Flow, context: Context) -> None:
    """What runs or fetches never comes over; what it held is named in the report."""
    held = " ".join((element.get("src") or element.get("data") or _first_text(element)).split())
    context.loss("dropped-element", f"<{element.name}> does not come over{': ' if held else '.'}{held[:200]}")


def _first_text(element: Element) -> str:
    return next((child for child in element.children if isinstance(child, str)), "")
