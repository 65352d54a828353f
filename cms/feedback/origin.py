"""Tells posts from the site's own pages from those that another website sends.

A page that a cache hands out carries no CSRF token, and visitors get no cookie. So the browser's own word counts, which
no page can forge: Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/), from older browsers Origin, then Referer.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest


def is_from_this_site(request: HttpRequest) -> bool:
    """Tell whether a page of this very host sent the request; a browser that does not say so is not believed."""
    if site := request.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    sender = request.headers.get("Origin") or request.headers.get("Referer") or ""
    try:
        return urlsplit(sender).netloc == request.get_host()
    except ValueError:  # an address that is none
        return False
