"""What search engines are told: title, robots, canonical address, robots.txt and sitemap."""

import itertools

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import PageViewRestriction, Site

from cms.seo import page_head
from cms.seo.head import canonical, fill, robots, shortened
from cms.seo.models import Organisation, SearchAppearance
from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    ProviderFactory,
    ServiceArticlePageFactory,
    TopicFactory,
)
from tests.html import parse, stream
from tests.queries import queries_of, writes_of
from tests.sitemap import sitemap_entries


@pytest.mark.parametrize(
    ("template", "words", "expected"),
    [
        ("{title} {sep} {site}", {"title": "Heart", "site": "Clinic"}, "Heart – Clinic"),
        ("{title} {sep} {site}", {"title": "Heart", "site": ""}, "Heart"),
        ("{title} {sep} {site}", {"title": "", "site": "Clinic"}, "Clinic"),
        ("{title} {sep} {site}", {"title": "Clinic", "site": "Clinic"}, "Clinic"),
        ("{title} {sep} {tagline} {sep} {site}", {"title": "Heart", "site": "Clinic"}, "Heart – Clinic"),
        ("About {title}", {"title": "{site}", "site": "Clinic"}, "About {site}"),
        ("{title} {sep} {site}", {}, ""),
    ],
)
def test_a_template_is_filled_and_leaves_no_lone_separator(template, words, expected):
    assert fill(template, words) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Short.", "Short."),
        ("one two, three", "one two…"),
        ("one\n two", "one two"),
        ("x" * 12, "x" * 10 + "…"),
    ],
)
def test_a_summary_is_cut_after_a_whole_word(text, expected):
    assert shortened(text, 10) == expected


@pytest.mark.parametrize("reasons", list(itertools.product([True, False], repeat=4)))
def test_any_one_reason_keeps_a_page_out_of_the_index(reasons):
    noindex, is_preview, is_filtered, is_empty = reasons
    rule = robots(noindex=noindex, is_preview=is_preview, is_filtered=is_filtered, is_empty=is_empty)
    assert rule.startswith("noindex, follow" if any(reasons) else "index, follow")


@pytest.mark.parametrize(
    ("url", "number", "expected"),
    [
        ("https://a.org/b/", 1, "https://a.org/b/"),
        ("https://a.org/b/?utm_source=x", 1, "https://a.org/b/"),
        ("https://a.org/b/#c", 1, "https://a.org/b/"),
        ("https://a.org/b/?page=9#c", 2, "https://a.org/b/?page=2"),
    ],
)
def test_the_canonical_address_has_no_query_but_the_page_number(url, number, expected):
    assert canonical(url, number) == expected


# The head of pages


def head(client, path, **headers):
    tree = parse(client.get(path, headers=headers or None))
    found = {
        "title": [element.get_text() for element in tree.select("head > title")],
        "robots": [element["content"] for element in tree.select('head > meta[name="robots"]')],
        "description": [element["content"] for element in tree.select('head > meta[name="description"]')],
        "canonical": [element["href"] for element in tree.select('head > link[rel="canonical"]')],
    }
    assert all(len(values) <= 1 for values in found.values()), "each stands there once"
    return {name: values[0] if values else "" for name, values in found.items()}


def test_the_head_of_a_page(home, client):
    organisation = Organisation.for_site(Site.objects.get())
    organisation.name = "Harbour Clinic"
    organisation.save()
    page = ContentPageFactory(parent=home, title="About", slug="about", search_description="Who we are.")
    assert head(client, f"{page.get_url()}?utm_source=letter") == {
        "title": "About – Harbour Clinic",
        "robots": "index, follow, max-image-preview:large",
        "description": "Who we are.",
        "canonical": page.full_url,
    }


def test_the_editor_may_write_another_title_and_hide_the_page(home, client):
    page = ContentPageFactory(parent=home, title="About", seo_title="All about us", noindex=True)
    found = head(client, page.get_url())
    assert found["title"].startswith("All about us")
    assert found["robots"] == "noindex, follow"


def test_the_head_is_decided_once(home, client, monkeypatch):
    decided = []

    def noted(**reasons: bool) -> str:
        decided.append(reasons)
        return robots(**reasons)

    monkeypatch.setattr(page_head, "robots", noted)
    ContentPageFactory(parent=home, slug="about")
    for path in ("/about/", "/about/index.md"):
        decided.clear()
        assert client.get(path).status_code == 200
        assert len(decided) == 1, path


def test_later_pages_of_a_list_have_their_own_title_and_address(index, client):
    for _number in range(index.page_size + 1):
        ServiceArticlePageFactory(parent=index)
    found = head(client, f"{index.get_url()}?page=2&utm_source=x")
    assert found["title"].startswith("Articles (2)")
    assert found["canonical"] == f"{index.full_url}?page=2"
    assert found["robots"].startswith("index")


def test_a_topic_page_names_its_topic(index, client):
    topic = TopicFactory(name="Hearts", slug="hearts", description="All about hearts.")
    ServiceArticlePageFactory(parent=index, topics=[topic])
    found = head(client, f"{index.get_url()}topic/hearts/")
    assert found["title"].startswith("Hearts – Articles")
    assert found["description"] == "All about hearts."
    assert found["canonical"] == f"{index.full_url}topic/hearts/"


def test_the_head_of_a_provider(directory, client):
    provider = ProviderFactory(name="Dr Green", slug="dr-green", summary="Knows hearts.")
    found = head(client, provider.get_url())
    assert found["title"].startswith("Dr Green")
    assert found["description"] == "Knows hearts."
    assert found["canonical"] == f"{directory.full_url}dr-green/"


@pytest.mark.parametrize("path", ["/search/?q=heart", "/search/", "/no-such-page/"])
def test_results_and_errors_stay_out_of_the_index(home, client, path):
    assert head(client, path)["robots"].startswith("noindex")


def test_a_filtered_directory_stays_out_of_the_index(directory, client):
    ProviderFactory(kind="doctor")
    assert head(client, f"{directory.get_url()}?kind=doctor")["robots"] == "noindex, follow"
    assert head(client, directory.get_url())["robots"].startswith("index")


def test_a_title_is_text_and_nothing_else(home, client):
    """Abuse case A31: neither markup nor template code in a title does anything."""
    title = "</title></script><script>alert(1)</script>{{7*7}}{% now 'Y' %}\"onload=\"x"
    page = ContentPageFactory(parent=home, title=title, slug="odd", search_description=title)
    below = ContentPageFactory(parent=page, title="Below", slug="below")
    for path in (page.get_url(), below.get_url()):
        answer = client.get(path)
        scripts = [script for script in parse(answer).find_all("script") if not script.get("src")]
        assert [script["type"] for script in scripts] == ["application/ld+json"]
        assert "<script>alert" not in answer.content.decode()
        assert "{{7*7}}" in answer.content.decode()
    assert head(client, page.get_url())["title"].startswith(title)
    assert head(client, page.get_url())["description"] == title
    assert parse(client.get(page.get_url())).h1.get_text() == title
    assert title in [link.get_text() for link in parse(client.get(below.get_url())).select(".breadcrumbs a")]


# Link previews


def preview(client, path):
    """Give what a page tells link previews, by property."""
    tree = parse(client.get(path))
    found = [(meta["property"], meta["content"]) for meta in tree.select("head > meta[property]")]
    assert len(dict(found)) == len(found), "each stands there once"
    card = tree.select('head > meta[name="twitter:card"]')
    return dict(found) | ({"twitter:card": card[0]["content"]} if card else {})


def test_a_shared_page_is_shown_with_its_title_description_and_address(home, client):
    page = ContentPageFactory(parent=home, title="About", search_description="Who we are.")
    shown = preview(client, page.get_url())
    assert shown["og:image"].startswith("http://localhost/social/"), "drawn, for want of another"
    assert {name: words for name, words in shown.items() if not name.startswith("og:image")} == {
        "og:title": "About",
        "og:type": "website",
        "og:url": page.full_url,
        "og:description": "Who we are.",
        "og:site_name": "Health service",
        "og:locale": "en",
        "twitter:card": "summary_large_image",
    }


def test_an_editor_writes_what_is_shown_of_a_shared_page(home, client):
    image = ImageFactory(size=(1600, 900), description="Two chairs")
    page = ContentPageFactory(
        parent=home, social_title="Meet us", social_description="Come & see.", social_image=image
    )
    shown = preview(client, page.get_url())
    assert shown["og:title"] == "Meet us"
    assert shown["og:description"] == "Come & see."
    assert shown["twitter:card"] == "summary_large_image"
    assert (shown["og:image:width"], shown["og:image:height"]) == ("1200", "630")
    assert shown["og:image:alt"] == "Two chairs"
    assert shown["og:image"].startswith("http://localhost/media/images/")
    answer = client.get(shown["og:image"].removeprefix("http://localhost"))
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8"), "a JPEG file"


def test_an_article_is_shared_with_its_own_image_unless_another_was_chosen(index, client):
    own, other = ImageFactory(size=(1300, 700)), ImageFactory(size=(1300, 700))
    article = ServiceArticlePageFactory(parent=index, image=own)
    shown = preview(client, article.get_url())
    assert shown["og:type"] == "article"
    first = shown["og:image"]
    article.social_image = other
    article.save()
    assert preview(client, article.get_url())["og:image"] not in ("", first)


def test_a_visit_makes_no_image_for_link_previews(home, client):
    image = ImageFactory(size=(1600, 900))
    image.renditions.all().delete()
    page = ContentPageFactory(parent=home, social_image=image)
    assert writes_of(client, page.get_url()) == []
    assert "/social/" in preview(client, page.get_url())["og:image"]


def test_link_previews_cost_no_query(index, client):
    """Only an image that was chosen for them does: one, for the image itself."""
    home = index.get_parent()
    few = queries_of(client, ContentPageFactory(parent=home).get_url())
    worded = ContentPageFactory(parent=home, social_title="Meet us", canonical_url="/about/")
    assert queries_of(client, worded.get_url()) == few
    pictured = ContentPageFactory(parent=home, social_image=ImageFactory())
    assert queries_of(client, pictured.get_url()) == few + 1


def test_a_topic_is_not_shared_in_the_words_of_the_index(index, client):
    index.social_title = "All our articles"
    index.save()
    topic = TopicFactory(name="Hearts", slug="hearts", description="All about hearts.")
    ServiceArticlePageFactory(parent=index, topics=[topic])
    assert preview(client, index.get_url())["og:title"] == "All our articles"
    shown = preview(client, f"{index.get_url()}topic/hearts/")
    assert shown["og:title"].startswith("Hearts")
    assert shown["og:url"] == f"{index.full_url}topic/hearts/"


def test_errors_and_private_pages_give_no_preview(home, client):
    private = ContentPageFactory(parent=home, social_title="Inside", social_image=ImageFactory())
    PageViewRestriction.objects.create(page=private, restriction_type="password", password="x")
    assert preview(client, private.get_url()) == {}
    assert preview(client, "/no-such-page/") == {}


# Copies


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://other.example/first/?v=2", "https://other.example/first/?v=2"),
        ("/first/", "http://localhost/first/"),
    ],
)
def test_a_copy_names_the_page_that_search_engines_should_show(home, client, written, expected):
    page = ContentPageFactory(parent=home, canonical_url=written)
    assert head(client, page.get_url())["canonical"] == expected
    assert preview(client, page.get_url())["og:url"] == expected
    assert page.full_url not in sitemap_entries(client)


def test_a_page_that_names_itself_is_no_copy(home, client):
    page = ContentPageFactory(parent=home, slug="about", canonical_url="/about/")
    assert head(client, page.get_url())["canonical"] == page.full_url
    assert page.full_url in sitemap_entries(client)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "//evil.example/", "about", "https://a b/"])
def test_only_an_address_can_be_the_original(home, address):
    with pytest.raises(ValidationError) as refused:
        ContentPageFactory(parent=home, canonical_url=address)
    assert "canonical_url" in refused.value.message_dict


# robots.txt and sitemap


def test_robots_txt_keeps_crawlers_from_what_is_no_content(home, client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    lines = answer.content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert {"Disallow: /admin/", "Disallow: /go/", "Disallow: /search/"} <= set(lines)
    assert "Disallow: /" not in lines
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.parametrize(
    ("allowed", "kept_out", "welcome"),
    [
        ({"allow_ai_training": False}, "GPTBot", "OAI-SearchBot"),
        ({"allow_ai_answers": False}, "OAI-SearchBot", "GPTBot"),
    ],
)
def test_a_site_may_keep_crawlers_of_artificial_intelligence_out(home, client, allowed, kept_out, welcome):
    SearchAppearance.objects.create(site=Site.objects.get(), **allowed)
    words = client.get("/robots.txt").content.decode()
    everyone, _blank, some = words.partition("\n\n")
    assert "Disallow: /\n" not in everyone
    assert f"User-agent: {kept_out}\n" in some
    assert "Disallow: /\n" in some
    assert welcome not in words


# The site's templates


def test_the_site_writes_titles_and_descriptions_its_own_way(home, index, directory, client):
    SearchAppearance.objects.create(
        site=Site.objects.get(),
        separator="|",
        article_title="{title} {sep} Advice {sep} {site}",
        article_description="Advice of {site}: {summary}",
        provider_title="{title}: a second opinion",
    )
    Organisation.objects.create(site=Site.objects.get(), name="Harbour Clinic")
    article = ServiceArticlePageFactory(parent=index, title="Hearts", summary="All about hearts.")
    found = head(client, article.get_url())
    assert found["title"] == "Hearts | Advice | Harbour Clinic"
    assert found["description"] == "Advice of Harbour Clinic: All about hearts."
    article.search_description = "My own words."
    article.save()
    assert head(client, article.get_url())["description"] == "My own words."
    provider = ProviderFactory(name="Dr Green")
    assert head(client, provider.get_url())["title"] == "Dr Green: a second opinion"
    assert head(client, home.get_url())["title"] == "Home | Harbour Clinic"


def test_a_page_without_words_for_search_engines_is_described_by_its_opening(home, client):
    page = ContentPageFactory(parent=home, body=stream(("rich_text", f"<p>{'Welcome to us. ' * 30}</p>")))
    words = head(client, page.get_url())["description"]
    assert words.startswith("Welcome to us.")
    assert len(words) <= 161


def test_a_template_with_an_unknown_variable_is_refused():
    with pytest.raises(ValidationError, match=r"There is no variable \{name\}"):
        SearchAppearance(page_title="{name} {sep} {site}").clean_fields(exclude=["site"])


def test_an_empty_list_stays_out_of_the_index(index, client):
    assert head(client, index.get_url())["robots"] == "noindex, follow"
    ServiceArticlePageFactory(parent=index)
    assert head(client, index.get_url())["robots"].startswith("index")
