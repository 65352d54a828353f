"""What an export holds and what will become of it, counted before anything is imported."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import PurePosixPath
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote

from cms.wordpress import wxr
from cms.wordpress.handlers import registry
from cms.wordpress.handlers.foreign import foreign_names
from cms.wordpress.mapping import Mapping
from cms.wordpress.seo import PLUGINS
from cms.wordpress.shortcodes import Names, Shortcode, parse
from cms.wordpress.survey import MACHINE_TYPES, SKIPPED_STATUSES
from cms.wordpress.tags import shortcode_id, shortcode_names

BLOCK = re.compile(r"<!--\s*wp:([a-z][a-z0-9_-]*(?:/[a-z][a-z0-9_-]*)?)")
EXAMPLES = 3
# More names than any site has; beyond that they are counted together, so that memory stays flat.
MOST_NAMES = 2_000
OTHERS = "(others)"
_SHOWN = 50
_LONGEST_NAME = 100

# What no reader sees as a list of topics: menus, the look of a post, the parts of a theme.
SETTLED_TAXONOMIES = frozenset(
    {"nav_menu", "post_format", "wp_theme", "wp_template_part_area", "wp_pattern_category"}
)
SEO_KEYS = {key: plugin.name for plugin in PLUGINS for keys in plugin.keys.values() for key in keys}
# Page builders keep their own version of a page in meta; ``post_content`` has what they made of it, or nothing.
BUILDER_KEYS = {
    "_elementor_data": "Elementor",
    "_fl_builder_data": "Beaver Builder",
    "_bricks_page_content_2": "Bricks",
    "_et_pb_use_builder": "Divi",
    "_wpb_vc_js_status": "WPBakery",
    "ct_builder_json": "Oxygen",
    "ct_builder_shortcodes": "Oxygen",
    "_breakdance_data": "Breakdance",
    "brizy_post_uid": "Brizy",
    "panels_data": "SiteOrigin",
}
# Keys that hold a hash would be as many as there are posts.
_HASHED_KEY = re.compile(r"^(_oembed(?:_time)?_|_transient(?:_timeout)?_).+", re.S)

LossKind = Literal["type", "taxonomy", "shortcode", "block", "builder", "status"]
_LOSSES: dict[LossKind, str] = {
    "type": "The type “{}” has no mapping: its items become content pages.",
    "taxonomy": "The taxonomy “{}” has no mapping: its terms do not come over.",
    "shortcode": "The shortcode [{}] is not known here: what it wraps is kept.",
    "block": "The block “{}” is not known here: what is in it is kept.",
    "builder": "{} keeps its own version of a page: only what stands in the content comes over.",
    "status": "Items that are “{}” do not come over.",
}


@dataclasses.dataclass
class Tally:
    """How often something occurs, and where to look at it."""

    number: int = 0
    examples: list[str] = dataclasses.field(default_factory=list)

    def add(self, url: str, number: int = 1) -> None:
        self.number += number
        if url and url not in self.examples and len(self.examples) < EXAMPLES:
            self.examples.append(url)


class Tallies(dict[str, Tally]):
    """Tallies by name."""

    def count(self, name: str, url: str = "", number: int = 1) -> None:
        name = name[:_LONGEST_NAME]
        if name not in self and len(self) >= MOST_NAMES:
            name = OTHERS
        self.setdefault(name, Tally()).add(url, number)

    def commonest(self, is_wanted: Callable[[str], bool] = bool) -> list[tuple[str, Tally]]:
        """Give the names that are wanted, all but an empty one unless told, by how often they occur."""
        found = [(name, tally) for name, tally in self.items() if is_wanted(name)]
        return sorted(found, key=lambda entry: (-entry[1].number, entry[0]))


class Loss(NamedTuple):
    """What needs a mapping, or does not come over as it is."""

    kind: LossKind
    name: str
    tally: Tally

    def __str__(self) -> str:
        return _LOSSES[self.kind].format(self.name)


@dataclasses.dataclass
class Analysis:
    """Counts by name: types with their status, terms by taxonomy, files by extension, items by meta key, and so on.

    ``taxonomies`` counts the items that have a term of a taxonomy, ``terms`` the terms themselves.
    """

    mapping: Mapping = dataclasses.field(default_factory=Mapping)
    site: wxr.Site = dataclasses.field(default_factory=wxr.Site)
    authors: int = 0
    comments: int = 0
    approved_comments: int = 0
    menus: dict[str, str] = dataclasses.field(default_factory=dict)
    types: Tallies = dataclasses.field(default_factory=Tallies)
    statuses: Tallies = dataclasses.field(default_factory=Tallies)
    terms: Tallies = dataclasses.field(default_factory=Tallies)
    taxonomies: Tallies = dataclasses.field(default_factory=Tallies)
    attachments: Tallies = dataclasses.field(default_factory=Tallies)
    shortcodes: Tallies = dataclasses.field(default_factory=Tallies)
    blocks: Tallies = dataclasses.field(default_factory=Tallies)
    meta: Tallies = dataclasses.field(default_factory=Tallies)
    seo_plugins: Tallies = dataclasses.field(default_factory=Tallies)
    builders: Tallies = dataclasses.field(default_factory=Tallies)
    unmapped_types: Tallies = dataclasses.field(default_factory=Tallies)

    @property
    def losses(self) -> list[Loss]:
        """Give what needs a mapping or does not come over, the commonest of each kind first."""
        settled = SETTLED_TAXONOMIES.union(self.mapping.taxonomies)
        blocks = {*registry.BLOCKS, *registry.READ_BLOCKS}
        found: dict[LossKind, list[tuple[str, Tally]]] = {
            "type": self.unmapped_types.commonest(),
            "taxonomy": self.taxonomies.commonest(lambda name: name not in settled),
            "shortcode": self.shortcodes.commonest(lambda name: not is_known(name, self.mapping)),
            "block": self.blocks.commonest(lambda name: name not in blocks),
            "builder": self.builders.commonest(),
            "status": self.statuses.commonest(lambda name: name in SKIPPED_STATUSES),
        }
        return [Loss(kind, name, tally) for kind, tallies in found.items() for name, tally in tallies]

    def as_dict(self) -> dict[str, Any]:
        """Give the figures as JSON can hold them.

        ``{"site": {...}, "authors", "comments", "approved_comments", "menus": {slug: name}, "losses": [{"kind", "name",
        "text", "number", "examples"}]}``, and each table as ``{name: {"number", "examples"}}``.
        """
        figures: dict[str, Any] = {
            "site": dataclasses.asdict(self.site),
            "authors": self.authors,
            "comments": self.comments,
            "approved_comments": self.approved_comments,
            "menus": self.menus,
            "losses": [
                {"kind": loss.kind, "name": loss.name, "text": str(loss), **dataclasses.asdict(loss.tally)}
                for loss in self.losses
            ],
        }
        for field in dataclasses.fields(self):
            if isinstance(tallies := getattr(self, field.name), Tallies):
                figures[field.name] = {name: dataclasses.asdict(tally) for name, tally in tallies.items()}
        return figures

    def as_text(self) -> str:
        """Give the counts as a table a section, the commonest first, and then what needs attention."""
        lines = [
            f"{self.site.title} ({self.site.link})",
            f"{self.authors} authors, {self.comments} comments ({self.approved_comments} approved)",
        ]
        sections = {
            "Types": self.types,
            "Statuses": self.statuses,
            "Terms": self.terms,
            "Files": self.attachments,
            "Shortcodes": self.shortcodes,
            "Blocks": self.blocks,
            "SEO plugins": self.seo_plugins,
            "Meta keys": self.meta,
        }
        for title, tallies in sections.items():
            lines.append(f"{title}:" if tallies else f"{title}: none")
            for name, tally in tallies.commonest()[:_SHOWN]:
                lines.append(f"  {tally.number:7}  {name:32} {' '.join(tally.examples)}".rstrip())
            if len(tallies) > _SHOWN:
                lines.append(f"           and {len(tallies) - _SHOWN} more")
        losses = self.losses
        lines.append("Needs a mapping, or does not come over:" if losses else "Nothing needs a mapping.")
        lines += (
            f"  {loss.tally.number:7}  {loss} {' '.join(loss.tally.examples)}".rstrip() for loss in losses
        )
        return "\n".join(lines)


def is_known(shortcode: str, mapping: Mapping) -> bool:
    """Tell whether there is a block here for a shortcode."""
    tag_id, is_core = shortcode_id(shortcode, mapping)
    return tag_id in (registry.CORE_SHORTCODES if is_core else registry.KNOWN_IDS)


def analyse(records: Iterable[wxr.Record], mapping: Mapping) -> Analysis:
    """Count what the records of an export hold; memory stays flat whatever the size of the file."""
    result = Analysis(mapping)
    for record in records:
        match record:
            case wxr.Site():
                result.site = record
            case wxr.Author():
                result.authors += 1
            case wxr.Term():
                result.terms.count(record.taxonomy)
                if record.taxonomy == "nav_menu":
                    result.menus[record.slug] = record.name
            case wxr.MenuItem():
                result.types.count("nav_menu_item")
                result.menus.setdefault(record.menu, record.menu_name)
            case wxr.Item():
                _count_item(record, result)
    return result


def _count_item(item: wxr.Item, result: Analysis) -> None:
    result.types.count(f"{item.type} ({item.status})", item.link)
    result.comments += len(item.comments)
    result.approved_comments += sum(comment.approved == "1" for comment in item.comments)
    if isinstance(item, wxr.Attachment):
        result.attachments.count(_extension(item), item.link)
    else:
        result.statuses.count(item.status, item.link)
        if item.type not in result.mapping.types and item.type not in MACHINE_TYPES:
            result.unmapped_types.count(item.type, item.link)
    for taxonomy in {term.taxonomy for term in item.terms}:
        result.taxonomies.count(taxonomy, item.link)
    _count_meta(item, result)
    _count_content(item, result)


def _count_meta(item: wxr.Item, result: Analysis) -> None:
    for key in {_HASHED_KEY.sub(r"\1*", key) for key, _ in item.meta}:
        result.meta.count(key, item.link)
    filled = [key for key, value in item.meta if value.strip()]
    for plugin in {SEO_KEYS[key] for key in filled if key in SEO_KEYS}:
        result.seo_plugins.count(plugin, item.link)
    for builder in {BUILDER_KEYS[key] for key in filled if key in BUILDER_KEYS}:
        result.builders.count(builder, item.link)


def _count_content(item: wxr.Item, result: Analysis) -> None:
    mapping = result.mapping
    known = frozenset(mapping.aliases) | foreign_names(item.content, mapping.prefixes)
    for name, number in Counter(BLOCK.findall(item.content)).items():
        result.blocks.count(name, item.link, number)
    for name, number in count_shortcodes(item.content, shortcode_names(mapping.prefixes, known)).items():
        result.shortcodes.count(name, item.link, number)


def _extension(attachment: wxr.Attachment) -> str:
    name = attachment.file or unquote(attachment.url.partition("?")[0])
    return PurePosixPath(name).suffix.lower().removeprefix(".") or "(no extension)"


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
