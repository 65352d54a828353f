"""Pages as Markdown, and the list of them that language models read first (llms.txt)."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from urllib.parse import urljoin

from bs4 import BeautifulSoup, Tag
from markdownify import ATX, BACKSLASH, MarkdownConverter

# What is no part of a page's text, and what is not for everyone at every time.
LEFT_OUT = (
    "nav, form, script, style, template, svg, button, dialog, img[alt=''], .gated, .gated__message, "
    ".page-header__eyebrow, .list-links, .share, .comments"
)
MARKED = re.compile(r"([\\`*_\[\]<>#])")


def twin(html: str, address: str) -> str:
    """Write what the ``main`` element of a page says as Markdown; ``address`` makes links absolute."""
    main = BeautifulSoup(html, "lxml").main
    if main is None:
        return ""
    for element in main.select(LEFT_OUT):
        element.decompose()
    for attribute in ("href", "src"):
        for element in main.find_all(attrs={attribute: True}):
            element[attribute] = urljoin(address, str(element[attribute]))
    # “wrap” without a width makes one line of the lines of the HTML, and breaks none.
    converter = _Converter(
        heading_style=ATX, newline_style=BACKSLASH, bullets="-", wrap=True, wrap_width=None
    )
    text: str = converter.convert_soup(main)
    return re.sub(r"\n([ \t]*\n){2,}", "\n\n", text).strip() + "\n"


class _Converter(MarkdownConverter):
    """Writes what opens on a page as it looks when it is open, and words so that they stay words."""

    def escape(self, text: str, parent_tags: set[str]) -> str:
        words = super().escape(text, parent_tags)  # type: ignore[misc]  # its stubs leave it out
        return re.sub(r"[<\[]", r"\\\g<0>", words)

    def convert_summary(self, element: Tag, text: str, parent_tags: set[str]) -> str:
        title = text.strip()
        return f"\n\n{title}\n\n" if title.startswith("#") else f"\n\n**{title}**\n\n" if title else ""


@dataclasses.dataclass(frozen=True)
class Entry:
    """A page in the list."""

    title: str
    url: str
    description: str = ""


def llms_txt(name: str, summary: str, sections: Iterable[tuple[str, list[Entry]]], note: str = "") -> str:
    """Write a site's list of pages as https://llmstxt.org describes it; a section without pages is left out.

    ``note`` is Markdown, and says what the list leaves out.
    """
    lines = [f"# {_plain(name)}"]
    if summary:
        lines += ["", f"> {_plain(summary)}"]
    if note:
        lines += ["", note]
    for title, entries in sections:
        if entries:
            lines += ["", f"## {_plain(title)}", "", *map(_line, entries)]
    return "\n".join(lines) + "\n"


def _line(entry: Entry) -> str:
    link = f"- [{_plain(entry.title)}]({entry.url})"
    return f"{link}: {_plain(entry.description)}" if entry.description else link


def _plain(text: str) -> str:
    """Write words in one line, without meaning for Markdown."""
    return MARKED.sub(r"\\\1", " ".join(text.split()))
