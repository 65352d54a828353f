"""What a visitor gets for an address that leads nowhere: a search, and the pages that were probably meant."""

from __future__ import annotations

import re
from difflib import SequenceMatcher, get_close_matches
from functools import reduce
from operator import add, or_

from django.db.models import Case, Q, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound
from django.shortcuts import render
from django.utils.translation import get_language
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site

from cms.pages.visibility import public

FILE = re.compile(r"\.(?:avif|css|gif|ico|jpe?g|js|json|map|mjs|png|svg|txt|webp|woff2?|xml)$", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]{3,}")
LONGEST = 200  # characters of an address that somebody may have meant
MOST_WORDS = 6
CANDIDATES = 50
SHOWN = 5


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, or 410 where a redirect without a target says that the page was taken away for good.

    What a browser loads by itself gets a line of text: nobody reads it.
    """
    path = request.path_info
    if FILE.search(path):
        return HttpResponseNotFound("Not found.\n", content_type="text/plain")
    if len(path) > LONGEST or "\0" in path:
        return render(request, "404.html", status=404)
    template, status = ("410.html", 410) if _is_gone(request) else ("404.html", 404)
    return render(request, template, {"likely_pages": likely_pages(request)}, status=status)


def likely_pages(request: HttpRequest) -> list[Page]:
    """Give the public pages of this site and language whose short names share most words with the address.

    Two queries: pages in which a word begins alike, and what of them is not public. Typing mistakes count as the word
    that they are close to, and half of the words must be met.
    """
    words = _words(request.path_info)
    if not words:
        return []
    begins_alike = [Q(slug__contains=word[:4]) for word in words]
    score = reduce(add, (Case(When(alike, then=1), default=0) for alike in begins_alike))
    pages = Page.objects.live().filter(reduce(or_, begins_alike), locale__language_code=get_language())
    candidates = public(pages).annotate(score=score).order_by("-score", "pk")[:CANDIDATES]
    ranked = sorted(((_likeness(words, page.slug), page) for page in candidates), key=lambda pair: pair[0])
    meant = [page for (met, _ratio), page in reversed(ranked) if met * 2 >= len(words)]
    return [page for page in meant if (page.get_url(request) or "").startswith("/")][:SHOWN]


def _words(path: str) -> list[str]:
    """Give the words of the last part of a path that has any."""
    for part in reversed(path.lower().split("/")):
        if words := WORD.findall(part):
            return words[:MOST_WORDS]
    return []


def _likeness(words: list[str], slug: str) -> tuple[int, float]:
    """Count the words that a short name meets; between equals, the whole decides."""
    of_slug = WORD.findall(slug)
    met = sum(bool(get_close_matches(word, of_slug, n=1, cutoff=0.75)) for word in words)
    return met, SequenceMatcher(None, "-".join(words), slug).ratio()


def _is_gone(request: HttpRequest) -> bool:
    redirects = Redirect.get_for_site(Site.find_for_request(request))
    old_path = Redirect.normalise_path(request.path_info)
    return redirects.filter(old_path=old_path, redirect_page=None, redirect_link="").exists()
