"""Every old address leads to the new one, in one step."""

from __future__ import annotations

import re
from urllib.parse import quote_plus, unquote

from django.http import HttpRequest
from django.urls import NoReverseMatch, Resolver404, resolve, reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.wordpress.addresses import split
from cms.wordpress.models import ImportedItem
from cms.wordpress.report import ItemKey, Report
from providers.models import Provider, ProviderIndexPage

KINDS = ("articles", "pages", "providers")


def address_of(wordpress_id: int, request: HttpRequest) -> str:
    """Give the address of what a WordPress id became, the latest import first; "" for what is not public."""
    rows = ImportedItem.objects.filter(wordpress_id=wordpress_id, kind__in=KINDS).order_by("-pk")
    for row in rows.select_related("content_type"):
        target = row.target
        if target is not None and target.live:
            return target.get_url(request) or ""
    return ""


def add_redirect(site: Site, link: str, target: Page | Provider, item: ItemKey, report: Report) -> None:
    """Lead an old permalink to its page, unless it is the page's own address; existing redirects are not touched."""
    parts = split(link)
    old = Redirect.normalise_path(parts.path)
    new = target.get_url() or ""
    if parts.query or old in ("", "/") or not new or old == Redirect.normalise_path(new):
        return
    if len(old) > 255:
        report.loss("address-too-long", f"The old address {link} is too long to be redirected.", item)
        return
    existing = Redirect.objects.filter(old_path=old).filter(site__in=[site]) | Redirect.objects.filter(
        old_path=old, site=None
    )
    page, route = _destination(target)
    if page is None:
        return
    stored = existing.first()
    if stored is not None and _is_detour(stored):
        stored.delete()
        stored = None
    if stored is not None:
        if stored.redirect_page_id != page.pk or stored.redirect_page_route_path != route:
            report.note(
                "address-taken", f"The old address {old} leads elsewhere already; that was not changed.", item
            )
        report.count("redirects", "unchanged")
        return
    Redirect.objects.create(old_path=old, site=site, redirect_page=page, redirect_page_route_path=route)
    report.count("redirects", "created")


def add_detour(site: Site, path: str) -> bool:
    """Lead an address that nothing answers to a search for its words, for now; True if a redirect does so or stood there.

    Editors find it under Redirects and mend every link to the address in one place.
    """
    old = Redirect.normalise_path(path)
    search = _search_for(path)
    if not search or old in ("", "/") or len(old) > 255 or _is_answered(old):
        return False
    if not Redirect.get_for_site(site).filter(old_path=old).exists():
        Redirect.objects.create(
            old_path=old, site=site, redirect_link=search, is_permanent=False, automatically_created=True
        )
    return True


def _is_answered(path: str) -> bool:
    """Tell whether something other than a page answers, such as ``/admin/``; a redirect would stand in its way."""
    for address in (path, f"{path}/"):
        try:
            if resolve(address).url_name != "wagtail_serve":
                return True
        except Resolver404:
            continue
    return False


def _search_for(path: str) -> str:
    words = " ".join(re.findall(r"\w+", unquote(path).replace("_", " ")))
    try:
        return f"{reverse('search')}?q={quote_plus(words)}"[:255] if words else ""
    except NoReverseMatch:  # a site without the search app
        return ""


def _is_detour(redirect: Redirect) -> bool:
    return redirect.automatically_created and not redirect.is_permanent


def _destination(target: Page | Provider) -> tuple[Page | None, str]:
    if isinstance(target, Page):
        return target, ""
    index = ProviderIndexPage.objects.live().filter(locale_id=target.locale_id).order_by("path").first()
    return index, f"/{target.slug}/"
