"""How topics stand to each other and to articles; read and counted by ``services.queries``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

MOST_RELATED = 6


class TopicTree:
    """All topics in the order of lists, each with the ``number`` of articles about it or a topic below it."""

    def __init__(self, topics: Iterable[Any]) -> None:
        self._topics = {topic.pk: topic for topic in topics}
        self._children = children_of((topic.pk, topic.parent_id) for topic in self._topics.values())

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

    def family(self, topic: Any) -> list[int]:
        """Give the ids of a topic and of all below it."""
        return with_those_below(topic.pk, self._children)

    def related(self, topic: Any, sharing: TopicTree) -> list[Any]:
        """Give the topics that stand neither above nor below one, those first that have most of its articles.

        ``sharing`` counts only the articles of that topic.
        """
        family = {*self.family(topic), *(other.pk for other in self.above(topic))}
        closest = sorted(sharing, key=lambda other: -other.number)
        return [self._topics[other.pk] for other in closest if other.pk not in family][:MOST_RELATED]


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
