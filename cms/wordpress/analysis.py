"""What an export holds, counted before anything is imported."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Iterable

from cms.wordpress import wxr
from cms.wordpress.handlers.foreign import foreign_names
from cms.wordpress.mapping import Mapping
from cms.wordpress.shortcodes import Names, Shortcode, parse
from cms.wordpress.tags import shortcode_names

BLOCK = re.compile(r"<!--\s*wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)")
EXAMPLES = 3


@dataclasses.dataclass
class Tally:
    """How often something occurs, and where to look at it."""

    number: int = 0
    examples: list[str] = dataclasses.field(default_factory=list)

    def add(self, url: str, number: int = 1) -> None:
        self.number += number
        if url and url not in self.examples and len(self.examples) < EXAMPLES:
            self.examples.append(url)


@dataclasses.dataclass
class Analysis:
    """Counts by name: types with their status, terms by taxonomy, shortcodes, editor blocks, meta keys."""

    site: wxr.Site = dataclasses.field(default_factory=wxr.Site)
    authors: int = 0
    comments: int = 0
    types: dict[str, Tally] = dataclasses.field(default_factory=dict)
    terms: dict[str, Tally] = dataclasses.field(default_factory=dict)
    shortcodes: dict[str, Tally] = dataclasses.field(default_factory=dict)
    blocks: dict[str, Tally] = dataclasses.field(default_factory=dict)

    def as_text(self) -> str:
        """Give the counts as a table a section, the commonest first."""
        lines = [f"{self.site.title} ({self.site.link})", f"{self.authors} authors, {self.comments} comments"]
        sections = {
            "Types": self.types,
            "Terms": self.terms,
            "Shortcodes": self.shortcodes,
            "Blocks": self.blocks,
        }
        for title, tallies in sections.items():
            lines.append(f"{title}:" if tallies else f"{title}: none")
            for name, tally in sorted(tallies.items(), key=lambda entry: (-entry[1].number, entry[0])):
                lines.append(f"  {tally.number:7}  {name:32} {' '.join(tally.examples)}".rstrip())
        return "\n".join(lines)


def analyse(records: Iterable[wxr.Record], mapping: Mapping) -> Analysis:
    """Count what the records of an export hold."""
    result = Analysis()
    for record in records:
        match record:
            case wxr.Site():
                result.site = record
            case wxr.Author():
                result.authors += 1
            case wxr.Term():
                result.terms.setdefault(record.taxonomy, Tally()).add("")
            case wxr.MenuItem():
                result.types.setdefault("nav_menu_item", Tally()).add("")
            case wxr.Item():
                _count_item(record, mapping, result)
    return result


def _count_item(item: wxr.Item, mapping: Mapping, result: Analysis) -> None:
    known = frozenset(mapping.aliases) | foreign_names(item.content, mapping.prefixes)
    names = shortcode_names(mapping.prefixes, known)
    result.types.setdefault(f"{item.type} ({item.status})", Tally()).add(item.link)
    result.comments += len(item.comments)
    for name, number in Counter(BLOCK.findall(item.content)).items():
        result.blocks.setdefault(name, Tally()).add(item.link, number)
    for name, number in count_shortcodes(item.content, names).items():
        result.shortcodes.setdefault(name, Tally()).add(item.link, number)


def count_shortcodes(content: str, names: Names) -> Counter[str]:
    """Count shortcodes at every depth."""
    counts: Counter[str] = Counter()
    waiting = [content]
    while waiting:
        for node in parse(waiting.pop(), names):
            if isinstance(node, Shortcode):
                counts[node.name] += 1
                waiting.append(node.content or "")
    return counts
