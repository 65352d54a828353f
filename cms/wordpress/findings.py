"""What a run says of an export as a whole."""

from __future__ import annotations

from cms.wordpress import document
from cms.wordpress.mapping import Mapping
from cms.wordpress.report import ItemKey, Report
from cms.wordpress.survey import Survey


def report_found(found: Survey, report: Report) -> None:
    for item in found.duplicates:
        report.loss("duplicate-id", f"Another item has the id {item.id}; this one was left out.", item)
    for what, number in sorted(found.skipped.items()):
        report.note(
            "skipped", f"{number} × {what}: not content that visitors saw.", ItemKey(what.split(" (")[0])
        )


def report_unused(mapping: Mapping, found: Survey, report: Report) -> None:
    """Say which names of the mapping the export does not know: they are slips, or of another export."""
    default = Mapping()
    slugs = {known.slug for known in found.items.values() if known.type == "page"}
    types = {known.type for known in found.items.values()} | {what.split(" (")[0] for what in found.skipped}
    taxonomies = {term.taxonomy for term in found.terms} | {term.taxonomy for term in found.named_terms}
    names = {
        "home": {mapping.home} - slugs,
        "header": {mapping.header_menu} - set(found.facts.menus),
        "types": set(mapping.types) - set(default.types) - types,
        "taxonomies": set(mapping.taxonomies) - set(default.taxonomies) - taxonomies,
    }
    for section, unused in names.items():
        for name in sorted(unused - {""}):
            report.note(
                "mapping-unused", f"The mapping names “{name}” ({section}), which is not in the export."
            )


def report_lost_links(found: Survey, report: Report) -> None:
    """Say which sentences of text documents were links: text holds no targets."""
    for item in found.contents.values():
        for sentence in document.lost_links(item.content):
            report.loss("lost-link", f"A link stood here, but text holds no target: “{sentence}”", item.key)
