"""The home page and plain content pages."""

import pytest

from tests import html
from tests.factories import ContentPageFactory, ImageFactory, ServiceArticlePageFactory
from tests.privacy import KINDS, restrict
from tests.queries import queries_of
from tests.sitemap import sitemap_text

pytestmark = pytest.mark.django_db


def test_the_first_page_is_there_after_migrating(client, home):
    answer = client.get("/")
    assert answer.status_code == 200
    page = html.parse(answer)
    assert [title.get_text(strip=True) for title in page.find_all("h1")] == [home.title]
    assert page.find(class_="breadcrumbs") is None


def test_the_first_page_shows_what_is_written(client, home, index):
    ServiceArticlePageFactory(parent=index, title="Newest")
    home.summary = "We help."
    home.body = html.stream(("rich_text", "<p>Welcome.</p>"), ("service_articles", {"template": "list"}))
    home.save_revision().publish()
    text = html.text(client.get("/"))
    for words in ("We help.", "Welcome.", "Newest"):
        assert words in text


def open_with(home, **words):
    button = {"text": "See who can help", "link": {"url": "/providers/"}}
    home.hero = html.stream(("hero", {"image": ImageFactory().pk, "buttons": [button], **words}))
    home.save_revision().publish()


def test_the_first_page_may_open_with_a_picture_and_buttons(client, home):
    home.summary = "Not needed then."
    open_with(home, title="Before you decide", text="We <help>.")
    page = html.parse(client.get("/"))
    assert [title.get_text(strip=True) for title in page.find_all("h1")] == ["Before you decide"]
    hero = page.select_one(".hero")
    assert "We <help>." in hero.get_text()
    assert "Not needed then." not in page.main.get_text()
    assert hero.find("a", href="/providers/").get_text(strip=True) == "See who can help"
    assert (hero.img["alt"], hero.img.get("loading")) == ("", "eager")


def test_an_opening_without_a_title_takes_that_of_the_page(client, home):
    open_with(home)
    assert html.parse(client.get("/")).h1.get_text(strip=True) == home.title


def test_a_content_page_and_the_way_to_it(client, home):
    parent = ContentPageFactory(parent=home, title="About us", slug="about")
    ContentPageFactory(
        parent=parent,
        title="Contact",
        slug="contact",
        summary="How to reach us.",
        body=html.stream(("rich_text", "<p>Write to us.</p>")),
    )
    answer = client.get("/about/contact/")
    page = html.parse(answer)
    assert page.h1.get_text(strip=True) == "Contact"
    assert "How to reach us." in html.text(answer)
    assert "Write to us." in html.text(answer)
    assert [link["href"] for link in page.select(".breadcrumbs a")] == ["/", "/about/"]
    assert page.find("link", rel="canonical")["href"].endswith("/about/contact/")


def test_a_draft_is_not_found(client, home):
    ContentPageFactory(parent=home, slug="draft", live=False)
    assert client.get("/draft/").status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_a_private_page_and_those_below_it_are_not_shown(client, home, kind):
    parent = ContentPageFactory(parent=home, slug="staff", summary="For staff only.")
    ContentPageFactory(parent=parent, slug="rota", summary="The rota.")
    restrict(parent, kind)
    for path, words in (("/staff/", "For staff only."), ("/staff/rota/", "The rota.")):
        answer = client.get(path)
        assert answer.status_code in (200, 302)
        assert words not in answer.content.decode()
    assert "/staff/" not in sitemap_text(client)


def test_a_password_opens_a_private_page(client, home):
    page = ContentPageFactory(parent=home, slug="staff", summary="For staff only.")
    restrict(page, "password")
    form = html.parse(client.get("/staff/")).find("main").find("form")
    sent = {"password": "let me in", "return_url": "/staff/"}
    assert client.post(form["action"], sent).status_code == 302
    assert "For staff only." in html.text(client.get("/staff/"))


def test_the_queries_of_the_first_page(client, home, index):
    home.body = html.stream(("service_articles", {"template": "default"}), ("rich_text", "<p>Welcome.</p>"))
    home.save_revision().publish()
    ServiceArticlePageFactory(parent=index)
    assert queries_of(client, "/") == 14
