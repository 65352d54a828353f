"""Which providers the directory shows, and how many each further choice would leave."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _


@dataclasses.dataclass(frozen=True)
class DirectoryFilters:
    """What a visitor asked for; unknown names and values are ignored, an unknown specialty by ``among``."""

    kind: str = ""
    specialty: str = ""
    remote: bool = False

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> DirectoryFilters:
        kind = _text(query.get("kind"))
        return cls(
            kind=kind if kind in dict(_kinds()) else "",
            specialty=_text(query.get("specialty")),
            remote=query.get("remote") == "yes",
        )

    def among(self, specialties: Collection[Any]) -> DirectoryFilters:
        """Leave out a specialty that is none of these."""
        known = any(specialty.slug == self.specialty for specialty in specialties)
        return self if known else dataclasses.replace(self, specialty="")

    @property
    def any(self) -> bool:
        return bool(self.kind or self.specialty or self.remote)

    @property
    def query_string(self) -> str:
        """Write the filters as they stand in the address, in one order, so that equal filters have one address."""
        values = {"kind": self.kind, "specialty": self.specialty, "remote": "yes" if self.remote else ""}
        return urlencode({name: value for name, value in values.items() if value})


@dataclasses.dataclass(frozen=True)
class Choice:
    value: str
    label: str
    count: int
    selected: bool


@dataclasses.dataclass(frozen=True)
class Facet:
    name: str
    label: str
    choices: tuple[Choice, ...]


def _text(value: str | None) -> str:
    return (value or "").replace("\x00", "")[:100]


def _kinds() -> list[tuple[str, str]]:
    return apps.get_model("providers.Provider")._meta.get_field("kind").flatchoices


def directory(locale_id: int, filters: DirectoryFilters | None = None) -> QuerySet:
    """Give the live providers of a language, by name; the number of queries does not grow with the list."""
    providers = (
        apps.get_model("providers.Provider")
        .objects.filter(live=True, locale_id=locale_id)
        .select_related("image")
        .prefetch_related("specialties", "image__renditions")
        .order_by("name", "pk")
    )
    filters = filters or DirectoryFilters()
    if filters.kind:
        providers = providers.filter(kind=filters.kind)
    if filters.specialty:
        providers = providers.filter(specialties__slug=filters.specialty, specialties__locale=locale_id)
    if filters.remote:
        providers = providers.filter(remote=True)
    return providers


def counted_specialties(locale_id: int, filters: DirectoryFilters) -> list[Any]:
    """Give all specialties of a language, each with the ``number`` of its providers with the other filters applied."""
    others = directory(locale_id, dataclasses.replace(filters, specialty="")).order_by()
    return list(
        apps.get_model("providers.Specialty")
        .objects.filter(locale_id=locale_id)
        .annotate(number=Count("providers", filter=Q(providers__in=others.values("pk")), distinct=True))
        .order_by("name")
    )


def facets(locale_id: int, filters: DirectoryFilters, specialties: Collection[Any]) -> list[Facet]:
    """Count each choice with the other facets applied, so that nobody is led to an empty list.

    ``specialties`` are the counted ones.
    """
    by_kind = dict(
        directory(locale_id, dataclasses.replace(filters, kind=""))
        .order_by()
        .values_list("kind")
        .annotate(Count("pk", distinct=True))
    )
    return [
        Facet(
            "kind",
            _("Kind"),
            tuple(
                Choice(value, label, by_kind.get(value, 0), value == filters.kind)
                for value, label in _kinds()
            ),
        ),
        Facet(
            "specialty",
            _("Specialty"),
            tuple(
                Choice(row.slug, row.name, row.number, row.slug == filters.specialty) for row in specialties
            ),
        ),
    ]
