"""Pages as plain text for whoever reads no HTML: a Markdown twin of each, and llms.txt, the list of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from urllib.parse import urljoin

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from cms.pages.visibility import listed_on
from cms.seo.head import TWIN, shortened
from cms.seo.markdown import Entry, llms_txt, twin
from cms.seo.models import Organisation, SearchAppearance
from cms.seo.page_head import head_of

MARKDOWN = "text/markdown; charset=utf-8"
MOST_LISTED = 500
TWIN_KEPT, LIST_KEPT = 86400, 600  # seconds


@require_safe
def markdown_twin(request: HttpRequest, page_path: str) -> HttpResponse:
    """Give what a page says as Markdown; 404 for what names no twin in its head.

    A private page has a twin for those who may read it; content for some readers only is left out for all.
    """
    found = Page.route_for_request(request, page_path)
    if found is None:
        raise Http404
    restrictions = found.page.get_view_restrictions()
    if not all(restriction.accept_request(request) for restriction in restrictions):
        raise Http404
    request.user = AnonymousUser()
    shown = found.page.serve(request, *found.args, **found.kwargs)
    if not isinstance(shown, TemplateResponse):
        raise Http404
    head = head_of(shown.context_data or {})
    if not head.twin:
        raise Http404
    html, address = shown.render().content.decode(), request.build_absolute_uri(request.path)
    text = twin(html, address) if restrictions else _kept_twin(html, address)
    response = HttpResponse(text, content_type=MARKDOWN)
    response["Link"] = f'<{head.url}>; rel="canonical"'
    response["X-Robots-Tag"] = "noindex"
    if restrictions:
        add_never_cache_headers(response)
    return response


def _kept_twin(html: str, address: str) -> str:
    """Convert a public page unless the very same was converted before.

    A page shows parts of others, which may change or become private at any time. So it is rendered for each request,
    as for every visitor; only the conversion, which takes most of the time, is kept.
    """
    return (
        caches["markdown"].get_or_set(_key("twin", address, html), lambda: twin(html, address), TWIN_KEPT)
        or ""
    )


@require_safe
def site_llms_txt(request: HttpRequest) -> HttpResponse:
    """List the public pages by section; 404 where the site offers no Markdown.

    What may be read is asked for each request; the text is kept while that stays the same, but for a few minutes only.
    """
    site = Site.find_for_request(request)
    if site is None or not SearchAppearance.for_request(request).offers_markdown:
        raise Http404
    organisation = Organisation.for_request(request)
    name, tagline = organisation.display_name, organisation.tagline
    listed = list(_listed(site).values_list("pk", "url_path", "last_published_at")[: MOST_LISTED + 1])

    def written() -> str:
        ids = [row[0] for row in listed[:MOST_LISTED]]
        note = _note(site) if len(listed) > MOST_LISTED else ""
        return llms_txt(name, tagline, _sections(site, ids, request), note)

    with override(settings.LANGUAGE_CODE):  # crawlers share one text, whatever language they ask for
        key = _key("llms", site.root_url, name, tagline, listed)
        response = HttpResponse(caches["markdown"].get_or_set(key, written, LIST_KEPT), content_type=MARKDOWN)
    response["X-Robots-Tag"] = "noindex"
    return response


def _key(kind: str, *facts: object) -> str:
    return f"{kind}-{hashlib.sha256(repr(facts).encode()).hexdigest()}"


def _listed(site: Site) -> PageQuerySet:
    """Give the pages of a site, the upper ones first, of each level the newest."""
    return listed_on(site, Page.objects.all()).order_by(
        "depth", F("last_published_at").desc(nulls_last=True), "pk"
    )


def _note(site: Site) -> str:
    return gettext(
        "This list names at most %(number)d pages: the upper ones of the site, and below them the newest. "
        "The [sitemap](%(sitemap)s) names all."
    ) % {"number": MOST_LISTED, "sitemap": urljoin(site.root_url, reverse("sitemap"))}


def _sections(site: Site, ids: list[int], request: HttpRequest) -> Iterator[tuple[str, list[Entry]]]:
    """Give the pages of the default language by what they stand below, then those of each other language."""
    home = site.root_page
    entries = list(_entries(ids, request))
    own = [(page, entry) for page, entry in entries if page.path.startswith(home.path)]
    sections = [page for page, _entry in own if page.depth == home.depth + 1 and not page.is_leaf()]
    below = tuple(section.path for section in sections)
    yield gettext("Pages"), [entry for page, entry in own if not page.path.startswith(below)]
    for section in sections:
        yield section.title, [entry for page, entry in own if page.path.startswith(section.path)]
    for other in home.get_translations().select_related("locale"):
        yield (
            other.locale.get_display_name(),
            [entry for page, entry in entries if page.path.startswith(other.path)],
        )


def _entries(ids: list[int], request: HttpRequest) -> Iterator[tuple[Page, Entry]]:
    for page in Page.objects.filter(pk__in=ids).order_by("path").defer_streamfields().specific():
        address = page.get_full_url(request)
        if address and page.get_sitemap_urls(request):
            # Not its opening words: to draw those, each body would be read.
            description = (
                page.search_description or getattr(page, "teaser", "") or getattr(page, "summary", "")
            )
            yield page, Entry(page.title, f"{address}{TWIN}", shortened(description))
