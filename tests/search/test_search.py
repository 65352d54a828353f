"""The search page: what it finds, for whom, and that nothing typed into it breaks it."""

import pytest
from wagtail.models import Locale, Page, PageViewRestriction

from tests import html
from tests.factories import (
    ContentPageFactory,
    ProviderFactory,
    ProviderIndexPageFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
    SpecialtyFactory,
    TopicFactory,
)
from tests.privacy import KINDS, restrict
from tests.queries import queries_of, writes_of

pytestmark = pytest.mark.django_db


def found(client, query: str, **more) -> dict[str, str]:
    """Give the results: title and address."""
    answer = client.get("/search/", {"q": query, **more})
    assert answer.status_code == 200
    results = html.parse(answer).select(".result__title")
    return {result.get_text(strip=True): result.a["href"] if result.a else "" for result in results}


# What it finds


def test_articles_by_title_summary_and_body(client, index):
    ServiceArticlePageFactory(parent=index, title="Cardiac scans", slug="scans")
    ServiceArticlePageFactory(parent=index, title="One", summary="All about cardiac rhythm.")
    body = html.stream(("heading", {"text": "Your cardiac team"}), ("rich_text", "<p>Nurses.</p>"))
    ServiceArticlePageFactory(parent=index, title="Two", body=body)
    ServiceArticlePageFactory(
        parent=index, title="Three", body=html.stream(("list", {"items": ["<p>cardiac</p>"]}))
    )
    ServiceArticlePageFactory(parent=index, title="Other")
    results = found(client, "cardiac")
    assert set(results) == {"Cardiac scans", "One", "Two", "Three"}
    assert results["Cardiac scans"] == "/articles/scans/"


def test_articles_by_topic_and_tag(client, index):
    page = ServiceArticlePageFactory(parent=index, title="One", topics=[TopicFactory(name="Nephrology")])
    page.save_revision().publish()
    ServiceArticlePageFactory(parent=index, title="Two", tags=["nephrology"]).save_revision().publish()
    assert set(found(client, "nephrology")) == {"One", "Two"}
    page.topics.set([TopicFactory(name="Oncology")])
    page.tags.add("Ward round")
    page.save_revision().publish()
    assert set(found(client, "nephrology")) == {"Two"}
    assert set(found(client, "oncology round")) == {"One"}


def test_notes_for_editors_are_not_searched(client, index):
    listing = {"unresolved": "zygote 7", "tags": "zygote", "empty_text": "No zygote."}
    body = html.stream(
        ("service_articles", listing), ("imported_source", {"reason": "zygote", "source": "[zygote]"})
    )
    ServiceArticlePageFactory(parent=index, summary="", body=body)
    assert found(client, "zygote") == {}


def test_content_pages_and_the_home_page(client, home):
    ContentPageFactory(
        parent=home, title="Parking", body=html.stream(("rich_text", "<p>A multi-storey garage.</p>"))
    )
    assert list(found(client, "garage")) == ["Parking"]
    home.summary = "Welcome to Xanadu."
    home.save_revision().publish()
    assert found(client, "xanadu") == {home.title: "/"}


def test_providers_by_all_that_readers_know_of_them(client, directory):
    provider = ProviderFactory(
        name="Ann Alder",
        slug="ann-alder",
        summary="Listens.",
        description="<p>Trained in <b>Oslo</b>.</p>",
        city="Leeds",
        country="Norway",
        languages="Turkish",
    )
    provider.specialties.set([SpecialtyFactory(name="Cardiology")])
    provider.save_revision().publish()
    ProviderFactory(name="Somebody else", summary="")
    for words in ("alder", "listens", "oslo", "leeds", "norway", "turkish", "cardiology", "ann leeds"):
        assert found(client, words) == {"Ann Alder": "/providers/ann-alder/"}, words


def test_providers_are_found_only_where_a_public_directory_shows_them(client, directory):
    ProviderFactory(name="Ann Alder")
    assert set(found(client, "alder")) == {"Ann Alder"}
    PageViewRestriction.objects.create(page=directory, restriction_type="login")
    assert found(client, "alder") == {}


def test_all_words_must_be_there(client, index):
    ServiceArticlePageFactory(parent=index, title="Knee surgery")
    ServiceArticlePageFactory(parent=index, title="Knee pain")
    assert set(found(client, "knee")) == {"Knee surgery", "Knee pain"}
    assert set(found(client, "surgery knee")) == {"Knee surgery"}
    assert set(found(client, "knee shoulder")) == set()


@pytest.mark.parametrize("query", ["İstanbul", "istanbul", "ISTANBUL", "Ağız", "ağız"])
def test_letters_of_other_languages(client, directory, query):
    ProviderFactory(name="Ağız Merkezi", city="İstanbul")
    assert list(found(client, query)) == ["Ağız Merkezi"]


def test_words_in_other_scripts(client, index):
    ServiceArticlePageFactory(parent=index, title="أمراض القلب", slug="heart")
    assert list(found(client, "القلب")) == ["أمراض القلب"]


def test_each_result_says_what_it_is(client, index, directory):
    ServiceArticlePageFactory(parent=index, title="Knee surgery", summary="What happens on the day.")
    ProviderFactory(name="Knee Clinic", kind="clinic", summary="Sees knees.")
    kinds = [
        (result.h3.get_text(strip=True), result.find(class_="result__kind").get_text(strip=True))
        for result in html.parse(client.get("/search/?q=knee")).select(".result")
    ]
    assert [(title, kind.lower()) for title, kind in kinds] == [
        ("Knee surgery", "service article"), ("Knee Clinic", "clinic"),
    ]  # fmt: skip
    assert "What happens on the day." in html.text(client.get("/search/?q=knee"))


# What it keeps to itself


def test_drafts_and_what_was_unpublished(client, index, directory):
    ServiceArticlePageFactory(parent=index, title="Knee draft", live=False)
    ProviderFactory(name="Knee Clinic", live=False)
    page = ServiceArticlePageFactory(parent=index, title="Knee live")
    page.title = "Knee drafted shoulder"
    page.save_revision()
    assert list(found(client, "knee")) == ["Knee live"]
    assert found(client, "shoulder") == {}
    page.refresh_from_db()
    page.unpublish()
    assert found(client, "knee") == {}


@pytest.mark.parametrize("kind", KINDS)
def test_private_pages_and_pages_below_them(client, home, index, kind):
    restrict(ServiceArticlePageFactory(parent=index, title="Knee private"), kind)
    staff = ServiceArticleIndexPageFactory(parent=home, title="Knee staff", slug="staff")
    ServiceArticlePageFactory(parent=staff, title="Knee below")
    restrict(staff, kind)
    assert found(client, "knee") == {}


def test_other_languages(client, home, directory):
    spanish = Locale.objects.get_or_create(language_code="es")[0]
    ContentPageFactory(parent=home, title="Rodilla", locale=spanish)
    ProviderFactory(name="Rodilla", locale=spanish)
    assert found(client, "rodilla") == {}


def test_the_root_of_the_tree_is_no_result(client, home):
    assert "Root" not in found(client, "root")


# Whatever is typed

NASTY = [
    'foo"bar', '"', '""', "'", "%", "_", "%%__", "\x00", "a\x00b", "(((((", ")", "((a", "AND", "OR", "NOT", "NEAR",
    "a AND", "NEAR(a b)", "AND OR NOT NEAR", "*", "a*", "-", "-a", "--", "^a", "a:b", "title:a", "a + b", "{a b}", "\\",
    "a\\", "😀", "a 😀", "\u202eabc", "\u200b", "x" * 10_240, "a " * 5_000, "<script>alert(1)</script>", "&amp;", ";--",
    "' OR 1=1 --", "{{ 7|add:7 }}", "${7*7}", "\ud7ff\ufffe", "\r\nX: y", "|", "!", "&", "<->", "a & !b", "𝕏",
    "ﷺ", "e\u0301",
]  # fmt: skip


@pytest.mark.parametrize("query", NASTY, ids=[ascii(query)[:20] for query in NASTY])
def test_nothing_that_is_typed_breaks_it(client, index, directory, query):
    ServiceArticlePageFactory(parent=index, title="A nice article")
    ProviderFactory(name="A nice provider")
    client.get("/search/")
    answer = client.get("/search/", {"q": query})
    assert answer.status_code == 200
    source = answer.content.decode()
    assert "<script>alert" not in source
    assert "\x00" not in source
    assert len(source) < 20_000


@pytest.mark.parametrize(
    "query", ['foo"bar knee', "knee (((((", "-knee*", "KNEE", "  knee\t\n", "knee\x00", "“knee”"]
)
def test_odd_characters_do_not_hide_what_is_asked_for(client, index, query):
    ServiceArticlePageFactory(parent=index, title="Foo bar knee")
    assert list(found(client, query)) == ["Foo bar knee"]


@pytest.mark.parametrize("query", ["and", "OR", "not", "NEAR"])
def test_operators_are_words(client, index, query):
    ServiceArticlePageFactory(parent=index, title="Near and far, or not")
    ServiceArticlePageFactory(parent=index, title="Something else")
    assert list(found(client, query)) in ([], ["Near and far, or not"])


@pytest.mark.parametrize("query", ["%", "_", "*", "a_b", ""])
def test_signs_are_no_wildcards(client, index, query):
    ServiceArticlePageFactory(parent=index, title="Knee surgery")
    assert found(client, query) == {}


def test_what_was_typed_is_escaped_and_kept_in_the_field(client, index):
    query = '"><script>alert(1)</script>'
    answer = client.get("/search/", {"q": query})
    page = html.parse(answer)
    assert page.find("input", id="page-search")["value"] == query
    assert query in page.h1.get_text()
    assert page.find("script", string="alert(1)") is None
    assert "{{" not in answer.content.decode()


def test_titles_and_summaries_are_escaped(client, index, directory):
    nasty = "Knee <img src=x onerror=alert(1)>"
    ServiceArticlePageFactory(parent=index, title=nasty, slug="nasty", summary=nasty)
    ProviderFactory(name=nasty, summary=nasty)
    page = html.parse(client.get("/search/?q=knee"))
    assert page.main.find("img") is None
    assert page.main.get_text().count("onerror=alert(1)") == 4


def test_nothing_found_says_what_to_do(client, home):
    answer = client.get("/search/?q=unfindable")
    shown = html.text(answer)
    for words in ("0 results", "found for “ unfindable ”", "Check the spelling", "Try fewer words"):
        assert words in shown


def ways_on(answer):
    links = html.parse(answer).select("main nav a")
    return {link.get_text(" ", strip=True): link["href"] for link in links}


def test_a_list_outside_the_site_is_not_offered(client, home):
    outside = ContentPageFactory(parent=Page.get_first_root_node(), slug="archive")
    index = ServiceArticleIndexPageFactory(parent=outside)
    ServiceArticlePageFactory(parent=index, topics=[TopicFactory()])
    assert ways_on(client.get("/search/")) == {}


def test_nothing_found_offers_the_lists_to_look_through(client, index, directory):
    ServiceArticlePageFactory(parent=index, topics=[TopicFactory(name="Heart", slug="heart")])
    assert ways_on(client.get("/search/?q=unfindable")) == {
        index.title: "/articles/", "Heart 1": "/articles/topic/heart/", directory.title: "/providers/",
    }  # fmt: skip
    assert ways_on(client.get("/search/")) == ways_on(client.get("/search/?q=unfindable"))
    assert ways_on(client.get("/search/", {"q": index.get_first_child().title})) == {}


def test_private_lists_are_not_offered(client, index, directory):
    for page in (index, directory):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert ways_on(client.get("/search/?q=unfindable")) == {}


@pytest.mark.parametrize("path", ["/search/", "/search/?q=", "/search/?q=%20%20", "/search/?q=%00"])
def test_without_a_question_there_is_a_form_and_no_result(client, index, path):
    ServiceArticlePageFactory(parent=index)
    answer = client.get(path)
    assert answer.status_code == 200
    page = html.parse(answer)
    assert page.h1.get_text(strip=True) == "Search"
    assert page.find("input", id="page-search")["value"].strip() == ""
    assert page.find(class_="result") is None
    assert page.find(class_="results__count") is None


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(client, home, method):
    assert getattr(client, method)("/search/?q=a").status_code == 405


@pytest.mark.parametrize("path", ["/search/", "/search/?q=knee", "/search/?q=knee&page=2"])
def test_search_engines_are_asked_to_leave_it_out(client, index, path):
    for number in range(11):
        ServiceArticlePageFactory(parent=index, title=f"Knee {number}")
    robots = html.parse(client.get(path)).find("meta", {"name": "robots"})
    assert robots["content"] == "noindex, follow"


# Pages of the list


@pytest.fixture
def many(index, directory):
    """Thirteen articles and twelve providers."""
    for number in range(13):
        ServiceArticlePageFactory(parent=index, title=f"Knee article {number:02}")
    for number in range(12):
        ProviderFactory(name=f"Knee provider {number:02}", slug=f"knee-{number}")


@pytest.mark.usefixtures("many")
def test_pages_of_results_hold_each_result_once(client):
    pages = [found(client, "knee", page=number) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 5]
    assert len(pages[0] | pages[1] | pages[2]) == 25
    kinds = ["article" if "article" in title else "provider" for page in pages for title in page]
    assert kinds == ["article"] * 13 + ["provider"] * 12, "pages come first"
    assert "25 results" in html.text(client.get("/search/?q=knee&page=3"))


@pytest.mark.usefixtures("many")
def test_the_next_page_asks_the_same(client):
    following = html.parse(client.get("/search/", {"q": "knee & <b>"})).find(rel="next")
    assert following is None
    following = html.parse(client.get("/search/", {"q": "(knee) &"})).find(rel="next")["href"]
    answer = client.get(f"/search/{following}")
    assert len(html.parse(answer).select(".result")) == 10
    assert html.parse(answer).find("input", id="page-search")["value"] == "(knee) &"


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("number", "status"),
    [
        ("abc", 200),
        ("", 200),
        ("%00", 200),
        ("1.5", 200),
        ("9" * 5000, 200),
        ("0", 404),
        ("-1", 404),
        ("99999", 404),
    ],
)
def test_odd_page_numbers(client, number, status):
    assert client.get("/search/", {"q": "knee", "page": number}).status_code == status
    assert client.get("/search/", {"page": number}).status_code == status


# What it costs


def test_the_number_of_queries_does_not_grow_with_the_results(client, home):
    index = ServiceArticleIndexPageFactory(parent=home)
    ProviderIndexPageFactory(parent=home)
    for number in range(5):
        ServiceArticlePageFactory(parent=index, title=f"Knee article {number}")
        ProviderFactory(name=f"Knee provider {number}")
        if number in (0, 4):
            assert queries_of(client, "/search/?q=knee") == 17, f"with {2 * number + 2} results"
    assert writes_of(client, "/search/?q=knee") == []
