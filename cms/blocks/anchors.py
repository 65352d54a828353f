"""The ids of a page: no two places of a page have the same."""

import itertools
from typing import Any

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.links.validators import validate_anchor

# What base.html, the header and the parts of a page around its body use
PAGE_IDS = (
    "top", "main", "site-search", "contents", "share", "share-address", "feedback-title", "related", "comments",
    "comments-title", "help-heading",
)  # fmt: skip
LONGEST = 100


def anchor_from(title: str | None) -> str:
    """Make an anchor of a title; "" where it has no letters or digits."""
    return slugify(title or "", allow_unicode=True)[:LONGEST].rstrip("-")


def claim_id(context: dict[str, Any], anchor: str | None, title: str | None = "", otherwise: str = "") -> str:
    """Give an id that no other place of the page has, from what the editor wrote or else from the title.

    ``used_ids`` of the context is shared by a body and all that is nested in it. ``otherwise`` is for a title that no
    id can be made of. "" within an article that a listing shows, which must not take the ids of the page.
    """
    wanted = anchor or anchor_from(title) or otherwise
    if not wanted or context.get("within_listing"):
        return ""
    used: set[str] = context.setdefault("used_ids", set(PAGE_IDS))
    numbered = (f"{wanted}-{number}" for number in itertools.count(2))
    claimed = wanted if wanted not in used else next(name for name in numbered if name not in used)
    used.add(claimed)
    return claimed


class AnchorBlock(blocks.CharBlock):
    """The name by which links lead to a block. Its module path stands in migrations: never move or rename it."""

    def __init__(self, **kwargs: Any) -> None:
        options = {
            "required": False,
            "max_length": LONGEST,
            "validators": [validate_anchor],
            "label": _("Anchor"),
            "help_text": _("Made from the title unless you write one; links with # lead here."),
        }
        super().__init__(**{**options, **kwargs})
