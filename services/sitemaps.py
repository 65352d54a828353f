"""The sections of the sitemap for articles and for the lists of their topics."""

from collections.abc import Iterable
from typing import Any

from cms.pages.sitemaps import PageSection, Section
from services.models import ServiceArticleIndexPage
from services.queries import articles_and_parts, used_topics


class ArticleSection(PageSection):
    name = "articles"


class TopicSection(Section):
    """The list of each topic that has articles, below each index."""

    def items(self) -> list[str]:
        indexes = self.listed(ServiceArticleIndexPage.objects.filter(noindex=False))
        return [
            f"{index.get_full_url(self.request)}{index.reverse_subpage('topic', args=[topic.slug])}"
            for index in indexes
            for topic in used_topics(articles_and_parts(index))
        ]

    def entries(self, items: list[str]) -> Iterable[dict[str, Any]]:
        return [{"location": address} for address in items]
