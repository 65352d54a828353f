"""What stands on every page, in templates."""

from typing import Any

from django import template
from django.utils import timezone

from cms.pages import notices
from cms.pages.models import Banner, HelpAndDisclaimer

register = template.Library()


@register.simple_tag(takes_context=True)
def banners(context: dict[str, Any]) -> list[Banner]:
    """Give the banners that hold now; the preview of a banner sets ``banners`` itself."""
    return context["banners"] if "banners" in context else notices.banners_at(timezone.now())


@register.simple_tag(takes_context=True)
def help_and_disclaimer(context: dict[str, Any]) -> HelpAndDisclaimer | None:
    """Give the help and disclaimer; its preview sets ``help_and_disclaimer`` itself."""
    if "help_and_disclaimer" in context:
        return context["help_and_disclaimer"]
    return notices.help_and_disclaimer()


@register.simple_tag(takes_context=True)
def link_to(context: dict[str, Any], banner: Banner) -> str:
    """Give the address that a banner leads to; "" for none, and for what is not published or private."""
    return "" if getattr(banner, "is_private", False) else banner.get_href(context.get("request"))
