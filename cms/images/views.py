"""Image files: renditions where no web server or object store stands in front (SERVE_MEDIA), and the last resort."""

from django.conf import settings
from django.core.signing import BadSignature
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from django.views.static import serve
from wagtail.images.models import Filter, SourceImageIOError

from cms.images.models import SIGNER, CustomImage

# A drawing that somebody opens by itself is a document: it may look as it looks, and do nothing.
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"
DRAWN = Filter("format-jpeg|width-1200")


@require_safe
def serve_rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a file of ``MEDIA_ROOT/images``; originals and documents have no address here."""
    response = serve(request, path, document_root=f"{settings.MEDIA_ROOT}/images")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return _harmless(response)


@require_safe
def draw_image(_request: HttpRequest, signed: str) -> HttpResponseBase:
    """Draw an image that has no rendition; nothing is stored, and what a camera wrote into the original stays there."""
    try:
        image = get_object_or_404(CustomImage, pk=SIGNER.unsign(signed))
        file = image.generate_rendition_file(image.clean_filter_for_svg(DRAWN))
    except (BadSignature, SourceImageIOError) as error:
        raise Http404 from error
    response = FileResponse(file, filename=file.name or "")
    response["Cache-Control"] = "public, max-age=3600"
    return _harmless(response)


def _harmless(response: HttpResponseBase) -> HttpResponseBase:
    response["X-Content-Type-Options"] = "nosniff"
    if response["Content-Type"] == "image/svg+xml":
        response["Content-Security-Policy"] = DRAWING_POLICY
    return response
