"""Shortcodes of other plugins: told from brackets in prose by their form, since no export names them.

A name counts where it stands with a quoted attribute, with a closing tag, or, as several words, with any attribute or
alone on a line: ``[form id="5"]``, ``[/row]``, ``[price_table]``. Figures such as ``[mean age=45]`` are prose, and what
stands as a sample in ``pre`` or ``code`` is text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SAMPLE = re.compile(r"<(/?)(?:pre|code)\b", re.IGNORECASE)
_NAME = r"[A-Za-z][A-Za-z0-9_-]*+"
_WORDS = r"[A-Za-z][A-Za-z0-9]*+(?:[_-][A-Za-z0-9]++)+"
_QUOTES = "\"'“”„‘’″«"  # noqa: RUF001  those that word processors write
_QUOTE = rf"[{_QUOTES}]|&(?:quot|apos|[lrb][ds]quo|laquo|Prime|prime|\#)"
# What no author writes before a figure.
_TELLING = r"ids?|url|src|href|slug|class|cat|category|limit|post_id"
_TAG = re.compile(
    rf"""\[/({_NAME})\]
      | \[({_NAME})\s[^\[\]<>&{_QUOTES}]*+(?<==)(?:{_QUOTE})
      | \[({_WORDS})\s++[A-Za-z_][\w-]*+=[^\s=\]]
      | \[({_NAME})\s++(?:{_TELLING})=[^\s=\]]
      | (?:\A|(?<=[\n>]))[ \t]*+\[({_WORDS})\](?=[ \t\r]*+(?:\Z|[\n<]))""",
    re.VERBOSE,
)
# More than any site has plugins; each costs time wherever a bracket stands.
MOST = 100


def foreign_names(content: str, prefixes: tuple[str, ...]) -> frozenset[str]:
    """Give the names that can only be shortcodes, without those that begin with one of the prefixes in any case."""
    own = tuple(prefix.lower() for prefix in prefixes if prefix)
    found: set[str] = set()
    for piece in _outside_samples(content):
        for match in _TAG.finditer(piece):
            name = match[match.lastindex or 0]
            if not name.lower().startswith(own) and len(found) < MOST:
                found.add(name)
    return frozenset(found)


def _outside_samples(content: str) -> Iterator[str]:
    if "[" not in content:
        return
    depth = 0
    pieces = _SAMPLE.split(content)
    for index, piece in enumerate(pieces):
        if index % 2:
            depth = max(0, depth - 1) if piece else depth + 1
        elif not depth:
            yield piece
