"""An A–Z: names under their first letters, in any script."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

DIGITS = "0–9"
SIGNS = "#"

T = TypeVar("T")


def by_letter(things: Iterable[T], name: Callable[[T], str]) -> list[tuple[str, list[T]]]:
    """Group things by the first letters of their names, both in order; digits and signs come last.

    Accents are left aside (É stands under E), and so are signs before the first letter; a letter of any
    other script than Latin has a group of its own.
    """
    groups: dict[str, list[T]] = {}
    for thing in sorted(things, key=lambda thing: _sort_key(name(thing))):
        groups.setdefault(first_letter(name(thing)), []).append(thing)
    return sorted(groups.items(), key=lambda group: (group[0] == SIGNS, group[0] == DIGITS, group[0]))


def first_letter(name: str) -> str:
    """Give the capital under which a name stands; all digits share one place, and names without letters another."""
    start = _sort_key(name)[:1]
    if start.isdecimal():
        return DIGITS
    return start.upper()[:1] if start.isalpha() else SIGNS


def _sort_key(name: str) -> str:
    """Give a name without accents, case and the signs before it."""
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", name) if not unicodedata.combining(letter)
    )
    start = next((place for place, letter in enumerate(plain) if letter.isalnum()), len(plain))
    return plain[start:].casefold()
