"""Moving a site as it goes in life: in several files, again and again, with broken items, while others work on it."""

import itertools
import json
import re
from collections import Counter
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from taggit.models import Tag
from wagtail.models import Page, ReferenceIndex

from cms.images.models import CustomImage
from cms.pages.models import Menu
from cms.wordpress import bulk, pages
from cms.wordpress.context import Options
from cms.wordpress.importer import BATCH, Importer
from cms.wordpress.mapping import Mapping, TypeMapping
from cms.wordpress.models import ImportedItem, ImportRun
from home.models import ContentPage
from providers.models import Provider
from services.models import Author, ServiceArticlePage, Topic
from tests.factories import image_file
from tests.html import parse
from tests.queries import WRITES
from tests.sitemap import sitemap_text
from tests.wordpress.exports import attachment, category, item, menu_item, tag, write
from tests.wordpress.state import differences, state_of_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def export(tmp_path):
    """Write parts into a file of an export."""
    numbers = itertools.count()

    def write_export(*parts):
        return write(tmp_path / f"export-{next(numbers)}.xml", *parts)

    return write_export


@pytest.fixture
def run(export):
    """Import parts of an export and give the report."""

    def run_import(*parts, **options):
        return Importer(export(*parts), Options(**options)).run()

    return run_import


def codes(report) -> list[str]:
    return [issue.code for issue in report.issues]


def counts(report, kind) -> dict[str, int]:
    return {outcome: number for outcome, number in report.counts[kind].items() if number}


def written(report) -> int:
    return sum(counter["created"] + counter["updated"] for counter in report.counts.values())


def gone(report) -> set[int]:
    return {issue.item.id for issue in report.issues if issue.code == "gone"}


def page_of(number: int) -> Page:
    return ImportedItem.objects.get(wordpress_id=number, kind__in=("articles", "pages")).target


def body_of(page: Page) -> str:
    return page.body.render_as_block()


class TestSeveralFiles:
    """Whatever stands in which file, and whichever comes first: in the end the site is the same."""

    TERMS = (category(4, "care", "care"), tag(9, "pain", "pain"))
    MEDIA = (attachment(5, "chairs.png", "Two chairs", "Our waiting room"),)
    POSTS = (
        item(
            11, "rest", '<p>See <a href="https://old.example/about/team/">us</a>.</p><p>[gallery ids="5"]</p>',
            terms=[("category", "care"), ("post_tag", "pain")], meta=[("_thumbnail_id", "5")],
        ),
        item(12, "news", '<p><img class="wp-image-5" src="/wp-content/uploads/chairs.png" alt="Chairs"/></p>'),
    )  # fmt: skip
    CHILDREN = (
        item(21, "team", '<p><a href="/rest/">rest</a></p>', kind="page", parent=20),
        item(22, "nurses", kind="page", parent=21),
    )
    PARENTS = (item(20, "about", kind="page"),)
    MENU = (
        menu_item(51, "post_type", 20, object_type="page"),
        menu_item(52, "post_type", 21, object_type="page", parent=51, title="The team"),
        menu_item(53, "taxonomy", 4, object_type="category"),
    )
    FILES = (TERMS, MEDIA, POSTS, CHILDREN, PARENTS, MENU)

    @pytest.fixture
    def uploads(self, tmp_path):
        folder = tmp_path / "uploads"
        folder.mkdir()
        (folder / "chairs.png").write_bytes(image_file().read())
        return folder

    @pytest.fixture
    def clean(self, export, uploads):
        """What one run over one file leaves; it is taken back."""
        from django.db import transaction

        with transaction.atomic():
            Importer(export(*itertools.chain(*self.FILES)), Options(media=uploads)).run()
            state = state_of_site()
            transaction.set_rollback(True)
        return state

    # Each order once with every file a run of its own.
    @pytest.mark.parametrize(
        "order",
        [
            (0, 1, 2, 3, 4, 5),
            (5, 4, 3, 2, 1, 0),
            (2, 1, 0, 4, 3, 5),
            (3, 2, 5, 0, 4, 1),
            (1, 5, 3, 4, 0, 2),
            (4, 2, 0, 5, 1, 3),
        ],
    )
    def test_one_after_the_other(self, export, uploads, clean, order, client):
        for number in order:
            Importer(export(*self.FILES[number]), Options(media=uploads)).run()
        state = state_of_site()
        # Pages stood elsewhere for a while, and their addresses of then lead to them: one redirect more.
        for site in (clean, state):
            site["imported items"] = [
                row for row in site["imported items"] if row[0] not in ("redirects", "images")
            ]
            del site["redirects"], site["revisions"]
        assert differences(clean, state) == {}
        for path, url in {
            "/team/": "/about/team/",
            "/nurses/": "/about/team/nurses/",
            "/rest/": "/articles/rest/",
        }.items():
            assert client.get(path).headers["Location"] == url

    @pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (3, 2, 5, 0, 4, 1)])
    def test_all_in_one_run(self, export, uploads, clean, order):
        files = [export(*self.FILES[number]) for number in order]
        Importer(files, Options(media=uploads)).run()
        assert differences(clean, state_of_site()) == {}

    def test_the_media_after_the_posts(self, export, uploads, client):
        Importer(export(*self.TERMS, *self.POSTS), Options(media=uploads)).run()
        assert page_of(11).image is None
        Importer(export(*self.MEDIA), Options(media=uploads)).run()
        image = CustomImage.objects.get()
        assert page_of(11).image == image
        assert [block.block_type for block in page_of(11).body] == ["rich_text", "gallery"]
        assert parse(client.get(page_of(12).get_url())).find("main").find("img")["alt"] == "Chairs"

    def test_the_parent_after_its_children(self, export, client):
        first = Importer(export(*self.CHILDREN)).run()
        assert "parent-missing" in codes(first)
        Importer(export(*self.PARENTS)).run()
        for path in ("/about/", "/about/team/", "/about/team/nurses/"):
            assert client.get(path).status_code == 200, path
        assert page_of(20).numchild == 1
        assert Page.find_problems() == ([], [], [], [], [])

    def test_the_menu_before_the_pages(self, export):
        Importer(export(*self.MENU)).run()
        Importer(export(*self.TERMS, *self.PARENTS, *self.CHILDREN, *self.POSTS)).run()
        assert [(link.label, link.level) for link in Menu.objects.get().links.all()] == [
            ("About", 1),
            ("The team", 2),
            ("care", 1),
        ]

    def test_an_item_in_two_files_is_one(self, export):
        both = self.POSTS[1]
        report = Importer([export(*self.POSTS), export(both, *self.PARENTS)]).run()
        assert counts(report, "articles") == {"created": 2}
        assert "duplicate-id" not in codes(report)
        report = Importer([export(both, *self.PARENTS), export(*self.POSTS)]).run()
        assert counts(report, "articles") == {"unchanged": 2}
        assert counts(report, "pages") == {"unchanged": 1}

    def test_of_two_different_items_of_one_id_the_second_is_reported(self, export):
        other = item(12, "other", "<p>Other text.</p>", title="Other")
        report = Importer([export(*self.POSTS), export(other)]).run()
        assert [issue.item.title for issue in report.issues if issue.code == "duplicate-id"] == ["Other"]
        assert page_of(12).slug == "news"

    def test_files_of_two_sites_are_not_mixed(self, export):
        from cms.wordpress.records import ExportError

        other = export(item(1, "uno"))
        other.write_text(other.read_text().replace("https://old.example", "https://other.example"))
        with pytest.raises(ExportError, match=r"other\.example"):
            Importer([export(item(1, "one")), other]).run()
        assert not ServiceArticlePage.objects.exists()
        assert not ImportRun.objects.exists()


class TestGone:
    ONE, TWO, THREE = item(1, "one", kind="page"), item(2, "two", kind="page"), item(3, "three")

    def test_what_is_not_in_the_export_any_more_is_listed(self, run):
        run(self.ONE, self.TWO, self.THREE)
        report = run(self.ONE, self.THREE)
        assert gone(report) == {2}
        assert ContentPage.objects.filter(slug="two").exists()

    def test_it_is_removed_on_request(self, run, client):
        run(self.ONE, self.TWO, self.THREE)
        report = run(self.ONE, self.THREE, remove_gone=True)
        assert "removed" in codes(report)
        assert not ContentPage.objects.filter(slug="two").exists()
        assert client.get("/two/").status_code == 404
        assert not ImportedItem.objects.filter(wordpress_id=2, kind="pages").exists()
        assert ServiceArticlePage.objects.count() == 1

    def test_what_changed_here_stays(self, run):
        run(self.ONE, self.TWO)
        page = ContentPage.objects.get(slug="two")
        page.title = "Ours now"
        page.save_revision().publish()
        report = run(self.ONE, remove_gone=True)
        assert gone(report) == {2}
        assert ContentPage.objects.get(slug="two").title == "Ours now"

    def test_what_a_damaged_export_lost_stays(self, run, export):
        run(self.ONE, self.TWO)
        whole = export(self.ONE, self.TWO)
        text = whole.read_text(encoding="utf-8")
        whole.write_text(text[: text.index("<wp:post_id>2<")], encoding="utf-8")
        report = Importer(whole, Options(recover=True, remove_gone=True)).run()
        assert "file-damaged" in codes(report)
        assert gone(report) == {2}
        assert ContentPage.objects.filter(slug="two").exists()

    def test_what_somebody_put_pages_below_stays(self, run):
        run(self.ONE, self.TWO)
        ContentPage.objects.get(slug="two").add_child(instance=ContentPage(title="Ours", slug="ours"))
        run(self.ONE, remove_gone=True)
        assert ContentPage.objects.filter(slug="ours").exists()

    def test_what_comes_back_is_made_again(self, run):
        run(self.ONE, self.TWO)
        run(self.ONE, remove_gone=True)
        report = run(self.ONE, self.TWO)
        assert counts(report, "pages") == {"created": 1, "unchanged": 1}

    def test_a_file_of_posts_says_nothing_of_pages(self, run):
        run(self.ONE, self.TWO, self.THREE)
        report = run(self.THREE, remove_gone=True)
        assert gone(report) == set()
        assert ContentPage.objects.count() == 2


class TestAgain:
    def parts(self, number: int = 120, text: str = "Text") -> list[str]:
        return [
            category(4, "care", "Care"),
            tag(9, "pain", "pain"),
            *(
                item(
                    1000 + n, f"post-{n}", f'<p>{text} {n}, <a href="/post-{n - 1}/">before</a>.</p>',
                    terms=[("category", "care"), ("post_tag", "pain")],
                )
                for n in range(number)
            ),
            *(item(3000 + n, f"page-{n}", f"<p>{text} {n}</p>", kind="page") for n in range(number // 4)),
        ]  # fmt: skip

    def test_an_unchanged_export_is_not_written_and_costs_a_statement_an_item_at_most(self, run):
        parts = self.parts()
        run(*parts)
        before = state_of_site()
        with CaptureQueriesContext(connection) as captured:
            report = run(*parts)
        statements = [query["sql"].lstrip() for query in captured.captured_queries]
        assert written(report) == 0
        assert counts(report, "articles") == {"unchanged": 120}
        assert counts(report, "pages") == {"unchanged": 30}
        writes = [statement for statement in statements if statement.upper().startswith(WRITES)]
        tables = {re.search(r'(?:INTO|UPDATE|FROM) "(\w+)"', statement)[1] for statement in writes}
        assert tables <= {"wordpress_importrun", "wordpress_importissue"}
        asked = [
            statement
            for statement in statements
            if not statement.upper().startswith(
                ("SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA", "BEGIN", "COMMIT")
            )
        ]
        assert len(asked) <= 150
        assert differences(before, state_of_site()) == {}

    def test_a_new_export_costs_few_statements_an_item(self, run):
        with CaptureQueriesContext(connection) as captured:
            run(*self.parts())
        index = [
            query
            for query in captured.captured_queries
            if re.search(r"referenceindex|indexentry", query["sql"])
        ]
        rest = len(captured) - len(index)
        assert rest / 150 <= 15
        assert len(index) / 150 <= 8

    def test_what_changed_gets_one_revision_and_the_rest_none(self, run, client):
        parts = self.parts(20)
        run(*parts)
        changed = [part.replace("<p>Text 7,", "<p>Changed 7,") for part in parts]
        report = run(*changed)
        assert counts(report, "articles") == {"updated": 1, "unchanged": 19}
        assert counts(report, "pages") == {"unchanged": 5}
        revisions = Counter({page.slug: page.revisions.count() for page in ServiceArticlePage.objects.all()})
        assert revisions == {f"post-{n}": 2 if n == 7 else 1 for n in range(20)}
        assert "Changed 7" in client.get("/articles/post-7/").content.decode()
        assert client.get("/search/?q=changed").content.decode().count("post-7") >= 1

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("<title><![CDATA[One]]></title>", "<title><![CDATA[Uno]]></title>"),
            ("<p>Text.</p>", "<p>Other text.</p>"),
            ("<wp:status>publish</wp:status>", "<wp:status>draft</wp:status>"),
            ("<wp:is_sticky>0", "<wp:is_sticky>1"),
            ('nicename="care"', 'nicename="rest"'),
            ("2025-03-02 10:00:00", "2025-04-02 10:00:00"),
            ("<wp:post_password></wp:post_password>", "<wp:post_password>sesame</wp:post_password>"),
        ],
    )
    def test_any_change_is_seen_and_taken_back(self, run, old, new):
        terms = category(4, "care", "Care"), category(5, "rest", "Rest")
        part = item(1, "one", "<p>Text.</p>", terms=[("category", "care")])
        run(*terms, part)
        first = state_of_site()
        report = run(*terms, part.replace(old, new))
        assert old in part
        assert counts(report, "articles") == {"updated": 1}
        second = state_of_site()
        assert {"articles", "pages", "dates", "topics of articles", "restrictions"} & differences(
            first, second
        ).keys()
        assert counts(run(*terms, part.replace(old, new)), "articles") == {"unchanged": 1}
        run(*terms, part)
        del first["revisions"], first["dates"]
        after = state_of_site()
        assert {
            what
            for what in first
            if first[what] != after[what] and what not in ("imported items", "redirects")
        } == set()

    def test_a_conflict_is_named_once_and_overwritten_on_request(self, run, client):
        run(item(1, "help", "<p>Old.</p>", kind="page"))
        page = ContentPage.objects.get(slug="help")
        page.title = "As we say here"
        page.save_revision().publish()
        changed = item(1, "help", "<p>New.</p>", kind="page")
        for _again in range(2):
            report = run(changed)
            assert codes(report).count("conflict") == 1
            assert counts(report, "pages") == {"skipped": 1}
            assert "Old." in client.get("/help/").content.decode()
        report = run(changed, overwrite=True)
        assert counts(report, "pages") == {"updated": 1}
        page.refresh_from_db()
        assert page.title == "Help"
        assert "New." in client.get("/help/").content.decode()
        assert page.revisions.count() == 3
        report = run(changed)
        assert counts(report, "pages") == {"unchanged": 1}
        assert "conflict" not in codes(report)

    def test_overwriting_leaves_what_this_export_does_not_hold(self, run):
        run(item(1, "one"), item(2, "two", meta=[("_thumbnail_id", "99")]))  # the second waits for its image
        page = ServiceArticlePage.objects.get(slug="two")
        page.title = "As we say here"
        page.save_revision().publish()
        run(item(1, "one"), category(4, "care", "Care"), overwrite=True)
        page.refresh_from_db()
        assert page.title == "As we say here"

    def test_a_draft_that_an_editor_saved_is_a_conflict_too(self, run):
        run(item(1, "help", "<p>Old.</p>", kind="page"))
        page = ContentPage.objects.get(slug="help")
        page.title = "Not published yet"
        page.save_revision()
        report = run(item(1, "help", "<p>New.</p>", kind="page"))
        assert "conflict" in codes(report)
        assert (
            ContentPage.objects.get(slug="help").get_latest_revision_as_object().title == "Not published yet"
        )

    def test_a_page_that_an_editor_moved_stays_where_it_is(self, run, client):
        run(item(1, "help", "<p>Old.</p>", kind="page"), item(2, "about", kind="page"))
        Page.objects.get(slug="help").move(Page.objects.get(slug="about"), pos="last-child")
        run(item(1, "help", "<p>New.</p>", kind="page"), item(2, "about", kind="page"))
        assert "New." in client.get("/about/help/").content.decode()
        assert Page.find_problems() == ([], [], [], [], [])


class TestBadItems:
    @pytest.fixture
    def poison(self, monkeypatch):
        """Make items whose content holds the word fail in the middle of being converted."""
        convert = pages.convert

        def fails(content, **context):
            if "poison" in content:
                raise ValueError("cannot be digested")
            return convert(content, **context)

        monkeypatch.setattr(pages, "convert", fails)
        return lambda: monkeypatch.setattr(pages, "convert", convert)

    def some(self, bad: int, number: int = 2 * BATCH + 5) -> list[str]:
        return [
            item(n, f"post-{n}", "<p>poison</p>" if n == bad else f"<p>Fine {n}.</p>")
            for n in range(1, number)
        ]

    @pytest.mark.parametrize("bad", [1, BATCH, BATCH + 1, 2 * BATCH + 4])
    def test_one_that_fails_costs_only_itself(self, run, poison, client, bad):
        report = run(*self.some(bad))
        [error] = [issue for issue in report.issues if issue.severity == "error"]
        assert (error.code, error.item.id) == ("item-failed", bad)
        assert "cannot be digested" in error.detail
        live = set(ServiceArticlePage.objects.live().values_list("slug", flat=True))
        assert live == {f"post-{n}" for n in range(1, 2 * BATCH + 5)} - {f"post-{bad}"}
        assert client.get(f"/articles/post-{bad}/").status_code == 404

    def test_it_comes_over_once_it_can(self, run, poison):
        run(*self.some(3))
        poison()
        report = run(*self.some(3))
        assert counts(report, "articles") == {"created": 1, "unchanged": 2 * BATCH + 3}
        assert page_of(3).live
        assert ServiceArticlePage.objects.count() == 2 * BATCH + 4

    def test_what_one_wrote_before_it_failed_is_gone(self, run, monkeypatch):
        """It fails when all of its batch is written."""
        write = bulk.write

        def fails(drafts):
            write(drafts)
            if any(draft.page.slug == "post-3" for draft in drafts):
                raise ValueError("cannot be stored")

        monkeypatch.setattr(bulk, "write", fails)
        report = run(*self.some(0))
        [error] = [issue for issue in report.issues if issue.severity == "error"]
        assert (error.code, error.item.id) == ("item-failed", 3)
        assert counts(report, "articles") == {"created": 2 * BATCH + 3}
        for page in ServiceArticlePage.objects.all():
            assert page.revisions.count() == (0 if page.slug == "post-3" else 1), page.slug
            assert page.live == (page.slug != "post-3")
        monkeypatch.setattr(bulk, "write", write)
        assert counts(run(*self.some(0)), "articles") == {"created": 1, "unchanged": 2 * BATCH + 3}

    def test_a_page_that_cannot_be_made_costs_only_itself(self, run, monkeypatch):
        add_children = bulk.add_children

        def fails(parent, children):
            if any(page.slug == "post-3" for page in children):
                raise ValueError("no place")
            add_children(parent, children)

        monkeypatch.setattr(bulk, "add_children", fails)
        report = run(*self.some(0))
        assert {issue.item.id for issue in report.issues if issue.severity == "error"} == {3}
        assert counts(report, "articles") == {"created": 2 * BATCH + 3}
        assert not ServiceArticlePage.objects.filter(slug="post-3").exists()
        assert Page.find_problems() == ([], [], [], [], [])
        monkeypatch.setattr(bulk, "add_children", add_children)
        assert counts(run(*self.some(0)), "articles") == {"created": 1, "unchanged": 2 * BATCH + 3}

    def test_figures_count_nothing_twice_after_a_batch_failed(self, run, poison):
        report = run(category(4, "care", "Care"), *self.some(5))
        articles = counts(report, "articles")
        assert articles["created"] == 2 * BATCH + 3
        assert sum(counts(report, "topics").values()) == 1
        assert len(codes(report)) == len(set(codes(report)))


class TestIndexes:
    PARTS = (
        category(4, "care", "Care"),
        tag(9, "pain", "pain"),
        attachment(5, "chairs.png", "Two chairs"),
        item(
            1, "rest", '<p>See <a href="/about/">us</a>.</p><p><img class="wp-image-5" src="/wp-content/uploads/chairs.png"/></p>',
            terms=[("category", "care"), ("post_tag", "pain")], excerpt="Why rest helps.", meta=[("_thumbnail_id", "5")],
        ),
        item(2, "about", "<p>Nobody else knows.</p>", kind="page"),
        item(3, "team", '[su_button url="/rest/" background="#9F0102"]Go[/su_button]', kind="page", parent=2),
        item(6, "more", '[su_button url="/rest/" background="#9F0102"]Go[/su_button]', kind="page", parent=2),
        item(4, "draft", "<p>Draft words</p>", status="draft"),
    )  # fmt: skip

    @pytest.fixture
    def uploads(self, tmp_path):
        (tmp_path / "uploads").mkdir()
        (tmp_path / "uploads" / "chairs.png").write_bytes(image_file().read())
        return tmp_path / "uploads"

    @staticmethod
    def found() -> set[tuple]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT content_type_id, object_id, title, autocomplete, body FROM wagtailsearch_indexentry"
            )
            return set(cursor.fetchall())

    @staticmethod
    def references() -> set[tuple]:
        names = "base_content_type_id content_type_id object_id to_content_type_id to_object_id model_path content_path"
        return set(ReferenceIndex.objects.values_list(*names.split(), "content_path_hash"))

    @pytest.mark.parametrize("again", [False, True])
    def test_they_are_as_complete_as_rebuilt_ones(self, run, uploads, client, again):
        call_command("update_index", verbosity=0)
        run(*self.PARTS, media=uploads)
        if again:
            run(*[part.replace("Nobody else", "Everybody") for part in self.PARTS[:-2]], media=uploads)
        found, references = self.found(), self.references()
        assert len(references) >= 6
        call_command("update_index", verbosity=0)
        call_command("rebuild_references_index", verbosity=0)
        assert self.found() == found
        assert self.references() == references

    def test_the_search_finds_words_of_bodies_excerpts_topics_and_tags(self, run, uploads, client):
        run(*self.PARTS, media=uploads)
        for words, url in [
            ("nobody", "/about/"),
            ("helps", "/articles/rest/"),
            ("care", "/articles/rest/"),
            ("pain", "/articles/rest/"),
        ]:
            assert url in client.get(f"/search/?q={words}").content.decode(), words
        assert "draft" not in parse(client.get("/search/?q=words")).find(
            "main"
        ).get_text().casefold().replace("words", "")

    def test_editors_see_where_an_image_and_a_page_are_used(self, run, uploads):
        run(*self.PARTS, media=uploads)
        image, target = CustomImage.objects.get(), page_of(1)
        assert {reference.object_id for reference in ReferenceIndex.get_references_to(image)} == {
            str(target.pk)
        }
        assert ReferenceIndex.get_references_to(Page.objects.get(pk=target.pk)).exists()


class TestWhileItRuns:
    """Somebody else works on the site: every answer comes within seconds, and nothing that they save is lost."""

    WORK = """
import json, sys, time
import django
django.setup()
from django.test import Client
from home.models import HomePage, ContentPage
from cms.wordpress.models import ImportRun
times, number = [], 0
client = Client()
deadline = time.monotonic() + 120
client.get("/"), client.get("/kept/")  # templates and caches of a site that runs
print("ready", flush=True)
sys.stdin.readline()
while time.monotonic() < deadline:
    state = ImportRun.objects.filter(status="running").exists()
    if not state and ImportRun.objects.filter(status="finished").count() == 2:
        break
    began = time.monotonic()
    assert client.get("/").status_code == 200
    assert client.get("/kept/").status_code == 200
    seen = time.monotonic()
    page = ContentPage.objects.get(slug="kept")
    page.title = f"Edited {number}"
    page.save_revision().publish()
    times.append([seen - began, time.monotonic() - seen, state])
    number += 1
print(json.dumps([times, number]), flush=True)
"""

    def test_visitors_read_and_editors_save(self, export, new_site, monkeypatch):
        site = new_site()
        posts = (
            item(n, f"post-{n}", "".join(f"<p>Words of post {n}, paragraph {p}.</p>" for p in range(20)))
            for n in range(1, 1501)
        )
        kept = export(item(9000, "kept", "<p>Kept.</p>", kind="page"))
        site.manage("import_wordpress", kept)
        others = site.start("-c", self.WORK, settings="test", stdin=-1)
        assert others.stdout.readline() == "ready\n"
        importer = site.start("import_wordpress", export(*posts))
        others.stdin.write("go\n")
        others.stdin.flush()
        said, errors = importer.communicate(timeout=120)
        assert importer.returncode == 0, errors
        out, errors = others.communicate(timeout=120)
        assert others.returncode == 0, errors
        times, number = json.loads(out.splitlines()[-1])
        meanwhile = [(reading, saving) for reading, saving, running in times if running]
        assert len(meanwhile) >= 3
        assert max(reading for reading, _saving in meanwhile) < 3
        assert max(saving for _reading, saving in meanwhile) < 5
        assert re.search(r"articles +1500 created", said)
        assert "Failed" not in said
        assert site.rows("SELECT title FROM wagtailcore_page WHERE slug = 'kept'") == [
            (f"Edited {number - 1}",)
        ]
        assert site.rows("SELECT count(*) FROM wagtailcore_page WHERE slug LIKE 'post-%' AND live") == [
            (1500,)
        ]


class TestDatesAndStatuses:
    @pytest.mark.parametrize(
        ("status", "live"),
        [("publish", True), ("draft", False), ("pending", False), ("future", False), ("acme-status", False)],
    )
    def test_what_was_not_public_is_not(self, run, client, status, live):
        run(
            item(
                1,
                "one",
                "<p>Words.</p>",
                status=status,
                date="2999-01-01 10:00:00" if status == "future" else "2025-03-02 10:00:00",
            )
        )
        article = page_of(1)
        assert article.live == live
        assert (client.get(article.get_url()).status_code == 200) == live
        assert ("/articles/one/" in sitemap_text(client)) == live

    @pytest.mark.parametrize("status", ["trash", "auto-draft", "inherit"])
    def test_what_was_thrown_away_is_counted_and_left(self, run, status):
        report = run(item(1, "one", status=status), item(2, "two"))
        assert not ServiceArticlePage.objects.filter(slug="one").exists()
        assert [issue.detail.split(":")[0] for issue in report.issues if issue.code == "skipped"] == [
            f"1 × post ({status})"
        ]

    def test_a_scheduled_post_goes_live_when_its_time_has_come(self, run, client):
        run(item(1, "later", "<p>Words.</p>", status="future", date="2024-05-01 10:00:00"))
        assert page_of(1).go_live_at == datetime(2024, 5, 1, 10, tzinfo=UTC)
        call_command("publish_scheduled")
        assert client.get(page_of(1).get_url()).status_code == 200

    @pytest.mark.parametrize("date", ["0000-00-00 00:00:00", "", "yesterday"])
    def test_no_date_is_no_date(self, run, date):
        run(item(1, "one", date=date), item(2, "two", date=date, status="draft"))
        assert page_of(1).live
        assert page_of(1).first_published_at.year >= 2026
        assert page_of(1).published_at.year >= 2026
        assert page_of(2).first_published_at is None

    def test_sticky_posts_are_kept_on_top_of_lists(self, run, client):
        parts = [item(n, f"post-{n}") for n in range(1, 4)]
        parts[0] = parts[0].replace("<wp:is_sticky>0", "<wp:is_sticky>1")
        run(*parts)
        assert page_of(1).featured
        assert not page_of(2).featured

    def test_articles_are_listed_by_the_dates_of_wordpress(self, run, client):
        run(
            item(1, "first", date="2020-01-01 10:00:00"),
            item(2, "third", date="2022-01-01 10:00:00"),
            item(3, "second", date="2021-01-01 10:00:00"),
        )
        shown = parse(client.get("/articles/")).find("main").get_text()
        assert shown.index("Third") < shown.index("Second") < shown.index("First")


class TestTermsAndTypes:
    def test_custom_types_and_taxonomies_by_mapping(self, run, client):
        mapping = Mapping(
            types={
                "post": TypeMapping("article"),
                "page": TypeMapping("page"),
                "doctor": TypeMapping("provider", {"city": "city", "phone": "tel"}),
                "guide": TypeMapping("article"),
                "event": TypeMapping("skip"),
            },
            taxonomies={"category": "topics", "post_tag": "tags", "field": "topics", "mood": "tags"},
        )
        report = run(
            item(
                1,
                "dr-lind",
                "<p>Hearts.</p>",
                kind="doctor",
                title="Dr Lind",
                meta=[("city", "Oslo"), ("tel", "+47 1")],
            ),
            item(
                2, "how-to-rest", "<p>Rest.</p>", kind="guide", terms=[("field", "sleep"), ("mood", "calm")]
            ),
            item(3, "open-day", kind="event"),
            item(4, "leaflet", kind="brochure"),
            mapping=mapping,
        )
        assert Provider.objects.values_list("name", "city", "phone").get() == ("Dr Lind", "Oslo", "+47 1")
        assert [topic.name for topic in page_of(2).topics.all()] == ["sleep"]
        assert [found.name for found in page_of(2).tags.all()] == ["calm"]
        assert not Page.objects.filter(slug="open-day").exists()
        assert isinstance(page_of(4), ContentPage)
        assert [issue.item.id for issue in report.issues if issue.code == "unmapped-type"] == [4]
        assert client.get("/providers/dr-lind/").status_code == 200

    def test_one_slug_in_two_taxonomies_is_two_terms(self, run):
        mapping = Mapping(taxonomies={"category": "topics", "post_tag": "tags", "field": "topics"})
        terms = [("category", "news"), ("post_tag", "news"), ("field", "news")]
        run(
            category(1, "news", "News"),
            tag(2, "news", "News"),
            item(3, "one", terms=terms),
            item(4, "two", terms=terms[:1]),
            item(5, "three", terms=terms[2:]),
            mapping=mapping,
        )
        assert Topic.objects.count() == 2
        assert Tag.objects.count() == 1
        assert page_of(3).topics.count() == 2
        [of_category], [of_field] = page_of(4).topics.all(), page_of(5).topics.all()
        assert of_category != of_field
        assert {of_category.slug, of_field.slug} == {"news", "news-2"}

    def test_children_of_one_name_under_two_parents_are_two_topics(self, run, client):
        run(
            category(1, "adults", "Adults"),
            category(2, "children", "Children"),
            category(3, "sleep", "Sleep", parent="adults"),
            category(4, "sleep-children", "Sleep", parent="children"),
            item(11, "one", terms=[("category", "sleep")]),
            item(12, "two", terms=[("category", "sleep-children")]),
        )
        assert {(topic.name, topic.parent.name) for topic in Topic.objects.filter(name="Sleep")} == {
            ("Sleep", "Adults"),
            ("Sleep", "Children"),
        }
        assert page_of(11).topics.get().parent.name == "Adults"
        assert page_of(12).topics.get().parent.name == "Children"

    def test_a_parent_that_comes_later_and_parents_in_a_loop(self, run):
        report = run(
            category(1, "deep", "Deep", parent="middle"),
            category(2, "middle", "Middle", parent="top"),
            category(3, "top", "Top"),
            category(4, "hen", "Hen", parent="egg"),
            category(5, "egg", "Egg", parent="hen"),
            item(11, "one", terms=[("category", "deep"), ("category", "hen")]),
        )
        assert Topic.objects.get(slug="deep").parent.parent.slug == "top"
        assert {topic.slug for topic in page_of(11).topics.all()} == {"deep", "hen"}
        assert Topic.objects.count() == 5
        assert "parent-loop" in codes(report)
        assert Topic.objects.filter(slug__in=["hen", "egg"], parent=None).count() == 1

    def test_pages_whose_parents_lead_back_to_them_are_told(self, run):
        report = run(
            item(20, "hen", kind="page", parent=21),
            item(21, "egg", kind="page", parent=20),
            item(22, "chick", kind="page", parent=21),
        )
        told = {issue.item.id for issue in report.issues if issue.code == "parent-loop"}
        assert told == {20, 21}
        assert page_of(22).get_parent() == page_of(21).page_ptr

    def test_names_of_digits_are_names(self, run, client):
        run(
            category(5, "2024", "2024"),
            category(2024, "other", "Other"),
            tag(7, "5", "5"),
            item(11, "one", terms=[("category", "2024"), ("post_tag", "5")]),
            item(12, "two", '[su_posts tax_term="2024" posts_per_page="5"]', kind="page"),
            item(13, "three", terms=[("category", "other")]),
        )
        assert [topic.name for topic in page_of(11).topics.all()] == ["2024"]
        assert [found.name for found in page_of(11).tags.all()] == ["5"]
        assert client.get("/category/2024/", follow=True).status_code == 200

    def test_a_term_without_a_name_takes_its_slug(self, run):
        run(category(5, "care", ""), item(11, "one", terms=[("category", "care")]))
        assert Topic.objects.get().name == "care"

    def test_empty_titles_and_slugs(self, run, client):
        export = [item(1, "x", "<p>Words.</p>").replace("<title><![CDATA[X]]></title>", "<title></title>")]
        export += [
            item(2, "y", "<p>Words.</p>", kind="page")
            .replace("<title><![CDATA[Y]]></title>", "")
            .replace("<wp:post_name>y", "<wp:post_name>")
        ]
        run(*export)
        for number in (1, 2):
            page = page_of(number)
            assert page.title
            assert page.slug
            assert client.get(page.get_url()).status_code == 200

    @pytest.mark.parametrize(
        "title", ["W" * 400, "’ „“ \U0001f469‍⚕️ \u202e", "&amp;amp; &lt;b&gt;", "0", "\\ \\\\ '\""]
    )
    def test_odd_titles(self, run, client, title):
        run(item(1, "x", "<p>Words.</p>", title=title))
        page = page_of(1)
        assert page.title == ({"&amp;amp; &lt;b&gt;": "&amp; <b>"}.get(title, title))[:255].strip()
        assert client.get(page.get_url()).status_code == 200

    def test_authors_are_names_not_accounts(self, run, django_user_model):
        run(item(1, "one"))
        assert Author.objects.get().name == "Nina Berg"
        assert not django_user_model.objects.exists()


class TestMenus:
    def links(self) -> list[tuple[str, int]]:
        return [(link.label, link.level) for link in Menu.objects.get().links.order_by("sort_order")]

    def test_entries_deeper_than_three_levels_move_up(self, run):
        parts = [item(n, f"page-{n}", kind="page") for n in range(1, 8)]
        parts += [
            menu_item(50 + n, "post_type", n, object_type="page", parent=50 + n - 1 if n > 1 else 0)
            for n in range(1, 8)
        ]
        report = run(*parts)
        assert self.links() == [(f"Page {n}", min(n, 3)) for n in range(1, 8)]
        assert codes(report).count("menu-depth") == 4

    def test_entries_below_themselves_stand_on_top(self, run):
        parts = [item(n, f"page-{n}", kind="page") for n in range(1, 6)]
        above = {1: 52, 2: 53, 3: 51, 4: 54, 5: 99}
        parts += [
            menu_item(50 + n, "post_type", n, object_type="page", parent=parent)
            for n, parent in above.items()
        ]
        run(*parts)
        assert sorted(label for label, _level in self.links()) == [f"Page {n}" for n in range(1, 6)]

    def test_the_same_entry_in_two_menus(self, run):
        entry = menu_item(51, "post_type", 1, object_type="page")
        other = entry.replace('nicename="main">main<', 'nicename="foot">foot<')
        assert other != entry
        report = run(item(1, "about", kind="page"), entry, other)
        assert {menu.slug: menu.links.count() for menu in Menu.objects.all()} == {"main": 1, "foot": 1}
        assert counts(report, "menus") == {"created": 2}
        assert counts(run(item(1, "about", kind="page"), entry, other), "menus") == {"unchanged": 2}


class TestTheRun:
    def test_each_run_is_entered_with_its_figures(self, run):
        run(item(1, "one"))
        run(item(1, "one"), item(2, "two"))
        second, first = ImportRun.objects.all()
        assert (first.status, second.status) == ("finished", "finished")
        assert first.counts["articles"]["created"] == second.counts["articles"]["created"] == 1
        assert second.counts["articles"]["unchanged"] == 1
        assert first.finished_at >= first.started_at
        assert ImportedItem.objects.get(wordpress_id=1, kind="articles").created_in == first
        assert ImportedItem.objects.get(wordpress_id=2, kind="articles").created_in == second

    def test_a_run_that_breaks_off_goes_on_where_it_stopped(self, run, monkeypatch):
        """The database goes away between two batches."""
        parts = [item(n, f"post-{n}", f"<p>Text {n}.</p>") for n in range(1, 3 * BATCH)]
        run_all = bulk.write
        calls = itertools.count(1)

        def breaks(drafts):
            if next(calls) == 2:
                raise KeyboardInterrupt
            run_all(drafts)

        monkeypatch.setattr(bulk, "write", breaks)
        with pytest.raises(KeyboardInterrupt):
            run(*parts)
        assert ServiceArticlePage.objects.live().count() == BATCH
        monkeypatch.setattr(bulk, "write", run_all)
        report = run(*parts)
        assert counts(report, "articles") == {"created": 2 * BATCH - 1, "unchanged": BATCH}
        assert ServiceArticlePage.objects.live().count() == 3 * BATCH - 1
        assert [run.status for run in ImportRun.objects.all()] == ["finished", "failed"]
        assert all(page.revisions.count() == 1 for page in ServiceArticlePage.objects.all())
