"""The palette's stylesheet."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cms.palette.models import stylesheet, stylesheet_version


@require_safe
def palette_stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Serve the current palette; only the current version may be kept, so a stale page never pins old colours."""
    css = stylesheet()
    response = HttpResponse(css, content_type="text/css; charset=utf-8")
    current = version == stylesheet_version(css)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-store"
    return response
