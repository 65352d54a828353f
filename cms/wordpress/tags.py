"""Which tags are shortcodes here, what they are called, and what text is without them."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable

from cms.wordpress import shortcodes
from cms.wordpress.handlers import gates, literals, registry
from cms.wordpress.mapping import Mapping
from cms.wordpress.shortcodes import Names, Shortcode, Text

_DELIMITER = re.compile(r"(<!--\s*wp:[^<>]*-->)")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")
# Where a box begins or ends in plain text: a Unicode noncharacter, which cannot stand in content.
_EDGE = "\ufdd2"
_EDGES = re.compile(f"{_EDGE}+")
_GLUING_EDGES = re.compile(rf"(?<=\w){_EDGE}+(?=\w)")


@functools.lru_cache(maxsize=32)
def shortcode_names(prefixes: tuple[str, ...], aliases: frozenset[str]) -> Names:
    """Give the names that count as shortcodes: core's, aliases, and all that begin with a prefix.

    Without a prefix only the plugin's own names count, so that ``[note]`` in prose of other sites stays prose.
    """
    exact = {*registry.CORE_SHORTCODES, *aliases, *(registry.KNOWN_IDS if "" in prefixes else ())}
    return Names(frozenset(exact), prefixes, odd_spaces=True)


def shortcode_id(name: str, mapping: Mapping) -> tuple[str, bool]:
    """Give the plugin's id for the name of a tag, or the name itself and True for a shortcode of WordPress."""
    if target := mapping.aliases.get(name):
        return target.removeprefix(_prefix(target, (*mapping.prefixes, "su_"))), False
    prefix = _prefix(name, mapping.prefixes)
    is_plugin = prefix or ("" in mapping.prefixes and name in registry.KNOWN_IDS)
    return name.removeprefix(prefix), not is_plugin


def is_gate(name: str, mapping: Mapping) -> bool:
    """Tell whether a tag of this name hides what it wraps from some visitors, or may have done so."""
    tag_id, is_core = shortcode_id(name, mapping)
    if is_core:
        return tag_id not in registry.CORE_SHORTCODES and gates.seems_gated(tag_id)
    return tag_id in gates.GATED or (tag_id not in registry.KNOWN_IDS and gates.seems_gated(tag_id))


def without_shortcodes(text: str, mapping: Mapping) -> str:
    """Give plain text, such as a title, without shortcodes but with what they wrap, if every visitor may see that."""
    names = shortcode_names(mapping.prefixes, frozenset(mapping.aliases))
    pieces: list[str] = []
    pending: list[str | shortcodes.Node] = [text]
    while pending:
        node = pending.pop()
        if isinstance(node, str):
            pending += reversed(list(literals.nodes(node, names)))
        elif isinstance(node, Shortcode):
            tag_id, is_core = shortcode_id(node.name, mapping)
            inner = [node.content or "", swallowed(node, names)]
            if is_gate(node.name, mapping):
                inner.clear()
            edge = Text(*[_EDGE if is_core or tag_id in registry.KNOWN_IDS - registry.INLINE else ""] * 2)
            pending += (edge, *reversed(inner), edge)
        else:
            pieces.append(node.text if node.escaped else names.closer.sub("", node.text))
    return _EDGES.sub("", _GLUING_EDGES.sub(" ", "".join(pieces)))


def without_closers(text: str, names: Names, instead: Callable[[re.Match[str]], str]) -> str:
    """Take closing tags out of text, but not out of what a block of the editor says of itself."""
    pieces = _DELIMITER.split(text)
    return "".join(
        piece if piece.startswith("<!--") else names.closer.sub(instead, piece) for piece in pieces
    )


def swallowed(tag: Shortcode, names: Names) -> str:
    """Give the paragraphs that a tag without its closing bracket has taken for attributes."""
    swallowed = _BLANK_LINE.split(tag.attribute_text, maxsplit=1)[1:]
    return names.any_tag.sub(" ", f"{swallowed[0]}]").removesuffix("]") if swallowed else ""


def _prefix(name: str, prefixes: tuple[str, ...]) -> str:
    return max((prefix for prefix in prefixes if name.startswith(prefix)), key=len, default="")
