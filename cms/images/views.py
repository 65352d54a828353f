"""Renditions handed out by the site itself, where no web server or object store stands in front (SERVE_MEDIA)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from django.views.static import serve


@require_safe
def serve_rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of ``MEDIA_ROOT/images``; originals and documents have no address here."""
    response = serve(request, path, document_root=f"{settings.MEDIA_ROOT}/images")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
