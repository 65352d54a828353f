"""The question below a page."""

from typing import Any

from django import template

from cms.feedback.models import FeedbackSettings

register = template.Library()


@register.inclusion_tag("feedback/question.html", takes_context=True)
def feedback_form(context: dict[str, Any]) -> dict[str, Any]:
    """Ask whether the page in the context was helpful, where its site asks; a page that was never saved is not asked about."""
    page, request = context.get("page"), context.get("request")
    if request is None or page is None or not page.pk or not FeedbackSettings.for_request(request).ask:
        return {}
    return {"about": page, "is_preview": getattr(request, "is_preview", False)}
