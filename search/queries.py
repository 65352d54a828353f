"""What a visitor's words find: live, public pages and live providers."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from typing import Any, overload

from django.http import HttpRequest
from wagtail.models import Locale, Page, Site

from cms.pages.visibility import listed_on, public
from providers.models import Provider, ProviderIndexPage
from services.models import ServiceArticleIndexPage, Topic
from services.queries import articles_and_parts, used_topics

MAX_LENGTH = 100
WORD = re.compile(r"\w+", re.UNICODE)


@dataclasses.dataclass(frozen=True)
class Result:
    """A line of the result list."""

    title: str
    url: str
    summary: str
    kind: str


@dataclasses.dataclass(frozen=True)
class WayOn:
    """A list that visitors can look through instead of searching, with the topics that it is ordered by."""

    page: Page
    topics: tuple[Topic, ...] = ()


def words(query: str) -> str:
    """Give the words of a query and nothing else.

    Quotes and control characters mean something to the databases' search languages (SQLite's FTS5 answers an odd
    quote with an error), so only words reach them; operators such as OR arrive quoted and are words like others.
    """
    return " ".join(WORD.findall(query[:MAX_LENGTH]))


class SearchResults(Sequence[Any]):
    """Found pages, then found providers, as one sequence that reads only the slice that is shown."""

    def __init__(self, *parts: Any) -> None:
        self.parts = parts
        self.lengths = [part.count() for part in parts]

    def __len__(self) -> int:
        return sum(self.lengths)

    @overload
    def __getitem__(self, key: int) -> Any: ...

    @overload
    def __getitem__(self, key: slice) -> list[Any]: ...

    def __getitem__(self, key: int | slice) -> Any:
        if isinstance(key, int):
            return self[key : key + 1][0]
        start, stop, _step = key.indices(len(self))
        found: list[Any] = []
        for part, length in zip(self.parts, self.lengths, strict=True):
            if start < length and stop > 0:
                found += list(part[max(start, 0) : min(stop, length)])
            start, stop = start - length, stop - length
        return found

    def __iter__(self) -> Iterator[Any]:
        return iter(self[:])


def find(query: str, locale: Locale) -> SearchResults | list[Any]:
    """Search the pages and providers of a language; nothing for a query without words."""
    cleaned = words(query)
    if not cleaned:
        return []
    pages = public(Page.objects.live().filter(locale=locale, depth__gt=1)).search(cleaned, operator="and")
    directories = public(ProviderIndexPage.objects.live().filter(locale=locale))
    providers = (
        Provider.objects.filter(live=True, locale=locale) if directories.exists() else Provider.objects.none()
    )
    return SearchResults(pages, _searchable(providers, cleaned))


def _searchable(providers: Any, cleaned: str) -> Any:
    from wagtail.search.backends import get_search_backend

    return get_search_backend().search(cleaned, providers, operator="and")


def ways_on(site: Site | None, locale: Locale) -> list[WayOn]:
    """Give the public lists of a site in a language: of articles with their topics, and of providers."""
    if site is None:
        return []
    indexes, directories = (
        listed_on(site, model.objects.filter(locale=locale)).order_by("path")
        for model in (ServiceArticleIndexPage, ProviderIndexPage)
    )
    return [
        *(WayOn(index, tuple(used_topics(articles_and_parts(index)).top())) for index in indexes),
        *(WayOn(directory) for directory in directories),
    ]


def as_results(found: Sequence[Any], request: HttpRequest) -> list[Result]:
    """Turn found objects into lines; pages are read in full in one query a type."""
    pages = Page.objects.filter(pk__in=[item.pk for item in found if isinstance(item, Page)]).specific()
    specific = {page.pk: page for page in pages}
    directory: list[str] = []
    return [
        _page_result(specific[item.pk], request)
        if isinstance(item, Page)
        else _provider_result(item, request, directory)
        for item in found
        if not isinstance(item, Page) or item.pk in specific
    ]


def _page_result(page: Page, request: HttpRequest) -> Result:
    summary = getattr(page, "teaser", "") or getattr(page, "summary", "") or page.search_description
    return Result(page.title, page.get_url(request) or "", summary, str(page.page_type_display_name))


def _provider_result(provider: Provider, request: HttpRequest, directory: list[str]) -> Result:
    if not directory:
        directory.append(provider.get_url(request).removesuffix(f"{provider.slug}/"))
    url = f"{directory[0]}{provider.slug}/" if directory[0] else ""
    return Result(provider.name, url, provider.summary, str(provider.get_kind_display()))
