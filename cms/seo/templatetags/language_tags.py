"""The languages of a page, in templates."""

from typing import Any

from django import template

from cms.seo.languages import Alternate, alternates, direction

register = template.Library()
register.filter("direction", direction)


@register.simple_tag(takes_context=True)
def languages(context: dict[str, Any]) -> list[Alternate]:
    """Give the languages that the page in the context is published in; nothing where that is one only."""
    return alternates(context.get("page"), context.get("request"))
