"""The way through a reusable button."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import get_language
from django.views.decorators.http import require_safe
from wagtail.models import Locale

from cms.buttons.clicks import count_click, is_person
from cms.buttons.models import Button


class TargetRedirect(HttpResponseRedirect):
    """Leads to any target that a button may have; Django itself redirects to web addresses only."""

    allowed_schemes = ["http", "https", "mailto", "tel"]


@require_safe
def go(request: HttpRequest, slug: str) -> HttpResponse:
    """Redirect to a live button's stored target and count the click; 404 for unknown and draft buttons.

    The target comes from the row only, never from the request. A target that was unpublished or deleted leads to the
    home page instead of to an error.
    """
    buttons = {button.locale.language_code: button for button in live_buttons(slug)}
    if not buttons:
        raise Http404
    button = buttons.get(get_language() or "") or buttons.get(Locale.get_default().language_code)
    button = button or next(iter(buttons.values()))
    if is_person(request):
        count_click(button)
    response = TargetRedirect(button.get_href(request) or "/")
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def live_buttons(slug: str) -> list[Button]:
    return list(
        Button.objects.filter(slug__iexact=slug, live=True).select_related("locale", "page", "provider")
    )
