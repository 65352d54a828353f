"""Menus and breadcrumbs as plain data for templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language
from wagtail.models import Page, Site

from cms.pages.models import Menu, MenuLink


@dataclasses.dataclass
class NavigationLink:
    """A link of a menu and the links below it."""

    text: str
    href: str
    is_current: bool = False
    children: list[NavigationLink] = dataclasses.field(default_factory=list)


def menu(location: str, request: HttpRequest) -> list[NavigationLink]:
    """Give a location's links as a tree; links whose target is not published are left out."""
    return menus(request)[location]


def menus(request: HttpRequest) -> dict[str, list[NavigationLink]]:
    """Give the menus of every location, in one query; a language without a menu of its own gets the default's."""
    languages = (get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE)
    links = (
        MenuLink.objects.filter(menu__locale__language_code__in=languages)
        .exclude(menu__location="")
        .select_related("menu__locale", "page", "provider", "document")
        .order_by("menu_id", "sort_order")
    )
    found: dict[tuple[str, str], list[MenuLink]] = {}
    for link in links:
        found.setdefault((link.menu.location, link.menu.locale.language_code), []).append(link)
    return {
        location: _tree(
            next((found[location, code] for code in languages if (location, code) in found), []), request
        )
        for location, _name in Menu.LOCATIONS
    }


def visible_links(menu: Menu, request: HttpRequest | None) -> list[NavigationLink]:
    """Give a menu's links as a tree, without those to drafts and to private pages."""
    links = menu.links.select_related("page", "provider", "document").order_by("sort_order")
    pages = [link.page_id for link in links if link.page_id]
    public = set(Page.objects.live().public().filter(pk__in=pages).values_list("pk", flat=True))
    return _tree((link for link in links if not link.page_id or link.page_id in public), request)


def _tree(links: Iterable[MenuLink], request: HttpRequest | None) -> list[NavigationLink]:
    roots: list[NavigationLink] = []
    parents: list[list[NavigationLink]] = [roots]
    for link in links:
        href = link.get_href(request)
        del parents[max(link.level, 1) :]
        if not href:
            continue
        entry = NavigationLink(link.label, href, is_current=request is not None and href == request.path)
        parents[-1].append(entry)
        parents.append(entry.children)
    return roots


@dataclasses.dataclass(frozen=True)
class Crumb:
    text: str
    href: str


def breadcrumbs(page: Page, request: HttpRequest) -> list[Crumb]:
    """Give the way from the home page to the parent of a page; empty for the home page itself."""
    site = Site.find_for_request(request)
    if page is None or not page.pk or site is None:
        return []
    ancestors = page.get_ancestors().live().filter(depth__gte=site.root_page.depth)
    return [Crumb(ancestor.title, ancestor.get_url(request) or "") for ancestor in ancestors]
