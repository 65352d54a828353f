"""Runs the converter for the tests and makes what it gives easy to look at."""

from __future__ import annotations

import re
from typing import Any

from cms.wordpress.convert import convert
from cms.wordpress.facts import SiteFacts
from cms.wordpress.mapping import Mapping
from cms.wordpress.refs import Html, as_json
from cms.wordpress.report import ItemKey, Report

ITEM = ItemKey("post", 7, "A page", "https://old.example/a-page/")
_WORD = re.compile(r"\w+")


class Converted:
    """The blocks as JSON data, and the issues as (code, severity)."""

    def __init__(
        self, content: str, facts: SiteFacts | None = None, item: ItemKey = ITEM, **mapping: Any
    ) -> None:
        report = Report()
        self.raw = convert(content, item=item, mapping=Mapping(**mapping), report=report, facts=facts)
        self.blocks: list[dict[str, Any]] = as_json(self.raw)
        self.issues = report.issues
        self.codes = [(issue.code, issue.severity) for issue in report.issues]

    @property
    def types(self) -> list[str]:
        return [block["type"] for block in self.blocks]

    def only(self, block_type: str) -> Any:
        """Give the value of the one block of a type."""
        (value,) = (block["value"] for block in self.blocks if block["type"] == block_type)
        return value

    @property
    def rich_text(self) -> str:
        return "".join(block["value"] for block in self.blocks if block["type"] == "rich_text")

    def strings(self) -> list[str]:
        """Give every string that readers see, in the order of the content."""
        return _strings(self.raw)

    def words(self) -> list[str]:
        return _WORD.findall(re.sub(r"<[^>]*>", " ", " ".join(self.strings())))

    def html(self) -> list[Html]:
        return [text for text in _strings(self.raw) if isinstance(text, Html)]

    def every_type(self) -> set[str]:
        """Give the types of all blocks, those inside others too."""
        return set(_types(self.raw))


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        if value.get("type") == "imported_source":
            return []
        return [text for key, inner in value.items() if key != "type" for text in _strings(inner)]
    if isinstance(value, list):
        return [text for inner in value for text in _strings(inner)]
    return []


def _types(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["type"]] if set(value) == {"type", "value"} else []
        return own + [name for inner in value.values() for name in _types(inner)]
    if isinstance(value, list):
        return [name for inner in value for name in _types(inner)]
    return []
