"""Files that browsers and crawlers ask for by name."""

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from cms.seo.crawlers import unwanted
from cms.seo.models import SearchAppearance
from cms.seo.page_head import card_of
from cms.seo.social import draw


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """Ask crawlers to leave out the admin, search results and the counted button addresses, and some to leave out all."""
    site = Site.find_for_request(request)
    appearance = SearchAppearance.for_site(site) if site else SearchAppearance()
    lines = [
        "User-agent: *",
        f"Disallow: {reverse('wagtailadmin_home')}",
        "Disallow: /search/",
        "Disallow: /go/",
        *unwanted(answers=appearance.allow_ai_answers, training=appearance.allow_ai_training),
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def social_image(request: HttpRequest, page_id: int, version: str) -> HttpResponse:
    """Draw the picture of a public page, if its address says what the page says now; so nobody can ask for others."""
    page, site = Page.objects.live().filter(pk=page_id).first(), Site.find_for_request(request)
    if page is None or site is None or page.get_view_restrictions().exists():
        raise Http404
    card = card_of(page, request)
    if card.version != version:
        raise Http404
    picture = cache.get_or_set(f"social-image-{version}", lambda: draw(card), 86400)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return HttpResponse(picture, content_type="image/png", headers=headers)
