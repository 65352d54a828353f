"""A dry run: the whole import, and afterwards nothing of it is there.

Nobody has to wait for it, because it works on a copy: on SQLite of the file, which a long transaction would lock; on
PostgreSQL of the tables, as temporary ones inside a transaction that is rolled back. They hide the real ones from this
connection alone, and end with it however the process ends. Inside another transaction, SQLite has that rollback only.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.cache import caches
from django.core.cache.backends.locmem import LocMemCache
from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from cms.wordpress.journal import Journal

SITE = "site"  # the alias of the site's own database while a dry run stands in its place


@contextlib.contextmanager
def rehearsal(journal: Journal) -> Iterator[None]:
    """Do what is inside without leaving a trace; the journal alone goes on writing to the site's database."""
    with _own_caches():
        if connection.in_atomic_block:
            with _rolled_back(journal, using=None):
                yield
        elif connection.vendor == "sqlite":
            with _copied(journal):
                yield
        else:
            with _alias(connection.settings_dict), _rolled_back(journal, using=SITE):
                yield


@contextlib.contextmanager
def _own_caches() -> Iterator[None]:
    """Put caches of its own in the place of those that the live site reads: its ids are those of other objects."""
    real = {alias: caches[alias] for alias in caches}
    own = {alias: LocMemCache(f"dry-run-{secrets.token_hex(8)}", {}) for alias in real}
    try:
        for alias in own:
            caches[alias] = own[alias]
        yield
    finally:
        for alias in own:
            caches[alias] = real[alias]
            own[alias].clear()


@contextlib.contextmanager
def _rolled_back(journal: Journal, using: str | None) -> Iterator[None]:
    journal.using = using
    try:
        with transaction.atomic():
            if connection.vendor == "postgresql":
                _hide_tables()
            yield
            transaction.set_rollback(True)
    finally:
        journal.using = DEFAULT_DB_ALIAS


def _hide_tables() -> None:
    """Hide the tables behind temporary copies, which PostgreSQL looks into first; reading keeps nobody from writing.

    Foreign keys do not come along: in a transaction that is rolled back they would not be checked either.
    """
    models = apps.get_models(include_auto_created=True)
    with connection.cursor() as cursor:
        if not connection.savepoint_ids:  # all tables as they are at one moment
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
        for name in map(connection.ops.quote_name, tables):
            cursor.execute(f"CREATE TEMPORARY TABLE _copy (LIKE {name} INCLUDING ALL) ON COMMIT DROP")
            cursor.execute(f"INSERT INTO _copy SELECT * FROM {name}")  # noqa: S608  the name of a table
            cursor.execute(f"ALTER TABLE _copy RENAME TO {name}")
            cursor.execute(f"ANALYZE {name}")
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@contextlib.contextmanager
def _copied(journal: Journal) -> Iterator[None]:
    """Put a copy of the database in its place, for this process alone."""
    original: dict[str, Any] = dict(connection.settings_dict)
    with tempfile.TemporaryDirectory(prefix="dry-run-") as folder, _alias(original):
        copy = Path(folder) / "copy.sqlite3"
        with (
            contextlib.closing(sqlite3.connect(original["NAME"])) as source,
            contextlib.closing(sqlite3.connect(copy)) as target,
        ):
            source.backup(target)
        connection.close()
        connection.settings_dict["NAME"] = str(copy)
        journal.using = SITE
        try:
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = original["NAME"]
            journal.using = DEFAULT_DB_ALIAS


@contextlib.contextmanager
def _alias(settings: dict[str, Any]) -> Iterator[None]:
    """Reach the site's database by a second name."""
    connections.databases[SITE] = {**settings}
    try:
        yield
    finally:
        connections[SITE].close()
        del connections[SITE]
        del connections.databases[SITE]
