"""Pages as Markdown, and llms.txt."""

import pytest

from cms.seo.markdown import Entry, llms_txt, twin
from cms.seo.models import SearchAppearance
from tests.factories import ContentPageFactory, ProviderFactory, ServiceArticlePageFactory, TopicFactory
from tests.html import parse, stream
from tests.privacy import restrict
from tests.queries import queries_of, writes_of
from tests.showcase import gated

HEAD = '<meta name="robots" content="index"><link rel="canonical" href="https://a.org/b/">'


def markdown(body: str) -> str:
    return twin(f"<head>{HEAD}</head><main>{body}</main>", "https://a.org/b/index.md").text.strip()


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
def test_hidden_pages_have_none(client, home):
    ContentPageFactory(parent=home, slug="draft", live=False)
    hidden = ContentPageFactory(parent=home, slug="hidden", noindex=True)
    restrict(ContentPageFactory(parent=home, slug="private"), "login")
    assert parse(client.get(hidden.get_url())).find("link", type="text/markdown") is None
    for slug in ("draft", "hidden", "private"):
        assert client.get(f"/{slug}/index.md").status_code == 404


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
def test_the_list_costs_the_same_however_long_it_is(client, index):
    counts = set()
    for number in range(12):
        ServiceArticlePageFactory(parent=index)
        ContentPageFactory(parent=index.get_parent(), summary="")
        if number in (0, 11):
            counts.add(queries_of(client, "/llms.txt"))
    assert len(counts) == 1
    assert writes_of(client, "/llms.txt") == []
