"""Content as real sites hold it: broken addresses, broken images, ids twice. One fault costs itself and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from wagtail.models import Page

from cms.images.models import CustomImage
from cms.pages.models import Menu
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping
from home.models import ContentPage
from services.models import Author, ServiceArticlePage, Topic
from tests.factories import image_file
from tests.wordpress.exports import attachment, category, item, menu_item, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """What other tests left on the disk would look like what a killed run left."""
    settings.MEDIA_ROOT = str(tmp_path / "own-media")


@pytest.fixture
def run(tmp_path):
    def run_import(*parts, **options):
        return Importer(write(tmp_path / "export.xml", *parts), Options(**options)).run()

    return run_import


def codes(report):
    return {issue.code for issue in report.issues}


def media_files():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    "content",
    [
        '<p>Kept. <a href="http://[x/y">there</a></p>',
        '<p>Kept.</p><img src="http://[::x/a.jpg" alt="A">',
        '<p>Kept.</p>[su_button url="http://[x"]Go[/su_button]',
        '<p>Kept. <a href="/?p=²">a</a> <a href="/?p=' + "9" * 5000 + '">b</a></p>',
        '<p>Kept. <a href="//[">c</a> <a href="mailto:">d</a> <a href="tel:">e</a></p>',
    ],
)
def test_a_broken_address_costs_the_link_only(run, client, content):
    report = run(item(1, "one", content, kind="page", meta=[("_thumbnail_id", "²")]))
    assert "item-failed" not in codes(report)
    assert b"Kept." in client.get("/one/").content


def test_broken_addresses_of_items_menus_and_files_stop_nothing(run, client):
    report = run(
        item(1, "one", kind="page", link="http://[bad]/x"),
        attachment(5, "a.jpg").replace("https://old.example/wp-content", "http://[bad/wp-content"),
        menu_item(51, "custom", 51, url="http://[x", title="Bad"),
    )
    assert "item-failed" not in codes(report)
    assert client.get("/one/").status_code == 200


class TestMedia:
    @pytest.fixture
    def uploads(self, tmp_path):
        folder = tmp_path / "uploads"
        folder.mkdir()
        whole = image_file(size=(200, 200)).read()
        (folder / "whole.png").write_bytes(whole)
        (folder / "cut.png").write_bytes(whole[: len(whole) // 2])
        (folder / "vector.jpg").write_text(
            '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
        )
        (folder / "plain.jpg").write_bytes(b"P6 2 2 255 " + bytes(12))
        return folder

    def test_an_unreadable_image_is_reported_and_the_rest_comes_over(self, run, client, uploads):
        names = ("cut.png", "vector.jpg", "plain.jpg", "whole.png")
        report = run(
            *(attachment(number, name) for number, name in enumerate(names, 5)),
            item(1, "one", "<p>Kept.</p>", kind="page"),
            media=uploads,
        )
        failed = [issue.detail for issue in report.issues if issue.code == "media-failed"]
        assert [detail.split()[0].rstrip(":") for detail in failed] == list(names[:3])
        assert CustomImage.objects.get().title == "Whole"
        assert b"Kept." in client.get("/one/").content

    def test_a_dry_run_leaves_no_file(self, run, uploads):
        before = media_files()
        report = run(attachment(5, "whole.png"), media=uploads, dry_run=True)
        assert report.counts["images"]["created"] == 1
        assert media_files() == before

    def test_a_command_that_is_refused_leaves_no_file(self, uploads, tmp_path):
        before = media_files()
        good = write(tmp_path / "good.xml", attachment(5, "whole.png"))
        bad = write(tmp_path / "bad.xml", item(1, "one"))
        bad.write_text(bad.read_text()[:-40])
        with pytest.raises(CommandError, match=r"bad\.xml"):
            call_command("import_wordpress", good, bad, media=str(uploads))
        assert media_files() == before
        assert not CustomImage.objects.exists()


class TestStatus:
    def test_a_scheduled_item_without_a_date_stays_a_draft(self, run):
        report = run(item(1, "one", status="future", date="0000-00-00 00:00:00"))
        article = ServiceArticlePage.objects.get()
        assert not article.live
        assert not article.approved_schedule
        assert "no-date" in codes(report)

    def test_what_was_live_and_is_scheduled_now_waits(self, run):
        run(item(1, "one"))
        run(item(1, "one", status="future", date="2999-01-01 00:00:00"))
        article = ServiceArticlePage.objects.get()
        assert (article.live, article.go_live_at) == (False, datetime(2999, 1, 1, tzinfo=UTC))

    def test_what_was_scheduled_and_is_a_draft_now_has_no_schedule(self, run):
        run(item(1, "one", status="future", date="2999-01-01 00:00:00"))
        run(item(1, "one", status="draft"))
        article = ServiceArticlePage.objects.get()
        assert (article.live, article.go_live_at, article.approved_schedule) == (False, None, False)

    def test_what_was_scheduled_and_is_published_now_is_live(self, run):
        run(item(1, "one", status="future", date="2999-01-01 00:00:00"))
        run(item(1, "one"))
        assert ServiceArticlePage.objects.get().live


class TestIdentity:
    def test_two_items_with_one_id_are_not_mixed_and_a_second_run_is_quiet(self, run):
        parts = (
            item(5, "first", "<p>First.</p>"),
            item(5, "second", "<p>Second.</p>"),
            item(6, "third", kind="page"),
        )
        report = run(*parts)
        assert "duplicate-id" in codes(report)
        assert ServiceArticlePage.objects.get().title == "First"
        again = run(*parts)
        assert sum(counter["created"] + counter["updated"] for counter in again.counts.values()) == 0

    def test_items_without_ids_keep_apart(self, run):
        run(*(item(0, slug).replace("?p=0", f"?x={slug}") for slug in ("one", "two")))
        assert sorted(ServiceArticlePage.objects.values_list("slug", flat=True)) == ["one", "two"]

    def test_a_slug_of_digits_is_no_id(self, run):
        run(
            category(9, "sport", "Sport"),
            category(12, "9", "Nine"),
            item(1, "one", terms=[("category", "9")]),
        )
        assert [topic.name for topic in ServiceArticlePage.objects.get().topics.all()] == ["Nine"]

    def test_authors_and_terms_whose_slugs_meet_stay_two(self, run):
        second = (
            "<wp:author><wp:author_id>4</wp:author_id><wp:author_login>ni.na</wp:author_login>"
            "<wp:author_display_name>Ni Na</wp:author_display_name></wp:author>"
        )
        report = run(
            second,
            category(7, "news", "News"),
            item(1, "one", terms=[("category", "news"), ("department", "news")]),
            mapping=Mapping(taxonomies={"category": "topics", "department": "topics"}),
        )
        assert Author.objects.count() == 2
        assert Topic.objects.count() == 2
        assert "slug-taken" in codes(report)
        again = run(second, category(7, "news", "News"), item(1, "one", terms=[("category", "news")]))
        assert again.counts["authors"]["updated"] == 0

    def test_a_byline_that_the_export_does_not_define_is_reported(self, run):
        assert "author-unknown" in codes(run(item(1, "one").replace(">nina<", ">somebody<")))

    def test_pages_nested_deeper_than_the_tree_holds_do_not_stop_the_rest(self, run, client):
        chain = [item(number, f"level-{number}", kind="page", parent=number - 1) for number in range(1, 90)]
        report = run(*chain, item(200, "fine", kind="page"))
        assert client.get("/fine/").status_code == 200
        assert {issue.code for issue in report.issues if issue.severity == "error"} <= {
            "item-failed",
            "not-created",
        }

    def test_categories_nested_deeply_are_read(self, run):
        run(*(category(number, f"c{number}", f"C{number}", f"c{number - 1}") for number in range(1, 1300)))
        assert Topic.objects.get(slug="c1299").parent.slug == "c1298"

    def test_a_page_where_the_site_has_an_address_of_its_own_moves_aside(self, run, client):
        report = run(item(1, "search", "<p>Ours.</p>", kind="page"))
        assert ContentPage.objects.get().slug == "search-2"
        assert "slug-taken" in codes(report)


class TestListings:
    def listing(self, run, shortcode):
        report = run(
            category(1, "care", "Care"),
            item(21, "first", terms=[("category", "care")]),
            item(22, "second"),
            item(9, "lists", shortcode, kind="page"),
        )
        return report, ContentPage.objects.get(slug="lists").body[0].value

    @pytest.mark.parametrize("shortcode", ['[su_posts id="21,999"]', '[su_posts tax_term="1,99"]'])
    def test_what_is_left_of_a_listing_is_listed(self, run, client, shortcode):
        report, value = self.listing(run, shortcode)
        assert "listing-unresolved" in codes(report)
        assert value["unresolved"] == ""
        assert b"First" in client.get("/lists/").content

    def test_excluding_what_does_not_exist_excludes_nothing(self, run, client):
        _report, value = self.listing(run, '[su_posts tax_term="99" tax_operator="NOT IN"]')
        assert value["unresolved"] == ""
        assert b"Second" in client.get("/lists/").content

    def test_all_of_several_cannot_do_without_one(self, run, client):
        _report, value = self.listing(run, '[su_posts tax_term="1,99" tax_operator="AND"]')
        assert "99" in value["unresolved"]


class TestMenus:
    def menu(self):
        return [(link.label, link.level) for link in Menu.objects.get().links.all()]

    def test_a_label_over_a_submenu_stays_above_it(self, run):
        run(
            item(1, "about", kind="page"),
            menu_item(51, "custom", 51, url="#", title="More"),
            menu_item(52, "post_type", 1, object_type="page", parent=51),
        )
        assert self.menu() == [("More", 1), ("About", 2)]

    def test_a_link_whose_parent_is_not_in_the_export_stands_on_top(self, run):
        run(
            item(1, "about", kind="page"),
            menu_item(50, "post_type", 1, object_type="page", title="Home"),
            menu_item(52, "post_type", 1, object_type="page", parent=99, title="Child"),
        )
        assert self.menu() == [("Home", 1), ("Child", 1)]

    def test_below_links_that_are_lost_the_others_move_up(self, run):
        run(
            item(1, "about", kind="page"),
            menu_item(50, "post_type", 404, object_type="page", title="Lost"),
            menu_item(51, "custom", 51, url="#", title="Label", parent=50),
            menu_item(52, "post_type", 1, object_type="page", parent=51, title="Child"),
        )
        assert self.menu() == [("Label", 1), ("Child", 2)]

    def test_links_in_a_circle_and_drafts(self, run):
        report = run(
            item(1, "about", kind="page"),
            menu_item(51, "post_type", 1, object_type="page", parent=52, title="A"),
            menu_item(52, "post_type", 1, object_type="page", parent=51, title="B"),
            menu_item(53, "post_type", 1, object_type="page", title="Draft").replace(
                "<wp:status>publish", "<wp:status>draft"
            ),
        )
        assert {label for label, _level in self.menu()} == {"A", "B"}
        assert "menu-link" in codes(report)


def test_two_exports_of_one_site_see_each_other(tmp_path, client):
    first = write(tmp_path / "first.xml", category(7, "care", "Care"), item(1, "target", kind="page"))
    second = write(
        tmp_path / "second.xml",
        item(2, "child", '<p><a href="/?p=1">there</a></p>[su_posts tax_term="7"]', kind="page", parent=1),
    )
    Importer(first).run()
    report = Importer(second).run()
    assert codes(report) == set()
    assert b'href="/target/"' in client.get("/target/child/").content


def test_a_report_that_cannot_be_written_stops_the_import_before_it_begins(tmp_path):
    export = write(tmp_path / "export.xml", item(1, "one"))
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("import_wordpress", export, report=tmp_path / "absent" / "report.json")
    assert not Page.objects.filter(slug="one").exists()


def test_shortcodes_in_titles_and_excerpts_are_not_shown(run, client):
    report = run(
        item(
            1,
            "one",
            title="[su_label]Rest[/su_label] at home",
            excerpt='Why [su_button url="/x/"]rest[/su_button] helps',
        )
    )
    article = ServiceArticlePage.objects.get()
    assert (article.title, article.summary) == ("Rest at home", "Why rest helps")
    assert "shortcode-in-text" in codes(report)
