"""The ledger of what was imported: finds the object of an item, and decides whether a run may write it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.refs import as_json
from cms.wordpress.report import ItemKey, Outcome, Report


def fingerprint(value: Any) -> str:
    """Give a hash that is equal for equal content."""
    return hashlib.sha256(json.dumps(as_json(value), sort_keys=True, default=str).encode()).hexdigest()


class Ledger:
    """The imported items of one source; identity is the source, the kind and the WordPress id (or slug)."""

    def __init__(self, source: str, run: ImportRun, report: Report) -> None:
        self.source = source
        self.run = run
        self.report = report
        prefix = self._key("", "")[:-1]
        rows = ImportedItem.objects.filter(source_key__startswith=prefix)
        self._rows = {row.source_key: row for row in rows}
        self._targets: dict[str, models.Model | None] = {}
        self._new: set[str] = set()

    def _key(self, kind: str, ident: int | str) -> str:
        source = hashlib.sha256(self.source.encode()).hexdigest()[:16]
        readable = f"{source}|{kind}|{ident}"
        return readable if len(readable) <= 255 else f"{source}|{kind}|{fingerprint(str(ident))}"

    def row(self, kind: str, ident: int | str) -> ImportedItem | None:
        return self._rows.get(self._key(kind, ident))

    def target(self, kind: str, ident: int | str) -> Any:
        """Give the object that an item became; None for an unknown item and for one that was deleted here."""
        key = self._key(kind, ident)
        if key not in self._targets:
            row = self._rows.get(key)
            self._targets[key] = row.target if row else None
        return self._targets[key]

    def is_free(self, target: models.Model, kind: str, ident: int | str) -> bool:
        """Tell whether no other item of this source is, or was found in, an object."""
        own = self._key(kind, ident)
        content_type = ContentType.objects.get_for_model(target).pk
        return all(
            key == own or (row.content_type_id, row.object_id) != (content_type, target.pk)
            for key, row in self._rows.items()
        )

    def was_deleted(self, kind: str, ident: int | str) -> bool:
        return self.row(kind, ident) is not None and self.target(kind, ident) is None

    def is_new(self, kind: str, ident: int | str) -> bool:
        """Tell whether the object was created in this run."""
        return self._key(kind, ident) in self._new

    def add(
        self, kind: str, ident: int | str, target: models.Model, old_url: str = "", meta: Any = None
    ) -> None:
        """Enter an object that this run created or found; what it holds is entered by ``settle``."""
        key = self._key(kind, ident)
        self._rows[key] = ImportedItem.objects.create(
            source_key=key,
            kind=kind,
            wordpress_id=ident if isinstance(ident, int) and ident else None,
            old_url=old_url[:1000],
            content_type=ContentType.objects.get_for_model(target),
            object_id=target.pk,
            content_hash="",
            meta=meta or {},
            run=self.run,
        )
        self._targets[key] = target
        self._new.add(key)

    def decide(self, kind: str, ident: int | str, wanted: str, current: str, item: ItemKey) -> Outcome:
        """Decide what to do: ``wanted`` is the hash of what the export asks for, ``current`` of what stands here.

        An object that changed here since the last import is left alone and reported.
        """
        row = self._rows[self._key(kind, ident)]
        if self._key(kind, ident) in self._new:
            return "created"
        if row.content_hash == wanted:
            return "unchanged"
        if row.object_hash and row.object_hash != current:
            self.report.note(
                "changed-here", "Changed in the export and here since; left as it is here.", item
            )
            return "skipped"
        return "updated"

    def settle(self, kind: str, ident: int | str, wanted: str, current: str, outcome: Outcome) -> None:
        """Enter what was written, or found for the first time, and count it."""
        row = self._rows[self._key(kind, ident)]
        if outcome in ("created", "updated") or not row.content_hash:
            row.content_hash, row.object_hash, row.run = wanted, current, self.run
            row.save(update_fields=["content_hash", "object_hash", "run"])
        self.report.count(kind, outcome)
