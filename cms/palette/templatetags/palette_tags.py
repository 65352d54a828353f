"""The link to the palette's stylesheet."""

from django import template
from django.urls import reverse

from cms.palette.models import stylesheet, stylesheet_version

register = template.Library()


@register.simple_tag
def palette_stylesheet_url() -> str:
    return reverse("palette_stylesheet", args=[stylesheet_version(stylesheet())])
