"""Writes pages by the batch: what ``add_child`` and ``save_revision().publish()`` do, in a few statements for all.

Signals of saving and publishing are not sent and no log entries made; the search and reference indexes are kept by
``index``. Everything here belongs into a transaction.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection, models
from django.db.models.sql import InsertQuery
from django.utils import timezone
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import get_all_child_relations
from modelsearch.backends import get_search_backends
from taggit.models import ItemBase
from treebeard.numconv import NumConv
from wagtail.models import Page, ReferenceIndex, Revision


@dataclasses.dataclass
class Draft:
    """A page with new content. ``live`` is what it shall be; ``go_live_at`` schedules one that is not."""

    page: Page
    relations: dict[str, list[models.Model]]
    live: bool
    go_live_at: datetime | None = None
    first_published_at: datetime | None = None
    last_published_at: datetime | None = None


def add_children(parent: Page, pages: Sequence[Page]) -> None:
    """Put new pages of one type below a page, after those that are there, without content of their own.

    The parent's row is locked first, so that nobody else takes the same places in the tree.
    """
    model = type(pages[0])
    parent = Page.objects.select_for_update().get(pk=parent.pk)
    last = parent.get_last_child()
    numbers = NumConv(Page.alphabet)
    place = numbers.str2int(last.path[-Page.steplen :]) if last else 0
    content_type = ContentType.objects.get_for_model(model)
    rows = []
    for number, page in enumerate(pages, start=place + 1):
        page.path = parent.path + numbers.int2str(number).rjust(Page.steplen, Page.alphabet[0])
        page.depth, page.numchild, page.content_type = parent.depth + 1, 0, content_type
        page.draft_title = page.draft_title or page.title
        page.set_url_path(parent)
        rows.append(
            Page(**{field.attname: getattr(page, field.attname) for field in Page._meta.concrete_fields})
        )
    Page.objects.bulk_create(rows)
    for page, row in zip(pages, rows, strict=True):
        page.pk = row.pk
        setattr(page, model._meta.get_ancestor_link(Page).attname, row.pk)
    _insert(model, pages)
    Page.objects.filter(pk=parent.pk).update(numchild=models.F("numchild") + len(pages))


def _insert(model: type[Page], pages: Sequence[Page]) -> None:
    """Insert the rows of a page type's own table; ``bulk_create`` refuses models that inherit from another table."""
    fields = model._meta.local_concrete_fields
    size = max(connection.ops.bulk_batch_size(fields, pages), 1)
    for start in range(0, len(pages), size):
        query = InsertQuery(model)
        query.insert_values(fields, list(pages[start : start + size]))
        query.get_compiler(connection=connection).execute_sql()


def load(ids: Iterable[int]) -> dict[int, Page]:
    """Give pages with what their revisions hold, locked, in a fixed number of queries a type; deleted ones are left out."""
    found: dict[int, Page] = {}
    bare = Page.objects.select_for_update().filter(pk__in=list(ids)).order_by("content_type_id", "pk")
    for _type, group in groupby(bare.values_list("content_type_id", "pk"), key=lambda row: row[0]):
        content_type = ContentType.objects.get_for_id(_type)
        model: Any = content_type.model_class() or Page
        pages = model.objects.filter(pk__in=[pk for _content_type, pk in group])
        for page in pages.select_related("content_type", "locale").prefetch_related(*_relations(model)):
            found[page.pk] = page
    return found


def _relations(model: type[Page]) -> Iterator[str]:
    yield from (
        field.name for field in model._meta.many_to_many if isinstance(field, ParentalManyToManyField)
    )
    for relation in get_all_child_relations(model):
        is_tagging = issubclass(relation.related_model, ItemBase)
        yield f"{relation.get_accessor_name()}__tag" if is_tagging else relation.get_accessor_name()


def write(drafts: Sequence[Draft]) -> None:
    """Store pages with a revision each, and publish, schedule or withdraw them as they say."""
    now = timezone.now()
    for draft in drafts:
        _apply(draft, now)
    for name in {name for draft in drafts for name in draft.relations}:
        _write_relation(name, [draft for draft in drafts if name in draft.relations])
    pages = [draft.page for draft in drafts]
    Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=[str(page.pk) for page in pages if page.latest_revision_id],
        approved_go_live_at__isnull=False,
    ).update(approved_go_live_at=None)
    revisions = [_revision(draft, now) for draft in drafts]
    Revision.objects.bulk_create(revisions)
    for draft, revision in zip(drafts, revisions, strict=True):
        page = draft.page
        page.latest_revision, page.live_revision = revision, revision if draft.live else None
        _update(page)


def _apply(draft: Draft, now: datetime) -> None:
    page = draft.page
    page.live, page.expired = draft.live, False
    page.go_live_at = draft.go_live_at
    page.draft_title = page.title
    page.latest_revision_created_at = now
    page.has_unpublished_changes = not draft.live
    if draft.live:
        page.first_published_at = draft.first_published_at or page.first_published_at or now
        page.last_published_at = draft.last_published_at or now
    for name, values in draft.relations.items():
        getattr(page, name).set(values)


def _write_relation(name: str, drafts: list[Draft]) -> None:
    """Replace the rows of a relation: those of a many-to-many table, or child objects."""
    field = drafts[0].page._meta.get_field(name)
    if isinstance(field, models.ManyToManyField):
        through: Any = field.remote_field.through
        source, target = f"{field.m2m_field_name()}_id", f"{field.m2m_reverse_field_name()}_id"
        rows = [
            through(**{source: draft.page.pk, target: value.pk})
            for draft in drafts
            for value in draft.relations[name]
        ]
    else:
        relation: Any = field
        through, source = relation.related_model, relation.field.attname
        rows = [value for draft in drafts for value in draft.relations[name]]
        for draft in drafts:
            for value in draft.relations[name]:
                setattr(value, source, draft.page.pk)
    known = [draft.page.pk for draft in drafts if draft.page.latest_revision_id]
    if known:
        through._default_manager.filter(**{f"{source}__in": known}).delete()
    through._default_manager.bulk_create(rows)


def _revision(draft: Draft, now: datetime) -> Revision:
    page = draft.page
    return Revision(
        content_type=page.cached_content_type,
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id=str(page.pk),
        created_at=now,
        object_str=str(page),
        content=page.serializable_data(),
        approved_go_live_at=draft.go_live_at,
    )


def _update(page: Page) -> None:
    """Write the content of a page, but nothing that says where it stands: somebody may have moved it."""
    place = {
        "id",
        "path",
        "depth",
        "numchild",
        "url_path",
        "slug",
        "content_type",
        "locale",
        "translation_key",
    }
    for model in (Page, type(page)):
        fields = [
            field
            for field in model._meta.local_concrete_fields
            if field.name not in place and not field.primary_key
        ]
        values = {field.name: getattr(page, field.attname) for field in fields}
        model._default_manager.filter(pk=page.pk).update(**values)


def index(found: Iterable[models.Model]) -> None:
    """Bring the search index and the reference index up to date for objects that were written in bulk."""
    by_model: dict[type[models.Model], list[models.Model]] = {}
    for instance in found:
        by_model.setdefault(type(instance), []).append(instance)
    for model, instances in by_model.items():
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, instances)
        for instance in instances:
            ReferenceIndex.create_or_update_for_object(instance)
