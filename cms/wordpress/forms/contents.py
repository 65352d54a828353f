"""What an analysis says, as the admin shows it and asks about it."""

from __future__ import annotations

import dataclasses
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.wordpress.analysis import OTHERS, SETTLED_TAXONOMIES
from cms.wordpress.survey import MACHINE_TYPES

# Types that nobody decides about: what they hold comes over with something else, or not at all.
SETTLED_TYPES = frozenset({*MACHINE_TYPES, "attachment", OTHERS})
SHOWN = 50


@dataclasses.dataclass(frozen=True)
class Line:
    """How often something occurs, and where."""

    name: str
    number: int
    examples: list[str]


@dataclasses.dataclass(frozen=True)
class Table:
    """The commonest of something; ``more`` are not shown."""

    heading: str
    column: str
    lines: list[Line]
    more: int


class Contents:
    """Reads ``Analysis.as_dict()``."""

    def __init__(self, analysis: dict[str, Any]) -> None:
        self.analysis = analysis

    @property
    def types(self) -> dict[str, str]:
        """Give the post types that become something, each with its figures in words."""
        statuses: dict[str, list[str]] = {}
        for line in self._lines("types"):
            kind, _space, status = line.name.partition(" (")
            statuses.setdefault(kind, []).append(f"{line.number} {status.rstrip(')')}".strip())
        return {kind: ", ".join(found) for kind, found in statuses.items() if kind not in SETTLED_TYPES}

    @property
    def taxonomies(self) -> dict[str, str]:
        """Give the taxonomies that group items, each with the number of its terms in words."""
        terms = {name: tally["number"] for name, tally in self.analysis.get("terms", {}).items()}
        names = [
            name
            for name in {**terms, **self.analysis.get("taxonomies", {})}
            if name not in SETTLED_TAXONOMIES
        ]
        figures = {name: terms.get(name, 0) for name in names if name != OTHERS}
        return {
            name: ngettext("%(number)s term", "%(number)s terms", number) % {"number": number}
            for name, number in figures.items()
        }

    @property
    def menus(self) -> dict[str, str]:
        return {slug: name or slug for slug, name in self.analysis.get("menus", {}).items()}

    @property
    def facts(self) -> list[tuple[str, Any]]:
        site, figures = self.analysis.get("site", {}), self.analysis
        found = [
            (_("Site"), site.get("title", "")),
            (_("Address"), site.get("link", "")),
            (_("Authors"), figures.get("authors", 0)),
            (_("Comments"), figures.get("comments", 0)),
            (_("Comments that were approved"), figures.get("approved_comments", 0)),
            (_("Menus"), ", ".join(self.menus.values())),
        ]
        return [(label, value) for label, value in found if value]

    @property
    def losses(self) -> Table:
        """Give what will be lost or needs a decision, a sentence each."""
        found = [
            Line(loss["text"], loss["number"], loss["examples"]) for loss in self.analysis.get("losses", [])
        ]
        return Table(
            _("Needs a decision, or does not come over"), _("What"), found[:SHOWN], len(found[SHOWN:])
        )

    @property
    def tables(self) -> list[Table]:
        names = [
            ("types", _("Types"), _("Type (status)")),
            ("terms", _("Terms"), _("Taxonomy")),
            ("attachments", _("Files"), _("Kind of file")),
            ("shortcodes", _("Shortcodes"), _("Shortcode")),
            ("blocks", _("Editor blocks"), _("Block")),
            ("seo_plugins", _("Plugins for search engines"), _("Plugin")),
            ("meta", _("Custom fields"), _("Meta key")),
        ]
        return [self._table(*entry) for entry in names]

    def _table(self, name: str, heading: str, column: str) -> Table:
        found = self._lines(name)
        return Table(heading, column, found[:SHOWN], len(found[SHOWN:]))

    def _lines(self, name: str) -> list[Line]:
        """Give the lines of a table, the commonest first."""
        tallies = self.analysis.get(name, {}).items()
        found = [Line(name, tally["number"], tally["examples"]) for name, tally in tallies]
        return sorted(found, key=lambda line: (-line.number, line.name))
