"""The icons, the web app manifest and security.txt of a site."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.palette.models import BrandColours
from cms.seo.models import Organisation
from cms.seo.site_files import ICONS

INSTALLABLE = (192, 512)
VALID_DAYS = 180


@require_safe
@cache_control(public=True, max_age=86400)
def icon(request: HttpRequest, size: int) -> HttpResponseRedirect:
    """Lead to the icon of the site: its owner's, or else ours. Pages can name it without asking the database."""
    if size not in ICONS:
        raise Http404
    return HttpResponseRedirect(Organisation.for_request(request).icon_url(size) or static(ICONS[size]))


@require_safe
@cache_control(public=True, max_age=86400)
def manifest(request: HttpRequest) -> JsonResponse:
    """Tell phones what to show when somebody puts the site on their home screen."""
    colours = BrandColours.for_request(request).tokens
    content = {
        "name": Organisation.for_request(request).display_name,
        "start_url": reverse("wagtail_serve", args=[""]),
        "lang": get_language(),
        "display": "browser",
        "background_color": colours["paper"].light,
        "theme_color": colours["brand"].light,
        "icons": [
            {"src": reverse("icon", args=[size]), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in INSTALLABLE
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """Say where to report security holes, as RFC 9116 has it; 404 while the owner names no contact."""
    organisation = Organisation.for_request(request)
    contact = organisation.security_contact
    if not contact:
        raise Http404
    expires = timezone.now().date() + datetime.timedelta(days=VALID_DAYS)
    lines = [
        f"Contact: {contact if contact.startswith('https://') else f'mailto:{contact}'}",
        f"Expires: {expires:%Y-%m-%d}T00:00:00Z",
        f"Preferred-Languages: {settings.LANGUAGE_CODE}",
        f"Canonical: {organisation.site.root_url}{request.path}",
    ]
    if organisation.security_policy:
        lines.append(f"Policy: {organisation.security_policy}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
