"""What a handler may ask of the converter that calls it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable
from typing import Protocol

from cms.wordpress.delimiters import BlockComment
from cms.wordpress.facts import SiteFacts
from cms.wordpress.handlers.flow import Block, Flow, Part
from cms.wordpress.mapping import Mapping
from cms.wordpress.markup import Element, Node
from cms.wordpress.report import ItemKey
from cms.wordpress.shortcodes import Shortcode


@dataclasses.dataclass
class Sharing:
    """Content that several pages share, as far as one of them takes it in: what is open now, and how often in all.

    ``posts`` are those whose content stands in the page.
    """

    open: list[int] = dataclasses.field(default_factory=list)
    count: int = 0
    posts: set[int] = dataclasses.field(default_factory=set)


class Context(Protocol):
    """The converter as handlers see it. ``write…`` goes into the flow in place, ``…parts`` gives what it would write.

    ``…blocks`` gives the content of a container. An attribute's value is read by ``…value…``: it may hold shortcodes in
    braces. ``triggers`` holds what opens a lightbox, by the id of its content; ``targets`` the ids that links of the
    content lead to; ``sharing`` says which reusable blocks were taken in.
    """

    item: ItemKey
    mapping: Mapping
    facts: SiteFacts
    triggers: dict[str, str]
    targets: frozenset[str]
    sharing: Sharing

    def note(self, code: str, detail: str) -> None: ...

    def loss(self, code: str, detail: str) -> None: ...

    def write(self, nodes: Iterable[Node], flow: Flow) -> None: ...

    def write_source(self, source: str, flow: Flow) -> None: ...

    def write_value(self, value: str, flow: Flow) -> None: ...

    def parts(self, nodes: Iterable[Node], flow: Flow | None = None) -> list[Part]: ...

    def source_parts(self, source: str, flow: Flow | None = None) -> list[Part]: ...

    def value_parts(self, value: str) -> list[Part]: ...

    def html(self, nodes: Iterable[Node]) -> tuple[str, list[Block]]: ...

    def blocks(self, nodes: Iterable[Node], flow: Flow | None = None) -> list[Block]: ...

    def source_blocks(self, source: str, flow: Flow | None = None) -> list[Block]: ...

    def children(self, source: str, *ids: str) -> list[Shortcode | str]: ...


ShortcodeHandler = Callable[[Shortcode, Flow, Context], None]
ElementHandler = Callable[[Element, Flow, Context], None]
# A block of the editor, with the nodes between its delimiters.
BlockHandler = Callable[[BlockComment, list[Node], Flow, Context], None]
