"""What refers to what, so that nothing goes that something else still needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import GenericTaggedItemBase
from wagtail.models import ReferenceIndex

LOOKED_UP = 500  # ids in one statement
Node = tuple[int, str]  # content type of the base model, id


def uses(model: Any, ids: list[int]) -> Iterator[tuple[Node, Node]]:
    """Give pairs: what refers to one of some objects, by a field, a block or a link in a text, and which one."""
    base = base_type(model)
    for some in chunks(ids):
        references = ReferenceIndex.objects.filter(
            to_content_type_id=base, to_object_id__in=list(map(str, some))
        )
        for user_type, user, used in references.values_list(
            "base_content_type_id", "object_id", "to_object_id"
        ):
            yield (user_type, user), (base, used)
        for relation in _relations(model):
            for user_type, pk, used in _related(relation, some):
                yield (user_type, str(pk)), (base, str(used))


def base_type(model: Any) -> int:
    """Give the content type under which the reference index knows objects of a model."""
    parents = model._meta.get_parent_list()
    return ContentType.objects.get_for_model(parents[-1] if parents else model).pk


def chunks(ids: list[int]) -> Iterator[list[int]]:
    return (ids[start : start + LOOKED_UP] for start in range(0, len(ids), LOOKED_UP))


def _relations(model: Any) -> list[Any]:
    """Give the relations that lead to a model, also those without a name of their own."""
    fields = model._meta.get_fields(include_hidden=True)
    return [field for field in fields if field.auto_created and not field.concrete and field.is_relation]


def _related(relation: Any, ids: list[int]) -> Iterator[tuple[int, Any, Any]]:
    """Give what refers to objects by a foreign key or through a table; what dies with them is a part, no user."""
    if relation.many_to_many:
        yield from _through(relation, ids)
        return
    model, name = relation.related_model, relation.field.name
    rows = model._default_manager.filter(**{f"{name}__in": ids})
    parent = next((field for field in model._meta.fields if isinstance(field, ParentalKey)), None)
    if issubclass(model, GenericTaggedItemBase):
        for content_type, user, used in rows.values_list(
            "content_type_id", "object_id", relation.field.attname
        ):
            owner = ContentType.objects.get_for_id(content_type).model_class()
            yield base_type(owner) if owner else content_type, user, used
    elif parent is not None and parent.name != name:
        for user, used in rows.values_list(parent.attname, relation.field.attname):
            yield base_type(parent.related_model), user, used
    elif relation.on_delete is not models.CASCADE:
        for user, used in rows.values_list("pk", relation.field.attname):
            yield base_type(model), user, used


def _through(relation: Any, ids: list[int]) -> Iterator[tuple[int, Any, Any]]:
    if isinstance(
        relation.field, models.ManyToManyField
    ):  # tags have a table of their own, with a foreign key
        owner, own = relation.field.m2m_field_name(), relation.field.m2m_reverse_field_name()
        rows = relation.through._default_manager.filter(**{f"{own}__in": ids})
        for user, used in rows.values_list(f"{owner}_id", f"{own}_id"):
            yield base_type(relation.related_model), user, used
