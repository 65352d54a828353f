"""What lists say of an article, drawn from its body when it is saved, so that a list need not read bodies."""

from collections.abc import Iterator
from math import ceil
from typing import Any

from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

TEASER_WORDS = 55  # as many as WordPress puts into an automatic excerpt
WORDS_A_MINUTE = 220  # adults read 200 to 240 words of plain prose
PROSE = {"heading": "text", "rich_text": "", "list": "items", "quote": "text"}
OPEN_CONTAINERS = frozenset({"columns", "callout", "accordion", "tabs", "expandable"})  # and never "gated"


def teaser_of(body: StreamValue) -> str:
    """Give the key points of a body or else its first words; "" for an empty one."""
    words = " ".join(_key_points(body) or _prose(body)).split()
    return " ".join(words[:TEASER_WORDS]) + ("…" if len(words) > TEASER_WORDS else "")


def minutes_to_read(body: StreamValue) -> int:
    """Give how many minutes the words that everyone sees take, at least one; 0 for an empty body."""
    words = sum(len(text.split()) for text in body.stream_block.get_searchable_content(body))
    return ceil(words / WORDS_A_MINUTE)


def _key_points(body: StreamValue) -> list[str]:
    """Give the points of the first such box that stands in no other block."""
    for child in body:
        if child.block_type == "key_points":
            items = child.block.child_blocks["items"]
            return items.get_searchable_content(child.value["items"])
    return []


def _prose(body: StreamValue) -> Iterator[str]:
    """Give what everyone reads in the blocks of words: no levels, styles, addresses or notes."""
    for child in body:
        if child.block_type in OPEN_CONTAINERS:
            for nested in _streams(child.value):
                yield from _prose(nested)
        elif child.block_type in PROSE:
            block, value, field = child.block, child.value, PROSE[child.block_type]
            if field:
                block, value = block.child_blocks[field], value.get(field)
            yield from block.get_searchable_content(value) if value else ()


def _streams(value: Any) -> Iterator[StreamValue]:
    """Find the streams within a container's value."""
    if isinstance(value, StreamValue):
        yield value
    elif isinstance(value, StructValue | ListValue):
        for part in value.values() if isinstance(value, StructValue) else value:
            yield from _streams(part)
