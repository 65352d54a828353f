"""What stands on every page: banners while they hold, and the help and disclaimer."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from cms.links.targets import not_public
from cms.pages.models import Banner, HelpAndDisclaimer
from cms.pages.navigation import shown_languages

SEVERITY = [level for level, _name in Banner.LEVELS]


def banners_at(moment: datetime) -> list[Banner]:
    """Give the banners that hold, the most severe first, in one query.

    One that is not translated is shown in the default language: a warning in another language is better than none.
    Each has ``is_private``, whether the page that it leads to is for some readers only.
    """
    language, default = shown_languages()
    holding = (
        Banner.objects.filter(
            Q(starts_at=None) | Q(starts_at__lte=moment),
            Q(ends_at=None) | Q(ends_at__gt=moment),
            locale__language_code__in=(language, default),
        )
        .annotate(is_private=not_public("page__path"))
        .select_related("locale", "page", "provider", "document")
    )
    chosen: dict[object, Banner] = {}
    for banner in holding:
        if banner.translation_key not in chosen or banner.locale.language_code == language:
            chosen[banner.translation_key] = banner
    return sorted(chosen.values(), key=lambda banner: SEVERITY.index(banner.level))


def help_and_disclaimer() -> HelpAndDisclaimer | None:
    """Give it in the language of the page, or else in the default language; None where nobody wrote one."""
    language, default = shown_languages()
    found = HelpAndDisclaimer.objects.filter(locale__language_code__in=(language, default)).select_related(
        "locale"
    )
    by_language = {entry.locale.language_code: entry for entry in found}
    return by_language.get(language) or by_language.get(default)
