"""Comments of an export in the archive: who said what to whom, and nothing that nobody needs to know."""

import dataclasses
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.comments.models import Comment, CommentSettings
from cms.wordpress.comments import CommentWriter
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.report import Report
from cms.wordpress.wxr import Item, read
from tests.factories import ContentPageFactory, ProviderFactory
from tests.html import parse
from tests.wordpress.exports import comment, item, write

pytestmark = pytest.mark.django_db


class Archive:
    """A writer of comments, and pages to write them below."""

    def __init__(self, home, tmp_path):
        self.home, self.path = home, tmp_path / "export.xml"
        self.report = Report()
        self.pages = {}

    def page(self, number=1):
        if number not in self.pages:
            self.pages[number] = ContentPageFactory(parent=self.home)
        return self.pages[number]

    def items(self, *extras):
        parts = [item(number, f"p{number}", extra=extra) for number, extra in enumerate(extras, start=1)]
        return [record for record in read(write(self.path, *parts)) if isinstance(record, Item)]

    def take(self, *comments):
        """Write the comments of one item, and give what is stored."""
        self.report = Report()
        writer = self.writer()
        (found,) = self.items("".join(comments))
        writer.collect(found, self.page())
        writer.flush()
        return {row.external_id: row for row in Comment.objects.filter(page=self.page())}

    def writer(self):
        context = SimpleNamespace(report=self.report, is_own=lambda url: "//old.example/" in url)
        return CommentWriter(context)

    @property
    def counts(self):
        return {name: number for name, number in self.report.counts["comments"].items() if number}

    @property
    def codes(self):
        return {issue.code for issue in self.report.issues}


@pytest.fixture
def archive(home, tmp_path):
    return Archive(home, tmp_path)


# What comes over


def test_a_comment_keeps_its_words_name_date_and_number(archive):
    rows = archive.take(
        comment(31, "It <em>helped</em>.", author="Tom &amp; Ann", date="2025-04-01 22:30:00")
    )
    row = rows[31]
    assert row.author == "Tom & Ann"
    assert row.body == "<p>It <em>helped</em>.</p>"
    assert row.date == datetime(2025, 4, 1, 22, 30, tzinfo=UTC), "GMT, not the site's own time"
    assert (row.kind, row.status, row.reply_to) == ("comment", "approved", None)
    assert archive.counts == {"created": 1}


def test_nothing_that_identifies_the_writer_is_stored(archive):
    row = archive.take(comment(31, url="https://ada.example/"))[31]
    stored = " ".join(str(getattr(row, field.attname)) for field in Comment._meta.concrete_fields)
    for private in ("private.example", "192.0.2.77", "ada.example", "555-0199"):
        assert private not in stored
    (said,) = [issue for issue in archive.report.issues if issue.code == "comments-archived"]
    assert "IP addresses" in said.detail


def test_what_is_said_of_all_comments_is_said_once(archive):
    writer = archive.writer()
    for found in archive.items(*[comment(number) for number in range(10)]):
        writer.collect(found, archive.page(found.id))
    writer.flush()
    assert [issue.code for issue in archive.report.issues] == ["comments-archived"]


@pytest.mark.parametrize("kind", ["pingback", "trackback"])
def test_a_mention_keeps_the_address_of_the_page_that_mentions(archive, kind):
    row = archive.take(comment(31, kind=kind, author="Blog &laquo; Home", url="https://blog.example/a/?x=1"))[
        31
    ]
    assert (row.kind, row.website, row.author) == (kind, "https://blog.example/a/?x=1", "Blog « Home")


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "//evil.example/",
        "ftp://a.example/",
        "https://user:word@a.example/",
        "x" * 1200,
    ],
)
def test_an_unsafe_address_of_a_mention_is_dropped(archive, url):
    assert archive.take(comment(31, kind="pingback", url=url))[31].website == ""


@pytest.mark.parametrize(
    ("word", "status"), [("1", "approved"), ("0", "pending"), ("hold", "pending"), ("", "pending")]
)
def test_only_what_was_approved_is_approved(archive, word, status):
    assert archive.take(comment(31, approved=word))[31].status == status
    assert ("comment-pending" in archive.codes) is (status == "pending")


@pytest.mark.parametrize("word", ["spam", "trash", "post-trashed"])
def test_spam_and_what_was_deleted_stay_behind(archive, word):
    rows = archive.take(comment(31, approved=word), comment(32))
    assert set(rows) == {32}
    assert archive.counts == {"created": 1, "skipped": 1}
    assert "comment-spam" in archive.codes


def test_notes_of_plugins_stay_behind(archive):
    """The notes on an order of a shop are comments too, and nobody's business."""
    rows = archive.take(comment(31, "Card refused", kind="order_note"), comment(32, kind="comment"))
    assert set(rows) == {32}
    assert "order_note" in " ".join(issue.detail for issue in archive.report.issues)
    assert archive.counts == {"created": 1, "skipped": 1}


def test_a_provider_has_no_comments_and_the_report_says_so(archive):
    (found,) = archive.items(comment(31) + comment(32))
    writer = archive.writer()
    writer.collect(found, ProviderFactory())
    writer.flush()
    assert not Comment.objects.exists()
    assert [(issue.code, issue.severity, issue.item.id) for issue in archive.report.issues] == [
        ("comments-no-page", "loss", 1)
    ]
    assert archive.counts == {"skipped": 2}


# Who answers whom


def replies(rows):
    return {ident: row.reply_to for ident, row in rows.items()}


def test_replies_know_what_they_answer_also_when_it_comes_later(archive):
    rows = archive.take(comment(33, parent=32), comment(32, parent=31), comment(31))
    assert replies(rows) == {31: None, 32: 31, 33: 32}


def test_orphans_stand_on_top(archive):
    rows = archive.take(comment(31, parent=99), comment(32, approved="spam"), comment(33, parent=32))
    assert replies(rows) == {31: None, 33: None}


def test_circles_are_opened_once(archive):
    rows = archive.take(
        comment(31, parent=31), comment(32, parent=33), comment(33, parent=34), comment(34, parent=32)
    )
    found = replies(rows)
    assert found[31] is None
    assert sorted(found[ident] is None for ident in (32, 33, 34)) == [False, False, True]


def test_a_very_long_chain_is_quick(archive):
    rows = archive.take(*[comment(number, "", parent=number - 1) for number in range(1, 3001)])
    assert replies(rows)[3000] == 2999
    assert replies(rows)[1] is None


def test_comments_without_a_number_or_with_the_same_are_kept(archive):
    rows = archive.take(comment(0, "a"), comment(5, "b"), comment(5, "c", parent=5), comment(0, "d"))
    assert sorted(row.body for row in rows.values()) == ["<p>a</p>", "<p>b</p>", "<p>c</p>", "<p>d</p>"]
    assert len(rows) == 4


# Words


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("a\r\n\r\nb", "<p>a</p><p>b</p>"),
        ("a<br /><br/>b<br>\nc", "<p>a</p><p>b<br>c</p>"),
        ("<h1>Loud</h1>\nand <b>bold\nwords</b>", "<p><strong>Loud</strong></p><p>and <b>bold<br>words</b></p>"),
        ("<blockquote>a\n\nb</blockquote>c", "<blockquote><p>a</p><p>b</p></blockquote><p>c</p>"),
        ("<ul>\n<li>a\n<ul><li>b</li></ul></li>\n</ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ("<table><tr><th></th><th>a</th></tr></table>", "<table><tbody><tr><td></td><th>a</th></tr></tbody></table>"),
        ("<pre>a\n\n  b</pre>", "<pre>a\n\n  b</pre>"),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        ("Smith &amp; Sons", "<p>Smith &amp; Sons</p>"),
        ("<b>never closed", "<p><b>never closed</b></p>"),
        ("[gallery id=1] [su_note]as it stands[/su_note]", "<p>[gallery id=1] [su_note]as it stands[/su_note]</p>"),
        ("C:\\xampp \\'quoted\\'", "<p>C:\\xampp \\'quoted\\'</p>"),
        (" \n\n ", ""),
    ],
)  # fmt: skip
def test_the_paragraphs_of_wordpress(archive, source, expected):
    assert archive.take(comment(31, source))[31].body == expected


def test_links_into_the_old_site_stay_on_this_one(archive):
    row = archive.take(
        comment(31, '<a href="https://old.example/knees/?p=1#a">k</a> <a href="https://b.example/">b</a>')
    )[31]
    assert [link["href"] for link in parse(row.body).find_all("a")] == ["/knees/?p=1#a", "https://b.example/"]


def test_an_old_address_with_two_slashes_leads_to_no_other_site(archive):
    row = archive.take(comment(31, '<a href="https://old.example//evil.example/">k</a>'))[31]
    assert parse(row.body).a["href"] == "/evil.example/"


def test_pictures_leave_what_describes_them(archive):
    row = archive.take(comment(31, 'Look: <img src="https://a.example/x.png" alt="a <red> kite">'))[31]
    assert row.body == "<p>Look: a &lt;red&gt; kite</p>"
    assert "comment-image" in archive.codes


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='java\tscript:alert(1)'>x</a>",
        "<iframe src=https://evil.example/></iframe>", "<style>@import url(x)</style>", "<svg/onload=alert(1)>",
        "<a href='&#106;avascript:alert(1)'>x</a>", "<p onclick=alert(1)>x</p>", "<form action=x><input name=y></form>",
        "&lt;script&gt;alert(1)&lt;/script&gt;", "<scr<script>ipt>alert(1)</script>", "<!-- --!><script>alert(1)</script>-->",
    ],
)  # fmt: skip
def test_nothing_hostile_is_stored(archive, source):
    body = archive.take(comment(31, f"before {source} after"))[31].body
    tree = parse(f"<div>{body}</div>")
    assert tree.find_all(["script", "img", "iframe", "style", "svg", "form", "input"]) == []
    assert {name for element in tree.find_all(True) for name in element.attrs} <= {"href", "rel"}
    assert [link["href"] for link in tree.find_all("a", href=True)] == []
    assert "before" in tree.get_text()
    assert "after" in tree.get_text()


def test_a_hostile_name_is_plain_text(archive):
    row = archive.take(comment(31, author="<b>Ada</b><script>x</script>" + "y" * 400))[31]
    assert row.author.startswith("Adax")
    assert len(row.author) == 255


def test_control_characters_stop_nothing(archive):
    (found,) = archive.items(comment(31, "x"))
    odd = dataclasses.replace(found.comments[0], content="a\x00b", author="A\x00da")
    writer = archive.writer()
    writer.collect(dataclasses.replace(found, comments=(odd,)), archive.page())
    writer.flush()
    row = Comment.objects.get()
    assert (row.author, row.body) == ("Ada", "<p>ab</p>")


# Again


def test_an_unchanged_comment_is_not_written_again(archive):
    first = archive.take(comment(31), comment(32, parent=31))
    again = archive.take(comment(31), comment(32, parent=31))
    assert archive.counts == {"unchanged": 2}
    assert {ident: row.pk for ident, row in again.items()} == {ident: row.pk for ident, row in first.items()}


def test_a_changed_export_changes_the_archive(archive):
    first = archive.take(comment(31, "old"), comment(32), comment(33, approved="0"))
    again = archive.take(comment(31, "new"), comment(33, approved="1"), comment(34, parent=33))
    assert set(again) == {31, 33, 34}
    assert again[31].body == "<p>new</p>"
    assert again[31].pk == first[31].pk
    assert (again[33].status, again[34].reply_to) == ("approved", 33)
    assert archive.counts == {"updated": 2, "created": 1}


def test_comments_that_are_gone_there_go_here(archive):
    archive.take(comment(31), comment(32))
    assert archive.take() == {}


def test_the_comments_of_other_pages_stay(archive, home):
    other = ContentPageFactory(parent=home)
    Comment.objects.create(page=other, external_id=31, author="Bea")
    archive.take(comment(31, author="Ada"))
    archive.take()
    assert Comment.objects.get().author == "Bea"


def test_what_was_erased_here_never_comes_back(archive):
    archive.take(comment(31, "private words", author="Ada"), comment(32, parent=31))[31].erase()
    rows = archive.take(comment(31, "private words", author="Ada"), comment(32, "changed", parent=31))
    assert (rows[31].author, rows[31].body, rows[31].status) == ("", "", "removed")
    assert rows[32].body == "<p>changed</p>"
    assert archive.counts == {"skipped": 1, "updated": 1}
    archive.take()
    assert Comment.objects.get().status == "removed", "or a later export could bring it back"


# What it costs


def statements(archive, *extras):
    items = archive.items(*extras)
    pages = [archive.page(found.id) for found in items]
    writer = archive.writer()
    with CaptureQueriesContext(connection) as captured:
        for found, page in zip(items, pages, strict=True):
            writer.collect(found, page)
        assert len(captured) == 0, "collecting asks nothing"
        writer.flush()
    return len(captured)


def test_the_statements_of_a_batch_do_not_grow_with_its_items(archive):
    two = comment(31, "a") + comment(32, "b", parent=31)
    new = statements(archive, two)
    assert new <= 4  # two of them are the savepoint
    assert statements(archive, *[two] * 40) == new
    assert statements(archive, *[two] * 40) == 1, "nothing changed"
    assert statements(archive, *[two.replace("[a]", "[x]")] * 40) == new
    assert statements(archive) == 0


def test_what_is_gone_costs_no_more_for_many(archive):
    two = comment(31, "a") + comment(32, "b", parent=31)
    statements(archive, *[two] * 40)
    assert statements(archive, *[comment(31, "a")] * 40) <= 5


def test_nothing_is_kept_after_a_flush(archive):
    (found,) = archive.items(comment(31))
    writer = archive.writer()
    writer.collect(found, archive.page())
    writer.flush()
    Comment.objects.all().delete()
    writer.flush()
    assert not Comment.objects.exists()


# As a part of an import


@pytest.fixture
def run(tmp_path):
    def run_import(*parts, **options):
        return Importer(write(tmp_path / "export.xml", *parts), Options(**options)).run()

    return run_import


def counted(report):
    return {name: number for name, number in report.counts["comments"].items() if number}


def test_an_import_brings_comments_below_their_pages(run, client, home):
    CommentSettings.objects.create(site=home.get_site(), show=True)
    link = '<a href="https://www.old.example/about/">our clinic</a>'
    report = run(
        item(1, "knees", extra=comment(31, f"Ask {link}.") + comment(32, "I did.", parent=31, author="Bea")),
        item(2, "about", kind="page", extra=comment(33, approved="0") + comment(34, approved="spam")),
    )
    assert counted(report) == {"created": 3, "skipped": 1}
    shown = parse(client.get("/articles/knees/")).find("section", id="comments")
    assert [author.get_text() for author in shown.select(".comment__author")] == ["Ada", "Bea"]
    assert shown.find("a", string="our clinic")["href"] == "/about/"
    assert client.get("/about/").status_code == 200
    assert parse(client.get("/about/")).find(id="comments") is None


def test_the_same_export_again_touches_no_comment(run):
    parts = [item(1, "knees", extra=comment(31) + comment(32, parent=31))]
    run(*parts)
    before = list(Comment.objects.order_by("pk").values())
    report = run(*parts)
    assert list(Comment.objects.order_by("pk").values()) == before
    assert "created" not in counted(report)
    assert "updated" not in counted(report)


def test_a_new_comment_in_the_export_comes_over(run):
    run(item(1, "knees", extra=comment(31)))
    report = run(item(1, "knees", extra=comment(31) + comment(32, "Late.", parent=31)))
    assert set(Comment.objects.values_list("external_id", "reply_to")) == {(31, None), (32, 31)}
    assert counted(report)["created"] == 1


def test_what_was_erased_stays_erased_in_every_later_import(run):
    run(item(1, "knees", extra=comment(31, "private words")))
    Comment.objects.get().erase()
    run(item(1, "knees", "<p>New text.</p>", extra=comment(31, "private words") + comment(32)))
    assert not Comment.objects.filter(body__contains="private words").exists()
    assert Comment.objects.get(external_id=31).status == "removed"


def test_a_trial_leaves_no_comment(run):
    run(item(1, "knees", extra=comment(31)), dry_run=True)
    assert not Comment.objects.exists()


# Real exports


def test_the_comments_of_the_theme_test_data(archive, shared):
    """X13: 33 comments: 10 replies, 3 unapproved, 2 pingbacks, 2 trackbacks."""
    writer = archive.writer()
    export = shared / "wordpress/published/themeunittestdata.wordpress.xml"
    for record in read(export):
        if isinstance(record, Item) and record.comments:
            writer.collect(record, archive.page(record.id))
    writer.flush()
    rows = Comment.objects.all()
    assert archive.counts == {"created": 33}
    assert rows.filter(reply_to__isnull=False).count() == 10
    assert rows.filter(status="pending").count() == 3
    assert [rows.filter(kind=kind).count() for kind in ("pingback", "trackback")] == [2, 2]
    assert rows.get(external_id=881).date == datetime(2012, 9, 3, 17, 18, 4, tzinfo=UTC)


def test_the_threads_of_the_theme_test_data_as_a_reader_meets_them(archive, shared, client, home):
    CommentSettings.objects.create(site=home.get_site(), show=True)
    export = shared / "wordpress/published/themeunittestdata.wordpress.xml"
    writer = archive.writer()
    discussion = next(
        record
        for record in read(export)
        if isinstance(record, Item) and any(found.id == 915 for found in record.comments)
    )
    writer.collect(discussion, archive.page())
    writer.flush()
    shown = parse(client.get(archive.page().get_url())).find("section", id="comments")
    tenth = shown.find(id="comment-915")
    assert "Comment Depth 10" in tenth.get_text()
    above = [level.find("article")["id"] for level in tenth.find_parents("li")]
    assert above == [f"comment-{number}" for number in (915, 914, 913, 912, 911, 910, 907, 906, 905, 904)]
    assert shown.find(id="comment-1015") is None, "it was never approved"
    assert shown.find("h1") is None
