"""The archive of comments, as visitors read it and as the office looks after it."""

from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ReferenceIndex, Site

from cms.comments.models import Comment, CommentSettings
from cms.comments.sanitise import harmless
from cms.comments.threads import MAX_DEPTH, PAGE_SIZE, threads_of
from tests import html
from tests.factories import CommentFactory, ContentPageFactory, ServiceArticlePageFactory
from tests.privacy import KINDS, restrict
from tests.queries import queries_of, writes_of

pytestmark = pytest.mark.django_db

TABLE = "/admin/comments/"


@pytest.fixture
def page(home):
    return ContentPageFactory(parent=home, title="After an operation", slug="after")


@pytest.fixture
def archive(home) -> CommentSettings:
    """Switch the archive on."""
    return CommentSettings.objects.create(site=home.get_site(), show=True)


def at(day: int) -> datetime:
    return datetime(2024, 3, day, 12, tzinfo=UTC)


def section(client, page, query: str = ""):
    answer = client.get(page.get_url() + query)
    assert answer.status_code == 200
    return html.parse(answer).find("section", id="comments")


def outline(found) -> list:
    """Give the threads of a section as nested lists of authors."""
    return [
        (item.article.select_one(".comment__author").get_text(), outline(item))
        for listed in found.find_all("ol", class_="comments__list", recursive=False)
        for item in listed.find_all("li", recursive=False)
    ]


def authors(client, page, query: str = "") -> list[str]:
    found = section(client, page, query)
    return [author.get_text() for author in found.select(".comment__author")] if found else []


# Off, on, and for whom


def test_it_is_off_by_default(client, page):
    CommentFactory(page=page, author="Ada")
    assert section(client, page) is None
    assert "Ada" not in client.get(page.get_url()).content.decode()


def test_switched_on_it_stands_below_articles_and_content_pages(client, page, index, archive):
    article = ServiceArticlePageFactory(parent=index)
    for shown in (page, article):
        CommentFactory(page=shown, author="Ada", body="<p>Thank you.</p>", date=at(2))
        found = section(client, shown)
        assert found.h2.get_text(strip=True) == "Comments"
        assert "1 comment." in html.text(str(found))
        assert "Comments are closed." in html.text(str(found))
        assert found.article.time["datetime"] == "2024-03-02T12:00:00+0000"
        assert "Thank you." in found.article.get_text()
        assert found.find(["form", "input", "textarea", "button"]) is None


def test_a_page_without_comments_has_no_section(client, page, archive):
    assert section(client, page) is None


def test_the_office_may_write_a_title_and_an_explanation(client, page, archive):
    archive.title, archive.explanation = "What readers said", "Not <b>medical</b> advice."
    archive.save()
    CommentFactory(page=page)
    found = section(client, page)
    assert found.h2.get_text(strip=True) == "What readers said"
    assert "Not <b>medical</b> advice." in found.get_text()


def test_each_site_decides_for_itself(client, page, home):
    other = Site.objects.create(hostname="other.example", root_page=home)
    CommentSettings.objects.create(site=other, show=True)
    CommentFactory(page=page)
    assert section(client, page) is None
    answer = client.get(page.get_url(), headers={"host": "other.example"})
    assert html.parse(answer).find("section", id="comments")


@pytest.mark.parametrize("status", ["pending", "removed"])
def test_only_approved_comments_are_shown(client, page, archive, status):
    CommentFactory(page=page, author="Ada")
    CommentFactory(page=page, author="Bea", status=status)
    assert authors(client, page) == ["Ada"]


def test_mentions_are_shown_on_request(client, page, archive):
    CommentFactory(page=page, author="Ada", date=at(1))
    for day, kind in enumerate(("pingback", "trackback"), start=2):
        CommentFactory(page=page, author=kind, kind=kind, website="https://b.example/", date=at(day))
    assert authors(client, page) == ["Ada"]
    archive.show_mentions = True
    archive.save()
    assert authors(client, page) == ["Ada", "pingback", "trackback"]
    link = section(client, page).find("a", string="pingback")
    assert link["href"] == "https://b.example/"
    assert link["rel"] == ["nofollow", "ugc", "noopener"]


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_see_the_page_sees_no_comments(client, page, archive, kind):
    CommentFactory(page=page, body="<p>Secret words</p>")
    restrict(page, kind)
    assert "Secret words" not in client.get(page.get_url(), follow=True).content.decode()


def test_a_draft_shows_none(client, page, archive):
    CommentFactory(page=page, body="<p>Secret words</p>")
    page.unpublish()
    answer = client.get(page.get_url() or "/after/")
    assert answer.status_code == 404
    assert "Secret words" not in answer.content.decode()


def test_visitors_words_are_not_found_by_the_search(client, page, archive):
    CommentFactory(page=page, body="<p>Kumquat marmalade</p>")
    page.save_revision().publish()
    assert "After an operation" not in html.text(client.get("/search/?q=kumquat"))
    assert "After an operation" in html.text(client.get("/search/?q=operation"))


# Threads


def test_replies_stand_below_what_they_answer_oldest_first(client, page, archive):
    CommentFactory(page=page, external_id=1, author="Late", date=at(9))
    CommentFactory(page=page, external_id=2, author="Early", date=at(1))
    CommentFactory(page=page, external_id=3, author="Second reply", reply_to=2, date=at(8))
    CommentFactory(page=page, external_id=4, author="First reply", reply_to=2, date=at(3))
    CommentFactory(page=page, external_id=5, author="Reply to a reply", reply_to=4, date=at(4))
    CommentFactory(page=page, external_id=6, author="Undated", date=None)
    assert outline(section(client, page)) == [
        ("Undated", []),
        ("Early", [("First reply", [("Reply to a reply", [])]), ("Second reply", [])]),
        ("Late", []),
    ]


@pytest.mark.parametrize("status", ["pending", "removed"])
def test_replies_to_what_is_hidden_stand_on_top(client, page, archive, status):
    CommentFactory(page=page, external_id=1, status=status)
    CommentFactory(page=page, external_id=2, author="Ada", reply_to=1)
    assert outline(section(client, page)) == [("Ada", [])]


def test_a_reply_is_one_on_its_own_page_only(client, page, home, archive):
    """Two imports may use the same numbers."""
    CommentFactory(page=home, external_id=1, author="Elsewhere")
    CommentFactory(page=page, external_id=2, author="Ada", reply_to=1)
    assert outline(section(client, page)) == [("Ada", [])]


def test_a_very_deep_discussion_goes_on_side_by_side(client, page, archive):
    number = MAX_DEPTH + 990
    Comment.objects.bulk_create(
        CommentFactory.build(page=page, external_id=ident, reply_to=ident - 1, author=f"R{ident}")
        for ident in range(1, number + 1)
    )
    found = section(client, page)
    assert len(found.select("article")) == number
    assert max(len(listed.find_parents("ol")) for listed in found.find_all("ol")) == MAX_DEPTH - 1


def test_a_comment_has_the_address_that_it_had_in_wordpress(client, page, archive):
    CommentFactory(page=page, external_id=4711)
    assert section(client, page).find("article")["id"] == "comment-4711"


def test_every_comment_is_an_article_with_a_name_and_no_heading(client, page, archive):
    CommentFactory(page=page, author="", body="<h1>Loud</h1><h3>Louder</h3>")
    answer = client.get(page.get_url())
    assert html.heading_levels(str(html.parse(answer).find(id="comments"))) == [2]
    comment = html.parse(answer).select_one("#comments article")
    assert (
        html.parse(answer)
        .find(id=comment["aria-labelledby"])
        .get_text(" ", strip=True)
        .startswith("Anonymous")
    )
    assert "Loud" in comment.get_text()


# Harmless


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "<style>@import 'x'</style>",
        "<iframe src='https://evil.example/'></iframe>", "<a href='javascript:alert(1)'>x</a>", "<form><input></form>",
        "<a href='java\tscript:alert(1)'>x</a>", "<a href='//evil.example/'>x</a>", "<p style='position:fixed'>x</p>",
        "<a href='data:text/html,x'>x</a>", "<math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>", "<p id=main class=button>x</p>",
        "<base href='https://evil.example/'>", "<meta http-equiv=refresh content=0>", "<object data=x></object>",
    ],
)  # fmt: skip
def test_hostile_text_does_nothing(client, page, archive, source):
    """Even where it was stored without being cleaned."""
    CommentFactory(page=page, body=f"{source}<b>Kept</b>")
    comment = section(client, page).select_one(".comment__text")
    assert "Kept" in comment.get_text()
    forbidden = ["script", "img", "svg", "style", "iframe", "form", "input", "base", "meta", "object", "math"]
    assert comment.find_all(forbidden) == []
    for element in comment.find_all(True):
        assert set(element.attrs) <= {"href", "rel"}
        assert element.get("href", "https://").startswith("https://")
        assert element.name != "a" or element.get("href")
    assert harmless(harmless(source)) == harmless(source)


def test_a_hostile_name_is_text(client, page, archive):
    CommentFactory(page=page, author="</b><script>alert(1)</script>{{ 7|add:7 }}")
    found = section(client, page)
    assert found.find("script") is None
    assert "</b><script>alert(1)</script>{{ 7|add:7 }}" in found.get_text()


@pytest.mark.parametrize("website", ["javascript:alert(1)", "//evil.example/", "data:text/html,x", ""])
def test_an_unsafe_address_is_no_link(client, page, archive, website):
    archive.show_mentions = True
    archive.save()
    CommentFactory(page=page, kind="pingback", author="Somebody", website=website)
    assert section(client, page).find("a") is None
    assert authors(client, page) == ["Somebody"]


def test_links_tell_search_engines_whose_they_are(client, page, archive):
    CommentFactory(page=page, body='<a href="https://a.example/" target="_blank" rel="dofollow">x</a>')
    assert section(client, page).a.attrs == {
        "href": "https://a.example/",
        "rel": ["nofollow", "ugc", "noopener"],
    }


# Many


@pytest.fixture
def crowd(page, archive):
    """Write 5,000 comments: 1,000 threads of a question, three replies and a reply to the first."""
    rows = []
    for thread in range(1000):
        first = thread * 5 + 1
        for offset, reply_to in enumerate((None, first, first, first, first + 1)):
            rows.append(
                CommentFactory.build(
                    page=page, external_id=first + offset, reply_to=reply_to, author=f"R{first + offset}"
                )
            )
    Comment.objects.bulk_create(rows)
    return page


def test_five_thousand_comments_come_in_pages_of_threads(client, crowd):
    found = section(client, crowd)
    assert "5000 comments." in html.text(str(found))
    assert [name for name, _replies in outline(found)] == [f"R{n * 5 + 1}" for n in range(PAGE_SIZE)]
    assert len(found.find_all("article")) == PAGE_SIZE * 5
    following = found.find("a", rel="next")
    assert following["href"] == "?comments=2#comments"
    assert authors(client, crowd, following["href"])[0] == f"R{PAGE_SIZE * 5 + 1}"
    assert authors(client, crowd, "?comments=20")[-1] == "R4999"


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("?comments=0", "R4751"), ("?comments=-3", "R4751"), ("?comments=21", "R4751"),
        (f"?comments={'9' * 30}", "R4751"), ("?comments=x", "R1"), ("?comments=", "R1"), ("?comments=1&comments=2", "R251"),
    ],
)  # fmt: skip
def test_odd_page_numbers_are_answered(client, crowd, query, first):
    assert authors(client, crowd, query)[0] == first


def test_search_engines_know_one_address_of_the_page(client, crowd):
    canonical = html.parse(client.get(f"{crowd.get_url()}?comments=2")).find("link", rel="canonical")
    assert canonical["href"] == crowd.full_url


def test_the_queries_do_not_grow_with_the_comments(client, home, crowd):
    """Two for a page of any number, next to the one that reads the setting; without comments one less."""
    empty = ContentPageFactory(parent=home, slug="empty")
    few = ContentPageFactory(parent=home, slug="few")
    CommentFactory(page=few, external_id=1), CommentFactory(page=few, external_id=2, reply_to=1)
    many = queries_of(client, crowd.get_url())
    assert queries_of(client, few.get_url()) == many
    assert queries_of(client, f"{crowd.get_url()}?comments=7") == many
    assert queries_of(client, empty.get_url()) == many - 1
    CommentSettings.objects.update(show=False)
    assert queries_of(client, crowd.get_url()) == many - 2
    with CaptureQueriesContext(connection) as captured:
        client.get(crowd.get_url())
    assert [query["sql"] for query in captured if 'comments_comment"' in query["sql"]] == []


def test_one_thread_may_hold_them_all(page):
    rows = [
        CommentFactory.build(page=page, external_id=n, reply_to=1 if n > 1 else None) for n in range(1, 5001)
    ]
    rows += [CommentFactory.build(page=page, external_id=n, date=at(9)) for n in range(6000, 6060)]
    Comment.objects.bulk_create(rows)
    found = threads_of(page)
    threads = {thread.comment.external_id: thread for thread in found.threads}
    assert (found.total, len(threads), len(threads[6000].replies)) == (5060, PAGE_SIZE, 0)
    assert len(threads_of(page, 2).threads) == 11


def test_showing_comments_writes_nothing(client, page, archive):
    CommentFactory(page=page)
    assert writes_of(client, page.get_url()) == []
    CommentSettings.objects.all().delete()
    assert writes_of(client, page.get_url()) == []


# With the page


def test_comments_go_with_their_page(page):
    CommentFactory(page=page)
    page.delete()
    assert not Comment.objects.exists()


def test_comments_are_no_use_of_a_page(page):
    CommentFactory(page=page)
    assert not ReferenceIndex.get_references_to(page).exists()
    assert not ReferenceIndex.model_is_indexable(Comment)


# The office


@pytest.fixture
def colleague(client, django_user_model):
    """Log in somebody who may open the admin, with some further rights."""

    def log_in(*codenames: str):
        group = Group.objects.create(name="Colleagues")
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        user = django_user_model.objects.create_user("colleague", password="colleague")
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def three(page, home):
    return (
        CommentFactory(page=page, external_id=1, author="Ada", body="<p>Plums <b>help</b></p>"),
        CommentFactory(page=page, external_id=2, author="Bea", status="pending"),
        CommentFactory(page=home, external_id=3, author="Another site", kind="pingback"),
    )


def listed(client, query: str = "") -> set[str]:
    answer = client.get(TABLE + query)
    assert answer.status_code == 200
    words = " ".join(row.get_text(" ") for row in html.parse(answer).select("table.listing tbody tr"))
    return {name for name in ("Ada", "Bea", "Another site") if name in words}


def test_the_table_lists_all_with_their_page(admin_client, three, page):
    assert listed(admin_client) == {"Ada", "Bea", "Another site"}
    table = html.parse(admin_client.get(TABLE))
    assert "Plums help" in table.get_text()
    assert table.find("a", href=f"{page.get_url()}#comment-1")
    assert table.find("a", string="After an operation")["href"] == f"?page={page.pk}"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("?status__exact=pending", {"Bea"}), ("?kind__exact=pingback", {"Another site"}), ("?q=plums", {"Ada"}),
        ("?q=another", {"Another site"}), ("?q=operation", {"Ada", "Bea"}), ("?q=zzz", set()),
    ],
)  # fmt: skip
def test_filters_and_search(admin_client, three, query, expected):
    assert listed(admin_client, query) == expected


def test_the_table_of_one_page(admin_client, three, page):
    assert listed(admin_client, f"?page={page.pk}") == {"Ada", "Bea"}
    assert listed(admin_client, f"?page={page.pk}&status__exact=approved") == {"Ada"}


@pytest.mark.parametrize(
    "query", ["?page=x", f"?page={'9' * 40}", "?page=0", "?nonsense=1", "?status__exact=zzz", "?o=99"]
)
def test_odd_questions_are_answered(admin_client, three, query):
    assert admin_client.get(TABLE + query, follow=True).status_code == 200


def test_inspecting_shows_harmless_text(admin_client, page):
    comment = CommentFactory(page=page, author="<i>Ada</i>", body="Plums<script>alert(1)</script>")
    answer = admin_client.get(f"{TABLE}inspect/{comment.pk}/")
    assert "Plums" in html.text(answer)
    assert "<i>Ada</i>" in html.text(answer)
    assert "alert(1)" not in answer.content.decode()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("action", ["create/", "edit/{}/", "history/{}/", "choose_parent/"])
def test_nobody_can_write_or_change_a_comment(admin_client, three, action, method):
    path = TABLE + action.format(three[0].pk)
    assert getattr(admin_client, method)(path, {"body": "Changed"}).status_code == 404
    links = {link["href"] for link in html.parse(admin_client.get(TABLE)).main.find_all("a", href=True)}
    assert [href for href in links if href.startswith((f"{TABLE}create", f"{TABLE}edit"))] == []


def test_a_persons_words_are_erased_for_good(admin_client, client, three, page, archive):
    CommentFactory(page=page, external_id=9, author="Cleo", reply_to=1)
    url = f"{TABLE}delete/{three[0].pk}/"
    assert "cannot be undone" in html.text(admin_client.get(url))
    assert admin_client.post(url).status_code == 302
    row = Comment.objects.filter(pk=three[0].pk).values_list("author", "body", "website", "status").get()
    assert row == ("", "", "", "removed")
    assert authors(client, page) == ["Cleo"]
    assert "Ada" not in admin_client.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert admin_client.post(url).status_code == 302, "there is nothing left to erase"


def test_who_may_view_may_read_and_not_erase(colleague, three):
    client = colleague("view_comment")
    assert listed(client) == {"Ada", "Bea", "Another site"}
    assert TABLE in client.get("/admin/").content.decode()
    assert client.get(f"{TABLE}inspect/{three[0].pk}/").status_code == 200
    assert f"{TABLE}delete/" not in client.get(TABLE).content.decode()
    client.post(f"{TABLE}delete/{three[0].pk}/")
    three[0].refresh_from_db()
    assert three[0].author == "Ada"


def test_who_may_delete_may_erase(colleague, three):
    client = colleague("view_comment", "delete_comment")
    client.post(f"{TABLE}delete/{three[0].pk}/")
    three[0].refresh_from_db()
    assert three[0].status == Comment.Status.REMOVED


@pytest.mark.parametrize("path", ["", "inspect/{}/", "delete/{}/", "?q=ada"])
def test_who_may_not_sees_nothing(colleague, three, path):
    client = colleague("add_page")
    answer = client.get(TABLE + path.format(three[0].pk))
    assert answer.status_code == 302
    assert answer.url == "/admin/"
    assert TABLE not in client.get("/admin/").content.decode()


def test_visitors_are_asked_to_log_in(client, three):
    assert client.get(TABLE).url.startswith("/admin/login/")


def test_the_rights_are_those_that_mean_something():
    codenames = Permission.objects.filter(content_type__app_label="comments", content_type__model="comment")
    assert set(codenames.values_list("codename", flat=True)) == {"view_comment", "delete_comment"}


def test_groups_can_be_given_the_rights(admin_client):
    answer = admin_client.get(reverse("wagtailusers_groups:add"))
    assert "comment" in html.text(answer).lower()
    pk = Permission.objects.get(content_type__app_label="comments", codename="view_comment").pk
    assert f'value="{pk}"' in answer.content.decode()


def test_the_setting_is_written_in_the_admin(admin_client, client, page, home):
    from tests.forms import filled_form

    CommentFactory(page=page, author="Ada")
    url = admin_client.get(reverse("wagtailsettings:edit", args=["comments", "commentsettings"])).url
    assert admin_client.post(url, filled_form(admin_client, url, show="on")).status_code == 302
    assert authors(client, page) == ["Ada"]
