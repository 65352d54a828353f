"""Listings: ``[su_posts]``, a query written as attributes."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Mapping
from typing import Any

from cms.wordpress.handlers.attributes import integer
from cms.wordpress.handlers.context import Context
from cms.wordpress.handlers.flow import Flow
from cms.wordpress.refs import AuthorRef, ItemRef, TermRef
from cms.wordpress.shortcodes import Shortcode

_TEMPLATES = {
    "default-loop": "default",
    "teaser-loop": "teaser",
    "list-loop": "list",
    "single-post": "single",
}
_ORDERS = {
    "author": "author",
    "date": "date",
    "modified": "modified",
    "post__in": "manual",
    "rand": "random",
    "title": "title",
}
_PAGE_ORDERS = {
    "date": "date",
    "menu_order": "menu",
    "modified": "modified",
    "post__in": "manual",
    "title": "title",
}
_OPERATORS = {"0": "IN", "1": "NOT IN", "2": "AND"}
_OPERATOR_WORDS = {"NOT IN": "none", "AND": "all"}
_POSTS_PER_PAGE = 10  # the option's value in a new WordPress; the export does not say what the site had
_FURTHER_TAXONOMY = re.compile(r"taxonomy_(\d+)\Z")


@dataclasses.dataclass(frozen=True)
class _Clause:
    """Terms of one taxonomy and how they count: ``any`` of them, ``all`` of them or ``none`` of them."""

    taxonomy: str
    terms: tuple[str, ...]
    operator: str


def su_posts(tag: Shortcode, flow: Flow, context: Context) -> None:
    """Becomes a listing of articles, or of pages for ``post_type=page``. Only what is live and public is ever listed."""
    post_types = _split(tag.attributes.get("post_type", "")) or ["post"]
    status = tag.attributes.get("post_status", "publish").strip().lower()
    if status not in ("publish", ""):
        context.loss(
            "listing-status",
            f"A listing asks for content with the status “{status}”; only what is live is listed.",
        )
    if post_types == ["page"]:
        flow.block("page_list", _page_list(tag, context))
        return
    flow.block("service_articles", _articles(tag, _wrong_types(post_types, context), context))


def _wrong_types(post_types: list[str], context: Context) -> list[str]:
    """Report types that no listing shows; only a listing that also asks for posts can still show those."""
    wrong = [name for name in post_types if name != "post"]
    if not wrong:
        return []
    names = ", ".join(wrong)
    context.loss(
        "listing-post-type",
        f"A listing shows content of the type {names}, which listings of articles leave out.",
    )
    return [] if len(wrong) < len(post_types) else [f"post type {names}"]


def _articles(tag: Shortcode, unresolved: list[str], context: Context) -> dict[str, Any]:
    read = tag.attributes.get
    chosen = _taxonomies(tag, unresolved, context)
    authors = _named(tag, "author", unresolved, context)
    articles = _named(tag, "id", unresolved, context)
    clauses = [clause for clause in chosen.values() if clause.operator != "none"]
    if parent := read("post_parent", "").strip().strip("0"):
        context.loss(
            "listing-parent", f"A listing asks for articles below {parent}; articles have no parent."
        )
        unresolved.append(f"parent {parent}")
    _meta_key(tag, unresolved, context)
    template = _template(tag, context)
    count, offset = _count_and_offset(tag)
    topics, tags = chosen.get("topics"), chosen.get("tags")
    return {
        "topics": [TermRef(topics.taxonomy, term) for term in topics.terms] if topics else [],
        "topic_operator": topics.operator if topics else "any",
        "tags": [TermRef(tags.taxonomy, term) for term in tags.terms] if tags else [],
        "tag_operator": tags.operator if tags else "any",
        "authors": [AuthorRef(author) for author in authors if author > 0],
        "exclude_authors": [AuthorRef(-author) for author in authors if author < 0],
        "articles": [ItemRef(item) for item in articles if item > 0],
        "exclude_current": False,
        "count": 1 if template == "single" else count,
        "offset": offset,
        "order_by": _order(tag, _ORDERS, context),
        "direction": _direction(tag),
        # WordPress puts sticky posts first only in queries that look like a front page (WP_Query::$is_home).
        "featured_first": read("ignore_sticky_posts") != "yes" and not clauses and not authors,
        "template": template,
        "empty_text": "",
        "unresolved": "; ".join(unresolved),
    }


def _page_list(tag: Shortcode, context: Context) -> dict[str, Any]:
    read = tag.attributes.get
    unresolved: list[str] = []
    if chosen := _taxonomies(tag, unresolved, context):
        names = ", ".join(term for clause in chosen.values() for term in clause.terms)
        context.loss("listing-term", f"A list of pages asks for the terms {names}; pages have no terms here.")
    if read("author", "").strip():
        context.loss("listing-author", "A list of pages asks for authors; pages have none here.")
    _meta_key(tag, unresolved, context)
    template = _template(tag, context)
    if template == "single":
        context.loss(
            "listing-template", "A list of pages shows a whole page; here it shows title and summary."
        )
    parent = read("post_parent", "").strip()
    parent_id = max(integer(parent) or 0, 0)
    nothing_named: list[str] = []
    pages = [ItemRef(item) for item in _named(tag, "id", nothing_named, context) if item > 0]
    # Where nothing that is named can be found, WordPress finds nothing either, whatever the parent.
    below = not pages and not nothing_named and bool(parent == "current" or parent_id)
    if not (pages or nothing_named or below):
        context.loss(
            "listing-pages",
            "A list names neither pages nor a parent: it listed all pages of the old site; here it is empty.",
        )
    count, offset = _count_and_offset(tag)
    return {
        "source": "children" if below else "picked",
        "pages": pages,
        "parent": ItemRef(parent_id) if below and parent_id else None,
        "depth": 1,
        "count": 1 if template == "single" else count,
        "offset": offset,
        "order_by": _order(tag, _PAGE_ORDERS, context),
        "direction": _direction(tag),
        "template": "default" if template == "single" else template,
        "empty_text": "",
    }


def _taxonomies(tag: Shortcode, unresolved: list[str], context: Context) -> dict[str, _Clause]:
    """Give at most one clause for topics and one for tags; what cannot be said so is reported and lists nothing."""
    chosen: dict[str, _Clause] = {}
    clauses = _clauses(tag, context)
    alternatives = tag.attributes.get("tax_relation", "AND").strip().upper() == "OR" and len(clauses) > 1
    for clause in [*clauses, *_tag_clauses(tag)]:
        target = context.mapping.taxonomies.get(clause.taxonomy, "")
        merged = _merge(chosen.get(target), clause, alternatives=alternatives)
        terms = ", ".join(clause.terms)
        if not target:
            context.loss(
                "listing-taxonomy",
                f"A listing asks for “{terms}” of the taxonomy {clause.taxonomy}, which is not mapped.",
            )
        elif merged is None or (alternatives and chosen and target not in chosen):
            context.loss(
                "listing-relation",
                f"A listing combines terms in a way no listing here can: {tag.source[:200]}",
            )
        else:
            chosen[target] = merged
            continue
        unresolved.append(f"{clause.taxonomy} {terms}")
    return chosen


def _clauses(tag: Shortcode, context: Context) -> list[_Clause]:
    """Read ``taxonomy`` and ``taxonomy_2`` …; the further ones count only behind a first one, and hold slugs."""
    read = tag.attributes.get
    terms = _split(read("tax_term", ""))
    if not terms or terms == ["0"]:
        return []
    if terms[0].isdigit() and (words := [term for term in terms if not term.isdigit()]):
        context.loss(
            "listing-term", f"A listing by term ids holds words, which WordPress ignores: {', '.join(words)}"
        )
        terms = [term for term in terms if term.isdigit()]
    clauses = [_clause(read("taxonomy", "category"), terms, read("tax_operator", ""))]
    number = 2
    while taxonomy := read(f"taxonomy_{number}"):
        if further := _split(read(f"tax_{number}_term", "")):
            clauses.append(_clause(taxonomy, further, read(f"tax_{number}_operator", "")))
        number += 1
    return clauses


def _clause(taxonomy: str, terms: list[str], operator: str) -> _Clause:
    operator = _OPERATORS.get(operator.strip(), operator.strip())
    return _Clause(taxonomy.strip(), tuple(terms), _OPERATOR_WORDS.get(operator, "any"))


def _tag_clauses(tag: Shortcode) -> list[_Clause]:
    """The attribute ``tag`` takes slugs: with commas any of them, with plus signs all of them."""
    value = tag.attributes.get("tag", "").strip()
    if not value:
        return []
    if "," not in value and "+" in value:
        return [_Clause("post_tag", tuple(filter(None, map(str.strip, value.split("+")))), "all")]
    return [_Clause("post_tag", tuple(_split(value)), "any")]


def _merge(first: _Clause | None, second: _Clause, *, alternatives: bool) -> _Clause | None:
    """Say two clauses as one, None where that cannot be said."""
    if first is None:
        return second
    terms = tuple(dict.fromkeys(first.terms + second.terms))
    operators = {
        _plain_operator(first, alternatives=alternatives),
        _plain_operator(second, alternatives=alternatives),
    }
    if first.taxonomy != second.taxonomy or len(operators) > 1:
        return None
    operator = operators.pop()
    allowed = {"any"} if alternatives else {"all", "none"}
    return _Clause(first.taxonomy, terms, operator) if operator in allowed else None


def _plain_operator(clause: _Clause, *, alternatives: bool) -> str:
    """With a single term any and all are the same."""
    if len(clause.terms) > 1 or clause.operator == "none":
        return clause.operator
    return "any" if alternatives else "all"


def _meta_key(tag: Shortcode, unresolved: list[str], context: Context) -> None:
    """A custom field may only order a listing; where it chooses the entries, listing all would be wrong."""
    key = tag.attributes.get("meta_key", "").strip()
    if not key:
        return
    context.loss(
        "listing-meta-key", f"A listing asks for the custom field {key}, which no listing here knows."
    )
    if not tag.attributes.get("orderby", "").startswith("meta_value"):
        unresolved.append(f"custom field {key}")


def _template(tag: Shortcode, context: Context) -> str:
    path = tag.attributes.get("template", "").strip() or "default-loop"
    name = path.rpartition("/")[2].removesuffix(".php")
    if name not in _TEMPLATES:
        context.loss(
            "listing-template",
            f"A listing uses the template {path} of the old theme; it became the default one.",
        )
    return _TEMPLATES.get(name, "default")


def _order(tag: Shortcode, orders: Mapping[str, str], context: Context) -> str:
    """WordPress orders by date where it does not know the field; ``id`` is one of those."""
    value = re.sub(r"[^a-z0-9_-]", "", tag.attributes.get("orderby", "").lower()) or "date"
    if value not in orders and value not in ("none", "id"):
        context.loss("listing-order", f"A listing is ordered by {value}; here it is ordered by date.")
    return orders.get(value, "date")


def _direction(tag: Shortcode) -> str:
    return "ascending" if tag.attributes.get("order", "").strip().lower() == "asc" else "descending"


def _count_and_offset(tag: Shortcode) -> tuple[int, int]:
    """Give how many entries (0: all) after how many; ``-1`` means all of them, whatever the offset."""
    count = integer(tag.attributes.get("posts_per_page", "")) or _POSTS_PER_PAGE
    offset = integer(tag.attributes.get("offset", "")) or 0
    return (0, 0) if count == -1 else (abs(count), max(0, offset))


def _split(value: str) -> list[str]:
    return [entry for entry in map(str.strip, value.split(",")) if entry]


def _named(tag: Shortcode, attribute: str, unresolved: list[str], context: Context) -> list[int]:
    """Read ids. Entries that are no numbers are reported; where there is nothing else, the listing has no answer."""
    entries = _split(tag.attributes.get(attribute, ""))
    if words := ", ".join(entry for entry in entries if integer(entry) is None):
        context.loss(
            f"listing-{attribute}",
            f"A listing asks for {attribute} “{words[:200]}”; only numbers are understood.",
        )
        if all(integer(entry) is None for entry in entries):
            unresolved.append(f"{attribute} {words}")
    return [number for number in map(integer, entries) if number]
