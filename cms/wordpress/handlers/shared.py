"""Content that several pages share: reusable blocks, and the menus of the block editor."""

from __future__ import annotations

from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow

# Far more than any page has; a few blocks that hold each other twice would be more than any page can show.
_MOST_PER_PAGE = 200


def write_shared(reference: str, flow: Flow, context: Context) -> None:
    """Write shared content in place; what is missing, or holds itself, is reported."""
    number = int(reference) if reference.isascii() and reference.isdecimal() and len(reference) < 19 else 0
    source = context.facts.shared.get(number, "")
    sharing = context.sharing
    if not source:
        context.loss(
            "missing-block", f"Shared content ({reference[:20]}) is not in the export, or was not public."
        )
    elif number in sharing.open or sharing.count >= _MOST_PER_PAGE:
        context.loss(
            "shared-loop", f"Shared content ({number}) holds itself, or too much; it is left out there."
        )
    else:
        sharing.count += 1
        sharing.open.append(number)
        flow.end_paragraph()
        context.write_source(source, flow)
        flow.end_paragraph()
        sharing.open.pop()
