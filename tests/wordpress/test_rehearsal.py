"""A dry run beside a live site: nobody waits for it, and nothing of it is there afterwards, in no cache either."""

import json

import pytest
from django.core.cache import cache, caches
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, OperationalError, ProgrammingError, connection
from wagtail.models import Site

from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.journal import Journal
from cms.wordpress.lock import LockedError, only_one
from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.pending import item_from
from cms.wordpress.rehearsal import rehearsal
from services.models import Topic
from tests.wordpress.exports import comment, item, write

pytestmark = pytest.mark.django_db
Status = ImportRun.Status


@pytest.fixture
def run() -> ImportRun:
    return ImportRun.objects.create(source="made.xml", dry_run=True)


class TestCaches:
    ALIASES = ("default", "renditions")

    def test_what_the_site_keeps_is_neither_read_nor_written_nor_emptied(self, run):
        for alias in self.ALIASES:
            caches[alias].set("picture-7", "of the live site")
        with rehearsal(Journal(run)):
            for alias in self.ALIASES:
                assert caches[alias].get("picture-7") is None
                caches[alias].set("picture-7", "of the copy")
                assert caches[alias].get("picture-7") == "of the copy"
            cache.set("roots", "of the copy")
            Site.clear_site_root_paths_cache()
        for alias in self.ALIASES:
            assert caches[alias].get("picture-7") == "of the live site"
        assert cache.get("roots") is None

    def test_they_come_back_after_a_failure(self, run):
        real = [caches[alias] for alias in self.ALIASES]

        def fail():
            with rehearsal(Journal(run)):
                cache.set("roots", "of the copy")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert [caches[alias] for alias in self.ALIASES] == real
        assert cache.get("roots") is None

    def test_an_import_leaves_them_alone(self, tmp_path):
        cache.set("session", "somebody is logged in")
        Importer(write(tmp_path / "site.xml", item(1, "one")), Options(dry_run=True)).run()
        assert cache.get("session") == "somebody is logged in"


class TestRun:
    def test_a_dry_run_does_not_say_what_the_export_held(self, tmp_path):
        """Later runs compare with what was imported; a dry run imported nothing."""
        export = write(tmp_path / "site.xml", item(1, "one", kind="page"))
        Importer(export, Options(dry_run=True)).run()
        Importer(export, Options()).run()
        dry, real = ImportRun.objects.order_by("pk")
        assert (dry.status, dry.seen) == (Status.FINISHED, {})
        assert real.seen["pages"] == [1]
        assert dry.counts["pages"]["created"] == 1

    def test_the_end_of_a_run_overwrites_nothing_that_others_wrote(self, tmp_path, run):
        Importer(write(tmp_path / "site.xml", item(1, "one")), Options(dry_run=True), Journal(run)).run()
        ImportRun.objects.filter(pk=run.pk).update(seen={"source": "x"}, cancel_requested=True)
        Journal(run).close(Status.FINISHED, Importer(tmp_path / "site.xml", Options(dry_run=True)).run())
        run.refresh_from_db()
        assert (run.seen, run.cancel_requested, run.status) == ({"source": "x"}, True, Status.FINISHED)


class TestPostgreSQL:
    __test__ = connection.vendor == "postgresql"  # temporary tables stand in there only

    def test_the_real_tables_are_not_written(self, run):
        Topic.objects.create(name="Care", slug="care")
        with rehearsal(Journal(run)):
            assert Topic.objects.get().name == "Care"
            Topic.objects.update(name="Rest")
            assert Topic.objects.create(name="New", slug="new").pk != Topic.objects.get(slug="care").pk
            assert Topic.objects.count() == 2
            with connection.cursor() as cursor:
                cursor.execute("SELECT name FROM public.services_topic")
                assert cursor.fetchall() == [("Care",)]
        assert [topic.name for topic in Topic.objects.all()] == ["Care"]

    def test_a_whole_import_locks_no_row_of_the_site(self, tmp_path, site, monkeypatch):
        """An editor saves a page that the import fills, while it is doing so."""
        locked: list[int] = []
        close = Journal.issues

        def look(self, found, find):
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_locks JOIN pg_class ON pg_class.oid = relation "
                    "WHERE pid = pg_backend_pid() AND relname = 'wagtailcore_page' "
                    "AND relpersistence = 'p' AND mode = 'RowExclusiveLock' AND locktype = 'relation'"
                )
                locked.append(cursor.fetchone()[0])
            close(self, found, find)

        monkeypatch.setattr(Journal, "issues", look)
        Importer(write(tmp_path / "site.xml", item(1, "one")), Options(dry_run=True)).run()
        assert set(locked) == {0}

    def test_the_lock_holds_for_all_servers_of_the_database(self, settings, tmp_path):
        with only_one():
            settings.WORDPRESS_IMPORT_ROOT = tmp_path  # the disk of another server
            with pytest.raises(LockedError), only_one():
                pass
        with only_one():
            pass


ALIVE = """
import sys, time
from pathlib import Path
import django
django.setup()
from cms.wordpress import importer, journal
from cms.wordpress.context import Options
from cms.wordpress.models import ImportRun

class Slow(importer.Import):
    def _run(self):
        runs = ImportRun.objects.using(self.journal.using)
        runs.update(heartbeat_at=None)
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline and not runs.get().heartbeat_at:
            time.sleep(0.02)
        print("alive" if runs.get().heartbeat_at else "silent")

journal.BEAT = 0.02
importer.Import = Slow
importer.Importer(Path(sys.argv[1]), Options(dry_run=sys.argv[2] == "dry")).run()
"""


@pytest.mark.parametrize("mode", ["dry", "real"])
def test_a_run_of_the_command_gives_signs_of_life_in_a_long_step(new_site, tmp_path, mode):
    export = write(tmp_path / "site.xml", item(1, "one"))
    assert new_site().manage("-c", ALIVE, export, mode).splitlines()[0] == "alive"


@pytest.mark.parametrize(
    ("kind", "kept"), [("", ""), ("comment", ""), ("pingback", "https://x.example/"), ("trackback", "https://x.example/")]
)  # fmt: skip
def test_what_waits_holds_nothing_of_those_who_commented(tmp_path, kind, kept):
    """A page that waits for a file lies in the database as the export gave it."""
    written = comment(31, "Thank you.", author="Ada", url="https://x.example/", kind=kind)
    page = item(1, "one", '<img src="/wp-content/uploads/a.png">', password="sesame", extra=written)
    Importer(write(tmp_path / "site.xml", page, item(2, "two", parent=9, kind="page", extra=written))).run()
    rows = [row.pending for row in ImportedItem.objects.exclude(pending=None)]
    assert rows
    for secret in ("ada@private.example", "192.0.2.77", "555-0199"):
        assert secret not in json.dumps(rows)
    found = [told for row in rows for told in row["comments"]]
    assert {(told["url"], told["author"], told["content"]) for told in found} == {(kept, "Ada", "Thank you.")}
    assert {told.author for row in rows for told in item_from(row).comments} == {"Ada"}


@pytest.mark.parametrize(
    ("error", "migrates"),
    [(OperationalError("no such table: x"), True), (ProgrammingError("relation x does not exist"), True),
     (DataError("value too long for type"), False), (IntegrityError("UNIQUE constraint failed"), False)],
)  # fmt: skip
def test_the_command_says_migrate_only_where_that_may_help(tmp_path, monkeypatch, error, migrates):
    def fail(self):
        raise error

    monkeypatch.setattr(Importer, "run", fail)
    with pytest.raises(CommandError, match=str(error)) as caught:
        call_command("import_wordpress", write(tmp_path / "site.xml", item(1, "one")))
    assert ("manage.py migrate" in str(caught.value)) is migrates
    assert "goes on where it stopped" in str(caught.value)
