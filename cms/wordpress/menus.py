"""The menus of the export become the site's menus."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import Any

from cms.pages.models import Menu, MenuLink
from cms.wordpress.context import Context, valid_slug
from cms.wordpress.ledger import fingerprint
from cms.wordpress.report import ItemKey
from cms.wordpress.resolve import Resolver
from cms.wordpress.wxr import MenuItem
from providers.models import Provider

DEEPEST = 3
LONGEST = {"url": 1000, "email": 254, "phone": 40}  # as the fields of a link


@dataclasses.dataclass
class Branch:
    """A link of a WordPress menu and what stands below it."""

    entry: MenuItem
    below: list[Branch] = dataclasses.field(default_factory=list)


class MenuWriter:
    """Creates and updates menus; the first one, or the one that the mapping names, goes into an empty header.

    They are made before pages are filled, since content may show them, and filled when all pages stand.
    """

    def __init__(self, context: Context, resolver: Resolver) -> None:
        self.context = context
        self.resolver = resolver
        self._names: dict[str, str] = {}

    def create(self) -> None:
        """Make the menus of the export, empty."""
        survey = self.context.survey
        names = {term.slug: term.name for term in survey.terms if term.taxonomy == "nav_menu"}
        for entry in survey.menu_items:
            names.setdefault(entry.menu, entry.menu_name)
        self._names = names
        for slug, name in names.items():
            if self.context.ledger.row("menus", slug) is None:
                self._create(slug, name or slug)

    def fill(self) -> None:
        """Put the links of the export into its menus."""
        menus: dict[str, list[MenuItem]] = defaultdict(list)
        for slug in self._names:
            # An export without any menu items says nothing of the links that another one brought.
            if self.context.survey.menu_items or not self._is_filled(slug):
                menus[slug] = []
        for entry in self.context.survey.menu_items:
            if entry.status in ("", "publish"):
                menus[entry.menu].append(entry)
            else:
                self._skip(entry, f"is a {entry.status}")
        for slug, entries in {**menus, **self._pending()}.items():
            item = ItemKey("menu", 0, self._names.get(slug) or slug)
            with self.context.attempt(item):
                self._write(slug, item, entries)

    def _is_filled(self, slug: str) -> bool:
        entry = self.context.ledger.row("menus", slug)
        return entry is not None and bool(entry.content_hash)

    def _pending(self) -> dict[str, list[MenuItem]]:
        """Give the menus of earlier exports with links that led nowhere then."""
        waiting = [
            entry
            for entry in self.context.ledger.entries("menus")
            if entry.is_pending and entry.ident not in self._names
        ]
        return {
            str(entry.ident): [MenuItem(**data) for data in self.context.ledger.pending(entry)]
            for entry in waiting
        }

    def _skip(self, entry: MenuItem, why: str) -> None:
        self.context.report.loss(
            "menu-link",
            f"The link “{entry.title or entry.id}” of the menu “{entry.menu}” {why}.",
            ItemKey("menu link", entry.id, entry.title, entry.url),
        )
        self.context.report.count("menu_links", "skipped")

    def _write(self, slug: str, item: ItemKey, entries: list[MenuItem]) -> None:
        ledger, report = self.context.ledger, self.context.report
        if ledger.was_deleted("menus", slug):
            report.note("deleted-here", "Was deleted here since the last import; not made again.", item)
            report.count("menus", "skipped")
            return
        self.context.begin_item()
        links = self._links(tree_of(entries))
        menu = ledger.target("menus", slug)
        wanted, current = fingerprint(links), fingerprint(_stored(menu))
        overwrite = self.context.options.overwrite
        outcome = ledger.decide("menus", slug, wanted, current, item, overwrite=overwrite)
        if outcome in ("created", "updated"):
            menu.links.all().delete()
            for number, link in enumerate(links):
                MenuLink.objects.create(menu=menu, sort_order=number, **link)
        pending = None if self.context.is_complete else [dataclasses.asdict(entry) for entry in entries]
        was_pending = bool((row := ledger.row("menus", slug)) and row.is_pending)
        details = {"pending": pending} if pending or was_pending else {}
        ledger.settle("menus", slug, wanted, fingerprint(_stored(menu)), outcome, **details)
        report.count("menu_links", outcome, len(links))

    def _create(self, slug: str, name: str) -> None:
        menu = Menu.objects.create(
            name=self.context.words(name)[:100],
            slug=self.context.free_snippet_slug(Menu, valid_slug(slug, name, "menu")[:90]),
            location=self._location(slug),
            locale=self.context.locale,
        )
        self.context.ledger.add("menus", slug, menu)

    def _links(self, branches: list[Branch], level: int = 1) -> list[dict[str, Any]]:
        """Give the links of branches in order; below one that leads nowhere, the others move up."""
        links: list[dict[str, Any]] = []
        for branch in branches:
            link = self._link(branch, min(level, DEEPEST))
            if link is not None:
                links.append(link)
                if level > DEEPEST:
                    self.context.report.note(
                        "menu-depth",
                        f"Menus have {DEEPEST} levels here; this link moved up.",
                        ItemKey("menu link", branch.entry.id, branch.entry.title),
                    )
            links += self._links(branch.below, level if link is None else level + 1)
        return links

    def _link(self, branch: Branch, level: int) -> dict[str, Any] | None:
        entry = branch.entry
        target = self._target(entry)
        if not target and not _is_label(entry):
            self.context.missing()
            self._skip(entry, "leads nowhere here")
            return None
        names = {
            name if name in LONGEST else f"{name}_id": value
            for name, value in target.items()
            if name != "anchor"
        }
        names |= {} if target else {"is_label": True}
        for name, value in target.items():
            if name in LONGEST and len(value) > LONGEST[name]:
                self._skip(entry, "has an address that is too long")
                return None
        return {"text": self.context.words(entry.title)[:120] or self._title(entry), "level": level, **names}

    def _target(self, entry: MenuItem) -> dict[str, Any]:
        if entry.kind == "custom":
            link = self.resolver.links.link(entry.url, ItemKey("menu link", entry.id, entry.title, entry.url))
            return {} if set(link) <= {"anchor"} else link
        if entry.kind == "taxonomy":
            taxonomy = entry.object
            url = self.resolver.links.term_url(taxonomy, str(entry.object_id))
            return {"url": url} if url else {}
        target = self.resolver.links.item(entry.object_id)
        if target is None:
            return {}
        return {"provider": target.pk} if isinstance(target, Provider) else {"page": target.pk}

    def _title(self, entry: MenuItem) -> str:
        """Give the text of a link that WordPress labels with its target's title; pages label themselves."""
        if entry.kind != "taxonomy":
            return ""
        topic = self.resolver.terms.topic(entry.object, str(entry.object_id))
        tag = self.resolver.terms.tag(entry.object, str(entry.object_id))
        return topic.name[:120] if topic else tag.name if tag else ""

    def _location(self, slug: str) -> str:
        chosen = self.context.mapping.header_menu
        if chosen and slug != chosen:
            return ""
        taken = Menu.objects.filter(location="header", locale=self.context.locale).exists()
        return "" if taken else "header"


def _is_label(entry: MenuItem) -> bool:
    """Tell whether a link is a text alone, which WordPress writes as a link to ``#``."""
    return entry.kind == "custom" and entry.url.strip() in ("", "#") and bool(entry.title.strip())


def _stored(menu: Menu) -> list[dict[str, Any]]:
    fields = ("text", "level", "is_label", "page_id", "provider_id", "document_id", "url", "email", "phone")
    return list(menu.links.order_by("sort_order").values(*fields))


def tree_of(entries: list[MenuItem]) -> list[Branch]:
    """Put links below their parents; one whose parent is missing, or below itself, stands on top."""
    branches = {entry.id: Branch(entry) for entry in sorted(entries, key=lambda entry: entry.order)}
    top: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.entry.parent)
        if parent is None or _is_above(branch, parent, branches):
            top.append(branch)
        else:
            parent.below.append(branch)
    return top


def _is_above(branch: Branch, other: Branch, branches: dict[int, Branch]) -> bool:
    """Tell whether a branch is the other, or stands somewhere above it."""
    seen: set[int] = set()
    above: Branch | None = other
    while above is not None and above.entry.id not in seen:
        if above is branch:
            return True
        seen.add(above.entry.id)
        above = branches.get(above.entry.parent)
    return False
