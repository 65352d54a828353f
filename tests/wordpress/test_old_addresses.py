"""Old addresses and internal links, as a visitor of the new site meets them."""

import re
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction

from cms.images.models import CustomImage
from cms.wordpress import oldaddresses
from cms.wordpress.addresses import OldSite
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping, TypeMapping
from cms.wordpress.models import ImportedItem
from home.models import ContentPage
from services.models import ServiceArticlePage
from tests.factories import image_file
from tests.wordpress.exports import attachment, category, item, tag, write

pytestmark = pytest.mark.django_db
NEWS = "/articles/news/"
TAXONOMIES = {"category": "topics", "post_tag": "tags", "department": "topics"}


@pytest.fixture
def run(tmp_path):
    """Import parts of an export and give the report; ``folder`` is where WordPress stood."""

    def run_import(*parts, folder="", name="export.xml", **options):
        path = write(tmp_path / name, *parts)
        text = path.read_text().replace(">https://old.example<", f">https://old.example{folder}<")
        path.write_text(text)
        return Importer(path, Options(**options)).run()

    return run_import


@pytest.fixture
def clinic(run):
    """A small site with something at every kind of address."""
    return run(
        category(3, "care", "Care"),
        category(4, "at-home", "At home", parent="care"),
        tag(9, "pain", "pain"),
        tag(8, "unused", "unused"),
        '<wp:term><wp:term_id>5</wp:term_id><wp:term_taxonomy>department</wp:term_taxonomy>'
        "<wp:term_slug>hearts</wp:term_slug><wp:term_name>Hearts</wp:term_name></wp:term>",
        item(
            1,
            "news",
            link="https://old.example/2012/05/17/news/",
            terms=[("category", "at-home"), ("post_tag", "pain"), ("department", "hearts")],
            meta=[("_wp_old_slug", "big-news"), ("_wp_old_slug", "older-news")],
        ),
        item(2, "about", kind="page"),
        item(20, "team", kind="page", parent=2, link="https://old.example/about/team/"),
        item(6, "Υγεία", link="https://old.example/2012/%cf%85%ce%b3%ce%b5%ce%af%ce%b1/"),
        attachment(15, "2012/05/chairs.png").replace(
            "<link>https://old.example/chairs/", "<link>https://old.example/2012/05/17/news/chairs/"
        ).replace("<wp:post_parent>0", "<wp:post_parent>1"),
        attachment(16, "2012/05/lost.png").replace("<link>https://old.example/lost/", "<link>https://old.example/?attachment_id=16")
        .replace("<wp:post_parent>0", "<wp:post_parent>2"),
        mapping=Mapping(taxonomies=TAXONOMIES),
    )  # fmt: skip


def fetch(client, address):
    """Get an address and read all of it, files too."""
    response = client.get(address)
    if response.streaming:
        b"".join(response.streaming_content)
    return response


def answer(client, address):
    """Give where an address leads: itself where it is a page, else what one redirect leads to, or the status."""
    response = fetch(client, address)
    if response.status_code == 301:
        target = response.headers["Location"]
        assert fetch(client, target).status_code == 200, f"{address} leads to {target}, which is no page"
        return target
    return address if response.status_code == 200 else response.status_code


def hrefs(client, url="/source/"):
    page = BeautifulSoup(client.get(url).content, "html.parser")
    return [anchor.get("href") for anchor in page.select("main .w-block-rich_text a")]


class TestLinks:
    @pytest.mark.parametrize(
        "address",
        [
            "HTTPS://OLD.EXAMPLE/target/",
            "https://old.example./target/",
            "http://old.example:80/target/",
            "https://www.old.example:443/target",
            "//www.old.example/target/",
            "old.example/target/",
            "www.old.example/target/",
            "https://old.example/TARGET/",
            "https://old.example/t%61rget/",
            "https://old.example/target/?utm_source=x&amp;fbclid=y",
            "https://old.example/target/feed/",
            "/target/amp/",
            "/target/page/2/",
            "/target/comment-page-3/",
            "https://old.example/index.php/target/",
            "https://old.example/index.php?page_id=1",
            "/?attachment_id=1",
            "https://old.example/?utm_source=x&amp;p=1",
            "https://old.example/?utm_source=x&amp;#038;p=1",
            "https://old.example/former/",
        ],
    )
    def test_every_spelling_of_an_internal_link_becomes_a_link_to_the_page(self, run, address):
        run(
            item(1, "target", kind="page", meta=[("_wp_old_slug", "former")]),
            item(2, "source", f'<p>See <a href="{address}">this</a>.</p>', kind="page"),
        )
        target = ContentPage.objects.get(slug="target")
        source = ContentPage.objects.get(slug="source").body[0].value.source
        assert f'<a id="{target.pk}" linktype="page">this</a>' in source

    def test_fragments_stay(self, run, client):
        run(
            item(1, "target", kind="page"),
            item(2, "source", '<p><a href="https://old.example/?p=1#ways">a</a></p>', kind="page"),
        )
        assert hrefs(client) == ["/target/#ways"]

    @pytest.mark.parametrize(
        "address",
        [
            "https://old.example.evil.com/target/",
            "https://notold.example/target/",
            "https://old.example:8443/target/",
            "https://wwwold.example/target/",
            "https://old.example@evil.example/target/",
        ],
    )
    def test_look_alikes_are_other_sites(self, run, address):
        run(
            item(1, "target", kind="page"),
            item(2, "source", f'<p><a href="{address}">there</a></p>', kind="page"),
        )
        assert "linktype" not in ContentPage.objects.get(slug="source").body[0].value.source

    def test_idn_hosts_and_further_hosts_of_the_mapping_are_the_old_site(self, run, client):
        links = "".join(
            f'<a href="{address}/target/">x</a> '
            for address in (
                "https://κλινική.example",
                "https://xn--jxavaccdp.example",
                "http://Mirror.example:80",
            )
        )
        run(
            item(1, "target", kind="page"),
            item(2, "source", f"<p>{links}</p>", kind="page"),
            mapping=Mapping(hosts=("κλινική.example", "mirror.example")),
        )
        assert hrefs(client) == ["/target/"] * 3

    def test_wordpress_in_a_folder_is_not_the_rest_of_its_host(self, run, client):
        run(
            item(1, "one", kind="page", link="https://old.example/path/one/"),
            item(
                2,
                "source",
                '<p><a href="https://old.example/path/one">a</a> <a href="/path/one/">b</a>'
                ' <a href="https://old.example/path/?p=1">c</a> <a href="https://old.example/path/">d</a>'
                ' <a href="https://old.example/path-not-taken">e</a> <a href="/path-not-taken">f</a></p>',
                kind="page",
                link="https://old.example/path/source/",
            ),
            folder="/path",
        )
        other = "https://old.example/path-not-taken"
        assert hrefs(client) == ["/one/", "/one/", "/one/", "/", other, other]

    @pytest.mark.parametrize(
        ("address", "leads_to"),
        [
            ("/category/care/at-home/", "/articles/topic/at-home/"),
            ("/category/care/feed/", "/articles/topic/care/"),
            ("/tag/pain/page/2/", "/articles/tag/pain/"),
            ("/department/hearts/", "/articles/topic/hearts/"),
            ("/?cat=3", "/articles/topic/care/"),
            ("/?tag=pain", "/articles/tag/pain/"),
            ("/?author=3", "/articles/"),
            ("/?m=201205", "/articles/"),
            ("/author/nina/", "/articles/"),
            ("/2012/05/", "/articles/"),
            ("/feed/", "/articles/"),
            ("/page/3/", "/articles/"),
            ("/?s=sore+back", "/search/?q=sore+back"),
            ("/", "/"),
            ("https://old.example", "/"),
        ],
    )
    def test_links_to_listings_lead_to_ours(self, run, client, address, leads_to):
        run(
            category(3, "care", "Care"),
            category(4, "at-home", "At home", parent="care"),
            tag(9, "pain", "pain"),
            item(1, "news", terms=[("category", "at-home"), ("post_tag", "pain"), ("department", "hearts")]),
            item(2, "source", f'<p><a href="{address}">there</a></p>', kind="page"),
            mapping=Mapping(taxonomies=TAXONOMIES),
        )
        assert hrefs(client) == [leads_to]
        assert client.get(leads_to).status_code == 200
        assert not Redirect.objects.filter(is_permanent=False).exists()

    def test_a_link_to_what_another_export_brings_is_made_when_that_comes(self, run, client):
        source = item(2, "source", '<p><a href="https://old.example/later/">there</a></p>', kind="page")
        run(source)
        assert client.get("/later/").headers["Location"].startswith("/search/")
        run(item(1, "later", link="https://old.example/later/"), name="second.xml")
        assert hrefs(client) == ["/articles/later/"]
        assert answer(client, "/later/") == "/articles/later/"

    def test_the_page_of_a_file_is_what_it_was_uploaded_to(self, run, client):
        run(
            item(1, "news"),
            attachment(15, "chairs.png").replace("<wp:post_parent>0", "<wp:post_parent>1"),
            item(2, "source", '<p><a href="https://old.example/chairs/">there</a></p>', kind="page"),
        )
        assert hrefs(client) == [NEWS]


class TestOldAddresses:
    @pytest.mark.parametrize(
        ("address", "leads_to"),
        [
            ("/2012/05/17/news/", NEWS),
            ("/2012/05/17/news", NEWS),
            ("/2012/05/17/NEWS/", NEWS),
            ("/2012/05/17/big-news/", NEWS),
            ("/2012/05/17/older-news/", NEWS),
            ("/2012/05/17/news/feed/", NEWS),
            ("/2012/05/17/news/feed", NEWS),
            ("/2012/05/17/news/feed/atom/", NEWS),
            ("/2012/05/17/news/amp/", NEWS),
            ("/2012/05/17/news/embed/", NEWS),
            ("/2012/05/17/news/trackback/", NEWS),
            ("/2012/05/17/news/comment-page-2/", NEWS),
            ("/2012/05/17/news/2/", NEWS),
            ("/2012/05/17/big-news/feed/", NEWS),
            ("/2012/%CF%85%CE%B3%CE%B5%CE%AF%CE%B1/", "/articles/%CF%85%CE%B3%CE%B5%CE%AF%CE%B1/"),
            ("/2012/%cf%85%ce%b3%ce%b5%ce%af%ce%b1", "/articles/%CF%85%CE%B3%CE%B5%CE%AF%CE%B1/"),
            ("/?p=1", NEWS),
            ("/?page_id=2", "/about/"),
            ("/index.php?p=1", NEWS),
            ("/?p=1&utm_source=x", NEWS),
            ("/?post_type=post&p=1", NEWS),
            ("/about/", "/about/"),
            ("/About/", "/about/"),
            ("/about/feed/", "/about/"),
            ("/about/team/amp/", "/about/team/"),
            ("/index.php", "/"),
            ("/index.php/about/team/", "/about/team/"),
            ("/category/care/", "/articles/topic/care/"),
            ("/category/care", "/articles/topic/care/"),
            ("/category/care/at-home/", "/articles/topic/at-home/"),
            ("/category/at-home/", "/articles/topic/at-home/"),
            ("/category/care/feed/", "/articles/topic/care/feed/rss/"),
            ("/category/care/feed/atom/", "/articles/topic/care/feed/atom/"),
            ("/tag/pain/feed/", "/articles/tag/pain/feed/rss/"),
            ("/category/care/at-home/page/2/", "/articles/topic/at-home/"),
            ("/tag/pain/", "/articles/tag/pain/"),
            ("/tag/unused/", "/articles/"),
            ("/department/hearts/", "/articles/topic/hearts/"),
            ("/?cat=3", "/articles/topic/care/"),
            ("/?tag=pain", "/articles/tag/pain/"),
            ("/?category_name=care/at-home", "/articles/topic/at-home/"),
            ("/author/nina/", "/articles/"),
            ("/author/nina/feed/", "/articles/feed/rss/"),
            ("/?author=3", "/articles/"),
            ("/2012/", "/articles/"),
            ("/2012/05/", "/articles/"),
            ("/2012/05/17/", "/articles/"),
            ("/2012/05/page/2/", "/articles/"),
            ("/?m=201205", "/articles/"),
            ("/feed/", "/articles/feed/rss/"),
            ("/feed", "/articles/feed/rss/"),
            ("/feed/rss2/", "/articles/feed/rss/"),
            ("/feed/atom/", "/articles/feed/atom/"),
            ("/atom/", "/articles/feed/atom/"),
            ("/comments/feed/", "/articles/"),
            ("/?feed=rss2", "/articles/feed/rss/"),
            ("/?feed=atom&cat=3", "/articles/topic/care/feed/atom/"),
            ("/?feed=comments-rss2", "/articles/"),
            ("/page/2/", "/articles/"),
            ("/?s=sore back", "/search/?q=sore+back"),
            ("/2012/05/17/news/chairs/", NEWS),
            ("/?attachment_id=15", NEWS),
            ("/?p=15", NEWS),
            ("/?attachment_id=16", "/about/"),
        ],
    )
    def test_one_redirect_leads_to_the_final_address(self, clinic, client, address, leads_to):
        assert answer(client, address) == leads_to

    @pytest.mark.parametrize(
        ("address", "status"),
        [
            ("/nothing/", 404),
            ("/nothing/feed/", 404),
            ("/category/nothing/", 404),
            ("/tag/nothing/feed/", 404),
            ("/2012/05/17/other/", 404),
            ("/nothing/2012/05/", 404),
            ("/2012/05/17/news/more/", 404),
            ("/comments/", 404),
            ("/wp-content/uploads/2012/05/lost.png", 404),
            ("/?p=999", 200),
            ("/?cat=999", 200),
            ("/?tag=nothing", 200),
            ("/about/?p=1", 200),
            ("/articles/?page=1&s=x", 200),
            ("/search/?q=news&p=1", 200),
            ("/.git/config", 404),
            ("/.env", 404),
        ],
    )  # fmt: skip
    def test_what_was_never_there_is_not_found(self, clinic, client, address, status):
        assert client.get(address).status_code == status

    def test_a_page_that_moved_here_is_still_one_step_away(self, clinic, client):
        article = ServiceArticlePage.objects.get(slug="news")
        article.slug = "renamed"
        article.save_revision().publish()
        for address in (
            "/2012/05/17/news/",
            "/2012/05/17/big-news/feed/",
            "/?p=1",
            "/2012/05/17/news/chairs/",
        ):
            assert answer(client, address) == "/articles/renamed/"

    def test_further_pages_of_the_listing_begin_where_they_began(self, run, client):
        run(*(item(number, f"article-{number}") for number in range(1, 31)))
        assert [answer(client, f"/page/{number}/") for number in (1, 2, 3, 4, 99)] == [
            "/articles/",
            "/articles/",
            "/articles/?page=2",
            "/articles/",
            "/articles/",
        ]

    def test_a_provider_is_found_by_id_and_permalink(self, run, client):
        run(
            item(31, "dr-lind", kind="doctor", link="https://old.example/doctors/dr-lind/"),
            mapping=Mapping(types={"doctor": TypeMapping("provider")}),
        )
        for address in ("/doctors/dr-lind/", "/?p=31", "/doctors/dr-lind/feed/"):
            assert answer(client, address) == "/providers/dr-lind/"

    def test_a_site_without_imports_has_no_old_addresses(self, index, client):
        for address in ("/2012/05/", "/feed/", "/author/nina/", "/page/2/"):
            assert client.get(address).status_code == 404

    def test_every_address_needs_at_most_three_queries_more(
        self, clinic, client, django_assert_max_num_queries
    ):
        client.get("/")  # site roots are cached
        for address in ("/?p=1", "/?attachment_id=15", "/?cat=3", "/wp-content/uploads/2012/05/chairs.png"):
            with django_assert_max_num_queries(3):
                oldaddresses.before_routing(RequestFactory().get(address))
        for address in ("/2012/05/17/news/feed/", "/2012/05/", "/about/amp/", "/category/care/feed/"):
            request = RequestFactory().get(address)
            with django_assert_max_num_queries(
                4
            ):  # and one for the site, which answering 404 has asked for already
                assert oldaddresses.instead_of_404(request)

    def test_pages_pay_nothing(self, clinic, client, django_assert_num_queries):
        for address in ("/", "/about/", "/articles/?page=2", "/search/?q=x", "/nothing/"):
            with django_assert_num_queries(0):
                assert oldaddresses.before_routing(RequestFactory().get(address)) == ""
                assert oldaddresses.instead_of_404(RequestFactory().get(address)) == ""


class TestFolder:
    @pytest.mark.parametrize(
        ("address", "leads_to"),
        [
            ("/blog/", "/"),
            ("/blog/2012/news/", NEWS),
            ("/blog/?p=1", NEWS),
            ("/blog/index.php?p=1", NEWS),
            ("/blog/2012/news/feed/", NEWS),
            ("/blog/about/", "/about/"),
            ("/blog/category/care/", "/articles/topic/care/"),
            ("/blog/category/care/feed/", "/articles/topic/care/feed/rss/"),
            ("/blog/?cat=3", "/articles/topic/care/"),
            ("/blog/?author=3", "/articles/"),
            ("/blog/?s=x", "/search/?q=x"),
            ("/blog/2012/05/", "/articles/"),
            ("/blog/author/nina/", "/articles/"),
            ("/blog/feed/", "/articles/feed/rss/"),
            ("/blog/page/2/", "/articles/"),
        ],
    )
    def test_wordpress_in_a_folder(self, run, client, address, leads_to):
        run(
            category(3, "care", "Care"),
            item(1, "news", link="https://old.example/blog/2012/news/", terms=[("category", "care")]),
            item(2, "about", kind="page", link="https://old.example/blog/about/"),
            folder="/blog",
        )
        assert answer(client, address) == leads_to
        assert client.get("/blog/wp-login.php").status_code == 410


class TestHidden:
    @pytest.mark.parametrize("status", ["draft", "pending", "private", "future"])
    def test_what_is_not_public_is_not_named(self, run, client, status):
        link = "https://old.example/2012/plan/"
        run(item(1, "open"), item(2, "secret-plan", status=status, link=link, date="2999-01-01 00:00:00"))
        for address in ("/2012/plan/", "/2012/plan/feed/"):
            assert client.get(address).status_code == 404
        assert client.get("/?p=2").status_code == 200  # the home page, as for an unknown id
        assert not Redirect.objects.filter(old_path__contains="plan").exists()

    @pytest.mark.parametrize("hide", ["withdraw", "restrict"])
    def test_what_is_hidden_later_is_not_named_either(self, clinic, client, hide):
        article = Page.objects.get(slug="news")
        if hide == "withdraw":
            article.unpublish()
        else:
            PageViewRestriction.objects.create(page=article.get_parent(), restriction_type="login")
        for address in ("/2012/05/17/news/", "/2012/05/17/news/feed/", "/2012/05/17/news/chairs/"):
            assert client.get(address).status_code == 404
        assert client.get("/?p=1").status_code == 200

    def test_a_redirect_to_its_own_address_is_no_loop(self, run, site, client):
        run(item(2, "about", kind="page"))
        page = Page.objects.get(slug="about")
        Redirect.objects.create(old_path="/about", site=site, redirect_page=page)
        page.unpublish()
        assert client.get("/about/").status_code == 404


class TestFiles:
    @pytest.fixture
    def files(self, run, tmp_path):
        folder = tmp_path / "uploads" / "2012" / "05"
        folder.mkdir(parents=True)
        (folder / "chairs-scaled.png").write_bytes(image_file().read())
        (folder / "leaflet.pdf").write_bytes(b"%PDF-1.4 small")
        run(
            item(1, "news"),
            attachment(15, "2012/05/chairs-scaled.png"),
            attachment(16, "2012/05/leaflet.pdf"),
            media=tmp_path / "uploads",
        )

    @pytest.mark.parametrize("name", ["chairs-scaled.png", "chairs.png", "chairs-300x200.png"])
    def test_every_size_of_a_picture_leads_to_one_that_is_there(self, files, client, name):
        images = CustomImage.objects.get().renditions
        number = images.count()
        target = answer(client, f"/wp-content/uploads/2012/05/{name}")
        assert target in [rendition.url for rendition in images.filter(filter_spec__contains="width-")]
        assert images.count() == number

    def test_a_document_is_where_it_is_now(self, files, client):
        document = get_document_model().objects.get()
        for address in ("/wp-content/uploads/2012/05/leaflet.pdf", "/?attachment_id=16", "/leaflet/"):
            assert answer(client, address) == document.url
        document.delete()
        assert client.get("/wp-content/uploads/2012/05/leaflet.pdf").status_code == 404
        assert client.get("/leaflet/").status_code == 404


class TestEditors:
    def test_what_an_editor_made_or_changed_or_deleted_stays(self, run, site, client):
        made = Redirect.objects.create(
            old_path="/2012/one", site=site, redirect_link="https://elsewhere.example/"
        )
        items = [
            item(number, name, link=f"https://old.example/2012/{name}/")
            for number, name in enumerate(("one", "two", "three"), 1)
        ]
        report = run(*items)
        assert "address-taken" in [issue.code for issue in report.issues]
        Redirect.objects.filter(old_path="/2012/two").update(redirect_page=None, redirect_link="/about/")
        Redirect.objects.filter(old_path="/2012/three").delete()
        run(
            *(part.replace("<content:encoded><![CDATA[", "<content:encoded><![CDATA[More.") for part in items)
        )
        made.refresh_from_db()
        assert made.link == "https://elsewhere.example/"
        assert client.get("/2012/two/").headers["Location"] == "/about/"
        assert client.get("/2012/three/").status_code == 404

    def test_a_permalink_that_is_another_page_now_is_reported(self, run, home, client):
        home.add_child(instance=ContentPage(title="Care", slug="care"))
        report = run(item(1, "care-news", link="https://old.example/care/"))
        assert "address-taken" in [issue.code for issue in report.issues]
        assert client.get("/care/").status_code == 200
        assert not Redirect.objects.filter(old_path="/care").exists()

    def test_an_address_that_the_site_answers_itself_is_reported(self, run):
        report = run(item(1, "x", link="https://old.example/search/"))
        assert "address-taken" in [issue.code for issue in report.issues]
        assert not Redirect.objects.exists()

    def test_a_path_that_is_too_long_is_reported(self, run):
        report = run(item(1, "x", link=f"https://old.example/{'long-' * 60}/"))
        assert "address-too-long" in [issue.code for issue in report.issues]

    def test_a_former_slug_that_is_another_item_now_is_that_item(self, run, client):
        run(
            item(1, "one", link="https://old.example/2012/one/", meta=[("_wp_old_slug", "two")]),
            item(2, "two", link="https://old.example/2012/two/"),
        )
        assert answer(client, "/2012/two/") == "/articles/two/"

    def test_a_second_run_adds_nothing(self, clinic, run):
        rows = set(Redirect.objects.values_list("pk", "old_path"))
        assert ImportedItem.objects.filter(kind="redirects").count() == len(rows)
        report = run(
            category(3, "care", "Care"),
            item(1, "news", "<p>New.</p>", link="https://old.example/2012/05/17/news/"),
        )
        assert set(Redirect.objects.values_list("pk", "old_path")) == rows
        assert report.counts["redirects"]["created"] == 0
        assert (
            report.counts["redirects"]["unchanged"] == 3
        )  # the permalink, the category by its path and by its id

    def test_a_redirect_of_a_page_that_was_deleted_is_made_with_the_page(self, run, client):
        news = item(1, "news", link="https://old.example/2012/news/")
        run(news)
        ServiceArticlePage.objects.get().delete()
        ImportedItem.objects.filter(kind="articles").delete()
        run(news)
        assert answer(client, "/2012/news/") == NEWS

    def test_statements_do_not_grow_with_the_items(self, run):
        def statements(first, last):
            parts = (
                item(number, f"n-{number}", link=f"https://old.example/x/{number}/")
                for number in range(first, last)
            )
            with CaptureQueriesContext(connection) as queries:
                run(*parts)
            return sum('"wagtailredirects_redirect"' in query["sql"] for query in queries)

        assert statements(1, 3) == statements(101, 141) == 2


class TestEndpoints:
    @pytest.mark.parametrize(
        "address",
        [
            "/wp-login.php", "/wp-login.php?redirect_to=https://evil.example/", "/xmlrpc.php", "/wp-json/",
            "/wp-json/wp/v2/users", "/wp-admin", "/wp-admin/admin-ajax.php?action=x", "/wp-cron.php",
            "/wp-includes/js/jquery/jquery.js", "/wp-content/plugins/x/x.php", "/wp-content/themes/x/style.css",
            "/wp-comments-post.php", "/wp-signup.php", "/wp-trackback.php", "/wp-config.php", "/blog/wp-login.php",
            "/blog/wp-json/wp/v2/posts", "/a/b/xmlrpc.php",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("method", ["get", "post", "head"])
    def test_wordpress_itself_is_gone_at_no_cost(self, clinic, address, method, django_assert_num_queries):
        client = Client(enforce_csrf_checks=True)
        client.cookies["session"] = "x" * 32
        with django_assert_num_queries(0):
            response = getattr(client, method)(address)
        assert response.status_code == 410
        assert len(response.content) < 100
        assert "max-age" in response["Cache-Control"]
        assert not response.cookies

    def test_articles_about_wordpress_are_articles(self, run, client):
        run(item(1, "wp-6-1-font-size", kind="page"), item(2, "wp-json-explained", kind="page"))
        assert client.get("/wp-6-1-font-size/").status_code == 200
        assert client.get("/wp-json-explained/").status_code == 200


class TestHostile:
    @pytest.mark.parametrize(
        "address",
        [
            "//evil.com", "//evil.com/feed/", "//evil.com/%2e%2e/feed/", "/\\evil.com/feed/", "/%5cevil.com/feed/",
            "/https://evil.com/feed/", "/a%00b/feed/", "/%00", "/" + "a" * 5000 + "/feed/", "/" + "a/" * 2000 + "feed/",
            "/feed" * 800 + "/", "/page/99999999999999999999/", "/page/999999/", "/?paged=99999999999999999999",
            "/?p=9999999999999999999", "/?p=-1", "/?p=1e3", "/?p=²", "/?p=1%00", "/?p=", "/?cat[]=1", "/?cat=-3", "/?m=x",
            "/?attachment_id=99999999999999999999", "/?tag=%00", "/?tag=" + "x" * 3000, "/?s=%00", "/?s=",
            "/?s=%0d%0aSet-Cookie:x=1", "/%0d%0aSet-Cookie:x=1/feed/", "/a%2fb/feed/", "/..%2f..%2fetc/passwd/feed/",
            "/wp-content/uploads/", "/wp-content/uploads/%00.jpg", "/wp-content/uploads/../../settings.py",
            "/wp-content/uploads/" + "x" * 3000 + ".jpg", "/wp-content/uploads/-300x200.jpg", "/9999/99/99/",
            "/2012/5/", "/author//feed/", "/category/%E0%A4%A/feed/", "/%FF/feed/",
        ],
    )  # fmt: skip
    def test_nothing_leads_away_or_breaks(self, clinic, client, address):
        response = client.get(address)
        assert response.status_code in (200, 301, 302, 400, 404, 410)
        if response.status_code in (301, 302):
            target = response.headers["Location"]
            assert re.match(r"/[^/\\]|/$", target), target
            assert "\n" not in target
            assert client.get(target).status_code == 200

    def test_the_host_that_a_request_names_is_never_repeated(self, clinic, client):
        for address in ("/?p=1", "/2012/05/17/news/", "/2012/05/17/news/feed/", "/feed/", "/wp-login.php"):
            response = client.get(
                address, headers={"host": "evil.example", "x-forwarded-host": "evil.example"}
            )
            assert "evil" not in response.headers.get("Location", "")
            assert b"evil" not in response.content

    def test_only_reading_is_redirected(self, clinic, client):
        assert client.post("/2012/05/17/news/feed/").status_code == 404
        assert client.head("/2012/05/17/news/feed/").status_code == 301


class TestHosts:
    @pytest.mark.parametrize(
        ("url", "is_held"),
        [
            ("https://old.example/x", True),
            ("http://WWW.OLD.EXAMPLE.:80/x", True),
            ("//old.example:443/x", True),
            ("https://old%2Eexample/x", True),
            ("https://ｏld.example/x", True),
            ("/x", True),
            ("https://old.example:8080/x", False),
            ("https://old.example.evil.com/x", False),
            ("https://evil.com/old.example/", False),
            ("https://evil.com#old.example/", False),
            ("ftp://old.example/x", False),
            ("javascript://old.example/x", False),
        ],
    )
    def test_hosts(self, url, is_held):
        assert OldSite.of(["https://old.example"]).holds(url) is is_held


class TestPublishedExport:
    """X19, X23 and X24 over the theme authors' test data."""

    def test_every_published_address_answers(self, shared, client):
        path = shared / "wordpress/published/themeunittestdata.wordpress.xml"
        Importer(path, Options()).run()
        text = path.read_text(encoding="utf-8")
        checked = 0
        for part in re.findall(r"<item>.*?</item>", text, re.DOTALL):
            kind, status = (_element(part, name) for name in ("wp:post_type", "wp:status"))
            if kind not in ("post", "page") or status != "publish" or _element(part, "wp:post_password"):
                continue
            link, number = _element(part, "link"), _element(part, "wp:post_id")
            address = link.removeprefix("https://wpthemetestdata.wordpress.com")
            final = answer(client, address)
            assert isinstance(final, str), link
            for query in ("p", "page_id"):
                assert unquote(str(answer(client, f"/?{query}={number}"))) == unquote(final), number
            checked += 1
        assert checked >= 70
        for path in ("/level-1/level-2/level-3/", "/about/page-with-comments/"):
            assert client.get(path).status_code == 200
        linked = [
            body
            for body in map(str, ServiceArticlePage.objects.values_list("body", flat=True))
            if "wpthemetestdata.wordpress.com/20" in body
        ]
        assert linked == []


def _element(part: str, name: str) -> str:
    found = re.search(rf"<{name}>(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?</{name}>", part, re.DOTALL)
    return found[1].strip() if found else ""


@pytest.mark.parametrize("path", ["/wp-sitemap.xml", "/sitemap_index.xml"])
def test_the_sitemaps_of_wordpress_lead_to_ours(client, home, path):
    answer = client.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (301, "/sitemap.xml")
