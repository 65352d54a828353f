"""The head elements for search engines."""

from typing import Any

from django import template
from wagtail.models import Site

from cms.seo.head import canonical, document_title, robots
from cms.seo.models import Organisation

register = template.Library()


@register.inclusion_tag("components/head_meta.html", takes_context=True)
def head_meta(context: dict[str, Any]) -> dict[str, Any]:
    """Write title, description, robots and canonical.

    Views set ``title``, ``description``, ``canonical_url``, ``noindex`` and ``page_number`` in the context; what they
    leave out comes from ``page``.
    """
    request = context.get("request")
    page = context.get("page")
    number = context.get("page_number", 1)
    title = context.get("title") or getattr(page, "seo_title", "") or getattr(page, "title", "")
    url = context.get("canonical_url") or (page.get_full_url(request) if page is not None and page.pk else "")
    return {
        "title": document_title(str(title), site_name(request), number),
        "description": context.get("description") or getattr(page, "search_description", ""),
        "canonical": canonical(url or "", number) if url else "",
        "robots": robots(
            noindex=bool(context.get("noindex")) or getattr(page, "noindex", False),
            is_preview=getattr(request, "is_preview", False),
        ),
    }


def site_name(request: Any) -> str:
    site = Site.find_for_request(request) if request else None
    return Organisation.for_request(request).display_name if site else ""
