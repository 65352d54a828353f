"""Measures, on the demo site in a database of its own: CPU and queries a page, CPU a post of an import or a conversion.

Figures are CPU time, which a busy machine changes little, and a ratio to the cheapest answer of the same run
(``robots.txt``). ``make bench`` runs all of it, ``make bench PART=import`` one part
(pages, import, converter, memory, lighthouse), ``BENCH_DATABASE_URL`` names an empty database other than SQLite.
"""

import json
import lzma
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests import lighthouse

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
INDEX_TABLES = re.compile(r"modelsearch_|wagtailsearch_|wagtailcore_referenceindex")
MEMORY = """
import os
os.environ.update(DJANGO_SETTINGS_MODULE="cms.settings.test", DATABASE_URL="sqlite:///{database}", LOG_LEVEL="CRITICAL")
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
from cms.wordpress.importer import Importer
call_command("migrate", verbosity=0)
Importer(Path("{export}")).run()
peak = next(line for line in open("/proc/self/status") if line.startswith("VmHWM"))  # of this program alone
print(int(peak.split()[1]) / 1024)
"""
LARGE = Path(__file__).parents[2] / "shared/wordpress/large/large-5000.wxr.xml.xz"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            DJANGO_SETTINGS_MODULE="cms.settings.test",
            DATABASE_URL=os.environ.get("BENCH_DATABASE_URL", f"sqlite:///{folder}/db.sqlite3"),
            LOG_LEVEL="CRITICAL",
        )
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("create_demo", stdout=open(os.devnull, "w"))  # noqa: PTH123, SIM115  closed with the process
        chosen = sys.argv[1:]
        for measure in (measure_pages, measure_import, measure_converter, measure_memory, measure_lighthouse):
            if not chosen or measure.__name__.removeprefix("measure_") in chosen:
                measure(Path(folder))


def cpu(action: Callable[[], object], times: int = 1) -> float:
    """Give the CPU milliseconds of one call."""
    start = time.process_time()
    for _ in range(times):
        action()
    return (time.process_time() - start) * 1000 / times


def measure_pages(_folder: Path) -> None:
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
    """Import the large export twice, then put the same bodies into pages one by one, as a plain script would."""
    from django.db import connection
    from wagtail.models import Page

    from cms.wordpress.importer import Importer
    from services.models import ServiceArticleIndexPage, ServiceArticlePage

    export = large_export(folder)
    if export is None:
        return
    statements: Counter[str] = Counter()

    def count(execute: Callable[..., object], sql: str, *rest: object) -> object:
        statements["index" if INDEX_TABLES.search(sql) else "other"] += 1
        return execute(sql, *rest)

    spent, items = {}, 0
    for name in ("new", "unchanged"):
        statements.clear()
        with connection.execute_wrapper(count):
            spent[name] = cpu(lambda: Importer(export).run())
        items = ServiceArticlePage.objects.filter(live=True).count()
        say(
            f"import of {items} posts, {name}: {spent[name] / items:.1f} ms CPU, "
            f"{statements['other'] / items:.2f} SQL statements and {statements['index'] / items:.2f} for the indexes an item"
        )
    index = ServiceArticleIndexPage.objects.live().first()
    bodies = ServiceArticlePage.objects.filter(live=True).values_list("body", flat=True)[:POSTS]
    pages = [ServiceArticlePage(title=f"Plain {n}", slug=f"plain-{n}") for n in range(len(bodies))]
    for page, body in zip(pages, bodies, strict=True):
        page.body = json.dumps(list(body.raw_data))

    def plain() -> None:
        for page in pages:
            index.add_child(instance=page)
            page.save_revision().publish()

    loop = cpu(plain) / len(pages)
    say(
        f"a plain add_child and publish of the same bodies: {loop:.1f} ms CPU an item; "
        f"the import needs {spent['new'] / items / loop:.2f} of it"
    )
    Page.objects.filter(pk__in=[page.pk for page in pages]).delete()


def measure_memory(folder: Path) -> None:
    """Import 1,000 and 20,000 items, each in a process of its own: the peak must be the same."""
    export = large_export(folder)
    if export is None:
        return
    peaks = {}
    for number in (1_000, 20_000):
        repeated = repeat(export, number, folder / f"{number}.xml")
        code = MEMORY.format(database=folder / f"memory-{number}.sqlite3", export=repeated)
        answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        peaks[number] = float(answer.stdout.split()[-1])
    say(
        f"peak memory of an import of 1,000 items {peaks[1_000]:.0f} MB, of 20,000 items {peaks[20_000]:.0f} MB "
        f"({peaks[20_000] / peaks[1_000]:.2f} times)"
    )


def repeat(export: Path, number: int, to: Path) -> Path:
    """Write an export of a number of items: those of another, again and again with other ids and slugs."""
    head, _, rest = export.read_text(encoding="utf-8").partition("<item>")
    items = [
        part
        for part in re.findall(r"<item>.*?</item>", f"<item>{rest}", re.S)
        if ">post<" in part or "[post]" in part
    ]
    with to.open("w", encoding="utf-8") as file:
        file.write(head)
        for n in range(number):
            text = re.sub(r"(<wp:post_id>)\d+", rf"\g<1>{1_000_000 + n}", items[n % len(items)])
            text = re.sub(r"(<wp:post_name>(?:<!\[CDATA\[)?)", rf"\g<1>r{n}-", text)
            file.write(re.sub(r"(<link>https?://[^/<]+/)", rf"\g<1>r{n}-", text))
        file.write("</channel></rss>")
    return to


def large_export(folder: Path) -> Path | None:
    """Unpack the large export beside the repository; None, and a line, where there is none."""
    if not LARGE.exists():
        say(f"the large export: left out, {LARGE} is not there")
        return None
    export = folder / "large.xml"
    if not export.exists():
        with lzma.open(LARGE) as packed, export.open("wb") as unpacked:
            shutil.copyfileobj(packed, unpacked)
    return export


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
    export = large_export(folder)
    if export is None:
        return
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


def measure_lighthouse(folder: Path) -> None:
    for line in lighthouse.report(folder):
        say(line)


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
