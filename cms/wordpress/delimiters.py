"""Where the blocks of the editor begin and end: HTML comments such as ``<!-- wp:name {attributes} -->``."""

from __future__ import annotations

import dataclasses
import functools
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from cms.wordpress.markup import Comment, Element, Node, walk

_BLOCK_COMMENT = re.compile(
    r"\s*(?P<closing>/)?wp:(?P<name>[a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)\s*(?P<attributes>\{.*\})?\s*(?P<void>/)?\s*\Z",
    re.DOTALL,
)


@dataclasses.dataclass(frozen=True, slots=True)
class BlockComment:
    """The delimiter of an editor block: ``<!-- wp:name {attributes} -->``."""

    name: str
    attributes: dict[str, Any]
    closing: bool
    void: bool


def read_block_comment(comment: Comment) -> BlockComment | None:
    """Read a comment as the delimiter of a block; None for any other comment."""
    return _read_short(comment.text) if len(comment.text) <= _SHORT else _read_delimiter(comment.text)


def _read_delimiter(text: str) -> BlockComment | None:
    match = _BLOCK_COMMENT.match(text)
    if not match:
        return None
    try:
        attributes = json.loads(match["attributes"] or "{}")
    except (ValueError, RecursionError):
        attributes = {}
    return BlockComment(_block_name(match["name"]), attributes, bool(match["closing"]), bool(match["void"]))


# Blocks inside blocks are looked at once for each block around them.
_SHORT = 300
_read_short = functools.lru_cache(maxsize=4096)(_read_delimiter)


def _block_name(name: str) -> str:
    """Give the name of a block without the namespace of WordPress itself; early embeds had one for each provider."""
    return "embed" if name.startswith("core-embed/") else name.removeprefix("core/")


def block_ends(nodes: list[Node]) -> dict[int, int]:
    """Give the place where each block of the editor ends, by the place where it begins; void and unclosed ones have none."""
    ends: dict[int, int] = {}
    begun: dict[str, list[int]] = {}
    for place, node in enumerate(nodes):
        block = read_block_comment(node) if isinstance(node, Comment) else None
        if block is None or block.void:
            continue
        if not block.closing:
            begun.setdefault(block.name, []).append(place)
        elif begun.get(block.name):
            ends[begun[block.name].pop()] = place
    return ends


def editor_blocks(nodes: list[Node]) -> Iterator[tuple[BlockComment | None, list[Node]]]:
    """Cut nodes into the blocks of the editor that stand side by side, each with its delimiters, and single other nodes."""
    ends = block_ends(nodes)
    place = 0
    while place < len(nodes):
        node = nodes[place]
        block = read_block_comment(node) if isinstance(node, Comment) else None
        end = ends.get(place, place)
        yield (None if block is None or block.closing else block), nodes[place : end + 1]
        place = end + 1


def has_blocks(content: str) -> bool:
    """Tell whether content was written in the block editor: then WordPress makes no paragraphs of line breaks."""
    return "<!-- wp:" in content


def delimiters(nodes: Iterable[Node]) -> Iterator[BlockComment]:
    """Give what begins blocks, at any depth."""
    for node in walk(nodes):
        block = read_block_comment(node) if isinstance(node, Comment) else None
        if block and not block.closing:
            yield block


def without_block(nodes: list[Node], name: str, taken: list[Node]) -> list[Node]:
    """Give nodes without the blocks of a name, whose content is put into ``taken``."""
    kept: list[Node] = []
    for block, whole in editor_blocks(nodes):
        if block and block.name == name:
            taken += whole[1:-1]
        elif block is None and isinstance(whole[0], Element):
            element = whole[0]
            kept.append(
                Element(element.name, element.attributes, without_block(element.children, name, taken))
            )
        else:
            kept += whole
    return kept
