"""Pages as Markdown, and llms.txt."""

import pytest
from wagtail.models import Locale

from cms.pages import markdown as pages_as_markdown
from cms.seo.markdown import Entry, llms_txt, twin
from cms.seo.models import SearchAppearance
from tests.factories import ContentPageFactory, ProviderFactory, ServiceArticlePageFactory, TopicFactory
from tests.html import parse, stream
from tests.privacy import restrict
from tests.queries import queries_of, writes_of
from tests.showcase import gated


def markdown(body: str) -> str:
    return twin(f"<main>{body}</main>", "https://a.org/b/index.md").strip()


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<h1>Heart</h1><p>It <b>beats</b>.</p>", "# Heart\n\nIt **beats**."),
        ("<ul><li>One</li><li>Two</li></ul>", "- One\n- Two"),
        ("<ol start=3><li>One</li></ol>", "3. One"),
        ("<p><a href='../c/'>Next</a></p>", "[Next](https://a.org/c/)"),
        (
            "<picture><source srcset='/x.avif'><img src='/x.jpg' alt='A ward'></picture>",
            "![A ward](https://a.org/x.jpg)",
        ),
        ("<details><summary>Why?</summary><p>Because.</p></details>", "**Why?**\n\nBecause."),
        ("<details><summary><h3>Why?</h3></summary><p>So.</p></details>", "### Why?\n\nSo."),
        ("<p>5 * 3 _is_ 15</p>", r"5 \* 3 \_is\_ 15"),
        ("<p>&lt;b> [a](javascript:b)</p>", r"\<b> \[a](javascript:b)"),
        (
            "<nav>Way</nav><form>Ask</form><button>Go</button><div class='gated'>Secret</div><p>Rest</p>",
            "Rest",
        ),
    ],
)
def test_elements(html, expected):
    assert markdown(html) == expected


def test_a_table_keeps_its_columns():
    html = "<table><tr><th>Day</th><th>Hours</th></tr><tr><td>Monday</td><td>8 to 18</td></tr></table>"
    assert markdown(html).splitlines() == ["| Day | Hours |", "| --- | --- |", "| Monday | 8 to 18 |"]


def test_the_list_of_pages():
    text = llms_txt(
        "Harbour\nClinic",
        "Care [near] you",
        [
            (
                "Articles",
                [
                    Entry("Heart *disease*", "https://a.org/h/index.md", "What\nit is"),
                    Entry("Lung", "https://a.org/l/index.md"),
                ],
            ),
            ("Empty", []),
        ],
    )
    assert text.splitlines() == [
        "# Harbour Clinic",
        "",
        r"> Care \[near\] you",
        "",
        "## Articles",
        "",
        r"- [Heart \*disease\*](https://a.org/h/index.md): What it is",
        "- [Lung](https://a.org/l/index.md)",
    ]


# The site's pages


def read(client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    assert answer["Content-Type"] == "text/markdown; charset=utf-8"
    assert answer["X-Robots-Tag"] == "noindex"
    return answer.content.decode()


@pytest.fixture
def article(index):
    topic = TopicFactory(name="Heart", slug="heart", description="All about hearts.")
    body = stream(
        ("rich_text", "<p>Bring <b>your results</b>.</p>"),
        ("gated", gated("guests", "Only for guests")),
        ("gated", gated("members", "Only for members")),
    )
    return ServiceArticlePageFactory(
        parent=index, title="Heart", slug="heart", summary="What to know.", body=body, topics=[topic]
    )


@pytest.mark.django_db
def test_a_page_and_its_twin_name_each_other(client, article):
    link = parse(client.get("/articles/heart/")).find("link", type="text/markdown")
    assert link["href"] == "/articles/heart/index.md"
    answer = client.get(link["href"])
    assert answer["Link"] == f'<{article.full_url}>; rel="canonical"'
    text = answer.content.decode()
    assert text.startswith("# Heart\n")
    assert "What to know." in text
    assert "Bring **your results**." in text


@pytest.mark.django_db
def test_what_is_for_some_readers_only_stays_out_whoever_asks(client, admin_client, article):
    for reader in (client, admin_client):
        text = read(reader, "/articles/heart/index.md")
        assert "Only for" not in text


@pytest.mark.django_db
def test_every_kind_of_page_has_a_twin(client, home, article, directory):
    ProviderFactory(slug="dr-example")
    paths = (
        "/",
        "/articles/",
        "/articles/topic/heart/",
        "/articles/a-z/",
        "/providers/",
        "/providers/dr-example/",
    )
    for path in paths:
        assert parse(client.get(path)).find("link", type="text/markdown")["href"] == f"{path}index.md"
        assert read(client, f"{path}index.md").startswith("# ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    [
        "/nothing/index.md",
        "/articles/feed/rss/index.md",
        "/articles/topic/empty/index.md",
        "/x/index.md.bak",
        "/%00/index.md",
    ],
)
def test_what_has_no_twin(client, article, path):
    TopicFactory(slug="empty")
    assert client.get(path).status_code == 404


@pytest.mark.django_db
def test_what_search_engines_do_not_list_has_none_and_names_none(client, home):
    ContentPageFactory(parent=home, slug="draft", live=False)
    ContentPageFactory(parent=home, slug="hidden", noindex=True)
    ContentPageFactory(parent=home, slug="copy", canonical_url="https://example.org/")
    restrict(ContentPageFactory(parent=home, slug="locked"), "password")
    restrict(ContentPageFactory(parent=home, slug="private"), "login")
    for slug in ("hidden", "copy", "locked"):
        assert parse(client.get(f"/{slug}/")).find("link", type="text/markdown") is None, slug
    for slug in ("draft", "hidden", "copy", "locked", "private"):
        assert client.get(f"/{slug}/index.md").status_code == 404, slug


@pytest.fixture
def conversions(monkeypatch):
    """Note which pages are converted."""
    converted = []

    def noted(html: str, address: str) -> str:
        converted.append(address)
        return twin(html, address)

    monkeypatch.setattr(pages_as_markdown, "twin", noted)
    return converted


@pytest.mark.django_db
def test_a_page_is_converted_once_until_it_says_something_else(client, article, conversions):
    for _time in range(2):
        assert "What to know." in read(client, "/articles/heart/index.md")
    assert len(conversions) == 1
    article.summary = "What is new."
    article.save_revision().publish()
    assert "What is new." in read(client, "/articles/heart/index.md")
    assert len(conversions) == 2


@pytest.mark.django_db
def test_nothing_kept_shows_what_became_private_or_was_withdrawn(client, article, index):
    other = ServiceArticlePageFactory(parent=index, title="Lung", slug="lung", topics=article.topics.all())
    for path in ("/articles/index.md", "/articles/topic/heart/index.md", "/llms.txt"):
        assert "Lung" in read(client, path)
    read(client, "/articles/lung/index.md")
    restrict(other, "login")
    for path in ("/articles/index.md", "/articles/topic/heart/index.md", "/llms.txt"):
        assert "Lung" not in read(client, path)
    assert client.get("/articles/lung/index.md").status_code == 404
    article.unpublish()
    assert "Heart" not in read(client, "/llms.txt")
    assert client.get("/articles/heart/index.md").status_code == 404


@pytest.mark.django_db
def test_what_a_private_page_says_is_not_kept(admin_client, home, conversions):
    restrict(ContentPageFactory(parent=home, slug="private"), "login")
    for _time in range(2):
        admin_client.get("/private/index.md")
    assert len(conversions) == 2


@pytest.mark.django_db
def test_who_may_read_a_private_page_may_read_its_twin_and_no_cache_keeps_it(admin_client, home):
    restrict(ContentPageFactory(parent=home, slug="private", title="For staff"), "login")
    answer = admin_client.get("/private/index.md")
    assert answer.content.decode().startswith("# For staff")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_llms_txt_lists_the_public_pages_by_section(client, home, article):
    ContentPageFactory(parent=home, title="About us", slug="about", search_description="Who we are.")
    hidden = ContentPageFactory(parent=home, title="Hidden", slug="group", noindex=True)
    ContentPageFactory(parent=hidden, title="Below it", slug="below")
    ContentPageFactory(parent=home, title="Elsewhere", canonical_url="https://example.org/")
    ContentPageFactory(parent=home, title="Draft", live=False)
    restrict(ContentPageFactory(parent=home, title="Private"), "login")
    text = read(client, "/llms.txt")
    assert text.startswith("# ")
    assert "## Pages\n" in text
    assert "- [About us](http://localhost/about/index.md): Who we are." in text
    assert "- [Below it](http://localhost/group/below/index.md)" in text
    section = text.split("## Articles\n")[1]
    assert "- [Heart](http://localhost/articles/heart/index.md): What to know." in section
    for title in ("Hidden", "Elsewhere", "Draft", "Private"):
        assert title not in text


@pytest.mark.django_db
def test_a_site_may_offer_none_of_it(client, site, article):
    SearchAppearance.objects.create(site=site, offers_markdown=False)
    assert client.get("/llms.txt").status_code == 404
    assert client.get("/articles/heart/index.md").status_code == 404
    assert parse(client.get("/articles/heart/")).find("link", type="text/markdown") is None


@pytest.mark.django_db
def test_a_long_list_names_the_upper_pages_and_the_newest_below(client, home, index, monkeypatch):
    monkeypatch.setattr(pages_as_markdown, "MOST_LISTED", 4)
    for title in ("Older", "Newest"):
        ServiceArticlePageFactory(parent=index, title=title).save_revision().publish()
    assert "sitemap" not in read(client, "/llms.txt")
    ContentPageFactory(parent=home, title="About us")
    text = read(client, "/llms.txt")
    assert "This list names at most 4 pages" in text
    assert "(http://localhost/sitemap.xml)" in text
    for title in ("Home", "About us", "Articles", "Newest"):
        assert f"[{title}]" in text
    assert "Older" not in text


@pytest.mark.django_db
def test_the_list_is_the_same_whatever_language_a_crawler_asks_for(client, article):
    english = read(client, "/llms.txt")
    assert client.get("/llms.txt", headers={"accept-language": "es"}).content.decode() == english


@pytest.mark.django_db
@pytest.mark.parametrize("seconds_kept", [0, 600])
def test_the_list_costs_the_same_however_long_it_is(client, home, index, monkeypatch, seconds_kept):
    monkeypatch.setattr(pages_as_markdown, "LIST_KEPT", seconds_kept)
    counts = set()
    for code in ("", "es", "ar"):
        if code:
            locale = Locale.objects.get_or_create(language_code=code)[0]
            home.copy_for_translation(locale).save_revision().publish()
        for _number in range(6):
            ServiceArticlePageFactory(parent=index)
            ContentPageFactory(parent=home, summary="")
        counts.add(queries_of(client, "/llms.txt"))
    assert len(counts) == 1
    assert writes_of(client, "/llms.txt") == []
