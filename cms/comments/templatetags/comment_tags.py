"""The comment archive below a page."""

from typing import Any

from django import template

from cms.comments.models import CommentSettings
from cms.comments.threads import threads_of

register = template.Library()


@register.inclusion_tag("comments/archive.html", takes_context=True)
def comment_archive(context: dict[str, Any]) -> dict[str, Any]:
    """Show the comments of the page in the context, where its site shows any; ``?comments=2`` is their second page."""
    page, request = context.get("page"), context.get("request")
    if request is None or page is None or not page.pk:
        return {}
    settings = CommentSettings.for_request(request)
    if not settings.show:
        return {}
    found = threads_of(page, request.GET.get("comments"), mentions=settings.show_mentions)
    return {"archive": settings, "found": found}
