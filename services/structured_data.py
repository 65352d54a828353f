"""What machines are told of an article: MedicalWebPage and Article of schema.org."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from cms.seo.graph import (
    LONGEST_HEADLINE,
    Ids,
    Node,
    Person,
    Subject,
    WebPage,
    node,
    people,
    reference,
)

if TYPE_CHECKING:
    from services.models import Author, ServiceArticlePage


@dataclasses.dataclass(frozen=True)
class Source:
    name: str
    url: str = ""
    publisher: str = ""
    year: str = ""


@dataclasses.dataclass(frozen=True)
class Article(Subject):
    """An article for patients; ``reviewed_on`` is the date that readers see, or empty."""

    kind: str = "MedicalWebPage"
    headline: str = ""
    authors: tuple[Person, ...] = ()
    topics: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    minutes: int = 0
    reviewers: tuple[Person, ...] = ()
    reviewed_on: str = ""

    def of_page(self, page: WebPage, ids: Ids) -> Node:
        review = {}
        if self.reviewers and self.reviewed_on:
            review = {"lastReviewed": self.reviewed_on, "reviewedBy": people(self.reviewers)}
        return {
            "mainEntity": reference(ids.on_page("article")) if self._is_told_of(page) else None,
            "medicalAudience": {"@type": "MedicalAudience", "audienceType": "Patient"},
            **review,
        }

    def _is_told_of(self, page: WebPage) -> bool:
        return bool(self.headline and page.description and page.published)

    def nodes(self, page: WebPage, ids: Ids) -> list[Node]:
        if not self._is_told_of(page):
            return []
        return [
            node(
                "Article",
                ids.on_page("article"),
                headline=self.headline[:LONGEST_HEADLINE],
                description=page.description,
                url=page.url,
                inLanguage=page.language,
                isPartOf=reference(ids.on_page("webpage")),
                mainEntityOfPage=reference(ids.on_page("webpage")),
                datePublished=page.published,
                dateModified=page.modified,
                author=people(self.authors) or reference(ids.organisation),
                publisher=reference(ids.organisation),
                image=reference(ids.on_page("image")) if page.image else None,
                about=[{"@type": "Thing", "name": topic} for topic in self.topics],
                keywords=", ".join(self.keywords),
                timeRequired=f"PT{self.minutes}M" if self.minutes else None,
                citation=[_source_node(source) for source in self.sources if source.name],
            )
        ]


def _source_node(source: Source) -> Node:
    return node(
        "CreativeWork",
        name=source.name,
        url=source.url,
        publisher={"@type": "Organization", "name": source.publisher} if source.publisher else None,
        datePublished=source.year,
    )


def describe_article(page: ServiceArticlePage, context: Mapping[str, Any]) -> Article:
    """Say what an article's page shows, from what its template shows."""
    review = context.get("review")
    return Article(
        headline=page.title,
        authors=tuple(person(author) for author in context.get("authors") or ()),
        topics=tuple(topic.name for topic in context.get("topics") or ()),
        keywords=tuple(tag.name for tag in context.get("tags") or ()),
        sources=tuple(_source(block.value) for block in page.sources),
        minutes=page.reading_minutes,
        reviewers=tuple(map(person, (review.reviewer, *review.others.all()))) if review else (),
        reviewed_on=review.reviewed_on.isoformat() if review else "",
    )


def _source(value: Any) -> Source:
    year = value.get("year")
    return Source(
        value["title"], value.href, publisher=value.get("publisher") or "", year=str(year) if year else ""
    )


def person(author: Author) -> Person:
    return Person(author.name, author.role, author.credentials, author.profile_url)
