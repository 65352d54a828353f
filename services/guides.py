"""Guides: an article with further articles right below it, which are read one after the other."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from cms.links.targets import not_public


@dataclasses.dataclass(frozen=True)
class Guide:
    """The pages of a guide that every reader may see, in the order of the page tree; ``place`` is that of the present one."""

    parts: list[Page]
    place: int

    @property
    def title(self) -> str:
        """Give the name of the guide for its further pages; "" for the first one, and where that is not published."""
        first = self.parts[0]
        return str(first.title) if first.depth < self.parts[self.place].depth else ""

    @property
    def previous(self) -> Page | None:
        return self.parts[self.place - 1] if self.place else None

    @property
    def next(self) -> Page | None:
        return self.parts[self.place + 1] if self.place + 1 < len(self.parts) else None


def guide_of(article: Any) -> Guide | None:
    """Give the guide that an article begins or belongs to, in one query; None for one that stands alone."""
    top = article.guide_path
    if article.path == top and not article.numchild:
        return None
    depth = len(top) // Page.steplen
    pages = Page.objects.filter(path__startswith=top, depth__lte=depth + 1).exclude(not_public("path"))
    parts = list(pages.filter(Q(live=True) | Q(pk=article.pk)).order_by("path"))
    place = next((place for place, part in enumerate(parts) if part.pk == article.pk), None)
    return Guide(parts, place) if place is not None and len(parts) > 1 else None
