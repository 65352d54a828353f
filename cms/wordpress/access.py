"""Who may read an imported page: private and protected posts get view restrictions, and access is never widened.

A restriction that an editor made or changed stays as it is; the ledger tells those from the importer's own. WordPress
shows private posts to those who may edit others' posts (capability ``read_private_posts``), so here the groups that
may edit the page read it.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

from wagtail.models import GroupPagePermission, Page, PageViewRestriction

from cms.wordpress import wxr
from cms.wordpress.context import Context
from cms.wordpress.ledger import Entry, fingerprint
from cms.wordpress.models import ImportedItem
from cms.wordpress.report import ItemKey

KIND = "restrictions"
EDITING = ("change_page", "publish_page")
LONGEST_PASSWORD = 255
NAMED = 5  # pages below a private one that the report names


@dataclasses.dataclass(frozen=True)
class Access:
    """A restriction: its type, and the password or the ids of the groups."""

    type: str
    password: str = ""
    groups: frozenset[int] = frozenset()

    @property
    def hash(self) -> str:
        return fingerprint([self.type, self.password, sorted(self.groups)])


def is_protected(item: wxr.Item) -> bool:
    """Tell whether WordPress shows an item to some readers only, now or once it is published."""
    return item.status == "private" or bool(item.password)


def asked(item: wxr.Item) -> str:
    """Give what an item asks for, equal where it asks for the same; "" for a public one. It holds no password."""
    return fingerprint([item.status == "private", item.password]) if is_protected(item) else ""


class AccessWriter:
    """Restricts imported pages as the export asks. It remembers nothing between batches, which may be rolled back."""

    def __init__(self, context: Context) -> None:
        self.context = context

    def write(self, batch: Iterable[tuple[Page, wxr.Item]]) -> None:
        """Set or lift the restrictions of pages, in the transaction in which they are published."""
        pages = {page.pk: (page, item) for page, item in batch}
        found = self._found(list(pages))
        new: list[tuple[Page, Access]] = []
        for pk, (page, item) in pages.items():
            wanted = self._wanted(page, item)
            entry = self.context.ledger.row(KIND, str(pk))
            own = entry and [row for row in found[pk] if _is(row, entry)]
            if own and len(found[pk]) == 1:
                if wanted != _access(own[0]):
                    self._lift(own[0])
                    new += [(page, wanted)] if wanted else []
            elif wanted and not entry and not found[pk]:
                new.append((page, wanted))
            elif wanted and wanted not in map(_access, found[pk]):
                self.context.report.note(
                    "access-changed-here", "Who may read it was chosen here; that stays as it is.", item.key
                )
        self._create(new)

    def refuses(self, page: Page, item: wxr.Item) -> bool:
        """Tell, and report, that an item would show on the home page, which is always public, what was not."""
        if page.pk != self.context.home.pk or (item.status == "publish" and not item.password):
            return False
        self.context.report.loss(
            "home-protected",
            "Is not public in WordPress; the home page is, so it stays as it is here.",
            item.key,
        )
        return True

    def finish(self) -> None:
        """Report the public pages of WordPress that stand below a private one: Wagtail restricts them too."""
        own = {entry.object_id for entry in self.context.ledger.entries(KIND)}
        above = Page.objects.filter(view_restrictions__isnull=False, numchild__gt=0).distinct()
        for page in above.prefetch_related("view_restrictions"):
            if not own & {restriction.pk for restriction in page.view_restrictions.all()}:
                continue
            below = page.get_descendants().live().filter(view_restrictions=None)
            titles = list(below.values_list("title", flat=True))
            if titles:
                more = f" and {len(titles) - NAMED} more" if len(titles) > NAMED else ""
                self.context.report.loss(
                    "below-private",
                    "Is not public, and so are the pages below it, which WordPress showed to everyone:"
                    f" {', '.join(titles[:NAMED])}{more}. Move them in the page tree to make them public.",
                    _key_of(page),
                )

    def _found(self, ids: list[int]) -> dict[int, list[PageViewRestriction]]:
        found: dict[int, list[PageViewRestriction]] = defaultdict(list)
        for row in PageViewRestriction.objects.filter(page_id__in=ids).prefetch_related("groups"):
            found[row.page_id].append(row)
        return found

    def _wanted(self, page: Page, item: wxr.Item) -> Access | None:
        """Give the restriction that an item asks for. The home page gets none: it would close the whole site."""
        if not is_protected(item) or page.pk == self.context.home.pk:
            return None
        if item.status != "private" and len(item.password) <= LONGEST_PASSWORD:
            return Access(PageViewRestriction.PASSWORD, password=item.password)
        if item.status != "private":
            self.context.report.loss(
                "password-too-long",
                f"Its password has more than {LONGEST_PASSWORD} characters; only editors can read it.",
                item.key,
            )
        groups = frozenset(group for group, path in self._editing if page.path.startswith(path))
        return Access(PageViewRestriction.GROUPS, groups=groups)

    @cached_property
    def _editing(self) -> set[tuple[int, str]]:
        """Give the groups that may edit pages, each with the path of the top page that it may edit."""
        rows = GroupPagePermission.objects.filter(permission__codename__in=EDITING)
        return set(rows.values_list("group_id", "page__path"))

    def _lift(self, row: PageViewRestriction) -> None:
        """Take away a restriction that the importer made. A new password gets a new row: nobody has passed that one."""
        PageViewRestriction.objects.filter(pk=row.pk).delete()
        self.context.ledger.forget(KIND, str(row.page_id))

    def _create(self, new: list[tuple[Page, Access]]) -> None:
        rows = PageViewRestriction.objects.bulk_create(
            PageViewRestriction(page_id=page.pk, restriction_type=access.type, password=access.password)
            for page, access in new
        )
        through = PageViewRestriction.groups.through
        through.objects.bulk_create(
            through(pageviewrestriction_id=row.pk, group_id=group)
            for row, (_page, access) in zip(rows, new, strict=True)
            for group in sorted(access.groups)
        )
        for row, (page, access) in zip(rows, new, strict=True):
            # Undo must not take it away from a page that stays, so it counts as found here.
            self.context.ledger.add(KIND, str(page.pk), row, was_created=False)
            self.context.ledger.update(KIND, str(page.pk), object_hash=access.hash, content_hash=access.hash)


def _is(row: PageViewRestriction, entry: Entry) -> bool:
    """Tell whether a restriction is the one that the importer made, as it made it."""
    return row.pk == entry.object_id and _access(row).hash == entry.object_hash


def _access(row: PageViewRestriction) -> Access:
    groups = frozenset(group.pk for group in row.groups.all())
    return Access(row.restriction_type, row.password, groups)


def _key_of(page: Page) -> ItemKey:
    row = ImportedItem.objects.filter(object_id=page.pk, content_type_id=page.content_type_id).first()
    return ItemKey("page", (row and row.wordpress_id) or 0, page.title, row.old_url if row else "")
