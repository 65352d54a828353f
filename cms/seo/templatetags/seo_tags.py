"""The head elements for search engines and link previews."""

from typing import Any

from django import template
from django.conf import settings

from cms.seo.head import open_graph, twitter_card
from cms.seo.languages import alternates
from cms.seo.page_head import head_of

register = template.Library()


@register.inclusion_tag("components/head_meta.html", takes_context=True)
def head_meta(context: dict[str, Any]) -> dict[str, Any]:
    """Write title, description, robots, canonical, the other forms of the page and the tags of link previews."""
    head, page = head_of(context), context.get("page")
    is_page_itself = (
        head.is_listed
        and page is not None
        and not context.get("title")
        and context.get("page_number", 1) == 1
    )
    versions = alternates(page, context["request"]) if is_page_itself else []
    listed = [version for version in versions if version.is_listed]
    others = listed if len(listed) > 1 else []
    return {
        "head": head,
        "open_graph": list(open_graph(head.preview)) if head.preview else [],
        "twitter_card": twitter_card(head.preview) if head.preview else "",
        "alternates": others,
        "default_language": next((one for one in others if one.code == settings.LANGUAGE_CODE), None),
    }
