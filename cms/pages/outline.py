"""Which heading level comes next in a body: listings put titles of their own below whatever stands before them."""

from typing import Any

BELOW = {"h2": "h3", "h3": "h4", "h4": "h4"}


def heading_level(context: dict[str, Any], value: Any) -> str:
    """Give the element for titles within a block: one level below the last heading before it in its page's body.

    ``value`` is the block's own value; it is found again by identity, since equal blocks may stand in one body.
    """
    level = "h2"
    for block in getattr(context.get("page"), "body", None) or ():
        if block.value is value:
            return level
        if block.block_type == "heading":
            level = BELOW.get(block.value.get("level"), level)
    return "h3"
