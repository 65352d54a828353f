"""Listings ask for terms, authors and pages; one that asks for what is not there lists nothing, and says so."""

from __future__ import annotations

from typing import Any

from cms.wordpress.links import LinkResolver
from cms.wordpress.report import ItemKey

Value = dict[str, Any]


def unresolved_terms(value: Value, links: LinkResolver, item: ItemKey) -> list[str]:
    """Name what a listing asks for and cannot do without; “all articles” would be a wrong answer.

    As in WordPress, a clause goes on with what is left of it, one that asks for all of its terms cannot, and one
    that excludes does not miss what does not exist.
    """
    terms, missing = links.terms, []
    clauses = [
        ([(f"term {ref.key}", terms.topic(ref.taxonomy, ref.key)) for ref in value.get("topics", [])],
         value.get("topic_operator")),
        ([(f"tag {ref.key}", terms.tag(ref.taxonomy, ref.key)) for ref in value.get("tags", [])],
         value.get("tag_operator")),
        ([(f"author {ref.id}", terms.author_by_id(ref.id)) for ref in value.get("authors", [])], "any"),
        ([(f"post {ref.id}", links.item(ref.id)) for ref in value.get("articles", [])], "any"),
    ]  # fmt: skip
    for found, operator in clauses:
        absent = [name for name, target in found if target is None]
        empty = absent and operator != "none" and (operator == "all" or len(absent) == len(found))
        if absent:
            links.context.missing()
        for name in absent:
            effect = "it lists nothing" if empty else "it goes on without it"
            links.context.report.loss(
                "listing-unresolved",
                f"A listing asks for {name}, which is not in the export; {effect}.",
                item,
            )
        missing += absent if empty else []
    return missing


def report_missing_pages(value: Value, links: LinkResolver, item: ItemKey) -> None:
    """Report the pages that a page list names and the export does not hold."""
    for ref in (*value.get("pages", []), *([value["parent"]] if value.get("parent") else [])):
        if links.referenced(ref) is None:
            links.context.missing()
            links.context.report.loss(
                "listing-unresolved",
                f"A page list asks for page {ref.id}, which is not in the export.",
                item,
            )
