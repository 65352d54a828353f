"""What a page says to search engines after an import (X31)."""

import pytest

from cms.wordpress.importer import Importer
from cms.wordpress.report import Report
from home.models import ContentPage
from services.models import ServiceArticlePage
from tests.factories import image_file
from tests.html import parse
from tests.sitemap import sitemap_text
from tests.wordpress import exports

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path, home):
    """Import an export of the given items, with a library of one image."""
    from cms.wordpress.context import Options

    def run(*items: str) -> Report:
        uploads = tmp_path / "uploads"
        uploads.mkdir(exist_ok=True)
        (uploads / "valve.png").write_bytes(image_file(size=(1300, 700)).read())
        export = exports.write(tmp_path / "export.xml", exports.attachment(90, "valve.png"), *items)
        return Importer(export, Options(media=uploads)).run()

    return run


def yoast(**fields: str) -> list[tuple[str, str]]:
    return [(f"_yoast_wpseo_{name}".replace("__", "-"), value) for name, value in fields.items()]


def details(report: Report, code: str) -> list[str]:
    return [issue.detail for issue in report.issues if issue.code == code]


def test_what_yoast_says_stands_in_the_head_of_the_page(imported, client):
    imported(
        exports.item(
            1,
            "valves",
            meta=yoast(
                title="%%title%% explained %%sep%% %%sitename%%",
                metadesc="%%category%%: what they do.",
                opengraph__title="Meet your valves",
                opengraph__image="https://old.example/wp-content/uploads/valve.png",
                **{"opengraph-image-id": "90"},
            ),
            terms=[("category", "hearts")],
        )
    )
    article = ServiceArticlePage.objects.get(slug="valves")
    assert article.seo_title == "Valves explained"
    assert article.search_description == "hearts: what they do."
    head = parse(client.get(article.get_url())).head
    assert head.title.get_text().startswith("Valves explained")
    assert head.find("meta", property="og:title")["content"] == "Meet your valves"
    assert head.find("meta", property="og:image:width")["content"] == "1200"


def test_what_is_hidden_from_search_engines_stays_hidden(imported, client):
    imported(exports.item(1, "thanks", kind="page", meta=yoast(**{"meta-robots-noindex": "1"})))
    page = ContentPage.objects.get(slug="thanks")
    assert page.noindex
    assert page.get_url() not in sitemap_text(client)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://old.example/copy/", ""),
        ("https://www.old.example/copy", ""),
        ("https://old.example/first/", "/first/"),
        ("/first/", "/first/"),
        ("https://old.example/?page_id=2", "/first/"),
        ("https://journal.example/first/?v=2", "https://journal.example/first/?v=2"),
    ],
)
def test_the_canonical_address_leads_to_the_original(imported, written, expected):
    report = imported(
        exports.item(1, "copy", kind="page", meta=yoast(canonical=written)),
        exports.item(2, "first", kind="page"),
    )
    assert ContentPage.objects.get(slug="copy").canonical_url == expected
    assert details(report, "seo") == []


@pytest.mark.parametrize(
    "written", ["https://old.example/gone/", "javascript:alert(1)", "https://x/" + "y" * 1000]
)
def test_a_canonical_address_that_leads_nowhere_is_reported(imported, written):
    report = imported(exports.item(1, "copy", kind="page", meta=yoast(canonical=written)))
    assert ContentPage.objects.get(slug="copy").canonical_url == ""
    assert len(details(report, "seo")) == 1


def test_an_image_that_is_not_in_the_library_is_reported(imported):
    report = imported(exports.item(1, "valves", meta=yoast(**{"opengraph-image-id": "404"})))
    assert ServiceArticlePage.objects.get(slug="valves").social_image is None
    assert any("link previews" in detail for detail in details(report, "image-missing"))


def test_an_unknown_variable_is_reported_with_its_item(imported):
    report = imported(exports.item(1, "valves", meta=yoast(title="%%mood%% hearts")))
    assert ServiceArticlePage.objects.get(slug="valves").seo_title == "hearts"
    assert any("%%mood%%" in detail for detail in details(report, "seo"))


def test_the_second_run_changes_nothing(imported):
    item = exports.item(1, "valves", meta=yoast(title="Best valves of %%currentyear%%"))
    imported(item)
    report = imported(item)
    assert report.counts["articles"]["unchanged"] == 1
    changed = imported(exports.item(1, "valves", meta=yoast(title="Good valves")))
    assert changed.counts["articles"]["updated"] == 1
    assert ServiceArticlePage.objects.get(slug="valves").seo_title == "Good valves"


def test_what_plugins_say_of_a_topic_is_reported(imported):
    category = exports.category(5, "hearts", "Hearts").replace(
        "</wp:category>",
        "<wp:termmeta><wp:meta_key>rank_math_title</wp:meta_key><wp:meta_value>All hearts</wp:meta_value></wp:termmeta>"
        "</wp:category>",
    )
    report = imported(category, exports.item(1, "valves", terms=[("category", "hearts")]))
    (detail,) = details(report, "term-seo")
    assert "Rank Math" in detail
