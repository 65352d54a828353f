"""Measures, on the demo site in a database of its own: CPU and queries a page, CPU a post of an import or a conversion.

Figures are CPU time, which a busy machine changes little, and a ratio to the cheapest answer of the same run
(``robots.txt``). Run with ``make bench``.
"""

import lzma
import os
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PAGES = {
    "home": "/",
    "article": "/articles/asking-for-a-second-opinion/",
    "index": "/articles/",
    "directory": "/providers/",
    "provider": "/providers/dr-amara-osei/",
    "search": "/search/?q=opinion",
    "not found": "/no-such-page/",
}
REQUESTS = 30
POSTS = 200
LARGE = Path(__file__).parents[2] / "shared/wordpress/large/large-5000.wxr.xml.xz"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="cms.settings.test",
            DATABASE_URL=f"sqlite:///{folder}/db.sqlite3",
            LOG_LEVEL="CRITICAL",
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("create_demo", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115  closed with the process
        measure_pages()
        measure_import(Path(folder))
        measure_converter(Path(folder))


def cpu(action: Callable[[], object], times: int = 1) -> float:
    """Give the CPU milliseconds of one call."""
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) * 1000 / times


def measure_pages() -> None:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.get("/robots.txt")
    bare = cpu(lambda: client.get("/robots.txt"), REQUESTS)
    say(f"{'page':12}{'CPU ms':>10}{'ratio':>10}{'queries':>10}")
    say(f"{'robots.txt':12}{bare:>10.1f}{1:>10.1f}{'':>10}")
    for name, path in PAGES.items():
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            client.get(path)
            number = len(queries)
        spent = cpu(lambda path=path: client.get(path), REQUESTS)
        say(f"{name:12}{spent:>10.1f}{spent / bare:>10.1f}{number:>10}")


def measure_import(folder: Path) -> None:
    from cms.wordpress.importer import Importer
    from tests.wordpress.exports import category, item, write

    text = (
        "<p>One of many paragraphs, <b>with</b> a <a href='/post-1/'>link</a>.</p>" * 8
        + "[su_note]Mind.[/su_note]"
    )
    posts = (item(n, f"post-{n}", text, terms=[("category", "care")]) for n in range(1, POSTS + 1))
    export = write(folder / "export.xml", category(7, "care", "Care"), *posts)
    first = cpu(lambda: Importer(export).run())
    again = cpu(lambda: Importer(export).run())
    say(
        f"import of {POSTS} posts: {first / POSTS:.0f} ms CPU a post; again, unchanged: {again / POSTS:.0f} ms a post"
    )


def measure_converter(folder: Path) -> None:
    """Convert a large export without writing, first a fifth of it, then all: a post must cost the same."""
    from cms.wordpress.convert import convert
    from cms.wordpress.mapping import Mapping
    from cms.wordpress.report import ItemKey, Report
    from cms.wordpress.survey import is_imported, records, survey
    from cms.wordpress.wxr import Item

    mapping = Mapping()
    for what, source in {
        "nested tags": "[su_note]" * 10_000 + "a" + "[/su_note]" * 10_000,
        "unclosed tags": "[su_row][su_column]" * 5_000 + "a",
        "unclosed elements": "<div><b>" * 5_000 + "a",
    }.items():
        half, whole = (
            cpu(lambda text=text: convert(text, item=ItemKey(), mapping=mapping, report=Report()))
            for text in (source[: len(source) // 2], source)
        )
        say(f"10,000 {what}: {whole:.0f} ms CPU, {whole / half:.1f} times that of half of them")
    if not LARGE.exists():
        say(f"conversion of 5,000 posts: left out, {LARGE} is not there")
        return
    export = folder / "large.xml"
    with lzma.open(LARGE) as packed, export.open("wb") as unpacked:
        shutil.copyfileobj(packed, unpacked)
    spent: dict[str, float] = {}
    spent["reading"] = cpu(lambda: survey(records(export), mapping))
    facts = survey(records(export), mapping).facts
    items = [found for found in records(export) if isinstance(found, Item) and is_imported(found, mapping)]
    for name, posts in {"fifth": items[: len(items) // 5], "all": items}.items():
        spent[name] = cpu(
            lambda posts=posts: [
                convert(post.content, item=post.key, mapping=mapping, report=Report(), facts=facts)
                for post in posts
            ]
        ) / len(posts)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(
        f"conversion of {len(items)} posts: {1000 / spent['all']:.0f} posts per CPU second; a post of all costs "
        f"{spent['all'] / spent['fifth']:.2f} times one of a fifth; first reading {spent['reading'] / 1000:.1f} s CPU; "
        f"peak memory of the whole run {peak:.0f} MB"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
