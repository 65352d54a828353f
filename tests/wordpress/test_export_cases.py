"""The exports that WordPress projects publish, and what an import of each must show: the cases X1 to X33."""

import contextlib
import itertools
import random
import re
import signal
import socket
import time
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import override_settings
from django.utils import timezone
from PIL import Image as PillowImage
from taggit.models import Tag
from wagtail.documents import get_document_model
from wagtail.models import Page, Site

from cms.comments.models import Comment
from cms.images.models import CustomImage
from cms.pages.models import Menu, MenuLink
from cms.wordpress import analysis, wxr
from cms.wordpress.context import Options
from cms.wordpress.handlers import registry
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping
from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.outbound import Line
from cms.wordpress.phpvalues import readable
from cms.wordpress.survey import is_imported, records
from home.models import ContentPage
from services.models import Author, ServiceArticlePage, Topic
from tests.html import parse, text
from tests.sitemap import sitemap_text
from tests.wordpress import exports
from tests.wordpress.state import differences, state_of_site
from tests.wordpress.webserver import WebServer, content, redirect, status

pytestmark = pytest.mark.django_db
Document = get_document_model()
THEME = "themeunittestdata.wordpress.xml"
BLOCKS = "64-block-test-data.xml"
OWN_HOST = "wpthemetestdata.wordpress.com"


@pytest.fixture(scope="session")
def published(shared) -> Path:
    return shared / "wordpress/published"


@pytest.fixture
def run(published):
    """Import one of the published files and give the report."""

    def run_import(name, **options):
        return Importer(published / name, Options(**options)).run()

    return run_import


@pytest.fixture
def own(tmp_path):
    """Import parts of an export of our own and give the report."""

    def run_import(*parts, **options):
        return Importer(exports.write(tmp_path / "export.xml", *parts), Options(**options)).run()

    return run_import


@contextlib.contextmanager
def kept_for_a_class(blocker):
    """Hold what is imported once for all tests of a class in a transaction around theirs."""
    with blocker.unblock(), pytest.MonkeyPatch.context() as patch, transaction.atomic():
        patch.setattr(connection, "close", lambda: None)  # each test would, and so end the transaction
        yield
        transaction.set_rollback(True)


def page_of(number: int) -> Page:
    """Give the page that a WordPress id became."""
    return ImportedItem.objects.get(wordpress_id=number, kind__in=("articles", "pages")).target


def items_of(path: Path) -> list[wxr.Item]:
    return [record for record in wxr.read(path) if isinstance(record, wxr.Item)]


def content_of(path: Path) -> list[wxr.Item]:
    """Give the items that become pages."""
    return [item for item in items_of(path) if is_imported(item, Mapping())]


def published_items(path: Path) -> list[wxr.Item]:
    return [item for item in content_of(path) if item.status == "publish" and not item.password]


def blocks_of(page: Page) -> list[dict]:
    return list(blocks_in(page.body.get_prep_value()))


def blocks_in(value) -> Iterator[dict]:
    """Find blocks within blocks, and the items of lists."""
    if isinstance(value, dict) and {"type", "value"} <= value.keys():
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from blocks_in(inner)


def words_of(page: Page) -> str:
    """Give what readers of a body see, with spaces and line ends as they are."""
    return parse(f"<div>{page.body.render_as_block()}</div>").get_text()


def codes(report) -> list[str]:
    return [issue.code for issue in report.issues]


def counts(report, kind) -> dict[str, int]:
    return {outcome: number for outcome, number in report.counts[kind].items() if number}


def written(report) -> int:
    return sum(counter["created"] + counter["updated"] for counter in report.counts.values())


def main_of(client, url):
    answer = client.get(url)
    assert answer.status_code == 200, url
    return parse(answer).find("main")


def unexplained(path: Path, report) -> list[tuple[str, int]]:
    """Give the items of a file that became nothing here, and that the report does not name or count."""
    known = set(ImportedItem.objects.values_list("wordpress_id", flat=True))
    known |= {issue.item.id for issue in report.issues}
    counted = {issue.item.type for issue in report.issues if issue.code == "skipped"}
    return [
        (item.type, item.id) for item in items_of(path) if item.id not in known and item.type not in counted
    ]


def gmt(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def make_uploads(folder: Path, path: Path) -> Path:
    """Write a folder as wp-content/uploads is, with a file of its own for each attachment of an export."""
    for number, item in enumerate(items_of(path)):
        if isinstance(item, wxr.Attachment):
            place = folder / (item.file or re.sub(r"^https?://[^/]+/", "", item.url))
            place.parent.mkdir(parents=True, exist_ok=True)
            if place.suffix in (".jpg", ".gif", ".png"):
                PillowImage.new("RGB", (120 + number, 80), (number, 120, 140)).save(place)
            else:
                place.write_bytes(
                    {".mp3": b"ID3\x03", ".mov": b"\0\0\0\x14ftypqt  "}[place.suffix] + b"\0" * 64
                )
    return folder


class TestSmallExport:
    """X1, X2, X18: the export of WordPress's own test of its importer."""

    NAME = "small-export.xml"
    CATEGORIES = 30
    POSTS = {
        # id: title, slug, author, live, number of topics and of tags
        1: ("Hello world!", "hello-world", "author", True, 1, 0),
        13: ("Private Post", "private-post", "admin", True, 1, 3),
        15: ("Foo-child", "foo-child", "editor", True, 1, 0),
        17: ("Top-level Foo", "top-level-foo", "admin", True, 1, 0),
        19: ("Non-standard post format", "non-standard-post-format", "admin", True, 1, 0),
        22: ("Many Categories", "many-categories", "admin", True, 27, 0),
    }
    PAGES = {
        # id: title, address, live
        2: ("Sample Page", "/sample-page/", True),
        4: ("Child Page", "/parent-page/child-page/", True),
        6: ("Parent Page", "/parent-page/", True),
        9: ("Draft Page", "/draft-page/", False),
        11: ("1-col page", "/1-col-page/", True),
    }

    @pytest.fixture(scope="class")
    @classmethod
    def report(cls, django_db_setup, django_db_blocker, published):
        with kept_for_a_class(django_db_blocker):
            yield Importer(published / cls.NAME).run()

    def test_x01_counts(self, report):
        assert counts(report, "articles") == {"created": 6}
        assert counts(report, "pages") == {"created": 5}
        assert counts(report, "topics") == {"created": self.CATEGORIES}
        assert counts(report, "tags") == {"created": 3}
        assert counts(report, "authors") == {"created": 3}
        assert counts(report, "comments") == {"created": 1}
        assert Topic.objects.count() == self.CATEGORIES
        assert Comment.objects.get().page == page_of(1).page_ptr
        assert set(Tag.objects.values_list("name", "slug")) == {
            ("Tag1", "tag1"), ("Tag2", "tag2"), ("Tag3", "tag3"),
        }  # fmt: skip
        assert set(Author.objects.values_list("slug", flat=True)) == {"admin", "editor", "author"}

    def test_x01_the_child_category_stands_below_its_parent(self, report):
        child = Topic.objects.get(slug="foo-bar")
        assert (child.name, child.description, child.parent.slug) == ("Foo", "The child foo category", "bar")
        assert Topic.objects.filter(parent=None).count() == self.CATEGORIES - 1
        assert Topic.objects.get(slug="foo").description == "The top-level foo category"

    def test_x01_no_author_becomes_an_account(self, report, django_user_model):
        assert not django_user_model.objects.exists()

    @pytest.mark.parametrize("number", POSTS)
    def test_x01_each_post(self, report, number):
        article = page_of(number)
        assert isinstance(article, ServiceArticlePage)
        [author] = article.authors.all()
        told = (
            article.title,
            article.slug,
            author.slug,
            article.live,
            article.topics.count(),
            article.tags.count(),
        )
        assert told == self.POSTS[number]

    @pytest.mark.parametrize("number", PAGES)
    def test_x01_each_page_in_its_place(self, report, number):
        page = page_of(number)
        assert isinstance(page, ContentPage)
        assert (page.title, page.get_url(), page.live) == self.PAGES[number]

    def test_x01_a_private_post_is_for_those_who_may_edit(self, report, client, admin_client):
        article = page_of(13)
        assert client.get(article.get_url()).status_code in (302, 403, 404)
        assert "Tagged with some tags." in text(admin_client.get(article.get_url()))
        for path in ("/articles/", "/search/?q=tagged", "/sitemap-articles.xml", "/"):
            assert "rivate" not in client.get(path).content.decode(), path

    def test_x01_a_post_format_is_no_topic(self, report):
        assert not Topic.objects.filter(slug__contains="aside").exists()
        assert ImportedItem.objects.get(wordpress_id=19, kind="articles").meta == {
            "taxonomy:post_format": ["Aside"]
        }

    def test_x01_nothing_is_unexplained(self, report, published):
        assert unexplained(published / self.NAME, report) == []
        assert [issue for issue in report.issues if issue.severity == "error"] == []

    def test_x02_the_same_file_again_writes_nothing(self, report, run):
        before = state_of_site()
        revisions = {page.pk: page.latest_revision_id for page in Page.objects.all()}
        again = run(self.NAME)
        assert written(again) == 0
        assert counts(again, "articles") == {"unchanged": 6}
        assert counts(again, "pages") == {"unchanged": 5}
        assert counts(again, "topics") == {"unchanged": self.CATEGORIES}
        assert counts(again, "tags") == counts(again, "authors") == {"unchanged": 3}
        assert counts(again, "comments") == {"unchanged": 1}
        assert differences(before, state_of_site()) == {}
        assert {page.pk: page.latest_revision_id for page in Page.objects.all()} == revisions
        assert again.as_text().count("created") == again.as_text().count("updated") == 0


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Kathmandu"])
def test_x18_dates_are_those_of_greenwich_in_every_time_zone(run, zone):
    with override_settings(TIME_ZONE=zone), timezone.override(zone):
        run("small-export.xml")
        hello = page_of(1)
        assert hello.first_published_at == hello.published_at == gmt(2011, 1, 18, 7, 40, 14)
        assert hello.last_published_at == gmt(2011, 1, 18, 7, 40, 14)


class TestOldAndSimpleExports:
    """X3, X4: version 1.0, 1.1 with line ends of Windows, and 1.2 of a site in a folder."""

    def test_x03_version_1_0(self, run, published, client):
        report = run("valid-wxr-1.0.xml")
        assert counts(report, "articles") == counts(report, "pages") == {"created": 3}
        assert Topic.objects.count() == 5
        assert Topic.objects.get(slug="child").parent.slug == "parent"
        assert set(Tag.objects.values_list("slug", flat=True)) == {"chicken", "face", "news", "roar"}
        assert {tag.slug for tag in page_of(4).tags.all()} == {"news", "roar"}
        assert {tag.slug for tag in page_of(6).tags.all()} == {"chicken", "face"}
        assert not Author.objects.exists()
        assert unexplained(published / "valid-wxr-1.0.xml", report) == []

    def test_x03_a_post_and_a_page_of_one_slug_and_a_parent_that_comes_later(self, run, client):
        run("valid-wxr-1.0.xml")
        assert page_of(6).slug == page_of(8).slug == "child-post"
        assert page_of(8).get_parent().specific == page_of(10)
        assert "Should have lower ID than parent!" in main_of(client, "/parent-page/child-post/").get_text()
        assert client.get("/?p=6").headers["Location"] == page_of(6).get_url()
        assert client.get("/?page_id=8").headers["Location"] == "/parent-page/child-post/"

    def test_x04_version_1_1_with_line_ends_of_windows(self, run, published):
        assert b"\r\n" in (published / "valid-wxr-1.1.xml").read_bytes()
        report = run("valid-wxr-1.1.xml")
        article = page_of(1)
        assert (article.title, article.slug, article.live) == ("Hello world!", "hello-world", True)
        assert [author.name for author in article.authors.all()] == ["John Doe"]
        [topic] = article.topics.all()
        assert (topic.slug, topic.name, topic.description) == ("alpha", "alpha", "The alpha category")
        assert [tag.name for tag in article.tags.all()] == ["Clippable"]
        assert ImportedItem.objects.get(kind="articles").meta["taxonomy:post_tax"] == ["bieup"]
        assert [issue.item.id for issue in report.issues if issue.code == "unmapped-taxonomy"] == [1]
        assert page_of(2).slug == "about"
        assert Comment.objects.filter(page=page_of(1)).count() == 1
        assert "\r" not in page_of(2).body.render_as_block()

    def test_x04_the_mapping_sends_the_taxonomy_to_the_topics(self, run):
        run("valid-wxr-1.1.xml", mapping=Mapping(taxonomies={"category": "topics", "post_tax": "topics"}))
        assert {topic.slug for topic in page_of(1).topics.all()} == {"alpha", "bieup"}

    def test_x04_a_site_in_a_folder(self, run, client):
        report = run("wxr-simple.xml")
        article = page_of(10)
        assert article.title == '"The Road Not Taken" by Robert Frost'
        main = main_of(client, article.get_url())
        links = {anchor.get_text(): anchor["href"] for anchor in main.select(".w-block-rich_text a")}
        assert links["the other"] == "https://playground.internal/path-not-taken"
        assert links["third"] == "https://w.org"
        assert "playground.internal" not in links["One"]
        assert "playground.internal/path/one was the best choice." in main.get_text()
        assert "https://playground.internal/path-not-taken was the second best choice." in main.get_text()
        assert "link-not-found" in codes(report)


class TestRefusedFiles:
    """X5, X6, X30, X33: what cannot be read whole is refused in one sentence, and nothing is written."""

    REFUSED = {
        # file: what the message says
        "missing-version-tag.xml": r"wxr_version",
        "invalid-version-tag.xml": r"line 33.*“abc”",
        "malformed.xml": r"line \d+",
        "malformed-simple.xml": r"line \d+",
    }

    @pytest.mark.parametrize("name", REFUSED)
    def test_x05_x06_refused_with_one_sentence(self, published, name):
        before = state_of_site()
        with pytest.raises(CommandError, match=self.REFUSED[name]) as refused:
            call_command("import_wordpress", published / name)
        assert name in str(refused.value)
        assert "\n" not in str(refused.value)
        assert refused.value.returncode == 1
        assert differences(before, state_of_site()) == {}
        assert not ImportRun.objects.exists()

    @pytest.mark.parametrize("name", ["missing-version-tag.xml", "invalid-version-tag.xml", "malformed.xml"])
    def test_x05_recovering_makes_no_export_of_what_is_none(self, published, name):
        with pytest.raises(CommandError, match=r"wxr_version"):
            call_command("import_wordpress", published / name, "--recover")
        assert not ImportRun.objects.exists()

    def test_x06_a_process_ends_with_1_and_without_a_traceback(self, published, new_site):
        site = new_site()
        before = state_of_site(site.rows)
        said = site.manage("import_wordpress", published / "malformed.xml", code=1)
        assert re.search(r"malformed\.xml.*line \d+", said)
        assert "Traceback" not in said
        assert differences(before, state_of_site(site.rows)) == {}

    def test_x06_recovering_imports_what_is_whole_and_names_the_damage(self, published, tmp_path):
        whole = (published / "small-export.xml").read_text()
        cut = tmp_path / "cut.xml"
        cut.write_text(whole[: whole.index("<title>Foo-child") + 40])
        with pytest.raises(CommandError, match=r"line \d+"):
            call_command("import_wordpress", cut)
        report = Importer(cut, Options(recover=True)).run()
        assert counts(report, "pages") == {"created": 5}
        assert page_of(1).slug == "hello-world"
        assert not ImportedItem.objects.filter(wordpress_id=22, kind="articles").exists()
        damage = [issue.detail for issue in report.issues if issue.code == "file-damaged"]
        assert all(re.match(r"Line \d+: ", sentence) for sentence in damage)
        assert any("“Foo-child”" in sentence for sentence in damage)
        whole_again = Importer(published / "small-export.xml").run()
        assert counts(whole_again, "pages") == {"unchanged": 5}
        assert page_of(22).slug == "many-categories"

    def test_x33_characters_that_end_a_section_too_early(self, published):
        with pytest.raises(CommandError, match=r"line 18"):
            call_command("import_wordpress", published / "crazy-cdata.xml")
        assert not ServiceArticlePage.objects.exists()
        report = Importer(published / "crazy-cdata.xml", Options(recover=True)).run()
        article = page_of(1)
        assert article.title == "Hello world!"
        assert words_of(article).startswith("Content with nested")
        assert ":)" in words_of(article)
        meta = ImportedItem.objects.get(kind="articles").meta
        assert meta == {
            "Plain string": ["Foo"],
            "Closing CDATA": ["]]>"],
            "Alot of CDATA": ["This has <![CDATA[ opening and ]]> closing <![CDATA[ tags like this: ]]>"],
        }
        assert {issue.code for issue in report.issues} & {"file-repaired", "file-damaged"}

    @pytest.mark.parametrize("recover", [False, True])
    def test_x33_an_ampersand_that_is_not_written_out(self, tmp_path, recover):
        export = exports.write(
            tmp_path / "export.xml",
            exports.item(1, "before"),
            exports.item(2, "here").replace("<![CDATA[Here]]>", "Care & more <b"),
            exports.item(3, "after"),
        )
        if not recover:
            with pytest.raises(CommandError, match=r"line \d+"):
                call_command("import_wordpress", export)
            assert not ServiceArticlePage.objects.exists()
            return
        report = Importer(export, Options(recover=True)).run()
        slugs = set(ServiceArticlePage.objects.values_list("slug", flat=True))
        assert slugs >= {"before", "after"}
        assert {issue.code for issue in report.issues} & {"file-repaired", "file-damaged"}

    @pytest.mark.parametrize(
        "definition",
        [
            '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            '<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/evil.dtd">',
            '<!DOCTYPE rss [<!ENTITY % remote SYSTEM "http://127.0.0.1:1/"> %remote;]>',
            '<!DOCTYPE rss [<!ENTITY a "'
            + "ha" * 50
            + '">'
            + "".join(
                f'<!ENTITY {name} "{f"&{before};" * 20}">' for before, name in itertools.pairwise("abcdefgh")
            )
            + "]>",
        ],
        ids=["file", "dtd", "parameter", "bomb"],
    )
    @pytest.mark.parametrize("recover", [False, True])
    def test_x30_definitions_of_entities_are_refused(self, tmp_path, definition, recover):
        export = exports.write(tmp_path / "export.xml", exports.item(1, "one", "<p>Text</p>", title="&x;&h;"))
        source = (
            export.read_text()
            .replace("<![CDATA[&x;&h;]]>", "&x;&h;")
            .replace("<rss", f"{definition}\n<rss", 1)
        )
        export.write_text(source)
        began = time.monotonic()
        with pytest.raises(CommandError, match="DTD"):
            call_command("import_wordpress", export, recover=recover)
        assert time.monotonic() - began < 5
        assert not Page.objects.filter(depth__gt=2).exists()


class TestTextsAreKept:
    """X7, X8, X9, X10, X12: what stands in the file stands on the page, byte for byte."""

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("crazy-cdata-escaped.xml", "Content with nested"),
            ("multiple-cdata.xml", "line oneline twoline three"),
            ("cdata-edge.xml", "ends with sequence ]] >"),
            ("backslashes.xml", r"C:\xampp\htdocs\wp-content"),
            ("slashes.xml", r"Slashes aren\'t \"cool\""),
        ],
    )
    def test_x07_contents(self, run, client, name, expected):
        report = run(name)
        assert expected in words_of(page_of(1))
        assert expected in main_of(client, page_of(1).get_url()).get_text()
        assert [issue for issue in report.issues if issue.severity != "note"] == []

    def test_x07_sections_within_sections(self, run, published):
        [source] = content_of(published / "crazy-cdata-escaped.xml")
        assert source.content == "Content with nested <![CDATA[ tags ]]> :)"
        run("crazy-cdata-escaped.xml")
        assert words_of(page_of(1)).split() == ["Content", "with", "nested", "tags", ":)"]
        assert ImportedItem.objects.get(kind="articles").meta == {
            "Plain string": ["Foo"],
            "Closing CDATA": ["]]>"],
            "Alot of CDATA": ["This has <![CDATA[ opening and ]]> closing <![CDATA[ tags like this: ]]>"],
        }

    def test_x07_blank_lines_part_paragraphs(self, run):
        run("blank-lines.xml")
        paragraphs = [found.get_text() for found in parse(page_of(1).body.render_as_block()).find_all("p")]
        assert paragraphs == ["first paragraph", "second paragraph"]

    def test_x07_one_blank_line_and_one_line_end(self, run):
        run("post-content-blank-lines.xml")
        first, second = parse(page_of(1).body.render_as_block()).find_all("p")
        assert len(first.find_all("br")) == 1
        assert first.get_text(" ").split() == (
            [
                "This",
                "is",
                "an",
                "example",
                "of",
                "a",
                "WordPress",
                "post.",
                "It",
                "has",
                "lines",
                "with",
                "text",
                "(and",
                "one",
                "blank",
                "line).",
            ]
        )
        assert second.get_text() == "And more lines with text."

    def test_x07_backslashes_everywhere(self, run):
        run("slashes.xml")
        assert Topic.objects.get().name == r"a \"great\" category"
        assert Tag.objects.get().name == r"foo\'bar"
        assert r"\o/ ¯\_(ツ)_/¯" in text(Comment.objects.get().body)

    def test_x08_values_of_php_are_kept_and_read(self, run):
        run("test-serialized-postmeta-with-cdata.xml")
        meta = ImportedItem.objects.get(kind="articles").meta
        assert meta["evil"] == ["<wp:meta_value>evil</wp:meta_value>"]
        assert meta["contains-html"] == ["<pre>some html</pre>"]
        assert meta["integer"] == ["1"]
        assert meta["string"] == [r"¯\_(ツ)_/¯"]
        assert plain_meta(meta) == {
            "post-options": {"special_post_title": "A special title", "is_calendar": ""},
            "contains-html": "<pre>some html</pre>",
            "evil": "<wp:meta_value>evil</wp:meta_value>",
            "string": r"¯\_(ツ)_/¯",
            "array": {"key": r"¯\_(ツ)_/¯"},
            "array-nested": {"key": {"foo": r"¯\_(ツ)_/¯", "bar": r"\o/"}},
            "integer": "1",
        }

    @pytest.mark.parametrize(
        ("name", "number", "expected"),
        [
            ("chunked-meta.xml", 1, {"_my_meta": {"foo": "bar"}}),
            (
                "test-serialized-postmeta-no-cdata.xml",
                122,
                {"post-options": {"special_post_title": "A special title", "is_calendar": ""}},
            ),
        ],
    )
    def test_x08_arrays(self, run, name, number, expected):
        run(name)
        assert plain_meta(ImportedItem.objects.get(wordpress_id=number, kind="articles").meta) == expected

    def test_x08_objects_are_read_in_order_and_never_built(self, run):
        run("test-utw-post-meta-import.xml")
        shown = plain_meta(ImportedItem.objects.get(kind="articles").meta)["test"]
        tags = (
            "album apple art artwork dead-tracks ipod itunes javascript lyrics script tracks windows-scripting-host"
            " wscript"
        )
        assert shown == [{"__class__": "stdClass", "tag": tag} for tag in tags.split()]

    def test_x08_values_of_terms_and_comments_do_no_harm(self, run):
        report = run("test-serialized-term-meta.xml")
        assert (
            counts(report, "topics") == counts(report, "tags") == counts(report, "articles") == {"created": 1}
        )
        assert {topic.slug for topic in page_of(10).topics.all()} == {"category"}
        report = run("test-serialized-comment-meta.xml")
        assert Comment.objects.count() == 1
        assert text(Comment.objects.get().body).startswith("Hi, this is a comment. To get started")

    def test_x09_terms_without_items(self, run):
        assert counts(run("term-meta.xml"), "topics") == {"created": 1}
        assert Topic.objects.get().name == "News"

    def test_x09_terms_written_in_odd_ways(self, run):
        report = run("term-formats.xml")
        assert set(Topic.objects.values_list("slug", "name")) == {
            ("category-name", "Category Name"),
            ("cat-2", "Category 2"),
        }
        assert set(Tag.objects.values_list("slug", "name")) == {
            ("a-tag", "A Tag!"), ("a-color", "A Random Color"), ("another-tag", "Another Tag"),
        }  # fmt: skip
        assert Menu.objects.get().name == "Menu"
        assert counts(report, "articles") == {}

    def test_x09_an_item_of_which_most_is_missing(self, run, client):
        run("missing-tags.xml")
        article = page_of(1)
        assert (article.title, article.slug, article.live) == ("No Author Post", "no-author-post", True)
        assert "text" in main_of(client, article.get_url()).get_text()

    def test_x09_an_item_without_content_with_meta_within(self, run):
        report = run("wxr-with-sub-data.xml")
        article = page_of(101)
        assert (article.title, article.live) == ("Post with sub data", True)
        assert [topic.name for topic in article.topics.all()] == ["Test Category"]
        assert ImportedItem.objects.get(kind="articles").meta == {"_test_meta_key": ["test_meta_value"]}
        assert text(Comment.objects.get().body) == "This is a comment with meta."
        assert [issue for issue in report.issues if issue.severity == "error"] == []

    def test_x09_posts_without_ids_slugs_and_domains(self, run, client, published):
        report = run("theme-preview.xml")
        assert counts(report, "articles") == {"created": 7}
        assert set(ServiceArticlePage.objects.values_list("title", "slug")) == {
            ("Worth A Thousand Words", "worth-a-thousand-words"), ("Elements", "elements"), ("HTML", "html"),
            ("More Tags", "more-tags"), ("Links", "links"), ("Category Hierarchy", "category-hierarchy"),
            ("Hello world!", "hello-world"),
        }  # fmt: skip
        assert Comment.objects.count() == 2
        assert unexplained(published / "theme-preview.xml", report) == []
        assert counts(run("theme-preview.xml"), "articles") == {"unchanged": 7}

    def test_x09_categories_without_a_domain_are_taken_or_reported(self, run):
        report = run("theme-preview.xml")
        article = ServiceArticlePage.objects.get(slug="category-hierarchy")
        named = {topic.name for topic in article.topics.all()} | {tag.name for tag in article.tags.all()}
        told = " ".join(issue.detail for issue in report.issues)
        for name in ("First Child Category", "One Grandchild Category", "Parent", "Second Child Category"):
            assert name in named or name in told

    def test_x10_every_character_is_kept(self, run, published, client):
        report = run("wxr-utf-8-challenges.xml")
        [source] = content_of(published / "wxr-utf-8-challenges.xml")
        article = page_of(10)
        assert article.title == source.title
        assert article.summary == source.excerpt
        assert re.fullmatch(r"[\w-]+", article.slug)
        assert ServiceArticlePage.objects.filter(slug=article.slug).count() == 1
        meta = ImportedItem.objects.get(kind="articles").meta
        assert meta["_pingme\u200c\u200b\u200d\u200e"] == ["1\u200b\u200d\u200c\u200e"]
        assert meta["_utf8_test"] == [source.meta_value("_utf8_test")]
        shown = main_of(client, article.get_url()).get_text()
        for words in ("🚀🌟💫⭐️🔥💯🎉🎊🌈🦄", "∫∮∯∰∱∲∳⨌⨍⨎", "السلام عليكم وﷲ", "o\u202dther"):
            assert words in shown
        assert [issue for issue in report.issues if issue.severity == "error"] == []

    def test_x10_a_slug_that_is_taken_gets_another(self, run, tmp_path, published):
        run("wxr-utf-8-challenges.xml")
        other = tmp_path / "other.xml"
        source = (
            (published / "wxr-utf-8-challenges.xml")
            .read_text()
            .replace("playground.internal", "else.example")
        )
        other.write_text(source)
        Importer(other).run()
        slugs = list(ServiceArticlePage.objects.values_list("slug", flat=True))
        assert len(slugs) == len(set(slugs)) == 2

    def test_x12_three_hundred_authors(self, run):
        assert counts(run("large-authors.xml"), "authors") == {"created": 300}
        assert Author.objects.count() == 300
        assert counts(run("large-authors.xml"), "authors") == {"unchanged": 300}


def plain_meta(meta: dict[str, list[str]]) -> dict:
    """Give the other fields of an item as values: what PHP wrote is read."""
    return {key: readable(value) for key, [value] in meta.items()}


class TestAttachmentBeforeItsPost:
    """X11: one image, and the content shows it, whatever host it was on."""

    @pytest.mark.parametrize("site", ["same", "different"])
    @pytest.mark.parametrize("twice", [False, True])
    def test_x11(self, run, published, tmp_path, client, site, twice):
        name = f"wxr-flat-attachment-{site}-site.xml"
        uploads = make_uploads(tmp_path / "uploads", published / name)
        report = run(name, media=uploads)
        if twice:
            assert written(run(name, media=uploads)) == 0
        image = CustomImage.objects.get()
        assert (image.title, image.description) == ("canola2", "canola")
        assert image.file.storage.exists(image.file.name)
        [shown] = [block["value"] for block in blocks_of(page_of(555)) if block["type"] == "image"]
        assert shown["image"]["image"] == image.pk
        main = main_of(client, page_of(555).get_url())
        assert main.find("img")["alt"] == "canola"
        assert "files.wordpress.com" not in str(main)
        assert codes(report) == []


class TestThemeUnitTestData:
    """X13 to X17, X19 to X21, X23, X24: everything that a theme has to show."""

    @pytest.fixture(scope="class")
    @classmethod
    def export(cls, published) -> Path:
        return published / THEME

    @pytest.fixture(scope="class")
    @classmethod
    def report(cls, django_db_setup, django_db_blocker, export, tmp_path_factory):
        uploads = make_uploads(tmp_path_factory.mktemp("theme") / "uploads", export)
        with kept_for_a_class(django_db_blocker):
            yield Importer(export, Options(media=uploads)).run()

    def test_x13_counts(self, report):
        assert counts(report, "articles") == {"created": 58}
        assert counts(report, "pages") == {"created": 21}
        assert ServiceArticlePage.objects.filter(live=True).count() == 56
        assert ContentPage.objects.filter(live=True).count() == 21
        assert counts(report, "images") == {"created": 35}
        assert counts(report, "documents") == {"created": 2}
        assert (CustomImage.objects.count(), Document.objects.count()) == (35, 2)
        assert counts(report, "menus") == {"created": 6}
        assert sum(counts(report, "menu_links").values()) == 70
        assert sum(counts(report, "comments").values()) == Comment.objects.count() == 33
        assert counts(report, "authors") == {"created": 2}

    def test_x13_every_term_comes_over_once(self, report, export):
        terms = {
            (record.taxonomy, record.slug) for record in wxr.read(export) if isinstance(record, wxr.Term)
        }
        named = {(term.taxonomy, term.slug) for item in content_of(export) for term in item.terms}
        slugs = Counter(taxonomy for taxonomy, _slug in terms | named)
        assert Topic.objects.count() == slugs["category"]
        below = [record for record in wxr.read(export) if isinstance(record, wxr.Term) and record.parent]
        assert Topic.objects.exclude(parent=None).count() == len(below) == 10
        for term in below:
            assert Topic.objects.get(slug=term.slug).parent.slug == term.parent
        tags = {
            record.name.casefold()
            for record in wxr.read(export)
            if isinstance(record, wxr.Term) and record.taxonomy == "post_tag"
        }
        assert tags <= {name.casefold() for name in Tag.objects.values_list("name", flat=True)}

    def test_x13_each_item_has_its_terms(self, report, export):
        for item in content_of(export):
            page = page_of(item.id)
            if isinstance(page, ServiceArticlePage):
                categories = {term.slug for term in item.terms if term.taxonomy == "category"}
                assert {topic.slug for topic in page.topics.all()} == categories, item.title
                tags = {term.name.casefold() for term in item.terms if term.taxonomy == "post_tag"}
                assert {tag.name.casefold() for tag in page.tags.all()} == tags, item.title

    def test_x13_the_tree(self, report, export):
        for item in content_of(export):
            if item.type == "page":
                parent = page_of(item.id).get_parent().specific
                assert parent == (
                    page_of(item.parent) if item.parent else parent.get_site().root_page.specific
                )
        assert page_of(172).url_path.endswith("/level-1/level-2/level-3/")
        assert page_of(1813).get_parent().specific == page_of(1811)

    def test_x13_menus(self, report, export):
        entries = Counter(record.menu for record in wxr.read(export) if isinstance(record, wxr.MenuItem))
        skipped = Counter(
            re.search(r"of the menu “(.*?)”", issue.detail)[1]
            for issue in report.issues
            if issue.code == "menu-link" and issue.item.type == "menu link"
        )
        assert entries == {
            "testing-menu": 23,
            "all-pages": 18,
            "all-pages-flat": 18,
            "short": 6,
            "social-menu": 5,
        }
        for slug, number in {**entries, "empty-menu": 0}.items():
            assert Menu.objects.get(slug=slug).links.count() + skipped[slug] == number, slug

    def test_x13_all_seventy_links_of_the_menus(self, report):
        assert MenuLink.objects.count() == 70

    def test_x13_nothing_that_led_somewhere_is_missing_from_a_menu(self, report, export):
        for record in wxr.read(export):
            if isinstance(record, wxr.MenuItem) and record.kind == "post_type":
                menu = Menu.objects.get(slug=record.menu)
                assert menu.links.filter(page=page_of(record.object_id).pk).exists(), record
            elif isinstance(record, wxr.MenuItem) and record.url not in ("", "#"):
                assert Menu.objects.get(slug=record.menu).links.filter(text=record.title).exists(), record

    def test_x13_the_pages_menu_keeps_its_levels(self, report):
        def levels(slug):
            links = Menu.objects.get(slug=slug).links.order_by("sort_order")
            return {link.label: link.level for link in links}

        deep = levels("all-pages")
        assert (deep["Level 1"], deep["Level 2"], deep["Level 3"]) == (1, 2, 3)
        assert set(levels("all-pages-flat").values()) == {1}

    def test_x13_comments_threads_and_approval(self, report, export):
        source = {comment.id: comment for item in content_of(export) for comment in item.comments}
        stored = {comment.external_id: comment for comment in Comment.objects.all()}
        assert set(stored) == set(source)
        assert sum(bool(comment.reply_to) for comment in stored.values()) == 10
        assert {number: comment.reply_to or 0 for number, comment in stored.items()} == {
            number: comment.parent for number, comment in source.items()
        }
        assert sum(comment.status == Comment.Status.PENDING for comment in stored.values()) == 3
        kinds = Counter(comment.kind for comment in stored.values())
        assert kinds == {"comment": 29, "pingback": 2, "trackback": 2}
        assert all(stored[number].date == comment.date for number, comment in source.items())
        assert "private" not in " ".join(comment.author + comment.body for comment in stored.values()).split()

    def test_x13_nothing_is_unexplained(self, report, export):
        assert unexplained(export, report) == []
        assert [issue for issue in report.issues if issue.severity == "error"] == []
        assert counts(report, "articles").keys() == counts(report, "pages").keys() == {"created"}

    def test_x13_titles_slugs_and_dates(self, report, export):
        for item in content_of(export):
            page = page_of(item.id)
            if item.slug:
                decoded = {1811: "επίπεδο-2", 1813: "επίπεδο-3"}.get(item.id, item.slug)
                assert page.slug == decoded, item.id
            if item.status == "publish":
                assert page.first_published_at == item.date, item.id
        assert page_of(1173).title == "Markup: Title With Markup"
        assert page_of(1174).title.endswith(r"""Special Characters ~`!@#$%^&*()-_=+{}[]/\;:'"?,.>""")
        assert page_of(1175).title.startswith("Taumatawhakatangihanga")
        assert page_of(1169).title
        assert page_of(1170).body.raw_data[:] == []

    def test_x13_slips_in_log_in_names_do_not_cost_the_author(self, report):
        assert [author.name for author in page_of(1730).authors.all()] == ["Theme Reviewer"]

    def test_x13_featured_images(self, report, export):
        featured = {item.id: int(item.meta_value("_thumbnail_id") or 0) for item in content_of(export)}
        featured = {number: image for number, image in featured.items() if image}
        assert len(featured) == 6
        for number, image in featured.items():
            page = page_of(number)
            if isinstance(page, ServiceArticlePage):
                assert page.image == ImportedItem.objects.get(wordpress_id=image, kind="images").target

    def test_x14_a_password_is_asked_for(self, report, client):
        article = page_of(1168)
        assert article.live
        assert "enter" not in words_in_lists(client, article.get_url())
        form = parse(client.get(article.get_url())).find("main").find("form")
        data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
        source = words_of(article).split()[:6]
        assert source
        assert " ".join(source) not in " ".join(text(client.get(article.get_url())).split())
        client.post(form["action"], {**data, "password": "wrong"})
        assert " ".join(source) not in " ".join(text(client.get(article.get_url())).split())
        client.post(form["action"], {**data, "password": "enter"})
        assert " ".join(source) in " ".join(text(client.get(article.get_url())).split())

    def test_x14_it_stands_in_no_list(self, report, client):
        url, slug = page_of(1168).get_url(), page_of(1168).slug
        lists = [
            "/",
            "/search/?q=password",
            "/search/?q=protected",
            "/sitemap-articles.xml",
            "/?feed=rss2",
            "/feed/",
        ]
        lists += [f"/articles/?page={number}" for number in range(1, 8)]
        terms = [f"topic/{topic.slug}" for topic in page_of(1168).topics.all()]
        terms += [f"tag/{tag.slug}" for tag in page_of(1168).tags.all()]
        assert len(terms) == 5
        lists += [f"/articles/{term}/" for term in terms]
        for path in lists:
            answer = client.get(path, follow=True).content.decode()
            assert url not in answer, path
            assert slug not in answer, path

    def test_x15_a_scheduled_post_waits(self, report, client):
        article = page_of(1153)
        assert not article.live
        assert article.go_live_at == gmt(2030, 1, 1, 19, 0, 18)
        assert article.approved_schedule
        assert client.get(article.get_url()).status_code == 404
        assert client.get("/2020/01/01/scheduled/").status_code == 404

    def test_x16_the_sticky_post_is_kept_on_top(self, report):
        [featured] = ServiceArticlePage.objects.filter(featured=True)
        assert featured == page_of(1241)

    def test_x17_a_draft_was_never_published(self, report):
        draft = page_of(1164)
        assert (draft.live, draft.first_published_at, draft.last_published_at) == (False, None, None)
        assert draft.slug
        assert draft.published_at == gmt(2013, 4, 9, 18, 20, 39)

    @pytest.mark.parametrize("number", [174, 173, 172, 742, 744, 746, 748, 1809, 1811, 1813])
    def test_x19_pages_below_pages_are_reached_at_their_old_paths(self, report, export, client, number):
        [item] = [item for item in content_of(export) if item.id == number]
        path = item.link.removeprefix(f"https://{OWN_HOST}")
        answer = client.get(path)
        if answer.status_code == 301:
            answer = client.get(answer.headers["Location"])
        assert answer.status_code == 200
        assert parse(answer).h1.get_text(strip=True) == page_of(number).title

    def test_x20_galleries_captions_and_players_become_blocks(self, report, export):
        found = Counter()
        for item in content_of(export):
            types = Counter(block["type"] for block in blocks_of(page_of(item.id)))
            shortcodes = {name: item.content.count(f"[{name}") for name in ("gallery", "audio")}
            galleries = item.content.count("<!-- wp:gallery") + shortcodes["gallery"]
            assert types["gallery"] >= galleries, item.title
            assert types["media"] >= shortcodes["audio"], item.title
            found.update(shortcodes)
            images = [block["value"] for block in blocks_of(page_of(item.id)) if block["type"] == "image"]
            captions = {squeezed(image["caption"]) for image in images}
            for attributes, wrapped in re.findall(
                r"\[caption([^\]]*)\](.*?)\[/caption\]", item.content, re.DOTALL
            ):
                words = squeezed(text(wrapped)) or squeezed(re.search(r'caption="(.*?)"', attributes)[1])
                assert words in captions
                found["caption"] += 1
        assert found == {"gallery": 12, "caption": 12, "audio": 1}

    def test_x20_the_player_plays_the_file_of_the_library(self, report):
        [player] = [block["value"] for block in blocks_of(page_of(587)) if block["type"] == "media"]
        assert player["document"] == ImportedItem.objects.get(wordpress_id=821, kind="documents").object_id

    def test_x20_a_gallery_without_ids_shows_the_files_of_its_post(self, report, export):
        attached = {
            item.id for item in items_of(export) if isinstance(item, wxr.Attachment) and item.parent == 555
        }
        images = {
            row.wordpress_id: row.object_id
            for row in ImportedItem.objects.filter(kind="images", wordpress_id__in=attached)
        }
        galleries = [block["value"] for block in blocks_of(page_of(555)) if block["type"] == "gallery"]
        assert len(galleries) == 10
        for gallery in galleries:
            assert {entry["value"]["image"]["image"] for entry in gallery["items"]} == set(images.values())

    def test_x20_brackets_in_prose_are_no_shortcode(self, report, client):
        assert "coracles [simple boat]." in main_of(client, page_of(358).get_url()).get_text()

    def test_x20_no_shortcode_is_shown(self, report, export, client):
        for item in published_items(export):
            shown = words_of(page_of(item.id))
            assert not re.search(r"\[/?(gallery|caption|audio)\b[^\]]*(ids=|id=|columns=|\])", shown), (
                item.title
            )

    def test_x21_no_address_of_a_file_of_the_old_site_is_left(self, report, export):
        urls = {item.url for item in items_of(export) if isinstance(item, wxr.Attachment)}
        unlisted = "https://wpthemetestdata.files.wordpress.com/2018/11/file_block.pdf"
        left = {}
        for item in published_items(export):
            rendered = parse(f"<div>{page_of(item.id).body.render_as_block()}</div>")
            found = {
                element.get(name)
                for element in rendered.find_all(True)
                for name in ("src", "href", "srcset", "poster", "data-src", "style")
                if re.search(r"wp-content|files\.wordpress\.com", element.get(name) or "")
            }
            if found:
                left[item.title] = found
        # No attachment of the export is this file: nobody could fetch it.
        assert left == {"Block category: Common": {unlisted}}
        assert unlisted not in urls

    def test_x21_files_of_the_same_name_are_kept_apart(self, report):
        first, second = (
            ImportedItem.objects.get(wordpress_id=number, kind="images").target for number in (807, 1686)
        )
        assert first != second
        assert first.file.name != second.file.name
        assert first.file_hash != second.file_hash
        linked = [block["value"] for block in blocks_of(page_of(568)) if block["type"] == "image"]
        assert [image["image"]["image"] for image in linked] == [second.pk]

    def test_x23_every_old_address_leads_to_its_page_in_one_step(self, report, export, client):
        paths = {item: item.link.removeprefix(f"https://{OWN_HOST}") for item in published_items(export)}
        wrong, reached = {}, set()
        for item, path in paths.items():
            page = page_of(item.id)
            for asked in (path, f"/?p={item.id}", f"/?page_id={item.id}"):
                if asked == page.get_url():
                    reached.add(asked)
                    continue
                answer = client.get(asked)
                if answer.status_code == 200 and item.type == "page":
                    reached.add(asked)
                elif answer.status_code == 301:
                    reached.add(answer.headers["Location"])
                    if answer.headers["Location"] != page.get_url():
                        wrong[asked] = answer.headers["Location"]
                else:
                    wrong[asked] = answer.status_code
        assert wrong == {}
        assert {url: status for url in reached if (status := client.get(url).status_code) != 200} == {}

    def test_x24_no_link_leads_to_the_old_site(self, report, export, client):
        own = re.compile(rf"^(https?:)?//(www\.)?{OWN_HOST}", re.IGNORECASE)
        links: set[str] = set()
        number = 0
        for item in published_items(export):
            number += len(re.findall(rf'href="https?://{OWN_HOST}', item.content))
            for anchor in parse(f"<div>{page_of(item.id).body.render_as_block()}</div>").find_all(
                "a", href=True
            ):
                assert not own.match(anchor["href"]), (item.title, anchor["href"])
                if anchor["href"].startswith("/"):
                    links.add(anchor["href"])
        assert number == 25
        assert links
        for link in links:
            with contextlib.closing(client.get(link)) as answer:
                assert answer.status_code in (200, 301, 302), link

    def test_x24_a_link_to_an_item_is_one_to_its_page(self, report):
        rows = [block["value"] for block in blocks_of(page_of(1734))]
        assert page_of(1747).pk in set(pages_in(rows)), "…/2018/11/03/block-button/ is post 1747"

    def test_x02_the_same_file_again_writes_nothing(self, report, export, run, tmp_path):
        before = state_of_site()
        again = run(THEME, media=make_uploads(tmp_path / "uploads", export))
        assert written(again) == 0
        assert counts(again, "articles") == {"unchanged": 58}
        assert counts(again, "pages") == {"unchanged": 21}
        assert differences(before, state_of_site()) == {}


def squeezed(words: str) -> str:
    return re.sub(r"\s", "", words)


def pages_in(value) -> list[int]:
    """Find the pages that values of blocks lead to."""
    match value:
        case dict():
            own = [value["page"]] if isinstance(value.get("page"), int) else []
            return own + [page for inner in value.values() for page in pages_in(inner)]
        case list():
            return [page for inner in value for page in pages_in(inner)]
        case str():
            return [int(number) for number in re.findall(r'<a id="(\d+)" linktype="page"', value)]
    return []


def words_in_lists(client, url: str) -> list[str]:
    return [anchor.get_text() for anchor in parse(client.get("/articles/")).find_all("a", href=url)]


class TestSixtyFourBlocks:
    """X22: every block of the editor is mapped, dropped knowingly, or kept as it was."""

    @pytest.fixture(scope="class")
    @classmethod
    def export(cls, published) -> Path:
        return published / BLOCKS

    @pytest.fixture(scope="class")
    @classmethod
    def report(cls, django_db_setup, django_db_blocker, export, tmp_path_factory):
        uploads = make_uploads(tmp_path_factory.mktemp("blocks") / "uploads", export)
        with kept_for_a_class(django_db_blocker):
            yield Importer(export, Options(media=uploads)).run()

    @pytest.fixture(scope="class")
    @classmethod
    def names(cls, export) -> Counter:
        """How often each block occurs in the contents."""
        contents = (item.content for item in items_of(export))
        return Counter(
            name for content in contents for name in re.findall(r"<!--\s+wp:([a-z/0-9-]+)", content)
        )

    def test_x22_all_posts_and_pages(self, report, export):
        assert counts(report, "articles") == {"created": 61}
        assert counts(report, "pages") == {"created": 1}
        assert {issue.detail.split(":")[0] for issue in report.issues if issue.code == "skipped"} == {
            "1 × wp_navigation (publish)"
        }
        assert unexplained(export, report) == []
        assert [issue for issue in report.issues if issue.severity == "error"] == []

    def test_x22_both_footnotes(self, report, client):
        assert {page_of(75).slug, page_of(76).slug} == {"footnotes", "footnotes-2"}
        assert "slug-taken" in codes(report)
        assert client.get("/footnotes/").headers["Location"] == page_of(75).get_url()
        assert client.get("/classic/").headers["Location"] == page_of(76).get_url()
        assert "A note" in main_of(client, page_of(75).get_url()).get_text()

    def test_x22_every_block_is_explained(self, report, export, names):
        assert len(names) == 77
        told = " ".join(issue.detail for issue in report.issues if issue.code == "dropped-block")
        silent = {name for name in names if f"The block {name} " not in told}
        assert silent - (registry.BLOCKS.keys() | registry.READ_BLOCKS) == set()
        assert {
            "paragraph",
            "heading",
            "list",
            "quote",
            "table",
            "image",
            "columns",
            "cover",
            "details",
        } <= silent
        assert {"site-logo", "loginout", "post-comments-form"} & silent == set()

    def test_x22_the_analysis_lists_every_name_with_its_number(self, export, names):
        blocks = analysis.analyse(records(export), Mapping()).as_dict()["blocks"]
        assert {name: tally["number"] for name, tally in blocks.items()} == names

    def test_x22_pages_are_shown(self, report, export, client):
        for item in published_items(export):
            assert len(main_of(client, page_of(item.id).get_url()).find_all("h1")) == 1, item.title


class TestFailingFiles:
    """X25, X28: a file that does not come costs only itself, and no address is asked that nobody may ask."""

    def test_x25_one_failing_file_costs_only_itself(self, run, published, tmp_path, client):
        uploads = make_uploads(tmp_path / "uploads", published / THEME)
        (uploads / "2008/06/canola2.jpg").unlink()
        (uploads / "2008/06/100_5478.jpg").write_text("<!DOCTYPE html><title>404 Not Found</title>")
        (uploads / "2008/06/windmill.jpg").write_bytes(b"")
        report = run(THEME, media=uploads)
        failed = {issue.item.id for issue in report.issues if issue.code == "media-failed"}
        assert failed == {611, 754, 767}
        assert counts(report, "images") == {"created": 32, "skipped": 3}
        assert counts(report, "articles") == {"created": 58}
        assert counts(report, "pages") == {"created": 21}
        galleries = [block["value"] for block in blocks_of(page_of(555)) if block["type"] == "gallery"]
        assert len(galleries) == 10
        assert client.get(page_of(555).get_url()).status_code == 200

    def test_x25_a_site_that_cannot_be_reached_costs_only_its_files(self, run, monkeypatch, client):
        """The hosts of the published exports are beyond reach here, as those of a site that is gone."""

        def unreachable(host, _port):
            raise OSError(f"{host} cannot be reached")

        monkeypatch.setattr("cms.wordpress.outbound.look_up", unreachable)
        report = run("wxr-flat-attachment-same-site.xml", fetch=True)
        assert [issue.item.id for issue in report.issues if issue.code == "media-failed"] == [611]
        assert counts(report, "articles") == {"created": 1}
        assert "This post has an attachment." in main_of(client, page_of(555).get_url()).get_text()

    @pytest.fixture
    def internet(self, monkeypatch):
        """Let old.example be a server on this machine that has a public address; nobody else is there."""

        def look_up(host, _port):
            if host != "old.example":
                raise OSError(f"{host} is not known")
            return ["93.184.215.14"]

        def connect(address, _port, timeout):
            assert address == "93.184.215.14"
            return socket.create_connection(("127.0.0.1", server.port), timeout)

        line = Line(look_up=look_up, connect=connect, patience=0.3)
        monkeypatch.setattr("cms.wordpress.uploads.Line", lambda **_options: line)
        with WebServer() as server:
            yield server

    def test_x25_each_way_to_fail(self, own, client, internet, tmp_path):
        answers = {
            "fine": content(make_image(tmp_path / "fine.png").read_bytes()),
            "gone": status(404),
            "broken": status(500),
            "a-page": content(b"<!DOCTYPE html><title>Moved</title>", Content_Type="image/png"),
            "slow": lambda _handler: time.sleep(1),
            "cut": content(b"half", length=4000),
        }
        internet.answers = {f"/wp-content/uploads/{name}.png": answer for name, answer in answers.items()}
        parts = [
            exports.attachment(number, f"{name}.png", url=f"http://old.example/wp-content/uploads/{name}.png")
            for number, name in enumerate(answers, start=5)
        ]
        shown = "".join(
            f'<p><img class="wp-image-{number}" src="x.png" alt="A picture"/></p>' for number in range(5, 11)
        )
        report = own(
            *parts, exports.item(1, "one", f"<p>Before.</p>{shown}<p>After.</p>", kind="page"), fetch=True
        )
        assert {issue.item.id for issue in report.issues if issue.code.startswith("media-")} == {
            6,
            7,
            8,
            9,
            10,
        }
        assert CustomImage.objects.get().title == "Fine"
        main = main_of(client, "/one/")
        assert len(main.find_all("img")) == 1
        assert "Before." in main.get_text()
        assert "After." in main.get_text()

    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1:{port}/secret",
            "http://169.254.169.254/",
            "http://[::1]:{port}/",
            "file:///etc/hostname",
        ],
    )
    def test_x28_no_redirect_leads_to_a_private_address(self, own, internet, address):
        internet.answers["/a.jpg"] = redirect(address.format(port=internet.port))
        internet.answers["/secret"] = content(b"secret")
        report = own(exports.attachment(5, "a.jpg", url="http://old.example/a.jpg"), fetch=True)
        assert set(internet.asked) == {"/a.jpg"}
        assert [(issue.code, issue.item.id) for issue in report.issues] == [("media-refused", 5)]
        assert not CustomImage.objects.exists()

    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1:{port}/a.jpg",
            "http://localhost:{port}/a.jpg",
            "http://2130706433:{port}/a.jpg",
            "http://0x7f000001:{port}/a.jpg",
            "http://127.1:{port}/a.jpg",
            "http://[::1]:{port}/a.jpg",
            "http://[::ffff:127.0.0.1]:{port}/a.jpg",
            "http://0.0.0.0:{port}/a.jpg",
            "http://169.254.169.254/latest/meta-data/a.jpg",
            "http://10.0.0.1/a.jpg",
            "http://old.example@127.0.0.1:{port}/a.jpg",
            "file:///etc/hostname.jpg",
            "file://old.example/etc/hostname.jpg",
            "ftp://old.example/a.jpg",
            "gopher://127.0.0.1:{port}/a.jpg",
            "\\\\127.0.0.1\\a.jpg",
        ],
    )
    @pytest.mark.parametrize("named", [False, True])
    def test_x28_no_private_address_is_asked(self, own, client, address, named):
        with WebServer() as server:
            server.answers["/a.jpg"] = content(b"secret")
            url = address.format(port=server.port)
            hosts = (urlsplit(url.replace("\\", "//")).netloc,) if named else ()
            report = own(
                exports.attachment(5, "2025/03/a.jpg", url=url),
                exports.item(1, "one", "<p>Fine.</p>", kind="page"),
                fetch=True,
                fetch_hosts=hosts,
            )
            assert server.asked == []
        assert {(issue.code, issue.item.id) for issue in report.issues} <= {
            ("media-refused", 5),
            ("media-failed", 5),
        }
        assert counts(report, "images") == {"skipped": 1}
        assert not CustomImage.objects.exists()
        assert not Document.objects.exists()
        assert "Fine." in main_of(client, "/one/").get_text()

    def test_x28_a_name_that_leads_to_a_private_address_is_not_asked(self, own, monkeypatch):
        with WebServer() as server:
            server.answers["/wp-content/uploads/a.jpg"] = content(b"secret")
            monkeypatch.setattr(
                "socket.getaddrinfo", lambda *_args, **_kwargs: [(2, 1, 6, "", ("127.0.0.1", server.port))]
            )
            report = own(
                exports.attachment(
                    5, "a.jpg", url=f"http://old.example:{server.port}/wp-content/uploads/a.jpg"
                ),
                fetch=True,
                fetch_hosts=(f"old.example:{server.port}",),
            )
            assert server.asked == []
        assert [(issue.code, issue.item.id) for issue in report.issues] == [("media-refused", 5)]


class TestDryRun:
    """X26: it reports all, and nothing is there afterwards."""

    def test_x26_within_a_transaction(self, run, published, tmp_path):
        uploads = make_uploads(tmp_path / "uploads", published / "wxr-flat-attachment-same-site.xml")
        for name in ("small-export.xml", "wxr-flat-attachment-same-site.xml"):
            before = state_of_site()
            dry = run(name, dry_run=True, media=uploads)
            assert differences(before, state_of_site()) == {}
            real = run(name, media=uploads)
            assert dry.as_counts() == real.as_counts()

    def test_x26_in_a_process_of_its_own(self, published, new_site, tmp_path):
        site = new_site()
        uploads = make_uploads(tmp_path / "uploads", published / THEME)
        others = [name for name in site.tables() if not name.startswith(("wordpress_import", "sqlite_"))]
        asked = [f'SELECT * FROM "{name}"' for name in (*others, "wordpress_importeditem")]  # noqa: S608  its own names
        before = {query: site.rows(query) for query in asked}
        said = site.manage("import_wordpress", published / THEME, "--media", uploads, "--dry-run")
        assert "nothing was written" in said
        assert re.search(r"articles +58 created", said)
        assert re.search(r"images +35 created", said)
        assert {query: rows for query in asked if (rows := site.rows(query)) != before[query]} == {}
        assert site.files() == []
        assert site.rows("SELECT dry_run, status FROM wordpress_importrun") == [(1, "finished")]


class TestKilled:
    """X27: whenever a run is killed, running it again ends where one run would have ended."""

    @pytest.mark.parametrize("name", [THEME])
    def test_x27_killed_again_and_again(self, published, new_site, tmp_path, name):
        uploads = make_uploads(tmp_path / "uploads", published / name)
        command = "import_wordpress", published / name, "--media", uploads
        clean, killed = new_site("clean"), new_site("killed")
        clean.manage(*command)
        chance = random.Random(27)  # noqa: S311  moments, no secrets
        for phase in ("Terms", "Files", "Pages", "Content", "Menus", "Old addresses"):
            process = killed.start(*command)
            for line in process.stderr:
                if line.startswith(phase):
                    break
            time.sleep(chance.uniform(0, 0.4))
            process.send_signal(signal.SIGKILL)
            process.communicate()
        killed.manage(*command)
        assert differences(state_of_site(clean.rows), state_of_site(killed.rows)) == {}
        assert killed.rows("PRAGMA integrity_check") == [("ok",)]
        again = killed.manage(*command)
        assert "created" not in again
        assert "updated" not in again


class TestHostileContents:
    """X29: nothing that an export holds runs in a browser."""

    HOSTILE = (
        "<script>alert(1)</script>",
        '<img src="x" onerror="alert(1)">',
        '<p onclick="alert(1)" style="background:url(javascript:alert(1))">Text</p>',
        '<a href="javascript:alert(1)">one</a>',
        '<a href="JaVaScRiPt&colon;alert(1)">two</a>',
        '<a href=" &#x1;java&#10;script:alert(1)">three</a>',
        '<a href="data:text/html,<script>alert(1)</script>">four</a>',
        '<a href="vbscript:x">five</a>',
        '<svg onload="alert(1)"><script>alert(1)</script></svg>',
        '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
        '<iframe src="javascript:alert(1)"></iframe><iframe srcdoc="<script>alert(1)</script>"></iframe>',
        '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">x</button></form>',
        '<object data="javascript:alert(1)"></object><embed src="javascript:alert(1)">',
        '<meta http-equiv="refresh" content="0;url=javascript:alert(1)"><base href="javascript:alert(1)//">',
        "<scr<script>ipt>alert(1)</scr</script>ipt>",
        '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
        '<!-- wp:html --><script>alert(1)</script><b onmouseover="alert(1)">b</b><!-- /wp:html -->',
        '<!-- wp:image {"id":1} --><figure><img src="javascript:alert(1)" onload="alert(1)"/></figure><!-- /wp:image -->',
        '<!-- wp:button --><div><a href="javascript:alert(1)">Go</a></div><!-- /wp:button -->',
        '<!-- wp:embed {"url":"javascript:alert(1)"} --><figure>javascript:alert(1)</figure><!-- /wp:embed -->',
        '[su_button url="javascript:alert(1)"]Go[/su_button]',
        '[su_box title="<img src=x onerror=alert(1)>"]<script>alert(1)</script>[/su_box]',
        '[caption caption="<img src=x onerror=alert(1)>"]<img src="x" onerror="alert(1)">[/caption]',
        '[audio src="javascript:alert(1)"][video src="javascript:alert(1)"][embed]javascript:alert(1)[/embed]',
    )
    EVIL = '<script>alert(1)</script><img src="x" onerror="alert(1)">'

    def test_x29_no_page_holds_what_runs(self, own, client):
        from cms.comments.models import CommentSettings

        CommentSettings.objects.create(site=Site.objects.get(), show=True, show_mentions=True)
        parts = [
            exports.item(number, f"post-{number}", f"<p>Before</p>{hostile}<p>After</p>", kind=kind)
            for number, hostile in enumerate(self.HOSTILE, start=1)
            for kind in ("post" if number % 2 else "page",)
        ]
        own(
            exports.category(80, "evil", self.EVIL),
            exports.tag(81, "evil", f"{self.EVIL} tag"),
            exports.item(
                90, "evil", self.EVIL, title=self.EVIL, excerpt=self.EVIL,
                terms=[("category", "evil"), ("post_tag", "evil")],
                extra=exports.comment(1, self.EVIL, author=self.EVIL, url="javascript:alert(1)")
                + exports.comment(2, "[...] x", kind="pingback", url="javascript:alert(1)"),
                meta=[("_yoast_wpseo_title", self.EVIL), ("_yoast_wpseo_metadesc", '"><script>alert(1)</script>'),
                      ("_yoast_wpseo_canonical", "javascript:alert(1)")],
            ),
            exports.item(91, "menu-page", kind="page"),
            exports.menu_item(92, "custom", 92, url="javascript:alert(1)", title=self.EVIL),
            exports.menu_item(93, "post_type", 91, object_type="page", title=self.EVIL),
            *parts,
        )  # fmt: skip
        pages = Page.objects.live().filter(depth__gt=2)
        assert pages.count() >= len(self.HOSTILE) + 2
        for url in [page.get_url() for page in pages] + ["/", "/articles/topic/evil/", "/search/?q=before"]:
            answer = client.get(url)
            assert answer.status_code == 200, url
            assert dangers(answer) == [], url

    @pytest.mark.parametrize("name", [THEME, "theme-preview.xml", "test-serialized-postmeta-with-cdata.xml"])
    def test_x29_no_page_of_a_published_export_does(self, run, published, client, name):
        run(name)
        for item in published_items(published / name):
            page = ImportedItem.objects.get(old_url=item.link, kind__in=("articles", "pages")).target
            rendered = f"<div>{page.body.render_as_block()}</div>"
            assert dangers(rendered) == [], page.title


def dangers(source) -> list[str]:
    """Give the elements and attributes of an answer that would run a script that is not the site's."""
    found = []
    for element in parse(source).find_all(True):
        if (
            element.name == "script"
            and "src" not in element.attrs
            and element.get("type") != "application/ld+json"
        ):
            found.append(str(element)[:100])
        if element.name in ("iframe", "object", "embed", "base", "math"):
            address = element.get("src") or element.get("data") or ""
            if not address.startswith("https://"):
                found.append(str(element)[:100])
        for name, value in element.attrs.items():
            squeezed = re.sub(r"[\s\x00-\x20]", "", str(value)).casefold()
            if name.startswith("on") or (
                name
                in ("href", "src", "action", "formaction", "data", "content", "poster", "srcset", "style")
                and re.match(r"(javascript|vbscript|data:text)", squeezed)
            ):
                found.append(f"{element.name} {name}={value}"[:100])
    return found


class TestPlugins:
    """X31, X32: what Yoast and Co-Authors Plus say of an item."""

    def test_x31_titles_and_descriptions_of_yoast(self, own, client, tmp_path):
        uploads = make_image(tmp_path / "uploads" / "share.png")
        own(
            exports.category(4, "care", "Care"),
            exports.attachment(9, "share.png", "Two people"),
            exports.item(
                1, "rest", "<p>Rest helps.</p>", title="Rest", terms=[("category", "care")],
                meta=[
                    ("_yoast_wpseo_title", "%%title%% %%sep%% %%sitename%%: %%category%%"),
                    ("_yoast_wpseo_metadesc", "Why %%title%% helps"),
                    ("_yoast_wpseo_canonical", "https://journal.example/rest/"),
                    ("_yoast_wpseo_opengraph-title", "Rest!"),
                    ("_yoast_wpseo_opengraph-description", "Share %%title%%"),
                    ("_yoast_wpseo_opengraph-image-id", "9"),
                ],
            ),
            exports.item(2, "thanks", kind="page", meta=[("_yoast_wpseo_meta-robots-noindex", "1")]),
            exports.item(3, "plain", kind="page"),
            media=uploads.parent,
        )  # fmt: skip
        article = page_of(1)
        assert "%%" not in article.seo_title
        assert article.seo_title.startswith("Rest")
        assert article.seo_title.endswith("care")
        assert article.search_description == "Why Rest helps"
        assert article.canonical_url == "https://journal.example/rest/"
        assert (article.social_title, article.social_description) == ("Rest!", "Share Rest")
        assert article.social_image == CustomImage.objects.get()
        assert article.noindex is False
        head = parse(client.get(article.get_url())).head
        assert head.title.get_text().startswith(article.seo_title)
        assert head.find("meta", attrs={"name": "description"})["content"] == "Why Rest helps"
        assert head.find("link", rel="canonical")["href"] == "https://journal.example/rest/"
        assert page_of(2).noindex
        assert "/thanks/" not in sitemap_text(client)
        assert "/plain/" in sitemap_text(client)
        assert (page_of(3).seo_title, page_of(3).noindex) == ("", False)

    @pytest.mark.parametrize(
        "meta",
        [
            [("rank_math_title", "%title% %sep% us"), ("rank_math_description", "About %title%")],
            [("_aioseo_title", "#post_title #separator_sa us"), ("_aioseo_description", "About #post_title")],
        ],
        ids=["rank math", "aioseo"],
    )
    def test_x31_other_plugins(self, own, meta):
        own(exports.item(1, "rest", title="Rest", meta=meta))
        article = page_of(1)
        assert re.fullmatch(r"Rest \W us", article.seo_title)
        assert article.search_description == "About Rest"

    GUEST = [
        ("cap-display_name", "Ada Guest"),
        ("cap-user_login", "ada-guest"),
        ("cap-description", "Writes."),
    ]

    def test_x32_all_who_wrote_a_post_stand_in_the_byline(self, own, client):
        report = own(
            exports.item(7, "cap-ada-guest", kind="guest-author", title="Ada Guest", meta=self.GUEST),
            exports.item(1, "rest", terms=[("author", "cap-nina"), ("author", "cap-ada-guest")]),
            exports.item(2, "alone"),
        )
        assert {author.name for author in page_of(1).authors.all()} == {"Nina Berg", "Ada Guest"}
        assert [author.name for author in page_of(2).authors.all()] == ["Nina Berg"]
        assert Author.objects.count() == 2
        shown = main_of(client, page_of(1).get_url()).get_text(" ")
        assert "Nina Berg" in shown
        assert "Ada Guest" in shown
        assert not Topic.objects.exists()
        assert not Tag.objects.exists()
        assert "unmapped-taxonomy" not in codes(report)
        assert not Page.objects.filter(slug__contains="guest").exists()


def make_image(place: Path) -> Path:
    place.parent.mkdir(parents=True, exist_ok=True)
    PillowImage.new("RGB", (1200, 700), (40, 120, 140)).save(place)
    return place
