"""What dialogs are called: by the words that open them, wherever those stand."""

from __future__ import annotations

from collections.abc import Iterable

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.depth import walk
from cms.wordpress.handlers.flow import Block

_NO_TRIGGER = "More"


def name_dialogs(blocks: Iterable[Block], context: Context, *, is_last: bool = False) -> None:
    """Give dialogs the words of their lightboxes; at last, those that nothing opens a word of ours."""
    for block in walk(blocks):
        if block["type"] == "expandable" and not block["value"]["summary"]:
            name = block["value"]["anchor"]
            block["value"]["summary"] = context.triggers.get(name, "") or (_NO_TRIGGER if is_last else "")
            if is_last and name and name not in context.triggers:
                context.note("orphan-lightbox", f"Nothing opened the content of the lightbox “{name}”.")
