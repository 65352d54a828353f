"""Where imported pages stand: articles below the article index, pages below the pages that WordPress had them below."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wagtail.models import Page

from cms.wordpress import bulk, wxr
from cms.wordpress.context import Context, valid_slug
from cms.wordpress.ledger import Entry
from cms.wordpress.shelf import Shelf
from cms.wordpress.survey import Known
from home.models import ContentPage
from services.models import ServiceArticlePage

PARENT_MISSING = "parent-missing"

DEEPEST = 62  # a page's path in the tree has 255 characters, four a level


class PageTree:
    """Makes empty pages in their places, and moves those whose parent came later."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def create(self, batch: Iterable[Known]) -> None:
        """Make the pages of items, empty and not live, a generation after the other."""
        waiting = list(batch)
        while waiting:
            ids = {known.id for known in waiting}
            ready = [known for known in waiting if known.parent not in ids] or waiting[:1]  # a ring is cut
            self._create(ready)
            made = {known.id for known in ready}
            waiting = [known for known in waiting if known.id not in made]

    def _create(self, generation: Iterable[Known]) -> None:
        new: dict[int, list[tuple[Known, Page]]] = {}
        parents: dict[int, Page] = {}
        for known in generation:
            kind = self.context.kind_of(known)
            if self.context.ledger.row(kind, known.id) is not None:
                continue
            if kind == "pages" and self._is_home(known):
                self.context.ledger.add(kind, known.id, self.context.home, known.link, was_created=False)
                continue
            parent = self.context.article_index() if kind == "articles" else self._parent_of(known.parent)
            if parent.depth >= DEEPEST:
                self.context.report.note(
                    "too-deep", "Stood deeper than pages can stand here; it stands on top.", known.key
                )
                parent = self.context.home
            parents[parent.pk] = parent
            new.setdefault(parent.pk, []).append((known, self._new_page(known, kind)))
        for pk, children in new.items():
            self._add_children(parents[pk], children)

    def _new_page(self, known: Known, kind: str) -> Page:
        model = ServiceArticlePage if kind == "articles" else ContentPage
        slug = valid_slug(known.slug, known.title, f"{known.type}-{known.id}")
        return model(
            title=(known.title or slug)[:255],
            slug=slug,
            locale=self.context.locale,
            live=False,
            has_unpublished_changes=True,
        )

    def _add_children(self, parent: Page, children: list[tuple[Known, Page]]) -> None:
        self.context.free_slugs(parent, [(page, known.key) for known, page in children])
        pages = [page for _known, page in children]
        for model in dict.fromkeys(map(type, pages)):
            bulk.add_children(parent, [page for page in pages if type(page) is model])
        for known, page in children:
            self.context.ledger.add(self.context.kind_of(known), known.id, page, known.link)

    def _is_home(self, known: Known) -> bool:
        home = self.context.mapping.home
        return bool(home) and known.slug == home and known.type == "page"

    def _parent_of(self, wordpress_id: int) -> Page:
        parent = self.context.ledger.target("pages", wordpress_id) if wordpress_id else None
        return parent if isinstance(parent, ContentPage) else self.context.home

    def look_for_parent(self, item: wxr.Item) -> None:
        """Remember an item whose parent another export has to bring; report one that stands below itself."""
        if item.type != "page" or not item.parent:
            return
        if self._stands_below_itself(item):
            self.context.report.note(
                "parent-loop", "Its parents lead back to it; one page of that ring stands on top.", item.key
            )
        elif self.context.ledger.row("pages", item.parent) is None:
            self.context.missing()
            self.context.report.note(
                PARENT_MISSING,
                f"Its parent, page {item.parent}, is not in the export; it stands on top.",
                item.key,
            )

    def _stands_below_itself(self, item: wxr.Item) -> bool:
        items, above, parent = self.context.survey.items, {item.id}, item.parent
        while parent in items and parent not in above:
            above.add(parent)
            parent = items[parent].parent
        return parent == item.id

    def waiting(self) -> Iterator[Entry]:
        """Give the pages whose parent was missing when they were made."""
        for entry in self.context.ledger.entries("pages"):
            if entry.is_pending and any(code == PARENT_MISSING for code, *_rest in entry.issues):
                yield entry

    def move(self, entry: Entry, item: wxr.Item) -> None:
        """Put a page below its parent, if that has come and nobody moved the page since."""
        parent = self._parent_of(item.parent)
        page = Page.objects.filter(pk=entry.object_id).first()
        if (
            page is not None
            and parent.pk != self.context.home.pk
            and page.get_parent().pk == self.context.home.pk
        ):
            page.move(Page.objects.get(pk=parent.pk), pos="last-child")


def parents_first(items: Shelf[int, Known]) -> Iterator[Known]:
    """Give each item after its parent, which may come later in the file; a loop ends where it began.

    Siblings stand by their order, then by title.
    """
    rows = [(known.order, known.title.casefold(), known.id, known.parent) for known in items.values()]
    parents = {number: parent for _order, _title, number, parent in rows if parent}
    given: set[int] = set()
    for _order, _title, number, _parent in sorted(rows):
        chain = [number]
        while (
            (parent := parents.get(chain[-1], 0))
            and parent not in given
            and parent not in chain
            and parent in items
        ):
            chain.append(parent)
        for link in reversed(chain):
            if link not in given:
                given.add(link)
                yield items[link]
