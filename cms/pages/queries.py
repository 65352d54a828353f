"""Which pages a page list shows."""

from __future__ import annotations

import dataclasses

from django.db.models import Q, prefetch_related_objects
from wagtail.models import Page
from wagtail.query import PageQuerySet

from cms.pages.visibility import public

ORDERS = {"date": "first_published_at", "modified": "last_published_at", "title": "title", "menu": "path"}
BATCH = 200  # SQLite takes no more than a thousand alternatives in a query


@dataclasses.dataclass(frozen=True)
class PageListOptions:
    """What a page list asks for; ``count`` 0 means all."""

    source: str = "picked"
    page_ids: tuple[int, ...] = ()
    parent: Page | None = None
    current: Page | None = None
    order_by: str = "menu"
    descending: bool = False
    offset: int = 0
    count: int = 0


def listed_pages(options: PageListOptions) -> list[Page]:
    """Give live, public pages: those named, or those below a page or beside one; never drafts or private pages."""
    pages = _visible().filter(_source(options))
    listed = _cut(_ordered(pages, options), options)
    prefetch_related_objects([page for page in listed if hasattr(type(page), "image")], "image__renditions")
    return listed


def pages_below(tops: list[Page], options: PageListOptions, levels: int) -> dict[str, list[Page]]:
    """Give the live, public pages down to some levels below others, by the tree path of what they stand right below."""
    found: dict[str, list[Page]] = {}
    if levels < 1:
        return found
    for start in range(0, len(tops), BATCH):
        below = Q(pk__in=())
        for top in tops[start : start + BATCH]:
            below |= Q(path__startswith=top.path, depth__gt=top.depth, depth__lte=top.depth + levels)
        for page in _visible().filter(below).order_by(*_order(options)):
            found.setdefault(page.path[: -page.steplen], []).append(page)
    return found


def _visible() -> PageQuerySet:
    return public(Page.objects.live()).exclude(depth=1)


def _source(options: PageListOptions) -> Q:
    """Say which pages are meant; where there is nothing to start from, none."""
    nothing, pages = Q(pk__in=()), Page.objects.all()
    if options.source == "picked":
        return Q(pk__in=options.page_ids)
    current = options.current if getattr(options.current, "path", "") else None
    if options.source == "children":
        parent = options.parent or current
        return pages.child_of_q(parent) if parent else nothing
    if options.source == "siblings" and current and current.depth > 2:
        return pages.sibling_of_q(current, inclusive=False)
    return nothing


def _ordered(pages: PageQuerySet, options: PageListOptions) -> list[Page]:
    if options.order_by == "manual":
        place = {pk: number for number, pk in enumerate(options.page_ids)}
        return sorted(pages.specific(), key=lambda page: place.get(page.pk, len(place)))
    return list(pages.order_by(*_order(options)).specific())


def _order(options: PageListOptions) -> tuple[str, str]:
    field = ORDERS.get(options.order_by, "path")
    return (f"-{field}" if options.descending else field, "pk")


def _cut(pages: list[Page], options: PageListOptions) -> list[Page]:
    end = options.offset + options.count if options.count else None
    return pages[options.offset : end]
