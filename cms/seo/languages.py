"""The same page in other languages: for the language switch, and for what search engines are told."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info
from wagtail.models import Page

from cms.links.targets import not_public


@dataclasses.dataclass(frozen=True)
class Alternate:
    """A page in one language; ``name`` is the language's own, ``url`` a link, ``full_url`` an absolute address.

    ``is_listed`` tells whether search engines may list it.
    """

    code: str
    name: str
    url: str
    full_url: str
    direction: str
    is_current: bool
    is_listed: bool


def alternates(page: Any, request: HttpRequest | None) -> list[Alternate]:
    """Give a page in every language that it is published in, itself among them; nothing where that is one only.

    Reads them once a request. Private pages are left out, and copies that wait for their translation.
    """
    if request is None or not getattr(page, "translation_key", None) or len(settings.LANGUAGES) < 2:
        return []
    known = vars(request).setdefault("alternates", {})
    if page.translation_key not in known:
        known[page.translation_key] = _published(page, request)
    return known[page.translation_key]


def direction(code: str) -> str:
    """Tell which way a language is written: ``ltr`` or ``rtl``."""
    return "rtl" if get_language_info(code)["bidi"] else "ltr"


def _published(page: Page, request: HttpRequest) -> list[Alternate]:
    """Read the versions of a page; as Wagtail copies it for a translation, they are pages of its own type."""
    order = [code for code, _name in settings.LANGUAGES]
    found = (
        page.specific_class._default_manager.live()
        .filter(translation_key=page.translation_key, alias_of=None, locale__language_code__in=order)
        .exclude(not_public("path"))
        .select_related("locale")
        .defer_streamfields()
    )
    versions = sorted(found, key=lambda version: order.index(version.locale.language_code))
    if len(versions) < 2:
        return []
    return [_alternate(version, page, request) for version in versions]


def _alternate(version: Any, page: Page, request: HttpRequest) -> Alternate:
    full_url = version.get_full_url(request) or ""
    return Alternate(
        code=version.locale.language_code,
        name=version.locale.get_display_name(),
        url=version.get_url(request) or "",
        full_url=full_url,
        direction=direction(version.locale.language_code),
        is_current=version.pk == page.pk,
        is_listed=version.may_be_listed(full_url),
    )
