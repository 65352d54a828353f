"""What the SEO plugins of WordPress say of a page: title, description, canonical address, robots, link previews.

Each plugin keeps it in post meta, in a template language of its own (“%%title%% %%sep%% %%sitename%%”). Where several
have left something, the first one that says anything of a field is believed, in the order of ``PLUGINS``. Keys and
variables: https://yoast.com/help/list-available-snippet-variables-yoast-seo/,
https://rankmath.com/kb/variables-in-seo-title-description/, https://aioseo.com/docs/smart-tags/,
https://www.seopress.org/support/guides/manage-titles-meta-descriptions/, https://kb.theseoframework.com.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from collections.abc import Mapping as AbcMapping

from cms.wordpress.addresses import whole_number
from cms.wordpress.plaintext import plain
from cms.wordpress.records import Item, Meta
from cms.wordpress.refs import MediaRef
from cms.wordpress.seovariables import SEPARATORS, SeoNames, resolve

LIMITS = {"title": 255, "social_title": 255, "social_description": 500}


@dataclasses.dataclass(frozen=True)
class SeoMeta:
    """What a page asks for, variables resolved; "" and None where it leaves the choice to the site.

    ``canonical`` is the raw address. ``notes`` are sentences for the report.
    """

    title: str = ""
    description: str = ""
    canonical: str = ""
    noindex: bool = False
    social_title: str = ""
    social_description: str = ""
    social_image: MediaRef | None = None
    notes: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True)
class Plugin:
    """The meta keys of a plugin, by field, and how it writes a variable (named by the group ``name``)."""

    name: str
    prefixes: tuple[str, ...]
    keys: AbcMapping[str, tuple[str, ...]]
    variable: re.Pattern[str]
    hides: Callable[[AbcMapping[str, str]], bool]


def _has(key: str, *values: str) -> Callable[[AbcMapping[str, str]], bool]:
    return lambda meta: meta.get(key, "").strip() in values


def _names_noindex(key: str) -> Callable[[AbcMapping[str, str]], bool]:
    """Look for the word in a list that may be PHP's, JSON or plain."""
    return lambda meta: re.search(r"\bnoindex\b", meta.get(key, "")) is not None


_PERCENTS = re.compile(r"%%(?P<name>[\w-]+)%%")
_NEVER = re.compile(r"(?!)(?P<name>)")

PLUGINS = (
    Plugin(
        "Yoast SEO",
        ("_yoast_wpseo_",),
        {
            "title": ("_yoast_wpseo_title",),
            "description": ("_yoast_wpseo_metadesc",),
            "canonical": ("_yoast_wpseo_canonical",),
            "social_title": ("_yoast_wpseo_opengraph-title", "_yoast_wpseo_twitter-title"),
            "social_description": ("_yoast_wpseo_opengraph-description", "_yoast_wpseo_twitter-description"),
            "image": ("_yoast_wpseo_opengraph-image", "_yoast_wpseo_twitter-image"),
        },
        _PERCENTS,
        _has("_yoast_wpseo_meta-robots-noindex", "1"),
    ),
    Plugin(
        "Rank Math",
        ("rank_math_",),
        {
            "title": ("rank_math_title",),
            "description": ("rank_math_description",),
            "canonical": ("rank_math_canonical_url",),
            "social_title": ("rank_math_facebook_title", "rank_math_twitter_title"),
            "social_description": ("rank_math_facebook_description", "rank_math_twitter_description"),
            "image": ("rank_math_facebook_image", "rank_math_twitter_image"),
        },
        re.compile(r"%(?P<name>[a-z_]+(?:\([^()%]*\))?)%"),
        _names_noindex("rank_math_robots"),
    ),
    Plugin(
        "All in One SEO",
        ("_aioseo_",),
        {
            "title": ("_aioseo_title",),
            "description": ("_aioseo_description",),
            "canonical": ("_aioseo_canonical_url",),
            "social_title": ("_aioseo_og_title", "_aioseo_twitter_title"),
            "social_description": ("_aioseo_og_description", "_aioseo_twitter_description"),
            "image": ("_aioseo_og_image",),
        },
        re.compile(
            r"#(?P<name>(?:custom_field|tax_name)-[\w-]+|separator_sa|site_title|tagline|permalink|categories"
            r"|(?:post|page|parent|author|current|taxonomy|attachment)_[a-z_]+)"
        ),
        _names_noindex("_aioseo_robots"),
    ),
    Plugin(
        "All in One SEO Pack",
        ("_aioseop_",),
        {
            "title": ("_aioseop_title",),
            "description": ("_aioseop_description",),
            "canonical": ("_aioseop_custom_link",),
        },
        re.compile(r"%(?P<name>[a-z_]+)%"),
        _has("_aioseop_noindex", "on", "1"),
    ),
    Plugin(
        "SEOPress",
        ("_seopress_",),
        {
            "title": ("_seopress_titles_title",),
            "description": ("_seopress_titles_desc",),
            "canonical": ("_seopress_robots_canonical",),
            "social_title": ("_seopress_social_fb_title", "_seopress_social_twitter_title"),
            "social_description": ("_seopress_social_fb_desc", "_seopress_social_twitter_desc"),
            "image": ("_seopress_social_fb_img", "_seopress_social_twitter_img"),
        },
        _PERCENTS,
        _has("_seopress_robots_index", "yes"),
    ),
    Plugin(
        "The SEO Framework",
        ("_genesis_", "_open_graph_", "_twitter_", "_social_image_", "_tsf_"),
        {
            "title": ("_genesis_title",),
            "description": ("_genesis_description",),
            "canonical": ("_genesis_canonical_uri",),
            "social_title": ("_open_graph_title", "_twitter_title"),
            "social_description": ("_open_graph_description", "_twitter_description"),
            "image": ("_social_image_url",),
        },
        _NEVER,
        _has("_genesis_noindex", "1"),
    ),
)
_PREFIXES = tuple(prefix for plugin in PLUGINS for prefix in plugin.prefixes)
_IMAGE_IDS = ("-id", "_id", "_attachment_id")


def is_seo_key(key: str) -> bool:
    """Tell whether a meta key belongs to one of the SEO plugins."""
    return key.startswith(_PREFIXES)


def plugins_of(meta: Meta) -> list[str]:
    """Name the SEO plugins that have left a title or another field in the meta of a term or an item."""
    values = {key for key, value in meta if value.strip()}
    return [
        plugin.name
        for plugin in PLUGINS
        if any(key in values for keys in plugin.keys.values() for key in keys) or plugin.hides(dict(meta))
    ]


def read_meta(item: Item, names: SeoNames) -> SeoMeta:
    """Read what the SEO plugins say of an item.

    A title that only repeats the item's title and the site's name is left to the site, which adds its own name.
    """
    meta = {key: value for key, value in item.meta if is_seo_key(key)}
    if not meta:
        return SeoMeta()
    reader = _Reader(item, names, meta)
    title = _without_site(reader.words("title"), names.site)
    found = {
        "title": "" if title == plain(item.title) else title,
        "description": reader.words("description"),
        "social_title": reader.words("social_title"),
        "social_description": reader.words("social_description"),
    }
    if found["social_title"] == (found["title"] or plain(item.title)):
        found["social_title"] = ""
    if found["social_description"] == found["description"]:
        found["social_description"] = ""
    for name, limit in LIMITS.items():
        if len(found[name]) > limit:
            reader.note(
                f"The {name.replace('_', ' ')} for search engines has {len(found[name])} characters; {limit} fit."
            )
            found[name] = found[name][:limit]
    reader.note_rules()
    return SeoMeta(
        **found,
        canonical=reader.raw("canonical")[1].strip(),
        noindex=any(plugin.hides(meta) for plugin in PLUGINS),
        social_image=reader.image(),
        notes=tuple(reader.notes),
    )


class _Reader:
    """Reads the fields of one item and collects what is to be reported."""

    def __init__(self, item: Item, names: SeoNames, meta: AbcMapping[str, str]) -> None:
        self.item = item
        self.names = names
        self.meta = meta
        self.notes: dict[str, None] = {}

    def note(self, sentence: str) -> None:
        self.notes[sentence] = None

    def raw(self, field: str) -> tuple[Plugin, str]:
        """Give the first text that a plugin has for a field, and the plugin."""
        for plugin in PLUGINS:
            for key in plugin.keys.get(field, ()):
                if self.meta.get(key, "").strip():
                    return plugin, self.meta[key]
        return PLUGINS[0], ""

    def words(self, field: str) -> str:
        """Give the text of a field with its variables resolved."""
        plugin, source = self.raw(field)
        text, notes = resolve(source, plugin.variable, self.item, self.names)
        self.notes |= dict.fromkeys(notes)
        return text

    def image(self) -> MediaRef | None:
        for plugin in PLUGINS:
            for key in plugin.keys.get("image", ()):
                ids = (f"{key.removesuffix('_url')}{suffix}" for suffix in _IMAGE_IDS)
                number = next((found for name in ids if (found := whole_number(self.meta.get(name, "")))), 0)
                url = self.meta.get(key, "").strip()
                if number or url:
                    return MediaRef(number, url)
        return None

    def note_rules(self) -> None:
        """Report rules for crawlers that pages here do not have."""
        nofollow = any(self.meta.get(key, "").strip() in values for key, values in _NOFOLLOW.items())
        if nofollow or re.search(r"\bnofollow\b", self.meta.get("rank_math_robots", "")):
            self.note("Search engines were asked not to follow its links; pages have no such rule here.")


_NOFOLLOW = {
    "_yoast_wpseo_meta-robots-nofollow": ("1",),
    "_aioseop_nofollow": ("on", "1"),
    "_seopress_robots_follow": ("yes",),
    "_genesis_nofollow": ("1",),
}


def _without_site(title: str, site: str) -> str:
    """Take the site's name from either end of a title: the site adds its own name to every title."""
    if not site:
        return title
    ends, name = re.escape("".join(sorted(SEPARATORS))), re.escape(plain(site))
    return re.sub(rf"\s*[{ends}]\s*{name}$|^{name}\s*[{ends}]\s*", "", title).strip()
