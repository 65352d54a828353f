"""What an undo would delete and what it would keep, and why; it only reads."""

from __future__ import annotations

import dataclasses
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import ModelLogEntry, Page, PageLogEntry

from cms.wordpress.ledger import state_of
from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.undo.uses import Node, base_type, chunks, uses

# After the pages, which go first and the deepest first of all: what only they use can go then.
STATE = ("latest_revision", "live", "go_live_at", "locked")  # what state_of reads
ORDER = ("redirects", "menu_links", "menus", "buttons", "providers")


@dataclasses.dataclass(frozen=True, slots=True)
class Candidate:
    """An object that the run made, with what the ledger says of it."""

    row: int
    kind: str
    content_type: int
    object_id: int
    node: Node
    object_hash: str
    path: str


class Plan:
    """What an undo would delete, in order, and what it would keep; ``kept`` is what stays anyhow. Writes nothing."""

    def __init__(self, run: ImportRun, kept: dict[Candidate, str] | None = None) -> None:
        self.run = run
        self.gone: dict[int, str] = {}
        self.kept: dict[Candidate, str] = dict(kept or {})
        self._there: dict[Node, Candidate] = {}
        self._read()
        self._keep_changed()
        self._keep_parents()
        self._keep_used()
        self._keep_ways()

    @property
    def deletable(self) -> list[Candidate]:
        places = {kind: place for place, kind in enumerate(ORDER)}
        found = [candidate for candidate in self._there.values() if candidate not in self.kept]
        found.sort(key=lambda found: (found.path, found.object_id), reverse=True)
        return sorted(found, key=lambda found: 0 if found.path else 1 + places.get(found.kind, len(ORDER)))

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """Give ``{kind: {"delete": n, "keep": n}}``."""
        delete = Counter(candidate.kind for candidate in self.deletable)
        keep = Counter(candidate.kind for candidate in self.kept)
        return {kind: {"delete": delete[kind], "keep": keep[kind]} for kind in sorted({*delete, *keep})}

    @cached_property
    def updated(self) -> int:
        """Count what was there before and was written by the run; its earlier versions are in its history."""
        rows = ImportedItem.objects.filter(run=self.run).exclude(created_in=self.run)
        by_type: dict[int, list[int]] = defaultdict(list)
        for content_type, object_id in rows.values_list("content_type_id", "object_id"):
            by_type[content_type].append(object_id)
        models_of = ((ContentType.objects.get_for_id(pk).model_class(), ids) for pk, ids in by_type.items())
        return sum(
            len(_revised(model, ids, self.run.started_at))
            for model, ids in models_of
            if _has_revisions(model)
        )

    def _read(self) -> None:
        rows = ImportedItem.objects.filter(created_in=self.run, was_created=True)
        by_type: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
        fields = ("content_type_id", "pk", "kind", "object_id", "object_hash", "run_id")
        for content_type, *rest in rows.values_list(*fields).iterator():
            by_type[content_type].append(tuple(rest))
        later: list[Candidate] = []
        for content_type, entries in by_type.items():
            model = ContentType.objects.get_for_id(content_type).model_class()
            base = base_type(model) if model else 0
            paths = _paths(model, [entry[2] for entry in entries]) if model else {}
            for pk, kind, object_id, object_hash, last_run in entries:
                if object_id not in paths:
                    self.gone[pk] = kind
                    continue
                node = (base, str(object_id))
                candidate = Candidate(pk, kind, content_type, object_id, node, object_hash, paths[object_id])
                self._there[node] = candidate
                if last_run not in (None, self.run.pk):
                    later.append(candidate)
        for candidate in self._written_later(later):
            self.kept.setdefault(candidate, _("A later import wrote it."))

    def _written_later(self, candidates: list[Candidate]) -> Iterator[Candidate]:
        """Give those that a later run wrote, not only met: what has revisions got one after this run had ended."""
        for model, group in by_model(candidates):
            ids = [candidate.object_id for candidate in group]
            written = _revised(model, ids, self.run.finished_at) if self.run.finished_at else set(ids)
            yield from (candidate for candidate in group if candidate.object_id in written)

    def _keep_changed(self) -> None:
        for candidate in changed(self._there.values()):
            self.kept.setdefault(candidate, _("Somebody changed it here since."))

    def _keep_parents(self) -> None:
        """Keep the pages above one that stays."""
        own = {candidate.path for candidate in self._there.values() if candidate.path}
        if not own:
            return
        pages = {candidate.path: candidate for candidate in self._there.values() if candidate.path}
        staying = [candidate.path for candidate in self.kept if candidate.path]
        others = Page.objects.filter(depth__gt=1).values_list("path", flat=True).iterator()
        for path in (*staying, *(path for path in others if path not in own)):
            for end in range(len(path) - Page.steplen, 0, -Page.steplen):
                above = pages.get(path[:end])
                if above is not None:
                    self.kept.setdefault(above, _("A page below it stays."))

    def _keep_used(self) -> None:
        """Keep what something that stays refers to; pages may go though something links to them."""
        used_by = defaultdict(set)
        for model, group in by_model(found for found in self._there.values() if not found.path):
            for user, used in uses(model, [candidate.object_id for candidate in group]):
                if user != used:
                    used_by[used].add(user)
        staying = {candidate.node for candidate in self.kept}
        while True:
            found = {
                node
                for node, users in used_by.items()
                if node not in staying and any(user in staying or user not in self._there for user in users)
            }
            staying |= found
            for node in found:
                self.kept.setdefault(self._there[node], _("Something that stays uses it."))
            if not found:
                return

    def _keep_ways(self) -> None:
        """Keep the old addresses of the pages that stay."""
        staying = {candidate.object_id for candidate in self.kept if candidate.path}
        ways = {found.object_id: found for found in self._there.values() if found.kind == "redirects"}
        for some in chunks(list(ways)):
            pages = Redirect.objects.filter(pk__in=some).values_list("pk", "redirect_page_id")
            for pk in (pk for pk, page in pages if page in staying):
                self.kept.setdefault(ways[pk], _("Its page stays."))


def changed(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Give those that somebody changed since: another revision than the importer's, or an entry in the log."""
    found = []
    for model, group in by_model(candidates):
        ids = [candidate.object_id for candidate in group]
        touched = _logged(model, group[0].content_type, ids)
        revisions = _revisions(model, ids)
        for candidate in group:
            revision = revisions.get(candidate.object_id, candidate.object_hash)
            if candidate.object_id in touched or (
                candidate.object_hash and candidate.object_hash != revision
            ):
                found.append(candidate)
    return found


def by_model(candidates: Iterable[Candidate]) -> list[tuple[Any, list[Candidate]]]:
    by_type: dict[int, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_type[candidate.content_type].append(candidate)
    return [(ContentType.objects.get_for_id(pk).model_class(), group) for pk, group in by_type.items()]


def _logged(model: Any, content_type: int, ids: list[int]) -> set[int]:
    """Give the ids of what a person changed through the admin; the importer's own entries name nobody."""
    found: set[int] = set()
    for some in chunks(ids):
        if issubclass(model, Page):
            entries = PageLogEntry.objects.filter(page_id__in=some).values_list("page_id", flat=True)
        else:
            entries = ModelLogEntry.objects.filter(
                content_type_id=content_type, object_id__in=list(map(str, some))
            ).values_list("object_id", flat=True)
        found.update(int(pk) for pk in entries.exclude(user=None))
    return found


def _has_revisions(model: Any) -> bool:
    return _has_field(model, "latest_revision")


def _has_field(model: Any, name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())


def _revised(model: Any, ids: list[int], since: datetime) -> set[int]:
    """Give the ids of what got its latest revision after a moment; all of what has no revisions."""
    if not _has_revisions(model):
        return set(ids)
    rows = (
        model._default_manager.filter(pk__in=some, latest_revision__created_at__gt=since)
        for some in chunks(ids)
    )
    return {pk for some in rows for pk in some.values_list("pk", flat=True)}


def _revisions(model: Any, ids: list[int]) -> dict[int, str]:
    if not _has_revisions(model):
        return {}
    rows = (
        model._default_manager.filter(pk__in=some).only(
            "pk", *(name for name in STATE if _has_field(model, name))
        )
        for some in chunks(ids)
    )
    return {found.pk: state_of(found) for some in rows for found in some}


def _paths(model: Any, ids: list[int]) -> dict[int, str]:
    """Give the ids that are there, each with the place of its page in the tree; "" for what is no page."""
    column = "path" if issubclass(model, Page) else models.Value("")
    rows = (model._default_manager.filter(pk__in=some).values_list("pk", column) for some in chunks(ids))
    return {pk: path for some in rows for pk, path in some}
