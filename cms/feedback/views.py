"""What a visitor meets after “Yes” or “No”: thanks, and room for a few words. No cookie, no token, no script."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from wagtail.models import Page, Site

from cms.feedback import answers
from cms.feedback.forms import MAX_LENGTH, RemarkForm
from cms.feedback.limits import is_repeated, is_within_limits
from cms.feedback.models import FeedbackSettings
from cms.feedback.origin import is_from_this_site


class SeeOther(HttpResponseRedirect):
    """Leads from what was posted to a page that may be reloaded (RFC 9110, 15.4.4)."""

    status_code = 303


def about_a_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the page that it is about, and let posts through from this site and within the limits only."""

    @csrf_exempt  # a cached page has no token; is_from_this_site stands in for it
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def guarded(request: HttpRequest, page_id: int, **kwargs: Any) -> HttpResponse:
        page = _page(request, page_id)
        if request.method == "POST":
            if not is_from_this_site(request):
                reason = _("It did not come from a page of this site. Please answer on the page itself.")
                return _refused(request, page, reason, status=403)
            if not is_within_limits(request, page.pk):
                return _too_many(request, page)
        return view(request, page, **kwargs)

    return guarded


@about_a_page
def answer(request: HttpRequest, page: Page) -> HttpResponse:
    """Count a “yes” or “no”; whoever opens the address without one is led to the page."""
    choice = request.POST.get("helpful")
    if choice not in ("yes", "no"):
        return redirect(page.get_url(request))
    if not is_repeated(request, page.pk, choice):
        answers.count(page, helpful=choice == "yes")
    asks_why = FeedbackSettings.for_request(request).ask_why
    return SeeOther(reverse(f"feedback:{choice if asks_why else 'thanks'}", args=[page.pk]))


@about_a_page
def remark(request: HttpRequest, page: Page, *, helpful: bool) -> HttpResponse:
    """Ask what helped or what is missing, and keep the words."""
    if not FeedbackSettings.for_request(request).ask_why:
        raise Http404
    form = RemarkForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        text = form.cleaned_data["text"]
        if not form.is_from_a_robot and not is_repeated(request, page.pk, text):
            answers.keep(page, text, helpful=helpful)
        return SeeOther(reverse("feedback:thanks", args=[page.pk]))
    context = {"about": page, "form": form, "helpful": helpful, "max_length": MAX_LENGTH}
    return render(request, "feedback/remark.html", context)


@about_a_page
def thanks(request: HttpRequest, page: Page) -> HttpResponse:
    return render(request, "feedback/thanks.html", {"about": page})


def _page(request: HttpRequest, page_id: int) -> Page:
    """Give a page of this site that asks, which the visitor may read; 404 for any other."""
    site = Site.find_for_request(request)
    page = Page.objects.live().filter(pk=page_id).first()
    address = page.get_url_parts(request) if page else None
    if site is None or page is None or address is None or address[0] != site.pk:
        raise Http404
    if not FeedbackSettings.for_request(request).ask:
        raise Http404
    if not all(restriction.accept_request(request) for restriction in page.get_view_restrictions()):
        raise Http404
    return page


def _too_many(request: HttpRequest, page: Page) -> HttpResponse:
    minutes = settings.FEEDBACK_WINDOW // 60
    reason = ngettext(
        "Many answers came from your connection in a short time. Please try again in a minute.",
        "Many answers came from your connection in a short time. Please try again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    response = _refused(request, page, reason, status=429)
    response["Retry-After"] = str(settings.FEEDBACK_WINDOW)
    return response


def _refused(request: HttpRequest, page: Page, reason: str, status: int) -> HttpResponse:
    return render(request, "feedback/refused.html", {"about": page, "reason": reason}, status=status)
