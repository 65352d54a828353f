"""Reading answers as a visitor's browser would."""

import json
import re
from typing import Any

from bs4 import BeautifulSoup
from django.http import HttpResponse


def parse(source: HttpResponse | str) -> BeautifulSoup:
    """Give the element tree of an answer or of a piece of HTML."""
    return BeautifulSoup(source if isinstance(source, str) else source.content.decode(), "lxml")


def text(source: HttpResponse | str) -> str:
    """Give what can be read, with single spaces."""
    return " ".join(parse(source).get_text(" ").split())


def heading_levels(source: HttpResponse | str) -> list[int]:
    return [int(heading.name[1]) for heading in parse(source).find_all(re.compile("^h[1-6]$"))]


def stream(*blocks: tuple[str, Any]) -> str:
    """Write blocks as a stream field stores them."""
    return json.dumps([{"type": name, "value": value} for name, value in blocks])
