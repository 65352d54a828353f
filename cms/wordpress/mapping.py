"""The mapping file: where what an export holds goes on this site, as TOML.

    [buttons]
    without_url = "/providers/"           # where a [su_button] without url leads

    [site]
    hosts = ["www.old.example"]           # further spellings of the old site's address
    home = "welcome"                      # slug of the WordPress page that becomes the home page

    [menus]
    header = "main-menu"                  # slug of the menu in the header (default: the first in the export)

    [types.doctor]
    as = "provider"                       # article, page, provider or skip
    fields = { city = "doctor_city" }     # field of the provider = meta key

    [taxonomies]
    department = "topics"                 # topics or tags

    [terms]
    7 = "service-articles"                # term id in a listing = slug of a topic

    [shortcodes]
    prefixes = ["su_"]
    aliases = { old_button = "su_button" }

Every section, and every key, may be left out.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping as AbcMapping
from typing import Any

TARGETS = ("article", "page", "provider", "skip")
TAXONOMY_TARGETS = ("topics", "tags")


class MappingError(ValueError):
    """The mapping file cannot be used; the message says what is wrong and where."""


@dataclasses.dataclass(frozen=True)
class TypeMapping:
    """What a WordPress post type becomes, and which meta keys fill which fields."""

    target: str
    fields: AbcMapping[str, str] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class Mapping:
    """The choices of whoever moves the site; the defaults are those of an ordinary WordPress."""

    button_without_url: str = ""
    hosts: tuple[str, ...] = ()
    home: str = ""
    header_menu: str = ""
    types: AbcMapping[str, TypeMapping] = dataclasses.field(
        default_factory=lambda: {"post": TypeMapping("article"), "page": TypeMapping("page")}
    )
    taxonomies: AbcMapping[str, str] = dataclasses.field(
        default_factory=lambda: {"category": "topics", "post_tag": "tags"}
    )
    terms: AbcMapping[str, str] = dataclasses.field(default_factory=dict)
    prefixes: tuple[str, ...] = ("su_",)
    aliases: AbcMapping[str, str] = dataclasses.field(default_factory=dict)


_SECTIONS: dict[str, tuple[str, ...]] = {
    "buttons": ("without_url",),
    "site": ("hosts", "home"),
    "menus": ("header",),
    "shortcodes": ("prefixes", "aliases"),
}


def parse_mapping(text: str, name: str = "the mapping file") -> Mapping:
    """Read a mapping from TOML text; raises ``MappingError`` with a sentence that names the place."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise MappingError(f"{name} is not valid TOML: {error}.") from error
    _check_sections(data, name)
    default = Mapping()
    without_url = _text(data, "buttons", "without_url", name)
    if without_url and not without_url.startswith(("/", "http://", "https://", "mailto:", "tel:")):
        raise MappingError(f"{name}: without_url in [buttons] must be an address such as /providers/.")
    return Mapping(
        button_without_url=without_url,
        hosts=_texts(data, "site", "hosts", name),
        home=_text(data, "site", "home", name),
        header_menu=_text(data, "menus", "header", name),
        types={**default.types, **_types(data.get("types", {}), name)},
        taxonomies={
            **default.taxonomies,
            **_choices(data.get("taxonomies", {}), "taxonomies", TAXONOMY_TARGETS, name),
        },
        terms=_strings(data.get("terms", {}), "terms", name),
        prefixes=_texts(data, "shortcodes", "prefixes", name) or default.prefixes,
        aliases=_strings(data.get("shortcodes", {}).get("aliases", {}), "shortcodes.aliases", name),
    )


def _check_sections(data: dict[str, Any], name: str) -> None:
    known = {*_SECTIONS, "types", "taxonomies", "terms"}
    for section, value in data.items():
        if section not in known:
            raise MappingError(f"{name}: unknown section [{section}]; known are {', '.join(sorted(known))}.")
        if not isinstance(value, dict):
            raise MappingError(f"{name}: {section} must be a section, written as [{section}].")
        for key in value if section in _SECTIONS else ():
            if key not in _SECTIONS[section]:
                raise MappingError(
                    f"{name}: unknown key “{key}” in [{section}]; known are {', '.join(_SECTIONS[section])}."
                )


def _text(data: dict[str, Any], section: str, key: str, name: str) -> str:
    value = data.get(section, {}).get(key, "")
    if not isinstance(value, str):
        raise MappingError(f"{name}: {key} in [{section}] must be text in quotes.")
    return value


def _texts(data: dict[str, Any], section: str, key: str, name: str) -> tuple[str, ...]:
    value = data.get(section, {}).get(key, [])
    if not isinstance(value, list) or not all(isinstance(inner, str) for inner in value):
        raise MappingError(f'{name}: {key} in [{section}] must be a list of texts, such as ["one", "two"].')
    return tuple(value)


def _strings(value: Any, section: str, name: str) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(inner, str) for inner in value.values()):
        raise MappingError(f"{name}: every value in [{section}] must be text in quotes.")
    return dict(value)


def _choices(value: Any, section: str, allowed: tuple[str, ...], name: str) -> dict[str, str]:
    choices = _strings(value, section, name)
    for key, choice in choices.items():
        if choice not in allowed:
            raise MappingError(
                f"{name}: {key} in [{section}] is “{choice}”; it may be {' or '.join(allowed)}."
            )
    return choices


def _types(value: dict[str, Any], name: str) -> dict[str, TypeMapping]:
    types = {}
    for type_name, entry in value.items():
        section = f"types.{type_name}"
        if not isinstance(entry, dict):
            raise MappingError(f"{name}: {type_name} in [types] must be a section, written as [{section}].")
        if unknown := set(entry) - {"as", "fields"}:
            raise MappingError(f"{name}: unknown key “{min(unknown)}” in [{section}]; known are as, fields.")
        target = entry.get("as")
        if target not in TARGETS:
            raise MappingError(f"{name}: [{section}] needs as = one of {', '.join(TARGETS)}.")
        types[type_name] = TypeMapping(target, _strings(entry.get("fields", {}), f"{section}.fields", name))
    return types
