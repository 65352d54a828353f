"""Menus, breadcrumbs and phone numbers in templates."""

from typing import Any

from django import template

from cms.links.targets import href
from cms.pages import navigation

register = template.Library()


@register.filter
def phone_href(phone: str) -> str:
    """Give the address that calls a number."""
    return href({"phone": phone})


@register.simple_tag(takes_context=True)
def menu(context: dict[str, Any], location: str) -> list[navigation.NavigationLink]:
    """Give a menu; those of a page are read once, with the first."""
    request = context.get("request")
    if request is None:
        return []
    if not hasattr(request, "menus"):
        request.menus = navigation.menus(request)
    return request.menus[location]


@register.simple_tag(takes_context=True)
def breadcrumbs(context: dict[str, Any]) -> list[navigation.Crumb]:
    """Give the crumbs of the page in the context; views without a page set ``crumbs`` themselves."""
    if "crumbs" in context:
        return context["crumbs"]
    page, request = context.get("page"), context.get("request")
    return navigation.breadcrumbs(page, request) if page is not None and request is not None else []
