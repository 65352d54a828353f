"""The fields of an element of an export, whatever the version of the format and however incomplete."""

from __future__ import annotations

import email.utils
import functools
import re
from datetime import UTC, datetime
from typing import Any

from cms.wordpress.records import Meta

SPACE = " \t\r\n"
_ZERO_DATE = re.compile(r"0000-00-00| -0001 ")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_REPEATED = frozenset({"category", "wp:comment", "wp:postmeta", "wp:commentmeta", "wp:termmeta"})
_NAMESPACES = (
    (re.compile(r"https?://wordpress\.org/export/[^/]+/excerpt/?"), "excerpt:"),
    (re.compile(r"https?://wordpress\.org/export/[^/]+/?"), "wp:"),
    (re.compile(r"http://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"http://purl\.org/dc/elements/1\.1/"), "dc:"),
)


@functools.lru_cache(maxsize=256)
def local_name(tag: str) -> str:
    """Give a tag the prefix WordPress uses for its namespace, whatever the version of the format."""
    namespace, _, local = tag.rpartition("}")
    if not namespace:
        return local
    return next((prefix + local for pattern, prefix in _NAMESPACES if pattern.fullmatch(namespace[1:])), "")


def text_of(element: Any) -> str:
    return "".join(element.itertext())


class Fields:
    """The children of an element by name: "", 0 and None where they are missing or make no sense."""

    def __init__(self, element: Any) -> None:
        self._element = element
        self._texts: dict[str, str] = {}
        for child in element:
            if (name := local_name(child.tag)) not in _REPEATED:
                self._texts.setdefault(name, text_of(child))

    def text(self, name: str) -> str:
        """Give the text as it stands: blank lines and spaces matter to WordPress's paragraphs."""
        return self._texts.get(name, "")

    def word(self, name: str) -> str:
        return self.text(name).strip(SPACE)

    def number(self, name: str) -> int:
        return integer(self.text(name))

    def date(self, name: str) -> datetime | None:
        """Give a date of WordPress's pairs: the GMT field where it is a real date, else the local one."""
        return date_in_utc(self.word(f"{name}_gmt")) or date_in_utc(self.word(name))

    def all(self, name: str) -> list[Any]:
        return [child for child in self._element if local_name(child.tag) == name]

    def meta(self, name: str) -> Meta:
        entries = map(Fields, self.all(name))
        return tuple((entry.word("wp:meta_key"), entry.text("wp:meta_value")) for entry in entries)


def integer(text: str) -> int:
    text = text.strip(SPACE)
    return int(text) if _INTEGER.fullmatch(text) else 0


def date_in_utc(text: str) -> datetime | None:
    try:
        return _in_utc(datetime.fromisoformat(text))
    except (ValueError, OverflowError):
        return None


def published(fields: Fields) -> datetime | None:
    """Date an item; pubDate counts only without a zero date, because WordPress would have computed it from that."""
    if found := fields.date("wp:post_date"):
        return found
    if any(_ZERO_DATE.search(fields.text(name)) for name in ("wp:post_date", "wp:post_date_gmt", "pubDate")):
        return None
    try:
        return _in_utc(email.utils.parsedate_to_datetime(fields.word("pubDate")))
    except (ValueError, OverflowError):
        return None


def _in_utc(date: datetime) -> datetime:
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
