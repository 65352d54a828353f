"""The variables in the titles and descriptions of WordPress's SEO plugins: “%%title%%”, “%title%”, “#post_title”."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from collections.abc import Mapping as AbcMapping
from datetime import date

from cms.wordpress.addresses import whole_number
from cms.wordpress.plaintext import plain
from cms.wordpress.records import Item

EXCERPT = 155  # characters of an automatic description, as search engines show
SEPARATORS = frozenset("-–—:·•*⋆|~«»<>/")


@dataclasses.dataclass(frozen=True)
class SeoNames:
    """What the variables of a page name beside the page itself; ``terms`` are (taxonomy, slug) by id."""

    site: str = ""
    tagline: str = ""
    author: str = ""
    parent: str = ""
    terms: AbcMapping[int, tuple[str, str]] = dataclasses.field(default_factory=dict)
    today: date = dataclasses.field(default_factory=date.today)


_CUSTOM_FIELD = re.compile(r"(?:cf_|_cf_|custom_field-|customfield\()(?P<key>[^()]+)\)?")
_CUSTOM_TERM = re.compile(r"(?:ct_|_ct_|tax_name-|customterm\()(?P<key>[^()]+)\)?")


def resolve(source: str, variable: re.Pattern[str], item: Item, names: SeoNames) -> tuple[str, list[str]]:
    """Give a text with its variables written out, as plain text, and sentences for the report.

    ``variable`` finds one, its name in the group ``name``. One without a meaning here is left out and reported, and
    so are the separators around what is empty.
    """
    notes: dict[str, None] = {}

    def value(match: re.Match[str]) -> str:
        found, sentence = _value(match["name"], item, names)
        if sentence:
            notes[sentence.format(match[0])] = None
        return found

    text, number = variable.subn(value, source)
    return _trimmed(plain(text)) if number else plain(text), list(notes)


def _value(written: str, item: Item, names: SeoNames) -> tuple[str, str]:
    """Give the value of a variable and a sentence that wants its name, "" where there is nothing to say."""
    name = written.lower().split("(")[0]  # Rank Math: date(F jS, Y)
    name = _SYNONYMS.get(name, name)
    if name in _VALUES:
        return _VALUES[name](item, names), ""
    if name in _TODAY:
        value = _TODAY[name](names.today)
        return value, f"“{{}}” was written out as “{value}” and will not change any more."
    if field := _CUSTOM_FIELD.fullmatch(written):
        return plain(item.meta_value(field["key"])), ""
    if taxonomy := _CUSTOM_TERM.fullmatch(written):
        return _terms(item, taxonomy["key"]), ""
    return "", "The variable “{}” has no meaning here and was left out."


def _excerpt(item: Item, _names: SeoNames) -> str:
    """Give the excerpt, or the first words of the content, without shortcodes."""
    if item.excerpt.strip():
        return plain(item.excerpt)
    words = plain(re.sub(r"\[/?[a-z_][^\[\]]*\]", " ", item.content, flags=re.IGNORECASE))
    return words if len(words) <= EXCERPT else words[: EXCERPT + 1].rpartition(" ")[0]


def _terms(item: Item, taxonomy: str) -> str:
    return ", ".join(plain(term.name) for term in item.terms if term.taxonomy == taxonomy)


def _primary_category(item: Item, names: SeoNames) -> str:
    keys = ("_yoast_wpseo_primary_category", "rank_math_primary_category", "_seopress_robots_primary_cat")
    number = next((found for key in keys if (found := whole_number(item.meta_value(key)))), 0)
    categories = [term for term in item.terms if term.taxonomy == "category"]
    chosen = [term for term in categories if (term.taxonomy, term.slug) == names.terms.get(number)]
    return next((plain(term.name) for term in chosen or categories), "")


def _focus_keyword(item: Item, _names: SeoNames) -> str:
    found = item.meta_value("_yoast_wpseo_focuskw") or item.meta_value("rank_math_focus_keyword")
    return plain(found.split(",")[0])


def _day(day: date | None) -> str:
    """Write a date as WordPress does where nobody has chosen another form."""
    return f"{day:%B} {day.day}, {day.year}" if day else ""


_VALUES: dict[str, Callable[[Item, SeoNames], str]] = {
    "title": lambda item, names: plain(item.title),
    "sep": lambda item, names: " - ",
    "sitename": lambda item, names: names.site,
    "sitedesc": lambda item, names: names.tagline,
    "excerpt": _excerpt,
    "excerpt_only": lambda item, names: plain(item.excerpt),
    "category": lambda item, names: _terms(item, "category"),
    "primary_category": _primary_category,
    "tag": lambda item, names: _terms(item, "post_tag"),
    "date": lambda item, names: _day(item.date),
    "modified": lambda item, names: _day(item.modified),
    "post_year": lambda item, names: str(item.date.year) if item.date else "",
    "post_month": lambda item, names: f"{item.date:%B}" if item.date else "",
    "post_day": lambda item, names: str(item.date.day) if item.date else "",
    "name": lambda item, names: names.author,
    "parent_title": lambda item, names: names.parent,
    "permalink": lambda item, names: item.link,
    "id": lambda item, names: str(item.id),
    "focuskw": _focus_keyword,
    "page": lambda item, names: "",  # says something on the later pages of a list only
    "seo_title": lambda item, names: "",  # in a link preview; it falls back to them by itself
    "seo_description": lambda item, names: "",
}
_TODAY: dict[str, Callable[[date], str]] = {
    "currentyear": lambda day: str(day.year),
    "currentmonth": lambda day: f"{day:%B}",
    "currentday": lambda day: str(day.day),
    "currentdate": _day,
}
_SYNONYMS = {
    other: name
    for name, others in {
        "title": "post_title page_title wp_title",
        "sep": "separator separator_sa",
        "sitename": "site_title sitetitle blog_title org_name",
        "sitedesc": "tagline blog_description site_description",
        "excerpt": "post_excerpt description post_content",
        "excerpt_only": "post_excerpt_only",
        "category": "categories post_category _category_title category_title taxonomy_title",
        "primary_category": "primary_taxonomy_terms",
        "tag": "tags post_tag",
        "date": "post_date",
        "modified": "post_modified_date",
        "name": "author_name post_author post_author_login post_author_nicename",
        "page": "pagenumber pagetotal page_number current_pagination",
        "permalink": "url post_url",
        "id": "post_id",
        "focuskw": "focus_keyword keywords target_keyword",
        "currentyear": "current_year",
        "currentmonth": "current_month",
        "currentday": "current_day",
        "currentdate": "current_date",
    }.items()
    for other in others.split()
}


def _trimmed(text: str) -> str:
    """Drop the separators that stand at an end or twice, because what stood between them was empty."""
    kept: list[str] = []
    for word in text.split():
        if word not in SEPARATORS or (kept and kept[-1] not in SEPARATORS):
            kept.append(word)
    return " ".join(kept[:-1] if kept and kept[-1] in SEPARATORS else kept)
