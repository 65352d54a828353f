"""In which language something is written, where that is not the language of the page around it."""

from typing import Any

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from cms.seo.languages import direction

register = template.Library()


@register.simple_tag
def written_in(code: str | None = None) -> SafeString | str:
    """Give the attributes of an element that is written in another language than the page; "" where it is the same.

    Without a code it is the default language: that of settings, which have one version for all languages.
    """
    code = settings.LANGUAGE_CODE if code is None else code
    if code in ("", get_language() or settings.LANGUAGE_CODE):
        return ""
    return format_html('lang="{}" dir="{}"', code, direction(code))


@register.simple_tag
def written_like(page: Any) -> SafeString | str:
    """Give those attributes for the words of a page that is but a copy of one in another language; "" for all others."""
    original = page.alias_of if getattr(page, "alias_of_id", None) else None
    return written_in(original.locale.language_code) if original else ""
