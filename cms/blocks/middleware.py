"""Keeps caches away from pages that differ from reader to reader."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control


class GatedContentMiddleware:
    """Forbids every cache to store a response that held a gated block, whatever the reader saw of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if getattr(request, "holds_gated_content", False):
            patch_cache_control(response, private=True, no_store=True)
        return response
