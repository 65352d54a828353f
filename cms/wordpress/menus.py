"""The menus of the export become the site's menus."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from cms.pages.models import Menu, MenuLink
from cms.wordpress.context import Context, valid_slug
from cms.wordpress.ledger import fingerprint
from cms.wordpress.plaintext import plain
from cms.wordpress.report import ItemKey
from cms.wordpress.resolve import Resolver
from cms.wordpress.wxr import MenuItem
from providers.models import Provider

DEEPEST = 3


class MenuWriter:
    """Creates and updates menus; the first one, or the one that the mapping names, goes into an empty header."""

    def __init__(self, context: Context, resolver: Resolver) -> None:
        self.context = context
        self.resolver = resolver

    def run(self) -> None:
        menus: dict[str, list[MenuItem]] = defaultdict(list)
        for entry in self.context.survey.menu_items:
            menus[entry.menu].append(entry)
        for slug, entries in menus.items():
            self._write(slug, entries)

    def _write(self, slug: str, entries: list[MenuItem]) -> None:
        ledger, report = self.context.ledger, self.context.report
        item = ItemKey("menu", 0, entries[0].menu_name or slug)
        if ledger.was_deleted("menus", slug):
            report.note("deleted-here", "Was deleted here since the last import; not made again.", item)
            report.count("menus", "skipped")
            return
        links = [link for entry, level in _in_tree_order(entries) if (link := self._link(entry, level))]
        menu = ledger.target("menus", slug)
        if menu is None:
            menu = Menu.objects.create(
                name=plain(item.title)[:100],
                slug=self._free_slug(valid_slug(slug, item.title, "menu")[:90]),
                location=self._location(slug),
                locale=self.context.locale,
            )
            ledger.add("menus", slug, menu)
        wanted, current = fingerprint(links), fingerprint(_stored(menu))
        outcome = ledger.decide("menus", slug, wanted, current, item)
        if outcome in ("created", "updated"):
            menu.links.all().delete()
            for number, link in enumerate(links):
                MenuLink.objects.create(menu=menu, sort_order=number, **link)
        ledger.settle("menus", slug, wanted, fingerprint(_stored(menu)), outcome)
        report.count("menu_links", outcome, len(links))

    def _link(self, entry: MenuItem, level: int) -> dict[str, Any] | None:
        item = ItemKey("menu link", entry.id, entry.title, entry.url)
        target = self._target(entry, item)
        if not target or set(target) == {"anchor"}:
            self.context.report.loss(
                "menu-link",
                f"The link “{entry.title or entry.id}” of the menu “{entry.menu}” leads nowhere here.",
                item,
            )
            self.context.report.count("menu_links", "skipped")
            return None
        if level > DEEPEST:
            self.context.report.note(
                "menu-depth", f"Menus have {DEEPEST} levels here; this one moved up.", item
            )
        target.pop("anchor", None)
        names = {
            name if name in ("url", "email", "phone") else f"{name}_id": value
            for name, value in target.items()
        }
        text = plain(entry.title)[:120] or self._title(entry)
        return {"text": text, "level": min(level, DEEPEST), **names}

    def _target(self, entry: MenuItem, item: ItemKey) -> dict[str, Any]:
        if entry.kind == "custom":
            return self.resolver.link(entry.url, item)
        if entry.kind == "taxonomy":
            taxonomy = entry.object
            url = self.resolver.term_url(taxonomy, str(entry.object_id))
            return {"url": url} if url else {}
        target = self.resolver.item(entry.object_id)
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

    def _free_slug(self, wanted: str) -> str:
        slug, number = wanted, 2
        while Menu.objects.filter(slug=slug, locale=self.context.locale).exists():
            slug, number = f"{wanted}-{number}", number + 1
        return slug


def _stored(menu: Menu) -> list[dict[str, Any]]:
    fields = ("text", "level", "page_id", "provider_id", "document_id", "url", "email", "phone")
    return list(menu.links.order_by("sort_order").values(*fields))


def _in_tree_order(entries: list[MenuItem]) -> list[tuple[MenuItem, int]]:
    """Put links below their parents, with their level; a link whose parent is missing stands on top."""
    ids = {entry.id for entry in entries}
    below: dict[int, list[MenuItem]] = defaultdict(list)
    for entry in sorted(entries, key=lambda entry: entry.order):
        below[entry.parent if entry.parent in ids and entry.parent != entry.id else 0].append(entry)
    ordered: list[tuple[MenuItem, int]] = []
    waiting = [(entry, 1) for entry in reversed(below[0])]
    while waiting:
        entry, level = waiting.pop()
        ordered.append((entry, level))
        waiting += [(child, level + 1) for child in reversed(below.pop(entry.id, []))]
    return ordered
