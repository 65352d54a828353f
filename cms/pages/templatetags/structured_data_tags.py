"""What a page tells machines about itself."""

from typing import Any
from urllib.parse import urljoin

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from wagtail.models import Site

from cms.pages.templatetags.navigation_tags import breadcrumbs
from cms.seo import graph
from cms.seo.head import LOGO_IMAGE, SocialImage
from cms.seo.models import Organisation
from cms.seo.page_head import Head, head_of, picture_of

register = template.Library()


@register.inclusion_tag("components/structured_data.html", takes_context=True)
def structured_data(context: dict[str, Any]) -> dict[str, str]:
    """Write the graph of a page that has an address; errors and previews have none to speak of."""
    request, page, head = context.get("request"), context.get("page"), head_of(context)
    site = Site.find_for_request(request) if request else None
    if not (request and site and page and head.url) or getattr(request, "is_preview", False):
        return {}
    root = f"{site.root_url}/"
    data = graph.graph(
        page=_page(context, head, root),
        website=graph.Website(Organisation.for_request(request).display_name, root, _search_url(root)),
        organisation=_organisation(Organisation.for_request(request), root),
        subject=page.describe(context),
    )
    return {"graph": graph.as_script(data)}


def _page(context: dict[str, Any], head: Head, root: str) -> graph.WebPage:
    way = breadcrumbs(context)
    here = str(context.get("chosen") or context.get("title") or context["page"].title)
    steps = (*(graph.Step(crumb.text, urljoin(root, crumb.href)) for crumb in way), graph.Step(here))
    return graph.WebPage(
        url=head.url,
        name=head.name,
        description=head.description,
        language=get_language() or "",
        published=head.published,
        modified=head.modified,
        image=_picture(head.picture, root),
        steps=steps if way else (),
    )


def _organisation(organisation: Organisation, root: str) -> graph.Organisation:
    return graph.Organisation(
        name=organisation.display_name,
        url=root,
        kind=organisation.kind,
        description=organisation.tagline,
        email=organisation.email,
        phone=organisation.phone,
        address=organisation.address,
        logo=_picture(picture_of(organisation.logo, LOGO_IMAGE), root),
        same_as=tuple(organisation.same_as.split()),
    )


def _picture(image: SocialImage | None, root: str) -> graph.Picture | None:
    if image is None:
        return None
    return graph.Picture(urljoin(root, image.url), image.width, image.height, image.alt)


def _search_url(root: str) -> str:
    """Give the address of a search up to the words; "" where the search is not installed."""
    try:
        return urljoin(root, f"{reverse('search')}?q=")
    except NoReverseMatch:
        return ""
