"""Who wrote an item, with and without Co-Authors Plus (X32)."""

import pytest
from django.contrib.auth.models import User
from wagtail.models import Page

from cms.wordpress import wxr
from cms.wordpress.authors import Byline, Bylines, Guest, guest
from cms.wordpress.importer import Importer
from cms.wordpress.records import Author, Item, ItemTerm
from services.models import Author as AuthorSnippet
from services.models import ServiceArticlePage
from tests.html import text
from tests.wordpress import exports

NINA = Author(id=3, login="nina", display_name="Nina Berg")
OMAR = Author(id=4, login="omar.said", display_name="Omar Said")


def item(creator="nina", *terms: tuple[str, str]) -> Item:
    return Item(creator=creator, terms=tuple(ItemTerm("author", slug, name) for slug, name in terms))


def test_without_the_plugin_the_creator_wrote_it():
    assert Bylines([NINA]).of(item()) == Byline(("nina",))


def test_several_authors_stand_in_order_the_creator_first():
    found = Bylines([NINA, OMAR]).of(item("omar.said", ("cap-nina", "nina"), ("cap-omar-said", "omar.said")))
    assert found == Byline(("omar.said", "nina"))


def test_the_creator_is_no_author_where_the_terms_do_not_name_them():
    assert Bylines([NINA, OMAR]).of(item("nina", ("cap-omar-said", "omar.said"))) == Byline(("omar.said",))


@pytest.mark.parametrize("term", [("cap-omar-said", ""), ("omar-said", "Omar Said"), ("cap-omar.said", "?")])
def test_an_author_is_found_by_slug_log_in_or_name(term):
    assert Bylines([NINA, OMAR]).of(item("nina", term)).logins == ("omar.said",)


@pytest.mark.parametrize("creator", ["nina>", ">nina", "Nina", "nina "])
def test_a_slip_in_a_log_in_is_seen_through(creator):
    assert Bylines([NINA, OMAR]).of(item(creator)) == Byline(("nina",))


def test_a_slip_that_may_mean_two_people_means_nobody():
    twins = [Author(login="n-berg"), Author(login="nberg")]
    assert Bylines(twins).of(item("n berg")) == Byline((), ("n berg",))
    assert Bylines(twins).of(item("nberg")) == Byline(("nberg",)), "an exact name is no slip"


@pytest.mark.parametrize("creator", ["stranger", ">>>"])
def test_a_stranger_is_named_for_the_report(creator):
    assert Bylines([NINA]).of(item(creator)) == Byline((), (creator,))


def test_nobody_is_nobody():
    assert Bylines([NINA]).of(item("")) == Byline()


# Guest authors


def test_a_guest_author_is_read_from_an_export(tmp_path):
    export = exports.write(
        tmp_path / "export.xml",
        exports.item(
            50,
            "cap-mary-hill",
            kind="guest-author",
            title="Mary Hill",
            meta=[
                ("cap-user_login", "mary-hill"),
                ("cap-display_name", "Dr Mary Hill"),
                ("cap-first_name", "Mary"),
                ("cap-description", "Writes on <em>hearts</em> &amp; lungs."),
                ("cap-linked_account", ""),
                ("_thumbnail_id", "9"),
            ],
        ),
        exports.item(51, "two", terms=[("author", "cap-nina"), ("author", "cap-mary-hill")]),
    )
    authors, items = [], []
    for record in wxr.read(export):
        if isinstance(record, Author):
            authors.append(record)
        elif isinstance(record, Item):
            items.append(record)
    mary = guest(items[0])
    assert mary == Guest("mary-hill", "Dr Mary Hill", "Writes on hearts & lungs.", "", 9)
    bylines = Bylines(authors, [mary])
    assert bylines.guests == {"mary-hill": mary}
    assert bylines.of(items[1]) == Byline(("nina", "mary-hill"))


def test_a_guest_author_without_fields_has_a_name_all_the_same():
    assert guest(Item(slug="cap-mary-hill", title="Mary Hill")) == Guest("mary-hill", "Mary Hill")
    assert guest(Item(slug="cap-mary-hill")).name == "mary-hill"
    assert guest(Item(meta=(("cap-first_name", "Mary"), ("cap-last_name", "Hill")))).name == "Mary Hill"


def test_a_guest_author_who_is_a_user_is_that_user():
    nina = Guest("nina-berg-md", "Nina Berg, MD", account="nina")
    bylines = Bylines([NINA], [nina])
    assert bylines.guests == {}
    assert bylines.of(item("nina", ("cap-nina-berg-md", "nina-berg-md"))) == Byline(("nina",))


def test_a_guest_author_whose_account_is_not_in_the_export_stays_a_guest():
    nina = Guest("nina-berg-md", "Nina Berg, MD", account="nina")
    assert list(Bylines([OMAR], [nina]).guests) == ["nina-berg-md"]


def test_the_slips_of_the_published_export_are_seen_through(shared):
    """The theme unit test names “themereviewteam>” and “>themereviewteam” beside the users that it declares."""
    authors, items = [], []
    for record in wxr.read(shared / "wordpress/published/themeunittestdata.wordpress.xml"):
        if isinstance(record, Author):
            authors.append(record)
        elif isinstance(record, Item):
            items.append(record)
    bylines = Bylines(authors)
    slips = {entry.creator for entry in items} - {author.login for author in authors}
    assert ">themereviewteam" in slips
    assert {login for entry in items for login in bylines.of(entry).logins} <= {a.login for a in authors}
    assert not [entry for entry in items if bylines.of(entry).unknown]


# The whole import


GUEST = exports.item(
    50,
    "cap-mary-hill",
    kind="guest-author",
    title="Mary Hill",
    meta=[
        ("cap-user_login", "mary-hill"),
        ("cap-display_name", "Dr Mary Hill"),
        ("cap-description", "On hearts."),
    ],
)


@pytest.mark.django_db
def test_the_byline_of_an_article_names_all_who_wrote_it(tmp_path, home, client):
    posts = [
        exports.item(51, "together", terms=[("author", "cap-nina"), ("author", "cap-mary-hill")]),
        exports.item(52, "alone"),
        exports.item(53, "slip").replace("<dc:creator>nina<", "<dc:creator>nina&gt;<"),
        exports.item(54, "stranger").replace("<dc:creator>nina<", "<dc:creator>stranger<"),
    ]
    export = exports.write(tmp_path / "export.xml", GUEST, *posts)
    report = Importer(export).run()
    bylines = {
        article.slug: sorted(author.name for author in article.authors.all())
        for article in ServiceArticlePage.objects.all()
    }
    assert bylines == {
        "together": ["Dr Mary Hill", "Nina Berg"],
        "alone": ["Nina Berg"],
        "slip": ["Nina Berg"],
        "stranger": [],
    }
    assert "Dr Mary Hill" in text(client.get(ServiceArticlePage.objects.get(slug="together").get_url()))
    assert AuthorSnippet.objects.get(name="Dr Mary Hill").biography == "On hearts."
    assert not Page.objects.filter(title="Mary Hill").exists(), "a guest author is no page"
    assert not User.objects.exists(), "and nobody gets an account"
    assert [issue.item.id for issue in report.issues if issue.code == "author-unknown"] == [54]
    assert "unmapped-taxonomy" not in {issue.code for issue in report.issues}
    again = Importer(export).run()
    assert again.counts["authors"]["created"] == again.counts["articles"]["updated"] == 0
