"""What the page at hand says in its ``head``: its own words, what the view says instead, and the site's templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Site

from cms.palette.models import BrandColours
from cms.seo.head import (
    SOCIAL_IMAGE,
    TWIN,
    Preview,
    SocialImage,
    canonical,
    fill,
    numbered,
    robots,
    shortened,
)
from cms.seo.models import Organisation, SearchAppearance
from cms.seo.social import SIZE, Card

INPUTS = (
    "title",
    "description",
    "title_kind",
    "canonical_url",
    "picture",
    "page_number",
    "noindex",
    "is_filtered",
    "is_empty",
)


@dataclasses.dataclass(frozen=True)
class Head:
    """``title`` is that of the document, ``name`` the page's own; ``url`` is "" for what has none, such as an error page.

    ``is_listed`` tells whether search engines may list this very address, ``twin`` is the path of its Markdown twin or
    "". Times are ISO 8601.
    """

    title: str
    name: str
    description: str
    url: str
    robots: str
    is_listed: bool = False
    twin: str = ""
    preview: Preview | None = None
    picture: SocialImage | None = None
    published: str = ""
    modified: str = ""


def head_of(context: Mapping[str, Any]) -> Head:
    """Give the head of what a template shows, decided once a request.

    Views set ``INPUTS`` in the context; what they leave out comes from ``page``. A view that sets a title shows
    something else than the page itself, so what the page says of itself is left aside.
    """
    request = context.get("request")
    known: dict[Any, Head] = {} if request is None else vars(request).setdefault("heads", {})
    page = context.get("page")
    shown = (
        type(page),
        getattr(page, "pk", None),
        get_language(),
        *(str(context.get(name)) for name in INPUTS),
    )
    if shown not in known:
        known[shown] = _decide(context)
    return known[shown]


def _decide(context: Mapping[str, Any]) -> Head:
    request, page = context.get("request"), context.get("page")
    shown = None if context.get("title") else page
    number = context.get("page_number", 1)
    name = str(context.get("title") or getattr(page, "seo_title", "") or getattr(page, "title", ""))
    words = {"title": numbered(name, number), **site_words(request)}
    title_template, description_template, separator = _templates(context, request)
    description = _description(context, shown, description_template, words)
    own_url = _own_url(context, page, number)
    url = _original_url(context, page, number, own_url)
    rule = robots(
        noindex=bool(context.get("noindex")) or getattr(page, "noindex", False),
        is_preview=getattr(request, "is_preview", False),
        is_filtered=bool(context.get("is_filtered")),
        is_empty=bool(context.get("is_empty")),
    )
    is_listed = bool(url) and url == own_url and not rule.startswith("noindex")
    picture = picture_of(
        context.get("picture") or getattr(shown, "social_image", None) or getattr(shown, "image", None)
    )
    published = _iso(getattr(shown, "published_at", None) or getattr(shown, "first_published_at", None))
    modified = _iso(getattr(shown, "updated_at", None) or getattr(shown, "last_published_at", None))
    return Head(
        title=fill(title_template, words, separator),
        name=name,
        description=description,
        url=url,
        robots=rule,
        is_listed=is_listed,
        twin=_twin(page, request, own_url) if is_listed and number == 1 else "",
        picture=picture,
        published=published,
        modified=modified,
        preview=Preview(
            title=getattr(shown, "social_title", "") or name,
            description=getattr(shown, "social_description", "") or description,
            url=url,
            site_name=words["site"],
            kind=getattr(shown, "open_graph_type", "website"),
            language=get_language() or "",
            image=picture or _drawn(page, request),
            published=published,
            modified=modified,
        )
        if url
        else None,
    )


def site_words(request: Any) -> dict[str, str]:
    """Give what templates may say of the site."""
    if request is None or Site.find_for_request(request) is None:
        return {"site": "", "tagline": ""}
    organisation = Organisation.for_request(request)
    return {"site": organisation.display_name, "tagline": organisation.tagline}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat(timespec="seconds") if moment else ""


def _templates(context: Mapping[str, Any], request: Any) -> tuple[str, str, str]:
    if request is None or Site.find_for_request(request) is None:
        appearance = SearchAppearance()
    else:
        appearance = SearchAppearance.for_request(request)
    kind = context.get("title_kind") or getattr(context.get("page"), "title_kind", "page")
    return (*appearance.templates(str(kind)), appearance.separator)


def _description(context: Mapping[str, Any], shown: Any, template: str, words: Mapping[str, str]) -> str:
    """Give what the editor wrote, or else the site's template with the page's summary."""
    written = getattr(shown, "search_description", "")
    if written:
        return str(written)
    summary = str(context.get("description") or getattr(shown, "default_description", ""))
    return shortened(fill(template, {**words, "summary": summary})) if summary else ""


def _own_url(context: Mapping[str, Any], page: Any, number: int) -> str:
    url = context.get("canonical_url")
    if not url and page is not None and page.pk:
        url = page.get_full_url(context.get("request"))
    return canonical(url, number) if url else ""


def _original_url(context: Mapping[str, Any], page: Any, number: int, own_url: str) -> str:
    """Give the address that search engines should show; what a page is a copy of, its further lists are not."""
    is_page_itself = page is not None and page.pk and not context.get("canonical_url") and number == 1
    return page.original_of(own_url) if is_page_itself else own_url


def _twin(page: Any, request: Any, own_url: str) -> str:
    """Give the path of a page's Markdown twin; "" where its site offers none."""
    path = urlsplit(own_url).path
    offered = page is not None and request is not None and path.endswith("/")
    return f"{path}{TWIN}" if offered and SearchAppearance.for_request(request).offers_markdown else ""


def picture_of(image: Any, spec: str = SOCIAL_IMAGE) -> SocialImage | None:
    """Find an image in the size for link previews, or in another; one that was not made beforehand is not made now."""
    if image is None or image.is_svg():
        return None
    found = image.stored_renditions(spec).get(spec)
    return SocialImage(found.url, found.width, found.height, image.description) if found else None


def _drawn(page: Any, request: Any) -> SocialImage | None:
    """Give the image that is drawn for a published page without one."""
    if page is None or not page.pk or request is None or getattr(request, "is_preview", False):
        return None
    card = card_of(page, request)
    width, height = SIZE
    return SocialImage(reverse("social_image", args=[page.pk, card.version]), width, height, card.alt)


def card_of(page: Any, request: Any) -> Card:
    """Give what is drawn for a page, in the colours of its site."""
    tokens = BrandColours.for_request(request).tokens
    return Card(
        title=page.title,
        site_name=site_words(request)["site"],
        background=tokens["brand"].light,
        foreground=tokens["on-brand"].light,
        accent=tokens["sun"].light,
    )
