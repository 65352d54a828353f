"""Old addresses that are stored: permalinks, former slugs, terms and files, each with the page that it leads to now.

What they lead to is found when somebody asks (``oldaddresses``): a page that moved here later is still one step away.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
from typing import Protocol
from urllib.parse import unquote

from django.db.models import Exists, Q
from django.urls import Resolver404, resolve
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.wordpress import wxr
from cms.wordpress.addresses import UPLOADS, path_key, split
from cms.wordpress.context import ANSWERED, Context
from cms.wordpress.ledger import fingerprint
from cms.wordpress.oldaddresses import FILES, PAGES, restrictions, search_address
from cms.wordpress.oldpaths import TermPaths, by_path, former_paths
from cms.wordpress.report import ItemKey, Outcome
from providers.models import Provider
from services.models import ServiceArticleIndexPage, Topic
from services.queries import articles_below, used_tags

LONGEST = 255
NOBODY = ItemKey()


class Terms(Protocol):
    def topic_by_slug(self, taxonomy: str, slug: str) -> Topic | None: ...
    def tag_by_slug(self, taxonomy: str, slug: str) -> Tag | None: ...


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """A redirect to be: to a page with a route on it, or to an address; one that is not permanent is a detour."""

    old_path: str
    page: int | None = None
    route: str = ""
    link: str = ""
    ident: int | str = ""
    item: ItemKey = NOBODY
    is_permanent: bool = True
    is_folder: bool = False

    @property
    def target(self) -> tuple[int | None, str, str]:
        return self.page, self.route, self.link

    @property
    def state(self) -> str:
        """Give what ``state_of`` gives for the redirect when it stands."""
        return fingerprint([self.old_path, *self.target, self.is_permanent])


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What stands where now: pages that are public, and the live page at each path."""

    public: frozenset[int]
    live: dict[str, int]


def state_of(redirect: Redirect) -> str:
    """Give the hash of what an editor can change in a redirect."""
    return fingerprint([redirect.old_path, *_target_of(redirect), redirect.is_permanent])


class RedirectWriter:
    """Collects old addresses and writes them together; what an editor made or changed is never touched.

    A permalink that is another page's own address now, or leads elsewhere, is reported; one to a page that visitors
    cannot read is not stored. ``flush`` needs three statements and the ledger's own.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.old_site = context.old_site
        self.paths = by_path(context.survey)
        self._waiting: dict[str, Wanted] = {}
        self._searches: dict[str, str] = {}

    def item(self, item: wxr.Item, target: Page | Provider) -> None:
        """Lead an item's permalink, and those that it had before, to what it became."""
        page, route = self._destination(target)
        parts = split(item.link)
        if page is None or parts.query:
            return
        self._collect(parts.path, item.key, page=page, route=route)
        for path in former_paths(item):
            if self.paths.get(path_key(path), item.id) == item.id:
                self._collect(path, item.key, page=page, route=route)

    def detour(self, path: str) -> bool:
        """Lead an address that nothing answers to a search for its words, for now; False where that cannot be.

        Editors find it under Redirects and mend every link to the address in one place.
        """
        old = Redirect.normalise_path(path)
        if old not in self._searches:
            if len(self._searches) > 10_000:
                self._searches.clear()
            can_be = old not in ("", "/") and len(old) <= LONGEST and not _is_answered(old)
            self._searches[old] = _search_for(path) if can_be else ""
        search = self._searches[old]
        if search and old not in self._waiting:
            self._waiting[old] = Wanted(old, link=search, ident=old, is_permanent=False)
        return bool(search)

    def archives(self, terms: Terms) -> None:
        """Lead the archives of terms to their topics and tags, and WordPress's folder home."""
        for wanted in self._archives(terms):
            self._add(wanted)
        if folder := self.old_site.folder:  # by this ``oldaddresses`` knows it
            self._add(Wanted(folder, page=self.context.home.pk, ident=folder, is_folder=True))
        self.flush()

    def files(self, attachments: Iterable[wxr.Attachment]) -> None:
        """Lead files and their pages to what there is of them."""
        for attachment in attachments:
            self._attachment(attachment)
        self.flush()

    def flush(self) -> None:
        """Write what was collected."""
        waiting, self._waiting = self._waiting, {}
        if not waiting:
            return
        standing = self._standing(waiting.values())
        found = Redirect.get_for_site(self.context.site).filter(old_path__in=list(waiting))
        stored = {row.old_path: row for row in sorted(found, key=lambda row: row.site_id is not None)}
        writing = [
            wanted for path, wanted in waiting.items() if self._is_free(wanted, stored.get(path), standing)
        ]
        if writing:
            self._write(writing, stored)

    def _write(self, writing: list[Wanted], stored: dict[str, Redirect]) -> None:
        rows = Redirect.objects.bulk_create(
            [
                Redirect(
                    old_path=wanted.old_path,
                    site=self.context.site,
                    redirect_page_id=wanted.page,
                    redirect_page_route_path=wanted.route,
                    redirect_link=wanted.link,
                    is_permanent=wanted.is_permanent,
                    automatically_created=not wanted.is_permanent,
                )
                for wanted in writing
            ],
            update_conflicts=True,  # a detour stood there
            unique_fields=["old_path", "site"],
            update_fields=[
                "redirect_page", "redirect_page_route_path", "redirect_link", "is_permanent", "automatically_created",
            ],
        )  # fmt: skip
        ledger = self.context.ledger
        for wanted, row in zip(writing, rows, strict=True):
            if ledger.row("redirects", wanted.ident) is None:
                ledger.add(
                    "redirects",
                    wanted.ident,
                    row,
                    wanted.item.url,
                    was_created=wanted.old_path not in stored,
                )
            outcome: Outcome = "updated" if wanted.old_path in stored else "created"
            state = wanted.state
            ledger.settle("redirects", wanted.ident, state, state, outcome, object_id=row.pk)

    def _standing(self, waiting: Iterable[Wanted]) -> Standing:
        root = self.context.home.url_path
        places = {f"{root}{wanted.old_path.strip('/')}/": wanted.old_path for wanted in waiting}
        pages = Page.objects.filter(
            Q(pk__in={wanted.page for wanted in waiting if wanted.page}) | Q(url_path__in=places), live=True
        )
        rows = list(pages.values_list("pk", "url_path", Exists(restrictions())))
        return Standing(
            frozenset(pk for pk, _path, is_private in rows if not is_private),
            {places[url_path]: pk for pk, url_path, _private in rows if url_path in places},
        )

    def _is_free(self, wanted: Wanted, stored: Redirect | None, standing: Standing) -> bool:
        """Tell whether a redirect may be written; count and report where it stands already or cannot."""
        if wanted.page and wanted.page not in standing.public:
            return False
        there = standing.live.get(wanted.old_path)
        if (
            there is not None and not wanted.is_folder
        ):  # to lead a page to itself would be a loop, once it is withdrawn
            if wanted.is_permanent and (there != wanted.page or wanted.route):
                self._report_taken(wanted, "is that of another page here")
            return False
        if stored is not None:
            return self._may_replace(wanted, stored)
        entry = self.context.ledger.row("redirects", wanted.ident)
        if entry is not None and entry.object_hash == wanted.state:  # an editor deleted it
            self.context.report.count("redirects", "skipped")
            return False
        return True

    def _may_replace(self, wanted: Wanted, stored: Redirect) -> bool:
        """Tell whether what stands is a detour, or from an earlier run and as that left it."""
        if not wanted.is_permanent:
            return False
        if _target_of(stored) == wanted.target:
            self.context.report.count("redirects", "unchanged")
            return False
        if _is_detour(stored) or self._is_ours(wanted, stored):
            return True
        self.context.report.count("redirects", "unchanged")
        self._report_taken(wanted, "leads elsewhere already; that was not changed")
        return False

    def _is_ours(self, wanted: Wanted, stored: Redirect) -> bool:
        """Tell whether an earlier run wrote a redirect and nobody changed it since."""
        entry = self.context.ledger.row("redirects", wanted.ident)
        return entry is not None and (entry.object_id, entry.object_hash) == (stored.pk, state_of(stored))

    def _report_taken(self, wanted: Wanted, why: str) -> None:
        self.context.report.note("address-taken", f"The old address {wanted.old_path} {why}.", wanted.item)

    # What is wanted

    def _collect(self, path: str, item: ItemKey, **target: int | str | None) -> None:
        old = Redirect.normalise_path(path)
        if old in ("", "/"):
            return
        if len(old) > LONGEST:
            self.context.report.loss(
                "address-too-long", f"The old address {path[:300]} is too long to be redirected.", item
            )
            return
        wanted = Wanted(**{"old_path": old, "ident": old, "item": item, **target})  # type: ignore[arg-type]  # the keys are its fields
        if old.split("/")[1] in ANSWERED and _is_answered(old):
            self._report_taken(wanted, "is one that the site answers itself")
            return
        self._add(wanted)

    def _add(self, wanted: Wanted) -> None:
        known = self._waiting.get(wanted.old_path)
        if known is None or not known.is_permanent:
            self._waiting[wanted.old_path] = wanted

    def _destination(self, target: Page | Provider) -> tuple[int | None, str]:
        if isinstance(target, Page):
            return target.pk, ""
        return (self.context.provider_index().pk, f"/{target.slug}/") if target.live else (None, "")

    def _archives(self, terms: Terms) -> Iterator[Wanted]:
        """Give the redirects of terms, each under its own path, below its parents, and by its id."""
        index = (
            ServiceArticleIndexPage.objects.live().descendant_of(self.context.home).order_by("path").first()
        )
        if index is None:
            return
        paths = TermPaths(self.context.survey, self.old_site.folder)
        used = set(used_tags(articles_below(index)).values_list("pk", flat=True))
        for term in paths.terms.values():
            if term.taxonomy in self.context.mapping.taxonomies:
                item, route = ItemKey(term.taxonomy, term.id, term.name), _route(term, terms, used)
                for old in map(Redirect.normalise_path, paths.of(term)):
                    if len(old) <= LONGEST:
                        yield Wanted(old, index.pk, route, ident=old, item=item)

    def _attachment(self, attachment: wxr.Attachment) -> None:
        """Lead the page of a file to the page that it was uploaded to, else to the file; and its address to it."""
        ledger, key = self.context.ledger, attachment.key
        above = next((row for kind in PAGES if (row := ledger.row(kind, attachment.parent))), None)
        file = next((row for kind in FILES if (row := ledger.row(kind, attachment.id))), None)
        by_id = f"/?attachment_id={attachment.id}"
        parts = split(attachment.link)
        if above is not None:
            path = by_id if parts.query else parts.path
            self._collect(path, key, page=above.object_id, ident=attachment.id)
        elif file is not None and not parts.query:
            self._collect(parts.path, key, link=by_id, ident=attachment.id)
        parts = split(attachment.url)
        if file is not None and UPLOADS in parts.path and self.old_site.has_host(parts.netloc):
            self._collect(parts.path, key, link=by_id)


def _route(term: wxr.Term, terms: Terms, used: set[int]) -> str:
    """Give the list of a term on the article index; "" for a tag without articles, which has none."""
    if topic := terms.topic_by_slug(term.taxonomy, term.slug):
        return f"/topic/{topic.slug}/"
    tag = terms.tag_by_slug(term.taxonomy, term.slug)
    return f"/tag/{tag.slug}/" if tag is not None and tag.pk in used else ""


def _is_answered(path: str) -> bool:
    """Tell whether something other than a page answers, such as ``/admin/``; a redirect would stand in its way."""
    for address in (path, f"{path}/"):
        try:
            if resolve(address).url_name != "wagtail_serve":
                return True
        except Resolver404:
            continue
    return False


def _search_for(path: str) -> str:
    return search_address(" ".join(re.findall(r"\w+", unquote(path).replace("_", " "))))[:LONGEST]


def _is_detour(redirect: Redirect) -> bool:
    return redirect.automatically_created and not redirect.is_permanent


def _target_of(redirect: Redirect) -> tuple[int | None, str, str]:
    return redirect.redirect_page_id, redirect.redirect_page_route_path, redirect.redirect_link
