"""The stylesheet of the site, and the colours as they would be."""

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from cms.compression import compressed_once
from cms.palette.design import design
from cms.palette.models import BrandColours, stylesheet, stylesheet_version


@require_safe
def site_stylesheet(request: HttpRequest, version: str) -> HttpResponse:
    """Serve the design in the current colours; only that version may be kept, so a stale page never pins old ones."""
    css = stylesheet(BrandColours.for_site(Site.find_for_request(request)))
    response = compressed_once(request, design() + css, "text/css; charset=utf-8")
    current = version == stylesheet_version(css)
    response["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-store"
    return response


@require_safe
def brand_preview_stylesheet(request: HttpRequest) -> HttpResponse:
    """Serve the tokens of two colours that nobody has saved; 404 for what is no colour."""
    colours = BrandColours(brand=request.GET.get("brand", ""), accent=request.GET.get("accent", ""))
    try:
        colours.clean_fields(exclude=["site"])
    except ValidationError as error:
        raise Http404("These are no colours.") from error
    return HttpResponse(colours.css(), content_type="text/css; charset=utf-8")
