"""All titles of an index under their letters."""

import pytest

from tests import html
from tests.factories import ServiceArticlePageFactory
from tests.privacy import restrict
from tests.queries import queries_of, writes_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def articles(index):
    for title in ("Lung", "hearing", "Éclampsie", "Heart", "أمراض القلب", "24 hours"):
        ServiceArticlePageFactory(parent=index, title=title)


def test_every_letter_leads_to_its_titles(client, articles):
    page = html.parse(client.get("/articles/a-z/"))
    assert page.h1.get_text(strip=True) == "Articles A–Z"
    sections = {
        section.h2.get_text(strip=True): [link.get_text(strip=True) for link in section.select("li a")]
        for section in page.select("section.a-z")
    }
    assert sections == {
        "E": ["Éclampsie"],
        "H": ["hearing", "Heart"],
        "L": ["Lung"],
        "ا": ["أمراض القلب"],
        "0–9": ["24 hours"],
    }
    letters = page.find("nav", {"aria-label": "Letters"}).find_all("a")
    assert [link.get_text(strip=True) for link in letters] == list(sections)


def test_letters_lead_to_places_of_the_page(client, articles):
    from urllib.parse import unquote

    page = html.parse(client.get("/articles/a-z/"))
    places = [unquote(link["href"])[1:] for link in page.find("nav", {"aria-label": "Letters"}).find_all("a")]
    assert all(page.find(id=place) for place in places)


def test_its_place_on_the_site(client, home, articles):
    page = html.parse(client.get("/articles/a-z/"))
    assert [link["href"] for link in page.find(class_="breadcrumbs").find_all("a")] == ["/", "/articles/"]
    assert page.find("link", rel="canonical")["href"] == "http://localhost/articles/a-z/"
    assert html.parse(client.get("/articles/")).find("a", href="/articles/a-z/")


def test_what_is_not_public_is_not_named(client, index):
    ServiceArticlePageFactory(parent=index, title="Draft", live=False)
    restrict(ServiceArticlePageFactory(parent=index, title="Private"), "login")
    page = html.parse(client.get("/articles/a-z/"))
    assert "There are no articles here yet." in page.main.get_text()
    assert "noindex" in page.find("meta", {"name": "robots"})["content"]


def test_the_number_of_queries_does_not_grow(client, index):
    counts = set()
    for number in range(30):
        ServiceArticlePageFactory(parent=index)
        if number in (0, 29):
            counts.add(queries_of(client, "/articles/a-z/"))
    assert len(counts) == 1


def test_showing_it_writes_nothing(client, articles):
    assert writes_of(client, "/articles/a-z/") == []
