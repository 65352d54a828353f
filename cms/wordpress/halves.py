"""Gates that one piece of shared content opens and another one closes, or the page itself.

WordPress puts shared content in its place before it runs shortcodes.
"""

from __future__ import annotations

import re

from cms.wordpress import shortcodes, tags
from cms.wordpress.addresses import whole_number
from cms.wordpress.delimiters import read_block_comment
from cms.wordpress.facts import SiteFacts
from cms.wordpress.mapping import Mapping
from cms.wordpress.markup import Comment
from cms.wordpress.shortcodes import Shortcode

_REFERENCE = re.compile(r"<!--(\s*wp:(?:core/)?block\s[^<>]{0,300}/)-->")


def with_halves(content: str, facts: SiteFacts, mapping: Mapping) -> str:
    """Put shared content that holds one end of a gate in its place, so that the gate holds what is between the ends."""

    def written(reference: re.Match[str]) -> str:
        block = read_block_comment(Comment(reference[1]))
        source = facts.shared.get(whole_number(str(block.attributes.get("ref", "")) if block else ""), "")
        return source if _is_half(source, mapping) else reference[0]

    return _REFERENCE.sub(written, content) if facts.shared else content


def _is_half(source: str, mapping: Mapping) -> bool:
    names = tags.shortcode_names(mapping.prefixes, frozenset(mapping.aliases))
    for node in shortcodes.parse(source, names):
        if isinstance(node, Shortcode):
            if node.content is None and tags.is_gate(node.name, mapping):
                return True
        elif any(tags.is_gate(closer[3], mapping) for closer in names.closer.finditer(node.text)):
            return True
    return False
