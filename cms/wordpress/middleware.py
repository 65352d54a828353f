"""WordPress's addresses by id: ``/?p=12`` and ``/?page_id=12``."""

from collections.abc import Callable

from django.apps import apps
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from cms.wordpress.addresses import whole_number


class OldAddressMiddleware:
    """Answers ids with one redirect to what the item became.

    It stands before routing because ``/`` is a page of its own here, so the redirects app, which acts on 404 only,
    never gets to see these addresses.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not apps.is_installed("cms.wordpress"):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path == "/" and request.method in ("GET", "HEAD"):
            number = whole_number(request.GET.get("p") or request.GET.get("page_id") or "")
            if number:
                from cms.wordpress.redirects import address_of

                address = address_of(number, request)
                if address:
                    return HttpResponsePermanentRedirect(address)
        return self.get_response(request)
