"""Which pages every visitor may read."""

from __future__ import annotations

from functools import reduce
from operator import or_

from django.db.models import Q
from wagtail.models import PageViewRestriction, Site
from wagtail.query import PageQuerySet

BATCH = 400  # SQLite takes no more than a thousand alternatives in an expression


def public(pages: PageQuerySet) -> PageQuerySet:
    """Leave out pages that are restricted, and those below them, however many there are.

    Wagtail's own ``public()`` names each of them in the query, which SQLite refuses from a thousand on; an import may
    bring more. Most have no pages below, and those are left out by one subquery.
    """
    restricted = PageViewRestriction.objects.all()
    pages = pages.exclude(pk__in=restricted.values("page_id"))
    above = list(restricted.filter(page__numchild__gt=0).values_list("page__path", flat=True).distinct())
    for start in range(0, len(above), BATCH):
        pages = pages.exclude(
            reduce(or_, (Q(path__startswith=path) for path in above[start : start + BATCH]))
        )
    return pages


def listed_on(site: Site, pages: PageQuerySet) -> PageQuerySet:
    """Leave of some pages those that are live, public and within a site, in any of its languages.

    Copies that wait for their translation are not.
    """
    roots = site.root_page.get_translations(inclusive=True)
    below = reduce(or_, (Q(path__startswith=root.path) for root in roots))
    return public(pages.live().filter(below, alias_of=None))
