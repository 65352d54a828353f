"""Tags that WordPress left as text: the name in capitals, an odd character behind it, no closing bracket.

Readers of the old site saw their source; readers here see only what stands around and inside. Only names with a prefix
count, so that brackets in prose stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cms.wordpress.shortcodes import Names, Node, Shortcode, fill, mask, next_closer, parse

_ENCODED_CLOSER = re.compile(r"\[(?:&#47;|&#x2[fF];|&sol;)(?=[\w-]+\])")
# An address without quotes whose last slash would close the tag by itself, though a closing tag follows.
_ENDS_IN_SLASH = re.compile(r"""(\[_*([\w-]++)\s[^\[\]]*=)([^\s"'=\[\]]++)(?<=/)(?=\][^\[\]]*+\[/_*\2\])""")
_TO_BRACKET = re.compile(r"[^\[\]]*+\]")
_ATTRIBUTES = re.compile(
    r"""(?:\s++[\w-]++\s*+=\s*+(?:"[^"<>\[\]]*+"|'[^'<>\[\]]*+'|[“”„][^“”„<>\[\]]*+[“”]|["']?+[^\s"'<>\[\]]*+))*+"""
)


class Literal(Shortcode):
    """A tag that is no shortcode to WordPress."""


def nodes(source: str, names: Names) -> Iterator[Node]:
    """Split source into text, shortcodes and literal tags."""

    def quoted(tag: re.Match[str]) -> str:
        return f'{tag[1]}"{tag[3]}"' if names.opener.match(tag[0]) else tag[0]

    source = _ENDS_IN_SLASH.sub(quoted, _ENCODED_CLOSER.sub("[/", source))
    for node in parse(source, names):
        if isinstance(node, Shortcode) or node.escaped or "[" not in node.text:
            yield node
        else:
            yield from _with_literals(node.text, names)


def _with_literals(text: str, names: Names) -> Iterator[Node]:
    masked, html_tags = mask(text)
    found = list(_literals(text, masked, names, 0))
    for start, end in html_tags:
        inner = text[start:end]
        found += _literals(inner, inner, names, start, in_html=True)
    found.sort(key=lambda match: match[0])
    return fill(text, found)


def _literals(
    text: str, masked: str, names: Names, offset: int, *, in_html: bool = False
) -> Iterator[tuple[int, int, Node]]:
    tags = [(match, _TO_BRACKET.match(masked, match.end())) for match in names.in_any_case.finditer(masked)]
    closers: dict[str, list[tuple[int, int]]] = {}
    for tag, bracket in tags:
        if tag[2] and bracket:
            closers.setdefault(_key(tag), []).append((tag.start(), bracket.end()))
    position = 0
    for tag, bracket in tags:
        if tag.start() < position:
            continue
        content = None
        if bracket:
            attributes, position = text[tag.end() : bracket.end() - 1], bracket.end()
            takes_content = not tag[2] and not attributes.endswith("/")
            if takes_content and (closer := next_closer(closers.get(_key(tag), []), position)):
                content, position = text[position : closer[0]], closer[1]
        else:
            run = None if in_html else _ATTRIBUTES.match(masked, tag.end())
            attributes, position = "", run.end() if run else tag.end()
        is_escaped = masked[max(0, tag.start() - 1) : tag.start()] == "[" and masked.startswith("]", position)
        if not is_escaped and not names.closer.match(masked, tag.start()):
            source = text[tag.start() : position]
            yield (
                tag.start() + offset,
                position + offset,
                Literal(tag[4], attributes, content, source, {}),
            )


def _key(tag: re.Match[str]) -> str:
    return f"{tag[1]}{tag[3]}{tag[4]}".lower()
