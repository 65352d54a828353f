"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale, Site

from cms.pages.pagination import paginate
from search.queries import MAX_LENGTH, as_results, find, ways_on

PAGE_SIZE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what ``?q=`` finds, or else where to look instead; result pages never enter a search engine's index."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_LENGTH]
    locale = Locale.get_active()
    found = paginate(request, find(query, locale), PAGE_SIZE)
    title = _("Search results for “%(query)s”") % {"query": query} if query else _("Search")
    context = {
        "title": title,
        "query": query,
        "found": found,
        "results": as_results(list(found), request),
        "ways_on": () if found else ways_on(Site.find_for_request(request), locale),
        "page_number": found.number,
        "noindex": True,
        "crumbs": [],
    }
    return render(request, "search/search.html", context)
