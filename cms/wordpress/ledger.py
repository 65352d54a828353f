"""The ledger of what was imported: finds the object of an item, and decides whether a run may write it."""

from __future__ import annotations

import copy
import dataclasses
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.refs import as_json
from cms.wordpress.report import ItemKey, Outcome, Report
from cms.wordpress.shelf import Shelf

_TARGETS_KEPT = 200


def fingerprint(value: Any) -> str:
    """Give a hash that is equal for equal content."""
    return hashlib.sha256(json.dumps(as_json(value), sort_keys=True, default=str).encode()).hexdigest()


def state_of(target: Any) -> str:
    """Give what changes when somebody edits, withdraws, publishes or locks an object with revisions."""
    return state(target.latest_revision_id, target.live, target.go_live_at, getattr(target, "locked", False))


def state(revision: int | None, live: bool, go_live_at: datetime | None, locked: bool = False) -> str:
    """Give the state of an object from its fields; one that goes live at its time did not change."""
    words = [str(revision)]
    if not live and go_live_at is None:
        words.append("withdrawn")
    return " ".join([*words, "locked"] if locked else words)


@dataclasses.dataclass(frozen=True, slots=True)
class Entry:
    """What the ledger holds of an item; ``is_new`` says that this run made its object."""

    kind: str
    ident: int | str
    content_type: int
    object_id: int
    source_hash: str = ""
    content_hash: str = ""
    object_hash: str = ""
    old_url: str = ""
    is_pending: bool = False
    is_new: bool = False
    issues: tuple[tuple[str, str, str], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Waiting:
    """A row that ``flush`` writes: all of a new one, of others the fields that changed."""

    row: ImportedItem
    changed: frozenset[str] | None = None


class Ledger:
    """The imported items of one source; identity is the source, the kind and the WordPress id (or slug).

    Entries lie on disk, and what is entered waits until ``flush``: one statement for all of a batch. ``mark`` and
    ``roll_back`` take back what one item entered, when the database takes back what it wrote.
    """

    def __init__(self, source: str, run: ImportRun, report: Report) -> None:
        self.source = source
        self.run = run
        self.report = report
        self._prefix = hashlib.sha256(source.encode()).hexdigest()[:16]
        self._entries: Shelf[str, Entry] = Shelf()
        self._waiting: dict[str, Waiting] = {}
        self._targets: dict[str, models.Model] = {}
        self._changes: list[tuple[str, Entry | None, Waiting | None]] = []
        self.numbers: Counter[str] = Counter()
        self._read()

    def _read(self) -> None:
        rows = ImportedItem.objects.filter(source_key__startswith=f"{self._prefix}|").annotate(
            is_pending=models.Case(
                models.When(pending__isnull=True, then=models.Value(False)), default=models.Value(True)
            )
        )
        fields = (
            "source_key", "kind", "content_type_id", "object_id", "source_hash", "content_hash", "object_hash",
            "old_url", "is_pending", "issues",
        )  # fmt: skip
        for key, kind, *hashes, pending, issues in rows.values_list(*fields).iterator():
            ident = key.split("|", 2)[2]
            said = tuple((code, severity, detail) for code, severity, detail in issues)
            entry = Entry(kind, ident, *hashes)
            self._entries[key] = dataclasses.replace(entry, is_pending=bool(pending), issues=said)
            self.numbers[kind] += 1

    def key(self, kind: str, ident: int | str) -> str:
        readable = f"{self._prefix}|{kind}|{ident}"
        return readable if len(readable) <= 255 else f"{self._prefix}|{kind}|{fingerprint(str(ident))}"

    def row(self, kind: str, ident: int | str) -> Entry | None:
        return self._entries.get(self.key(kind, ident))

    def entries(self, *kinds: str) -> Iterator[Entry]:
        """Give the entries of some kinds."""
        return (entry for entry in self._entries.values() if entry.kind in kinds)

    def other_fields(self, *kinds: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        """Give kind, identity and ``meta`` of what earlier runs entered."""
        rows = ImportedItem.objects.filter(source_key__startswith=f"{self._prefix}|", kind__in=kinds)
        for key, kind, meta in rows.values_list("source_key", "kind", "meta").iterator():
            yield kind, key.split("|", 2)[2], meta

    def target_id(self, kind: str, ident: int | str) -> int | None:
        """Give the id of the object that an item became, deleted or not; None for an unknown item."""
        entry = self.row(kind, ident)
        return entry.object_id if entry else None

    def target(self, kind: str, ident: int | str) -> Any:
        """Give the object that an item became; None for an unknown item and for one that was deleted here."""
        key = self.key(kind, ident)
        if key not in self._targets:
            entry = self._entries.get(key)
            found = _object(entry) if entry else None
            if found is None:
                return None
            if len(self._targets) >= _TARGETS_KEPT:
                self._targets.pop(next(iter(self._targets)))
            self._targets[key] = found
        return self._targets[key]

    def pending(self, entry: Entry) -> Any:
        """Give what is kept of an item that misses something."""
        rows = ImportedItem.objects.filter(source_key=self.key(entry.kind, entry.ident))
        return rows.values_list("pending", flat=True).first()

    def is_free(self, target: models.Model, kind: str, ident: int | str) -> bool:
        """Tell whether no other item of this source is, or was found in, an object."""
        content_type = ContentType.objects.get_for_model(target).pk
        others = ImportedItem.objects.filter(
            content_type_id=content_type, object_id=target.pk, source_key__startswith=f"{self._prefix}|"
        ).exclude(source_key=self.key(kind, ident))
        taken = (
            key != self.key(kind, ident)
            and (waiting.row.content_type_id, waiting.row.object_id) == (content_type, target.pk)
            for key, waiting in self._waiting.items()
        )
        return not any(taken) and not others.exists()

    def was_deleted(self, kind: str, ident: int | str) -> bool:
        return self.row(kind, ident) is not None and self.target(kind, ident) is None

    def is_new(self, kind: str, ident: int | str) -> bool:
        """Tell whether the object was created in this run, or in one that ended before it was filled."""
        entry = self.row(kind, ident)
        return entry is not None and (entry.is_new or not entry.content_hash)

    def add(
        self, kind: str, ident: int | str, target: models.Model, old_url: str = "", meta: Any = None, *, was_created: bool = True
    ) -> None:  # fmt: skip
        """Enter an object that this run created, or found here; what it holds is entered by ``settle``."""
        content_type = ContentType.objects.get_for_model(target)
        entry = Entry(kind, ident, content_type.pk, target.pk, old_url=old_url[:1000], is_new=True)
        row = self._row_of(entry)
        row.was_created, row.created_in, row.meta = was_created, self.run if was_created else None, meta or {}
        if isinstance(ident, int) and ident:
            row.wordpress_id = ident
        self._enter(entry, Waiting(row))
        self.numbers[kind] += 1

    def decide(self, kind: str, ident: int | str, wanted: str, current: str, item: ItemKey, *, overwrite: bool = False) -> Outcome:  # fmt: skip
        """Decide what to do: ``wanted`` is the hash of what the export asks for, ``current`` of what stands here.

        An object that changed here since the last import is left alone and reported, unless it shall be overwritten.
        """
        entry = self._entries[self.key(kind, ident)]
        if self.is_new(kind, ident):
            return "created"
        changed_here = bool(entry.object_hash) and entry.object_hash != current
        if changed_here and overwrite:
            return "updated"
        if changed_here:
            self.conflict(item, changed_there=entry.content_hash != wanted)
        if entry.content_hash == wanted:
            return "unchanged"
        return "skipped" if changed_here else "updated"

    def conflict(self, item: ItemKey, *, changed_there: bool) -> None:
        where = "in the export and here since" if changed_there else "here since it was imported"
        self.report.note(
            "conflict", f"Changed {where}; left as it is here, unless overwriting is chosen.", item
        )

    def settle(
        self, kind: str, ident: int | str, wanted: str, current: str, outcome: Outcome, **details: Any
    ) -> None:
        """Enter what was written, or found for the first time, and count it.

        ``details`` are further fields of the row: ``source_hash``, ``pending``, ``issues``, ``meta``.
        """
        entry = self._entries[self.key(kind, ident)]
        if outcome in ("created", "updated") or not entry.content_hash:
            self.update(kind, ident, content_hash=wanted, object_hash=current, **details)
        elif details:
            self.update(kind, ident, **details)
        self.report.count(kind, outcome)

    def update(self, kind: str, ident: int | str, **fields: Any) -> None:
        """Change fields of an entry and its row."""
        key = self.key(kind, ident)
        entry, waiting = self._entries[key], self._waiting.get(key)
        if "object_id" in fields:
            self._targets.pop(key, None)
        row = copy.copy(waiting.row) if waiting else self._row_of(entry)
        for name, value in fields.items():
            setattr(row, name, value)
        is_written = bool({"content_hash", "object_hash"} & set(fields))
        known = {name: value for name, value in fields.items() if name in Entry.__dataclass_fields__}
        if "pending" in fields:
            known["is_pending"] = fields["pending"] is not None
        if "issues" in fields:
            known["issues"] = tuple(map(tuple, fields["issues"]))
        changed: frozenset[str] | None = frozenset({*fields, *(["run"] if is_written else [])})
        if waiting:
            changed = None if waiting.changed is None else waiting.changed | {*fields, "run"}
        self._enter(dataclasses.replace(entry, **known), Waiting(row, changed))

    def forget(self, kind: str, ident: int | str) -> None:
        """Take an entry out, so that a later import makes its object again."""
        key = self.key(kind, ident)
        self._changes.append((key, self._entries.get(key), self._waiting.get(key)))
        self._waiting.pop(key, None)
        self._targets.pop(key, None)
        if self._entries.pop(key, None) is not None:
            self.numbers[kind] -= 1
        ImportedItem.objects.filter(source_key=key).delete()

    def flush(self) -> None:
        """Write what waits: one statement for what is new, one for each set of fields that changed."""
        groups: dict[frozenset[str] | None, list[ImportedItem]] = {}
        for waiting in self._waiting.values():
            groups.setdefault(waiting.changed, []).append(waiting.row)
        for changed, rows in groups.items():
            if changed is None:
                ImportedItem.objects.bulk_create(rows)
            else:
                ImportedItem.objects.bulk_create(
                    rows, update_conflicts=True, unique_fields=["source_key"], update_fields=sorted(changed)
                )
        self._waiting.clear()
        self._changes.clear()

    def mark(self) -> int:
        """Begin something; ``roll_back`` returns to here."""
        return len(self._changes)

    def roll_back(self, mark: int) -> None:
        """Take back what was entered since a mark."""
        while len(self._changes) > mark:
            key, entry, waiting = self._changes.pop()
            if entry is None:
                self._entries.pop(key, None)
                self.numbers[key.split("|")[1]] -= 1
            else:
                self.numbers[entry.kind] += key not in self._entries
                self._entries[key] = entry
            if waiting is None:
                self._waiting.pop(key, None)
            else:
                self._waiting[key] = waiting
            self._targets.pop(key, None)

    def _enter(self, entry: Entry, waiting: Waiting) -> None:
        key = waiting.row.source_key
        self._changes.append((key, self._entries.get(key), self._waiting.get(key)))
        self._entries[key] = entry
        self._waiting[key] = waiting

    def _row_of(self, entry: Entry) -> ImportedItem:
        """Give a row for an entry; of one that is stored already, ``flush`` writes the changed fields only."""
        return ImportedItem(
            source_key=self.key(entry.kind, entry.ident),
            kind=entry.kind,
            old_url=entry.old_url,
            content_type_id=entry.content_type,
            object_id=entry.object_id,
            source_hash=entry.source_hash,
            content_hash=entry.content_hash,
            object_hash=entry.object_hash,
            issues=list(entry.issues),
            run=self.run,
        )


def _object(entry: Entry) -> models.Model | None:
    content_type = ContentType.objects.get_for_id(entry.content_type)
    model = content_type.model_class()
    return model._default_manager.filter(pk=entry.object_id).first() if model else None
