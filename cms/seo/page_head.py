"""What the page at hand says in its ``head``: its own words, what the view says instead, and the site's templates."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Site

from cms.palette.models import BrandColours
from cms.seo.head import (
    SOCIAL_IMAGE,
    Preview,
    SocialImage,
    canonical,
    fill,
    numbered,
    original,
    robots,
    shortened,
)
from cms.seo.models import Organisation, SearchAppearance
from cms.seo.social import SIZE, Card


@dataclasses.dataclass(frozen=True)
class Head:
    """``title`` is that of the document, ``name`` the page's own; ``url`` is "" for what has none, such as an error page.

    Times are ISO 8601.
    """

    title: str
    name: str
    description: str
    url: str
    robots: str
    preview: Preview | None = None
    picture: SocialImage | None = None
    published: str = ""
    modified: str = ""

    @property
    def is_indexed(self) -> bool:
        return not self.robots.startswith("noindex")


def head_of(context: Mapping[str, Any]) -> Head:
    """Decide the head of what a template shows.

    Views set ``title``, ``description``, ``title_kind``, ``canonical_url``, ``picture``, ``page_number``, ``noindex``,
    ``is_filtered`` and ``is_empty`` in the context; what they leave out comes from ``page``. A view that sets a title
    shows something else than the page itself, so what the page says of itself is left aside.
    """
    request, page = context.get("request"), context.get("page")
    shown = None if context.get("title") else page
    number = context.get("page_number", 1)
    name = str(context.get("title") or getattr(page, "seo_title", "") or getattr(page, "title", ""))
    words = {"title": numbered(name, number), **site_words(request)}
    title_template, description_template, separator = _templates(context, request)
    description = _description(context, shown, description_template, words)
    url = _url(context, page, number)
    picture = picture_of(
        context.get("picture") or getattr(shown, "social_image", None) or getattr(shown, "image", None)
    )
    published = _iso(getattr(shown, "published_at", None) or getattr(shown, "first_published_at", None))
    modified = _iso(getattr(shown, "updated_at", None) or getattr(shown, "last_published_at", None))
    is_preview = getattr(request, "is_preview", False)
    return Head(
        title=fill(title_template, words, separator),
        name=name,
        description=description,
        url=url,
        robots=robots(
            noindex=bool(context.get("noindex")) or getattr(page, "noindex", False),
            is_preview=is_preview,
            is_filtered=bool(context.get("is_filtered")),
            is_empty=bool(context.get("is_empty")),
        ),
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
            image=picture or (None if is_preview else _drawn(page, request)),
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


def _url(context: Mapping[str, Any], page: Any, number: int) -> str:
    url = context.get("canonical_url")
    if not url and page is not None and page.pk:
        url = page.get_full_url(context.get("request"))
        if page.canonical_url and number == 1:
            return original(url or "", page.canonical_url)
    return canonical(url, number) if url else ""


def picture_of(image: Any, spec: str = SOCIAL_IMAGE) -> SocialImage | None:
    """Find an image in the size for link previews, or in another; one that was not made beforehand is not made now."""
    if image is None or image.is_svg():
        return None
    found = image.stored_renditions(spec).get(spec)
    return SocialImage(found.url, found.width, found.height, image.description) if found else None


def _drawn(page: Any, request: Any) -> SocialImage | None:
    """Give the image that is drawn for a page without one."""
    if page is None or not page.pk or request is None:
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
