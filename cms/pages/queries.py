"""Which pages a page list shows."""

from __future__ import annotations

import dataclasses

from django.db.models import prefetch_related_objects
from wagtail.models import Page
from wagtail.query import PageQuerySet

ORDERS = {"date": "first_published_at", "modified": "last_published_at", "title": "title", "menu": "path"}


@dataclasses.dataclass(frozen=True)
class PageListOptions:
    """What a page list asks for; ``count`` 0 means all."""

    page_ids: tuple[int, ...] = ()
    parent: Page | None = None
    order_by: str = "menu"
    descending: bool = False
    offset: int = 0
    count: int = 0


def listed_pages(options: PageListOptions) -> list[Page]:
    """Give live, public pages: those named, or the children of a page; never drafts or private pages."""
    pages = Page.objects.live().public().exclude(depth=1)
    if options.page_ids:
        pages = pages.filter(pk__in=options.page_ids)
    elif options.parent is not None:
        pages = pages.child_of(options.parent)
    else:
        return []
    listed = _cut(_ordered(pages, options), options)
    prefetch_related_objects([page for page in listed if hasattr(page, "image")], "image__renditions")
    return listed


def _ordered(pages: PageQuerySet, options: PageListOptions) -> list[Page]:
    if options.order_by == "manual":
        place = {pk: number for number, pk in enumerate(options.page_ids)}
        return sorted(pages.specific(), key=lambda page: place.get(page.pk, len(place)))
    field = ORDERS.get(options.order_by, "path")
    return list(pages.order_by(f"-{field}" if options.descending else field, "pk").specific())


def _cut(pages: list[Page], options: PageListOptions) -> list[Page]:
    end = options.offset + options.count if options.count else None
    return pages[options.offset : end]
