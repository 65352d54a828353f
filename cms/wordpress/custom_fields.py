"""The meta of an item that has no field here, as a person can read it: Advanced Custom Fields, repeaters, PHP values.

How ACF stores what editors write: the value under the field's name, the key of the field under the same name with an
underscore before it; a repeater holds the number of its rows, and row 0 of “faq” has “faq_0_question”
(https://www.advancedcustomfields.com/resources/repeater/). WordPress itself hides names that begin with an underscore.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping, Sequence
from typing import Any

from cms.wordpress.addresses import whole_number
from cms.wordpress.phpvalues import readable
from cms.wordpress.seo import is_seo_key

MOST_ROWS = 1000
DEEPEST = 8  # levels of values within values; deeper ones are shown as JSON


@dataclasses.dataclass(frozen=True)
class Value:
    """A text, or the values within one, by name or, in a list, by number."""

    text: str = ""
    parts: tuple[tuple[str, Value], ...] = ()
    is_list: bool = False


@dataclasses.dataclass(frozen=True)
class CustomField:
    key: str
    label: str
    value: Value


@dataclasses.dataclass(frozen=True)
class CustomFields:
    """What editors wrote, what SEO plugins keep, and what WordPress and its plugins keep for themselves."""

    written: tuple[CustomField, ...] = ()
    seo: tuple[CustomField, ...] = ()
    internal: tuple[CustomField, ...] = ()


def custom_fields(meta: Mapping[str, Sequence[str]]) -> CustomFields:
    """Sort the meta of an item, raw values by key, into what a person wrote and the rest; nothing is left out."""
    acf = _Acf(meta)
    groups: dict[str, list[CustomField]] = {"written": [], "seo": [], "internal": []}
    for key in meta:
        if key in acf.within:
            continue
        group = "written"
        if key not in acf.names and key.startswith("_"):
            group = "internal"
        if is_seo_key(key):
            group = "seo"
        found = acf.value(key) if key in acf.names else _raw(meta[key])
        groups[group].append(CustomField(key, label(key), _shown(found)))
    return CustomFields(**{name: tuple(fields) for name, fields in groups.items()})


def label(key: str) -> str:
    """Give a key as words: “doctor_city” as “Doctor city”."""
    words = key.replace("taxonomy:", "").replace("_", " ").replace("-", " ").split()
    return " ".join(words).capitalize() if words else key


class _Acf:
    """The fields of ACF: ``names`` of those that stand by themselves or hold others, ``within`` of what they hold."""

    def __init__(self, meta: Mapping[str, Sequence[str]]) -> None:
        self._meta = meta
        self.names = dict.fromkeys(
            key for key in meta if any(raw.startswith("field_") for raw in meta.get(f"_{key}", ()))
        )
        self.within = {f"_{key}" for key in self.names}
        self._values: dict[str, Any] = {}
        for key in sorted(self.names, key=len):  # what holds others is shorter than they are
            if key not in self.within:
                self._values[key] = self._read(key)

    def value(self, key: str) -> Any:
        return self._values[key]

    def _read(self, key: str) -> Any:
        """Give a field's value with those of the fields within it, which are marked as such."""
        value = _raw(self._meta[key])
        layouts = value if isinstance(value, list) else []
        number = len(layouts) or (whole_number(value) if isinstance(value, str) else 0)
        rows = [self._inner(f"{key}_{row}_") for row in range(number)] if number <= MOST_ROWS else []
        if any(rows) and layouts:
            return [{"layout": name, **row} for name, row in zip(layouts, rows, strict=True)]
        if any(rows):
            return rows
        return value or self._inner(f"{key}_") or value  # a group has no value of its own

    def _inner(self, prefix: str) -> dict[str, Any]:
        """Read the fields whose keys begin with a prefix, in the order of the export."""
        found: dict[str, Any] = {}
        inner = [key for key in self.names if key.startswith(prefix) and key not in self.within]
        for key in sorted(inner, key=len):
            if key not in self.within:
                self.within.add(key)
                found[key] = self._read(key)
        return {key.removeprefix(prefix): found[key] for key in inner if key in found}


def _raw(values: Sequence[str]) -> Any:
    """Give the value of a key, or the values of one that was stored several times."""
    decoded = [readable(value) for value in values]
    return decoded[0] if len(decoded) == 1 else decoded


def _shown(value: Any, depth: int = 0) -> Value:
    if isinstance(value, list | dict) and depth >= DEEPEST:
        return Value(json.dumps(value, ensure_ascii=False, default=str))
    if isinstance(value, dict):
        return Value(
            parts=tuple((label(str(name)), _shown(inner, depth + 1)) for name, inner in value.items())
        )
    if isinstance(value, list):
        return Value(
            parts=tuple((str(row), _shown(inner, depth + 1)) for row, inner in enumerate(value, 1)),
            is_list=True,
        )
    if isinstance(value, bool):
        return Value("yes" if value else "no")
    return Value("" if value is None else str(value))
