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
def written_in(code: str = "") -> SafeString | str:
    """Give the attributes of an element that is written in another language than the page; "" where it is the same.

    Without a code it is the default language: that of settings, which have one version for all languages.
    """
    code = code or settings.LANGUAGE_CODE
    if code == (get_language() or settings.LANGUAGE_CODE):
        return ""
    return format_html('lang="{}" dir="{}"', code, direction(code))


@register.simple_tag
def waits_for_translation(page: Any) -> str:
    """Give the language that a page is written in while it is but a copy of one in that language; "" for all others."""
    original = page.alias_of if getattr(page, "alias_of_id", None) else None
    return original.locale.language_code if original and original.locale_id != page.locale_id else ""
