"""WordPress's addresses: those of pages lead to their new ones, those of its own machinery are gone."""

from collections.abc import Callable

from django.apps import apps
from django.core.exceptions import MiddlewareNotUsed
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseGone, HttpResponsePermanentRedirect


class OldAddressMiddleware:
    """Answers an old address with one redirect, and requests for WordPress itself with a short 410.

    It stands just outside ``RedirectMiddleware``, so that stored redirects answer first, and inside
    ``CommonMiddleware``, which would add a slash to what it finds nowhere: a redirect more. ``/?p=12`` and files are
    answered before routing: ``/`` is a page here, and no page stands below wp-content.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        if not apps.is_installed("cms.wordpress"):
            raise MiddlewareNotUsed
        from cms.wordpress import oldaddresses

        self.old = oldaddresses
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self.old.is_endpoint(request.path_info):
            return _gone()
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        if address := self.old.before_routing(request):
            return HttpResponsePermanentRedirect(address)
        response = self.get_response(request)
        if response.status_code == 404 and (address := self.old.instead_of_404(request)):
            return HttpResponsePermanentRedirect(address)
        if response.status_code == 301:
            location = response.headers["Location"]
            address = self.old.final(request, location)
            if not address:
                raise Http404
            return response if address == location else HttpResponsePermanentRedirect(address)
        return response


def _gone() -> HttpResponse:
    response = HttpResponseGone("Gone: this site does not run on WordPress.\n", content_type="text/plain")
    response["Cache-Control"] = "public, max-age=86400"
    return response
