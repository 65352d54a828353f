"""The index of articles: its addresses, its pages, what search engines are told."""

import pytest
from wagtail.models import Locale

from tests import html
from tests.factories import ImageFactory, ServiceArticlePageFactory, TopicFactory
from tests.privacy import restrict
from tests.queries import queries_of, writes_of

pytestmark = pytest.mark.django_db


def cards(answer) -> list[str]:
    return [link.get_text(strip=True) for link in html.parse(answer).select(".card a")]


def chips(answer) -> dict[str, str]:
    """Give the texts of the topic and tag links and where they lead."""
    found = html.parse(answer).select(".chips-nav a")
    return {" ".join(link.get_text(" ").split()): link["href"] for link in found}


@pytest.fixture
def articles(index):
    heart = TopicFactory(name="Heart", slug="heart", description="All about the heart.")
    valves = TopicFactory(name="Valves", slug="valves", parent=heart)
    ServiceArticlePageFactory(parent=index, title="On hearts", topics=[heart], tags=["Second opinion"])
    ServiceArticlePageFactory(parent=index, title="On valves", topics=[valves])
    ServiceArticlePageFactory(parent=index, title="On nothing")


def test_all_articles_newest_first(client, index, articles):
    assert cards(client.get("/articles/")) == ["On nothing", "On valves", "On hearts"]


def test_an_index_without_articles_says_so(client, index):
    assert "There are no articles here yet." in html.text(client.get("/articles/"))


def test_topics_and_tags_have_readable_addresses_and_numbers(client, articles):
    assert chips(client.get("/articles/")) == {
        "All": "/articles/",
        "Heart 2": "/articles/topic/heart/",
        "Second opinion 1": "/articles/tag/second-opinion/",
    }


def test_a_topic_page(client, articles):
    answer = client.get("/articles/topic/heart/")
    assert cards(answer) == ["On valves", "On hearts"]
    page = html.parse(answer)
    assert page.h1.get_text(strip=True) == "Heart"
    assert "All about the heart." in page.main.get_text()
    assert page.title.get_text().startswith("Heart – Articles")
    assert page.find("meta", {"name": "description"})["content"] == "All about the heart."
    assert page.find("link", rel="canonical")["href"].endswith("/articles/topic/heart/")
    current = [link["href"] for link in page.select(".chips-nav [aria-current]")]
    assert current == ["/articles/topic/heart/"]


def test_the_topics_below_one_lead_further_and_back(client, articles):
    for path in ("/articles/topic/heart/", "/articles/topic/valves/"):
        assert chips(client.get(path))["Valves 1"] == "/articles/topic/valves/"
    page = html.parse(client.get("/articles/topic/valves/"))
    current = {link["href"]: link["aria-current"] for link in page.select(".chips-nav [aria-current]")}
    assert current == {"/articles/topic/heart/": "true", "/articles/topic/valves/": "page"}
    way = [link["href"] for link in page.find(class_="breadcrumbs").find_all("a")]
    assert way == ["/", "/articles/", "/articles/topic/heart/"]


def test_a_topic_s_introduction_stands_on_its_first_page(client, index):
    topic = TopicFactory(slug="heart", introduction="<p>Read <b>this</b> first.</p>")
    for _number in range(index.page_size + 1):
        ServiceArticlePageFactory(parent=index, topics=[topic])
    first = html.parse(client.get("/articles/topic/heart/"))
    assert first.select_one(".page-header b").get_text() == "this"
    assert "Read this first." not in html.text(client.get("/articles/topic/heart/?page=2"))


def test_topics_that_share_articles_are_related(client, index):
    heart, lung, diet = (TopicFactory(name=name, slug=name.lower()) for name in ("Heart", "Lung", "Diet"))
    valves = TopicFactory(name="Valves", slug="valves", parent=heart)
    TopicFactory(name="Skin", slug="skin")
    ServiceArticlePageFactory(parent=index, topics=[heart, diet])
    ServiceArticlePageFactory(parent=index, topics=[heart, diet, lung])
    ServiceArticlePageFactory(parent=index, topics=[valves])
    ServiceArticlePageFactory(parent=index, topics=[heart, diet, lung], live=False)
    page = html.parse(client.get("/articles/topic/heart/"))
    related = page.find("nav", {"aria-labelledby": "related-topics"})
    assert [link["href"] for link in related.find_all("a")] == [
        "/articles/topic/diet/",
        "/articles/topic/lung/",
    ]
    assert html.parse(client.get("/articles/topic/valves/")).find(id="related-topics") is None


def test_the_further_pages_of_a_guide_are_listed_by_topic_and_tag_only(client, index):
    guide = ServiceArticlePageFactory(parent=index, title="Guide")
    topic = TopicFactory(slug="travel")
    ServiceArticlePageFactory(parent=guide, title="Part", topics=[topic], tags=["packing"])
    assert cards(client.get("/articles/")) == ["Guide"]
    assert cards(client.get("/articles/topic/travel/")) == ["Part"]
    assert cards(client.get("/articles/tag/packing/")) == ["Part"]


def test_a_topic_without_a_translation_is_shown_in_its_language(client, home, index):
    TopicFactory(name="Heart", slug="heart", locale=Locale.objects.create(language_code="es"))
    assert html.parse(client.get("/articles/topic/heart/")).h1.get_text(strip=True) == "Heart"


def test_empty_lists_stay_out_of_search_engines(client, index):
    TopicFactory(slug="rare")
    for path in ("/articles/", "/articles/topic/rare/"):
        assert "noindex" in html.parse(client.get(path)).find("meta", {"name": "robots"})["content"]


def test_a_tag_page(client, articles):
    answer = client.get("/articles/tag/second-opinion/")
    assert cards(answer) == ["On hearts"]
    assert html.parse(answer).h1.get_text(strip=True) == "Second opinion"


def test_the_breadcrumbs_of_a_topic_lead_back(client, home, articles):
    way = html.parse(client.get("/articles/topic/heart/")).find(class_="breadcrumbs")
    assert [link["href"] for link in way.find_all("a")] == ["/", "/articles/"]
    assert way.find(attrs={"aria-current": "page"}).get_text(strip=True) == "Heart"


def test_slugs_in_any_script(client, index):
    topic = TopicFactory(name="القلب", slug="القلب")
    ServiceArticlePageFactory(parent=index, title="مقال", topics=[topic], tags=["Ağız sağlığı", "قلب"])
    page = client.get("/articles/")
    for address in list(chips(page).values())[1:]:
        assert cards(client.get(address)) == ["مقال"], address
    assert cards(client.get("/articles/topic/القلب/")) == ["مقال"]
    assert cards(client.get("/articles/topic/%D8%A7%D9%84%D9%82%D9%84%D8%A8/")) == ["مقال"]


@pytest.mark.parametrize(
    "path",
    [
        "/articles/topic/unknown/",
        "/articles/tag/unknown/",
        "/articles/topic/",
        "/articles/topic/heart/more/",
        "/articles/author/ann/",
        "/articles/topic/%00/",
        "/articles/tag/a%00b/",
        "/articles/topic/%27/",
        "/articles/%F0%9F%92%94/",
    ],
)
def test_unknown_addresses(client, articles, path):
    assert client.get(path).status_code == 404


def test_a_topic_without_visible_articles_is_reachable_and_empty(client, index):
    topic = TopicFactory(slug="rare")
    ServiceArticlePageFactory(parent=index, topics=[topic], live=False)
    restrict(ServiceArticlePageFactory(parent=index, topics=[topic]), "password")
    answer = client.get("/articles/topic/rare/")
    assert cards(answer) == []
    assert "There are no articles here yet." in html.text(answer)
    assert chips(answer) == {}


def test_a_tag_that_no_visible_article_of_the_index_has_is_not_found(client, home, index):
    ServiceArticlePageFactory(parent=index, tags=["secret"], live=False)
    other = type(index)(title="News", slug="news")
    home.add_child(instance=other)
    ServiceArticlePageFactory(parent=other, tags=["elsewhere"])
    assert client.get("/articles/tag/secret/").status_code == 404
    assert client.get("/articles/tag/elsewhere/").status_code == 404
    assert client.get("/news/tag/elsewhere/").status_code == 200


def test_articles_of_another_index_stay_there(client, home, index):
    other = type(index)(title="News", slug="news")
    home.add_child(instance=other)
    ServiceArticlePageFactory(parent=other, title="News item")
    assert cards(client.get("/articles/")) == []
    assert cards(client.get("/news/")) == ["News item"]


# Pages of the list


@pytest.fixture
def thirty(index):
    topic = TopicFactory(slug="busy")
    for number in range(30):
        ServiceArticlePageFactory(parent=index, title=f"Article {number:02}", topics=[topic], tags=["busy"])


@pytest.mark.parametrize("path", ["/articles/", "/articles/topic/busy/", "/articles/tag/busy/"])
def test_pages_of_the_list(client, thirty, path):
    first, second, third = (client.get(path, {"page": number}) for number in (1, 2, 3))
    assert [len(cards(answer)) for answer in (first, second, third)] == [12, 12, 6]
    assert sorted(cards(first) + cards(second) + cards(third)) == [
        f"Article {number:02}" for number in range(30)
    ]
    assert html.parse(first).find(rel="prev") is None
    assert html.parse(first).find(rel="next")["href"] == "?page=2"
    assert html.parse(second).find(rel="prev")["href"] == "?page=1"
    assert html.parse(third).find(rel="next") is None
    assert html.parse(second).find("link", rel="canonical")["href"].endswith(f"{path}?page=2")


@pytest.mark.parametrize("number", ["abc", "", "%00", "1.5", "1e9", "9" * 5000, "٢x", "<script>"])
def test_a_page_that_is_no_number_is_the_first(client, thirty, number):
    answer = client.get("/articles/", {"page": number})
    assert answer.status_code == 200
    assert cards(answer) == cards(client.get("/articles/"))


@pytest.mark.parametrize("number", ["0", "-1", "4", "99999"])
def test_a_page_beyond_the_list_is_not_found(client, thirty, number):
    assert client.get("/articles/", {"page": number}).status_code == 404


# What it costs


def test_the_number_of_queries_does_not_grow_with_the_index(client, index):
    topic = TopicFactory(slug="heart", parent=TopicFactory())
    paths = ("/articles/", "/articles/topic/heart/", "/articles/tag/tag-0/")
    counts = set()
    for number in range(24):
        ServiceArticlePageFactory(
            parent=index, topics=[topic], tags=[f"tag {number % 7}"], authors=[], image=ImageFactory()
        )
        if number in (0, 23):
            counts.add(tuple(queries_of(client, path) for path in paths))
    assert len(counts) == 1
    assert max(*counts.pop()) <= 26


@pytest.mark.parametrize("path", ["/articles/", "/articles/topic/busy/", "/articles/tag/busy/"])
def test_showing_it_writes_nothing(client, thirty, path):
    assert writes_of(client, path) == []
