"""Pages leave the site compressed, also where no web server in front would do it."""

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses what the site writes; files are small already, or asked for in parts, and pass as they are.

    Django lengthens each answer by chance, so that its size tells nothing of a secret in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)
