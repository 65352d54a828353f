"""What a handler may ask of the converter that calls it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from cms.wordpress.handlers.flow import Flow, Part
from cms.wordpress.mapping import Mapping
from cms.wordpress.markup import Element, Node
from cms.wordpress.shortcodes import Shortcode


class Context(Protocol):
    """The converter as handlers see it. ``write…`` goes into the flow in place, ``…parts`` gives what it would write.

    An attribute's value is read by ``value_parts``: it may hold shortcodes in braces.
    """

    mapping: Mapping

    def note(self, code: str, detail: str) -> None: ...

    def loss(self, code: str, detail: str) -> None: ...

    def write(self, nodes: Iterable[Node], flow: Flow) -> None: ...

    def write_source(self, source: str, flow: Flow) -> None: ...

    def parts(self, nodes: Iterable[Node], flow: Flow | None = None) -> list[Part]: ...

    def source_parts(self, source: str, flow: Flow | None = None) -> list[Part]: ...

    def value_parts(self, value: str) -> list[Part]: ...


ShortcodeHandler = Callable[[Shortcode, Flow, Context], None]
ElementHandler = Callable[[Element, Flow, Context], None]
