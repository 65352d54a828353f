"""The words of HTML, for fields that hold plain text."""

from __future__ import annotations

import html
import re

_TAG = re.compile(r"<(?:!--.*?--|/?[a-zA-Z][^<>]*)>", re.DOTALL)


def plain(source: str) -> str:
    """Give the words of a title, term or excerpt: tags dropped, entities decoded, white space folded."""
    return " ".join(html.unescape(_TAG.sub("", source)).split())
