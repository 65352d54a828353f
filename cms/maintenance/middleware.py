"""Keeps visitors out while the site is under maintenance."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from cms.maintenance import switch
from cms.maintenance.views import unavailable


class MaintenanceMiddleware:
    """Answers 503 for every address but the admin and what its screens load.

    It stands before whatever asks the database, so that the database may be moved or migrated meanwhile.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        stays_open = (reverse("wagtailadmin_home"), settings.STATIC_URL, settings.MEDIA_URL)
        if switch.is_on() and not request.path_info.startswith(stays_open):
            return unavailable(request)
        return self.get_response(request)
