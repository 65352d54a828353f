"""Pages as plain text for whoever reads no HTML: a Markdown twin of each, and llms.txt, the list of them."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.pages.visibility import public
from cms.seo.head import shortened
from cms.seo.markdown import Entry, llms_txt, twin
from cms.seo.models import Organisation, SearchAppearance

TWIN = "index.md"
MARKDOWN = "text/markdown; charset=utf-8"


@require_safe
def markdown_twin(request: HttpRequest, page_path: str) -> HttpResponse:
    """Give what a page says as Markdown; 404 for what search engines do not list, and where the site offers none.

    A private page has a twin for those who may read it; content for some readers only is left out for all.
    """
    _site_with_markdown(request)
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
    page = twin(shown.render().content.decode(), request.build_absolute_uri())
    if not page.url:
        raise Http404
    response = HttpResponse(page.text, content_type=MARKDOWN)
    response["Link"] = f'<{page.url}>; rel="canonical"'
    response["X-Robots-Tag"] = "noindex"
    if restrictions:
        add_never_cache_headers(response)
    return response


@require_safe
def site_llms_txt(request: HttpRequest) -> HttpResponse:
    """List the public pages by section; 404 where the site offers no Markdown."""
    site = _site_with_markdown(request)
    organisation = Organisation.for_request(request)
    text = llms_txt(organisation.display_name, organisation.tagline, _sections(site, request))
    response = HttpResponse(text, content_type=MARKDOWN)
    response["X-Robots-Tag"] = "noindex"
    return response


def _site_with_markdown(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None or not SearchAppearance.for_request(request).offers_markdown:
        raise Http404
    return site


def _sections(site: Site, request: HttpRequest) -> Iterator[tuple[str, list[Entry]]]:
    """Give the pages of the default language by what they stand below, then those of each other language."""
    home = site.root_page
    entries = list(_entries(home, request))
    sections = [page for page, _entry in entries if page.depth == home.depth + 1 and not page.is_leaf()]
    below = tuple(section.path for section in sections)
    yield gettext("Pages"), [entry for page, entry in entries if not page.path.startswith(below)]
    for section in sections:
        yield section.title, [entry for page, entry in entries if page.path.startswith(section.path)]
    for other in home.get_translations().live().select_related("locale"):
        yield other.locale.get_display_name(), [entry for _page, entry in _entries(other, request)]


def _entries(home: Page, request: HttpRequest) -> Iterator[tuple[Page, Entry]]:
    pages = public(home.get_descendants(inclusive=True).live().filter(alias_of=None))
    for page in pages.order_by("path").defer_streamfields().specific():
        address = page.get_full_url(request)
        if address and page.get_sitemap_urls(request):
            # Not its opening words: to draw those, each body would be read.
            description = (
                page.search_description or getattr(page, "teaser", "") or getattr(page, "summary", "")
            )
            yield page, Entry(page.title, f"{address}{TWIN}", shortened(description))
