"""Answers that need nothing: no database, no session, no context processor."""

from __future__ import annotations

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation

RETRY_AFTER = 600  # seconds


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that it is our fault; while the database cannot be reached, that it is for now."""
    if isinstance(sys.exception(), (OperationalError, InterfaceError)):
        return unavailable(request)
    return _answer(request, "500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Ask people to come back later, and search engines not to mind (RFC 9110, 15.6.4)."""
    response = _answer(request, "503.html", 503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _answer(request: HttpRequest, template: str, status: int) -> HttpResponse:
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        page = render_to_string(template, {"site_name": settings.WAGTAIL_SITE_NAME})
    return HttpResponse(page, status=status, headers={"Cache-Control": "no-store"})
