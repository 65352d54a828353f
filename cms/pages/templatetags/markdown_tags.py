"""The link to a page's Markdown twin."""

from typing import Any

from django import template

from cms.pages.markdown import TWIN
from cms.seo.models import SearchAppearance

register = template.Library()
WITHOUT_TWIN = ("noindex", "is_empty", "is_filtered")


@register.simple_tag(takes_context=True)
def markdown_twin_url(context: dict[str, Any]) -> str:
    """Give where the page at hand can be read as Markdown; "" for what search engines do not list."""
    request, page = context.get("request"), context.get("page")
    if request is None or page is None or not page.pk or getattr(request, "is_preview", False):
        return ""
    if getattr(page, "noindex", False) or any(context.get(name) for name in WITHOUT_TWIN):
        return ""
    if context.get("page_number", 1) > 1 or not request.path.endswith("/"):
        return ""
    return f"{request.path}{TWIN}" if SearchAppearance.for_request(request).offers_markdown else ""
