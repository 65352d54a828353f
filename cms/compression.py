"""Pages leave the site compressed, also where no web server in front would do it."""

import functools
import re

import brotli
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers


class PageCompressionMiddleware(GZipMiddleware):
    """Compresses what the site writes; files are small already, or asked for in parts, and pass as they are.

    Django lengthens each answer by chance, so that its size tells nothing of a secret in it (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)


def compressed_once(request: HttpRequest, text: str, content_type: str) -> HttpResponse:
    """Answer with a text that is the same for everyone, in Brotli where the browser reads it.

    It is packed as small as can be, which is slow, once for each process. What a visitor may influence does not
    belong here: its length would tell.
    """
    if re.search(r"\bbr\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(_packed(text), content_type=content_type)
        response["Content-Encoding"] = "br"
    else:
        response = HttpResponse(text, content_type=content_type)
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


@functools.lru_cache(maxsize=16)
def _packed(text: str) -> bytes:
    return bytes(brotli.compress(text.encode()))
