"""Menus and breadcrumbs as plain data for templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext
from wagtail.models import Site

from cms.links.targets import not_public
from cms.pages.models import BasePage, Menu, MenuLink

READ_WITH_A_LINK = ("menu__locale", "page__locale", "provider__locale", "document")


@dataclasses.dataclass
class NavigationLink:
    """A link of a menu and the links below it; a label has no ``href``.

    ``is_current`` is the page that is read, ``is_section`` one above it, ``language`` that of the text where it is not
    the language of the page around it.
    """

    text: str
    href: str
    is_current: bool = False
    is_section: bool = False
    language: str = ""
    children: list[NavigationLink] = dataclasses.field(default_factory=list)


def menu(location: str, request: HttpRequest) -> list[NavigationLink]:
    """Give a location's links as a tree; links whose target is not published are left out."""
    return menus(request)[location]


def menus(request: HttpRequest) -> dict[str, list[NavigationLink]]:
    """Give the menus of every location, in one query; a language without a menu of its own gets the default's.

    Links to private pages are left out, as from all lists: their titles tell what they are about.
    """
    languages = shown_languages()
    links = (
        MenuLink.objects.filter(menu__locale__language_code__in=languages)
        .exclude(menu__location="")
        .annotate(is_private=not_public("page__path"))
        .select_related(*READ_WITH_A_LINK)
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


def shown_languages() -> tuple[str, str]:
    """Give the language of this page and the one to fall back to."""
    return get_language() or settings.LANGUAGE_CODE, settings.LANGUAGE_CODE


def visible_links(menu: Menu, request: HttpRequest | None) -> list[NavigationLink]:
    """Give a menu's links as a tree, without those to drafts and to private pages."""
    links = menu.links.annotate(is_private=not_public("page__path"))
    return _tree(links.select_related(*READ_WITH_A_LINK).order_by("sort_order"), request)


def _tree(links: Iterable[MenuLink], request: HttpRequest | None) -> list[NavigationLink]:
    start = reverse("wagtail_serve", args=[""])
    here = request.path if request is not None else ""
    roots: list[NavigationLink] = []
    parents: list[list[NavigationLink]] = [roots]
    for link in links:
        href = "" if getattr(link, "is_private", False) else link.get_href(request)
        del parents[max(link.level, 1) :]
        if not href and not link.is_label:
            continue
        is_section = href not in ("", start, here) and here.startswith(href)
        entry = NavigationLink(
            link.label,
            href,
            is_current=href == here != "",
            is_section=is_section,
            language=_other_language(link),
        )
        parents[-1].append(entry)
        parents.append(entry.children)
    return roots


def _other_language(link: MenuLink) -> str:
    """Give the language of a link's text if it is not the one of the page: its menu's, or that of what it names."""
    named = None if link.text else link.page or link.provider
    code = (named or link.menu).locale.language_code
    return "" if code == get_language() else code


@dataclasses.dataclass(frozen=True)
class Crumb:
    text: str
    href: str


def breadcrumbs(page: BasePage, request: HttpRequest) -> list[Crumb]:
    """Give the way from the home page to the parent of a page, read once a request; empty for the home page itself.

    The first step says “Home”, whatever the home page welcomes visitors with.
    """
    site = Site.find_for_request(request)
    if page is None or not page.pk or site is None:
        return []
    known = vars(request).setdefault("breadcrumbs", {})
    if page.pk not in known:
        top = site.root_page.depth
        above = [ancestor for ancestor in page.ancestors if ancestor.live and ancestor.depth >= top]
        known[page.pk] = [
            Crumb(gettext("Home") if step.depth == top else step.title, step.get_url(request) or "")
            for step in above
        ]
    return list(known[page.pk])
