"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from cms.pages.pagination import paginate
from search.queries import MAX_LENGTH, as_results, find

PAGE_SIZE = 10


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what ``?q=`` finds; result pages never enter a search engine's index."""
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_LENGTH]
    found = paginate(request, find(query, Locale.get_active()), PAGE_SIZE)
    title = _("Search results for “%(query)s”") % {"query": query} if query else _("Search")
    context = {
        "title": title,
        "query": query,
        "found": found,
        "results": as_results(list(found), request),
        "page_number": found.number,
        "noindex": True,
        "crumbs": [],
    }
    return render(request, "search/search.html", context)
