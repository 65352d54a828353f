"""How deep containers stand in one another: below a depth that readers can follow, only their content is left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Block

# As many containers as the body of a page accepts in one another (``BodyBlock.DEPTH``).
DEPTH = 3
# Where the parts of a container stand, each with its own content; the others hold their content themselves.
PARTS = {"accordion": "items", "columns": "columns", "tabs": "tabs"}
WHOLE = frozenset({"callout", "expandable", "gated"})


def is_container(block: Block) -> bool:
    return block["type"] in PARTS or block["type"] in WHOLE


def holders(block: Block) -> list[dict[str, Any]]:
    """Give the values in a container that hold content."""
    return block["value"][PARTS[block["type"]]] if block["type"] in PARTS else [block["value"]]


def walk(blocks: Iterable[Block]) -> Iterable[Block]:
    """Give blocks and all that stand in them, in order."""
    for block in blocks:
        yield block
        if is_container(block):
            for holder in holders(block):
                yield from walk(holder["content"])


def within_depth(blocks: list[Block], context: Context, depth: int = DEPTH) -> list[Block]:
    """Flatten the containers that stand in too many others; access is never widened by it."""
    fitting: list[Block] = []
    for block in blocks:
        if not is_container(block):
            fitting.append(block)
        elif depth:
            for holder in holders(block):
                holder["content"] = within_depth(holder["content"], context, depth - 1)
            fitting.append(block)
        elif block["type"] == "gated":
            context.loss(
                "nested-too-deep", "Content for some visitors only stood too deep in others; nobody sees it."
            )
            reason = "Stood too deep in other blocks, and only some visitors may see it"
            fitting.append(
                {"type": "imported_source", "value": {"reason": reason, "source": _outline(block)}}
            )
        else:
            context.note(
                "nested-too-deep", f"A block ({block['type']}) stood too deep in others; its content is kept."
            )
            fitting += within_depth(flattened(block), context, 0)
    return fitting


def flattened(block: Block) -> list[Block]:
    """Give what a container holds, with its titles as small headings."""
    found: list[Block] = []
    for holder in holders(block):
        title = holder.get("title") or holder.get("summary") or ""
        if title:
            found.append(
                {
                    "type": "heading",
                    "value": {"text": title, "level": "h4", "anchor": holder.get("anchor", "")},
                }
            )
        found += holder["content"]
    return found


def taken_apart(blocks: Iterable[Block]) -> Iterable[Block]:
    """Give blocks without containers around them; what not everybody may see stays in its gate."""
    for block in blocks:
        if is_container(block) and block["type"] != "gated":
            yield from taken_apart(flattened(block))
        else:
            yield block


def _outline(block: Block) -> str:
    return " ".join(_strings(block["value"]["content"]))


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)
