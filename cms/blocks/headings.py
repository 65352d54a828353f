"""The headings of a body: the ids by which links lead to them, and the list of contents made of them.

A heading's id is made from its words once, and stored with it as soon as an editor saves the page; so it stays what it
was when the words change.
"""

import dataclasses
import re
from collections.abc import Callable
from html import unescape

from django.utils.html import escape, strip_tags

HEADING = re.compile(r"<(h[2-4])(\s[^>]*)?>(.*?)</\1>", re.DOTALL)
ID = re.compile(r'\sid="([^"]*)"')
EXPLANATION = re.compile(r'<small class=["\']explanation.*?</small>', re.DOTALL)
FEWEST = 3  # with fewer sections a list of them helps nobody


@dataclasses.dataclass(frozen=True)
class Section:
    """A line of the list of contents."""

    anchor: str
    text: str


def contents(html: str) -> list[Section]:
    """Give the main headings of a rendered body that links can lead to; none where they are too few for a list."""
    sections = [
        Section(unescape(found[1]), text)
        for level, attributes, inner in HEADING.findall(html)
        if level == "h2" and (found := ID.search(attributes)) and (text := _words(inner))
    ]
    return sections if len(sections) >= FEWEST else []


def with_ids(html: str, choose: Callable[[str, str], str]) -> str:
    """Give each heading the id that ``choose`` returns for its present id and its words; "" is none."""

    def rewritten(match: re.Match[str]) -> str:
        element, attributes, inner = match[1], match[2] or "", match[3]
        present = ID.search(attributes)
        chosen = choose(unescape(present[1]) if present else "", _words(inner))
        own = f' id="{escape(chosen)}"' if chosen else ""
        return f"<{element}{own}{ID.sub('', attributes)}>{inner}</{element}>"

    return HEADING.sub(rewritten, html)


def _words(html: str) -> str:
    return " ".join(unescape(strip_tags(EXPLANATION.sub("", html))).split())
