"""Columns without a row: version 3 of the plugin knew no rows and laid columns out side by side up to the last one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from cms.wordpress.handlers.containers import column_size
from cms.wordpress.handlers.healing import heal
from cms.wordpress.shortcodes import Node, Shortcode, Text

_BLANK = re.compile(r"(?:\s|&nbsp;|</?p>|<br\s*/?>)*")
_FULL = 1.001


def in_rows(nodes: Iterable[Node], is_column: Callable[[Shortcode], bool]) -> Iterator[Node]:
    """Put columns that follow one another into rows, as many as fit or up to one that is the last."""
    waiting: list[Node] = []
    taken = 0.0
    for node in nodes:
        if isinstance(node, Shortcode) and is_column(node):
            column = heal(node)
            size = column_size(column)
            if taken + size > _FULL:
                yield from _row(waiting)
                waiting, taken = [], 0.0
            waiting, taken = [*waiting, node], taken + size
            if column.attributes.get("last") in ("1", "yes"):
                taken = _FULL
        elif waiting and isinstance(node, Text) and _BLANK.fullmatch(node.source):
            waiting.append(node)
        else:
            yield from _row(waiting)
            waiting, taken = [], 0.0
            yield node
    yield from _row(waiting)


def _row(nodes: list[Node]) -> Iterator[Node]:
    """Give nodes as one row if there are columns enough for one, and none is an alias, which has no row of its own."""
    columns = [node for node in nodes if isinstance(node, Shortcode)]
    if len(columns) < 2 or not columns[0].name.endswith("column"):
        yield from nodes
        return
    source = "".join(node.source for node in nodes)
    yield Shortcode(f"{columns[0].name.removesuffix('column')}row", "", source, source, {})
