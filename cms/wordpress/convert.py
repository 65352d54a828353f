"""Converts the content of one item to blocks."""

from __future__ import annotations

import re
from typing import Any

from cms.wordpress.converter import Converter
from cms.wordpress.facts import SiteFacts
from cms.wordpress.halves import with_halves
from cms.wordpress.handlers.anchors import targets
from cms.wordpress.handlers.depth import within_depth
from cms.wordpress.handlers.dialogs import name_dialogs
from cms.wordpress.handlers.embeds import with_embeds
from cms.wordpress.handlers.flow import Flow, as_blocks
from cms.wordpress.mapping import Mapping
from cms.wordpress.report import ItemKey, Report

_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_LINE_END = re.compile(r"\r\n?")
_OLD_SPACES = re.compile(r"[\v\f]")


def convert(
    content: str, *, item: ItemKey, mapping: Mapping, report: Report, facts: SiteFacts | None = None
) -> list[dict[str, Any]]:
    """Give the blocks of an item's content, in the vocabulary that the body of a page accepts."""
    content = _UNWANTED.sub("", _OLD_SPACES.sub(" ", _LINE_END.sub("\n", content)))
    facts = facts or SiteFacts()
    content = with_halves(content, facts, mapping)
    converter = Converter(item, mapping, report, facts)
    converter.targets = targets(content)
    flow = Flow()
    converter.write_source(content, flow)
    flow.finish()
    converter.write_lost_shortcodes(flow)
    blocks = as_blocks(with_embeds(flow.finish()))
    name_dialogs(blocks, converter, is_last=True)
    return within_depth(blocks, converter)
