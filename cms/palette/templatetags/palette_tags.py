"""The link to the site's stylesheet."""

from typing import Any

from django import template
from django.urls import reverse

from cms.palette.models import BrandColours, stylesheet, stylesheet_version

register = template.Library()


@register.simple_tag(takes_context=True)
def site_stylesheet_url(context: dict[str, Any]) -> str:
    """Give the address of the design in this site's colours as they are now."""
    request = context.get("request")
    brand = BrandColours.for_request(request) if request else None
    return reverse("site_stylesheet", args=[stylesheet_version(stylesheet(brand))])
