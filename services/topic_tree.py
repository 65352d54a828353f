"""How topics stand to each other and to articles; counted here, read by ``services.queries``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MOST_RELATED = 6


class TopicTree:
    """All topics, each with the ``number`` of its articles; those of the topics below it are among them."""

    def __init__(self, topics: Sequence[Any], pairs: Iterable[tuple[int, int]]) -> None:
        """Take the topics in the order of lists, and the ids of a topic and an article for each that is about it."""
        self._topics = {topic.pk: topic for topic in topics}
        self._children = children_of((topic.pk, topic.parent_id) for topic in topics)
        tagged: dict[int, set[int]] = {}
        for topic_id, article_id in pairs:
            tagged.setdefault(topic_id, set()).add(article_id)
        self._articles: dict[int, set[int]] = {
            pk: set().union(*(tagged.get(below, set()) for below in with_those_below(pk, self._children)))
            for pk in self._topics
        }
        for topic in topics:
            topic.number = len(self._articles[topic.pk])

    def __iter__(self) -> Iterator[Any]:
        """Give the topics that have articles."""
        return (topic for topic in self._topics.values() if topic.number)

    def top(self) -> list[Any]:
        """Give the topics that stand below no other."""
        return [topic for topic in self if topic.parent_id not in self._topics]

    def below(self, topic: Any) -> list[Any]:
        """Give the topics right below one."""
        return [self._topics[pk] for pk in self._children.get(topic.pk, []) if self._topics[pk].number]

    def above(self, topic: Any) -> list[Any]:
        """Give the way from the top to the topic that one stands right below."""
        way: list[Any] = []
        parent = self._topics.get(topic.parent_id)
        while parent is not None and parent not in way and parent.pk != topic.pk:
            way.insert(0, parent)
            parent = self._topics.get(parent.parent_id)
        return way

    def related(self, topic: Any) -> list[Any]:
        """Give the topics that share most articles with one, and stand neither above nor below it."""
        family = {*with_those_below(topic.pk, self._children), *(other.pk for other in self.above(topic))}
        articles = self._articles.get(topic.pk, set())
        shared = {other: len(articles & self._articles[other.pk]) for other in self if other.pk not in family}
        close = [other for other in shared if shared[other]]
        return sorted(close, key=lambda other: -shared[other])[:MOST_RELATED]


def children_of(pairs: Iterable[tuple[int, int | None]]) -> dict[int | None, list[int]]:
    """Turn pairs of a row and what it stands below around."""
    children: dict[int | None, list[int]] = {}
    for child, parent in pairs:
        children.setdefault(parent, []).append(child)
    return children


def with_those_below(pk: int, children: dict[int | None, list[int]]) -> list[int]:
    """Give a row and all below it; a loop in the data ends the walk."""
    found, waiting = {pk: None}, [pk]
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found[child] = None
                waiting.append(child)
    return list(found)
