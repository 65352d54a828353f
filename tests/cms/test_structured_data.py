"""What a page tells machines: one graph of schema.org nodes that name each other."""

import datetime
import json

import pytest
from django.urls import reverse
from wagtail.models import PageViewRestriction, Site

from cms.seo import graph
from cms.seo.models import Organisation
from providers.structured_data import ProviderSubject
from services.models import Review
from services.structured_data import Article
from tests.checkers import schema_errors
from tests.factories import (
    AuthorFactory,
    ContentPageFactory,
    ImageFactory,
    ProviderFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.html import parse, stream
from tests.queries import queries_of
from tests.showcase import show_everything

PAGE = graph.WebPage("https://a.example/b/", "B", description="About b.", published="2026-01-01T00:00:00Z")
WEBSITE = graph.Website("A", "https://a.example/", "https://a.example/search/?q=")
ORGANISATION = graph.Organisation("A", "https://a.example/")


def kinds(data):
    return [node["@type"] for node in data["@graph"]]


def of_kind(data, kind):
    (found,) = [node for node in data["@graph"] if node["@type"] == kind]
    return found


def graph_of(client, path):
    """Give the graph of a page; None for one without."""
    scripts = parse(client.get(path)).find_all("script", type="application/ld+json")
    assert len(scripts) <= 1
    return json.loads(scripts[0].string) if scripts else None


def dangling(data):
    """Give what the graph refers to and does not hold."""
    text = json.dumps(data)
    held = {node["@id"] for node in data["@graph"]} | {f"{WEBSITE.url}#logo"}
    found = []

    def walk(value):
        if isinstance(value, dict):
            if list(value) == ["@id"] and value["@id"] not in held:
                found.append(value["@id"])
            for part in value.values():
                walk(part)
        elif isinstance(value, list):
            for part in value:
                walk(part)

    walk(json.loads(text))
    return found


# The pure functions


def test_the_nodes_of_a_graph_name_each_other():
    data = graph.graph(PAGE, WEBSITE, ORGANISATION, Article(headline="B"))
    assert kinds(data) == ["Organization", "WebSite", "MedicalWebPage", "Article"]
    assert dangling(data) == []


def test_a_node_without_what_it_must_say_is_left_out():
    nameless = graph.graph(PAGE, graph.Website("", WEBSITE.url), graph.Organisation("", WEBSITE.url))
    assert kinds(nameless) == ["WebPage"]
    untold = graph.WebPage(PAGE.url, "B")
    assert kinds(graph.graph(untold, WEBSITE, ORGANISATION, Article(headline="B")))[2:] == ["MedicalWebPage"]
    for kind in ("Hospital", "MedicalClinic", "Physician"):
        placeless = ProviderSubject(type=kind, name="Harbour")
        assert kind not in kinds(graph.graph(PAGE, WEBSITE, ORGANISATION, placeless))
        placed = ProviderSubject(type=kind, name="Harbour", city="Leeds")
        assert kind in kinds(graph.graph(PAGE, WEBSITE, ORGANISATION, placed))


def test_empty_facts_are_not_told_but_no_is_an_answer():
    assert graph.node("Thing", name="", url=None, keywords=[], flag=False, position=0) == {
        "@type": "Thing",
        "flag": False,
        "position": 0,
    }


@pytest.mark.parametrize("text", ["</script><script>alert(1)</script>", "a & b", "\u2028\u2029", "<!--"])
def test_no_text_leaves_the_script_element(text):
    written = graph.as_script({"name": text})
    assert not set(written) & set("<>&\u2028\u2029")
    assert json.loads(written) == {"name": text}


# Pages


def test_an_article_tells_who_wrote_and_reviewed_it(index, client):
    author = AuthorFactory(name="Ann Alder", role="Nurse")
    article = ServiceArticlePageFactory(
        parent=index,
        title="Hearts",
        authors=[author],
        topics=[TopicFactory(name="Heart")],
        tags=["rhythm"],
        image=ImageFactory(size=(1300, 700)),
        sources=stream(("source", {"title": "A study", "address": "10.1000/182", "year": 2025})),
    )
    data = graph_of(client, article.get_url())
    assert dangling(data) == []
    assert "lastReviewed" not in of_kind(data, "MedicalWebPage"), "nobody reviewed it"
    told = of_kind(data, "Article")
    assert told["headline"] == "Hearts"
    assert told["author"] == [{"@type": "Person", "name": "Ann Alder", "jobTitle": "Nurse"}]
    assert told["about"] == [{"@type": "Thing", "name": "Heart"}]
    assert told["keywords"] == "rhythm"
    assert told["citation"][0]["url"] == "https://doi.org/10.1000/182"
    assert of_kind(data, "ImageObject")["url"].startswith("http://localhost/media/images/")


def test_the_review_that_readers_see_is_told(index, client):
    article = ServiceArticlePageFactory(parent=index)
    reviewer = AuthorFactory(name="Dr Elm", credentials="MD", profile_url="https://a.example/elm")
    day = datetime.date(2026, 2, 1)
    review = Review.objects.create(
        article=article,
        reviewer=reviewer,
        evidence="x",
        reviewed_on=day,
        next_review_on=day.replace(year=2029),
    )
    review.others.add(AuthorFactory(name="Rose Ash", role="Patient reader"))
    answer = client.get(article.get_url())
    page = of_kind(graph_of(client, article.get_url()), "MedicalWebPage")
    assert page["lastReviewed"] == "2026-02-01"
    assert parse(answer).find("time", datetime="2026-02-01")
    assert page["reviewedBy"] == [
        {
            "@type": "Person",
            "name": "Dr Elm",
            "honorificSuffix": "MD",
            "url": "https://a.example/elm",
        },
        {"@type": "Person", "name": "Rose Ash", "jobTitle": "Patient reader"},
    ]


def test_the_breadcrumbs_are_those_that_readers_see(index, client):
    article = ServiceArticlePageFactory(parent=index, title="Hearts", topics=[TopicFactory(slug="heart")])
    for path in (article.get_url(), f"{index.get_url()}topic/heart/"):
        shown = parse(client.get(path)).select(".breadcrumbs li")
        told = of_kind(graph_of(client, path), "BreadcrumbList")["itemListElement"]
        assert [step["name"] for step in told] == [step.get_text(" ", strip=True) for step in shown]
        links = [f"http://localhost{step.a['href']}" for step in shown if step.a]
        assert [step.get("item") for step in told] == [*links, None]
    assert "BreadcrumbList" not in kinds(graph_of(client, "/"))


def test_a_list_tells_what_it_shows_in_order(index, directory, client):
    providers = [ProviderFactory(name=name) for name in ("Ann", "Bob")]
    ServiceArticlePageFactory(parent=index)
    for path, number in ((directory.get_url(), 2), (index.get_url(), 1)):
        data = graph_of(client, path)
        assert "CollectionPage" in kinds(data)
        assert of_kind(data, "ItemList")["numberOfItems"] == number
    items = of_kind(graph_of(client, directory.get_url()), "ItemList")["itemListElement"]
    assert [item["url"] for item in items] == [
        f"{directory.full_url}{provider.slug}/" for provider in providers
    ]


def test_a_doctor_is_told_as_practice_and_person(directory, client):
    provider = ProviderFactory(
        name="Dr Green", city="Leeds", phone="+44 113 496 0000", languages="English, Turkish", accepting=False
    )
    data = graph_of(client, provider.get_url())
    practice = of_kind(data, "Physician")
    assert practice["address"] == {"@type": "PostalAddress", "addressLocality": "Leeds"}
    assert practice["isAcceptingNewPatients"] is False
    assert of_kind(data, "Person")["worksFor"] == {"@id": practice["@id"]}
    assert of_kind(data, "Person")["knowsLanguage"] == ["English", "Turkish"]


def test_the_organisation_tells_what_its_owner_says(home, client):
    Organisation.objects.create(
        site=Site.objects.get(),
        name="Harbour",
        kind="Hospital",
        logo=ImageFactory(size=(500, 300)),
        same_as="https://b.example/harbour\nhttps://c.example/harbour\n",
    )
    told = of_kind(graph_of(client, "/"), "Hospital")
    assert told["name"] == "Harbour"
    assert told["sameAs"] == ["https://b.example/harbour", "https://c.example/harbour"]
    answer = client.get(told["logo"]["url"].removeprefix("http://localhost"))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8"), "a JPEG file"


def test_errors_private_pages_and_previews_tell_nothing(home, client, admin_client):
    private = ContentPageFactory(parent=home)
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    assert graph_of(client, "/no-such-page/") is None
    assert graph_of(client, private.get_url()) is None
    private.save_revision()
    assert graph_of(admin_client, reverse("wagtailadmin_pages:view_draft", args=[private.pk])) is None


def test_the_graph_costs_no_query_a_listed_article(index, client):
    ServiceArticlePageFactory(parent=index)
    few = queries_of(client, index.get_url())
    for _number in range(4):
        ServiceArticlePageFactory(parent=index)
    assert queries_of(client, index.get_url()) == few


@pytest.mark.node
def test_every_type_and_property_is_one_of_schema_org(home, client, tmp_path):
    addresses = show_everything(home)
    graphs = {name: graph_of(client, address) for name, address in addresses.items()}
    told = {name: _without_inputs(data) for name, data in graphs.items() if data}
    assert {"home", "content", "article", "index", "topic", "directory", "provider"} <= set(told)
    for name, data in told.items():
        assert dangling(data) == [], name
    assert schema_errors(told, tmp_path) == []


def _without_inputs(data):
    """Leave out the annotation of what a search asks for, which schema-dts has no type for."""
    for node in data["@graph"]:
        node.get("potentialAction", {}).pop("query-input", None)
    return data
