"""Lists of articles as RSS and Atom."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed
from django.utils.html import escape
from django.utils.http import http_date
from django.views.decorators.http import conditional_page

FEEDS: dict[str, type[Atom1Feed | Rss201rev2Feed]] = {"rss": Rss201rev2Feed, "atom": Atom1Feed}
FEED_SIZE = 30
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclasses.dataclass(frozen=True)
class Channel:
    """What a feed says of itself; ``link`` is the page of the same list, ``address`` the feed's own, both absolute."""

    title: str
    description: str
    author: str
    language: str
    link: str
    address: str


@conditional_page
def feed_response(request: HttpRequest, kind: str, channel: Channel, articles: Iterable[Any]) -> HttpResponse:
    """Write a feed of articles with the teasers that lists show; ``kind`` is a key of ``FEEDS``.

    A reader that has the current feed is told so (304).
    """
    feed = FEEDS[kind](
        title=_clean(channel.title),
        description=_clean(channel.description),
        author_name=_clean(channel.author),
        language=channel.language,
        link=channel.link,
        feed_url=channel.address,
    )
    for article in articles:
        feed.add_item(
            title=_clean(article.title),
            link=article.get_full_url(request),
            description=escape(_clean(article.teaser)),  # readers take it for HTML
            unique_id=f"urn:uuid:{article.translation_key}",
            unique_id_is_permalink=False,
            pubdate=article.published_at,
            updateddate=article.updated_at,
            author_name=_clean(", ".join(author.name for author in article.authors.all())) or None,
            categories=[_clean(topic.name) for topic in article.topics.all()],
        )
    response = HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)
    if feed.num_items():
        response["Last-Modified"] = http_date(feed.latest_post_date().timestamp())
    return response


def _clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return NOT_IN_XML.sub("", text)
