"""An import as whoever moves the site sees it: what stands where afterwards, and what the report says."""

import json
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError, call_command
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.buttons.models import Button
from cms.images.models import CustomImage
from cms.pages.models import Menu
from cms.palette.models import Colour
from cms.seo.models import Organisation
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.lock import only_one
from cms.wordpress.mapping import Mapping, TypeMapping, parse_mapping
from cms.wordpress.models import ImportedItem, ImportRun
from home.models import ContentPage, HomePage
from providers.models import Provider, ProviderIndexPage
from services.models import Author, ServiceArticlePage, Topic
from tests.factories import image_file
from tests.wordpress.exports import attachment, category, item, menu_item, tag, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(tmp_path):
    """Import parts of an export and give the report."""

    def run_import(*parts, name="export.xml", **options):
        return Importer(write(tmp_path / name, *parts), Options(**options)).run()

    return run_import


def codes(report):
    return [issue.code for issue in report.issues]


def counts(report, kind):
    return {outcome: number for outcome, number in report.counts[kind].items() if number}


def link_named(main, text):
    return next(anchor for anchor in main.find_all("a") if text in anchor.get_text())


def listed_titles(main):
    return [title.get_text(strip=True) for title in main.select(".w-block-service_articles :is(h2, h3, h4)")]


def main_of(client, url):
    response = client.get(url)
    assert response.status_code == 200, url
    return BeautifulSoup(response.content, "html.parser").find("main")


class TestWhatComesOver:
    def test_a_post_becomes_an_article_with_its_own_date_author_topics_and_tags(self, run, client):
        report = run(
            category(4, "care", "Care"),
            category(5, "at-home", "At home", parent="care"),
            tag(9, "pain", "pain"),
            item(
                12,
                "resting-at-home",
                "<p>Rest helps.</p>",
                excerpt="Why rest helps.",
                terms=[("category", "at-home"), ("post_tag", "pain")],
            ),
        )
        article = ServiceArticlePage.objects.get(slug="resting-at-home")
        assert article.live
        assert article.title == "Resting at home"
        assert article.summary == "Why rest helps."
        assert article.published_at == article.first_published_at == datetime(2025, 3, 4, 10, tzinfo=UTC)
        assert [topic.name for topic in article.topics.all()] == ["At home"]
        assert article.topics.get().parent == Topic.objects.get(name="Care")
        assert [found.name for found in article.tags.all()] == ["pain"]
        assert [author.name for author in article.authors.all()] == ["Nina Berg"]
        assert counts(report, "articles") == {"created": 1}
        assert "Rest helps." in main_of(client, article.get_url()).get_text()

    def test_pages_keep_their_tree_though_the_parent_comes_later(self, run, client):
        run(
            item(21, "team", kind="page", parent=20),
            item(20, "about", kind="page"),
            item(22, "nurses", kind="page", parent=21),
        )
        assert main_of(client, "/about/team/nurses/").h1.get_text() == "Nurses"

    def test_the_page_that_the_mapping_names_becomes_the_home_page(self, run, client, home):
        run(item(5, "hello", "<p>Come in.</p>", kind="page", title="Good day"), mapping=Mapping(home="hello"))
        assert HomePage.objects.get(pk=home.pk).title == "Good day"
        assert "Come in." in main_of(client, "/").get_text()
        assert not ContentPage.objects.exists()

    def test_a_mapped_type_becomes_a_provider_with_its_fields(self, run, client):
        mapping = Mapping(
            types={
                "doctor": TypeMapping(
                    "provider",
                    {
                        "city": "d_city",
                        "kind": "d_kind",
                        "remote": "d_remote",
                        "specialties": "d_spec",
                        "email": "d_mail",
                    },
                )
            }
        )
        report = run(
            item(
                31,
                "dr-lind",
                "<p>Works with <b>children</b>.</p>",
                kind="doctor",
                title="Dr Lind",
                link="https://old.example/doctors/dr-lind/",
                meta=[
                    ("d_city", "Oslo"),
                    ("d_kind", "Doctor"),
                    ("d_remote", "yes"),
                    ("d_spec", "Hearts, Lungs"),
                    ("d_mail", "not an address"),
                    ("d_fee", "200"),
                ],
            ),
            mapping=mapping,
        )
        provider = Provider.objects.get()
        assert (provider.name, provider.city, provider.kind, provider.remote) == (
            "Dr Lind",
            "Oslo",
            "doctor",
            True,
        )
        assert sorted(found.name for found in provider.specialties.all()) == ["Hearts", "Lungs"]
        assert provider.email == ""
        assert codes(report) == ["field-value"]
        assert ImportedItem.objects.get(kind="providers").meta["d_fee"] == ["200"]
        assert client.get("/doctors/dr-lind/").headers["Location"].endswith("/providers/dr-lind/")
        assert "children" in main_of(client, "/providers/dr-lind/").get_text()

    def test_a_type_without_mapping_becomes_a_page_and_is_reported(self, run, client):
        report = run(item(41, "open-day", "<p>Come and see.</p>", kind="event"))
        assert "Come and see." in main_of(client, "/open-day/").get_text()
        assert codes(report) == ["unmapped-type"]

    def test_what_the_mapping_skips_is_counted_and_left_out(self, run):
        mapping = Mapping(types={"event": TypeMapping("skip"), "page": TypeMapping("page")})
        report = run(
            item(41, "open-day", kind="event"),
            item(42, "x", kind="revision", status="inherit"),
            mapping=mapping,
        )
        assert not Page.objects.filter(slug="open-day").exists()
        assert sorted(issue.detail.split(":")[0] for issue in report.issues) == [
            "1 × event (publish)",
            "1 × revision (inherit)",
        ]

    def test_an_unknown_taxonomy_is_kept_aside_and_reported(self, run):
        report = run(item(1, "a-post", terms=[("season", "winter")]))
        assert codes(report) == ["unmapped-taxonomy"]
        assert ImportedItem.objects.get(kind="articles").meta == {"taxonomy:season": ["winter"]}

    def test_the_mapping_sends_a_taxonomy_to_the_tags(self, run):
        run(item(1, "a-post", terms=[("season", "winter")]), mapping=Mapping(taxonomies={"season": "tags"}))
        assert Tag.objects.get().name == "winter"

    def test_an_article_without_excerpt_is_listed_with_its_first_words(self, run, client):
        run(item(1, "long-one", "<p>" + "word " * 80 + "</p>"))
        card = main_of(client, "/articles/").get_text(" ", strip=True)
        assert card.count("word") == 55
        assert ServiceArticlePage.objects.get().summary == ""

    def test_the_site_gets_the_name_of_the_export_only_where_it_has_none(self, run, site):
        run(item(1, "one"))
        assert Organisation.for_site(site).name == "Old clinic"
        Organisation.objects.update(name="New clinic")
        run(item(1, "one"))
        assert Organisation.objects.get().name == "New clinic"

    def test_titles_are_text(self, run, client):
        run(item(1, "one", kind="page", title="Salt &amp; <em>water</em> <script>alert(1)</script>"))
        assert main_of(client, "/one/").h1.get_text() == "Salt & water alert(1)"


class TestAccess:
    @pytest.mark.parametrize("options", [{"status": "draft"}, {"status": "pending"}])
    def test_what_visitors_could_not_read_they_cannot_read_here(self, run, client, options):
        run(item(1, "kept-back", "<p>Not for everyone.</p>", **options))
        article = ServiceArticlePage.objects.get()
        assert not article.live
        assert client.get(article.get_url()).status_code == 404
        assert client.get("/kept-back/").status_code == 404
        assert client.get("/?p=1").status_code == 200  # the home page, as for any unknown id
        assert "Kept back" not in main_of(client, "/articles/").get_text()

    @pytest.mark.parametrize("options", [{"status": "private"}, {"password": "open"}])
    def test_what_some_could_read_is_restricted(self, run, client, options):
        run(item(1, "kept-back", "<p>Not for everyone.</p>", **options))
        article = ServiceArticlePage.objects.get()
        assert article.live
        answer = client.get(article.get_url(), follow=True)
        assert "Not for everyone" not in answer.content.decode()
        assert "Kept back" not in main_of(client, "/articles/").get_text()

    def test_a_scheduled_post_waits_for_its_time(self, run, client):
        run(item(1, "later", status="future", date="2999-01-01 00:00:00"))
        article = ServiceArticlePage.objects.get()
        assert not article.live
        assert article.go_live_at == datetime(2999, 1, 1, tzinfo=UTC)
        assert article.approved_schedule

    def test_trash_is_not_imported(self, run):
        run(item(1, "gone", status="trash"))
        assert not ServiceArticlePage.objects.exists()


class TestButtons:
    BUTTON = '[su_button url="https://old.example/help/" background="#9F0102"]Get help[/su_button]'

    def test_a_button_on_one_page_stays_inline_with_its_colour(self, run, client):
        run(item(1, "help", kind="page"), item(2, "one", self.BUTTON, kind="page"))
        link = link_named(main_of(client, "/one/"), "Get help")
        assert link["href"] == "/help/"
        assert not Button.objects.exists()
        assert Colour.objects.get().css_class in link["class"]

    def test_equal_buttons_on_two_pages_become_one_that_is_counted(self, run, client):
        report = run(
            item(1, "help", kind="page"),
            item(2, "one", self.BUTTON, kind="page"),
            item(3, "two", self.BUTTON, kind="page"),
        )
        button = Button.objects.get()
        assert button.get_href() == "/help/"
        assert counts(report, "buttons") == {"created": 1}
        for path in ("/one/", "/two/"):
            assert main_of(client, path).find("a", href="/go/get-help/")
        assert client.get("/go/get-help/").headers["Location"] == "/help/"

    def test_a_button_to_the_providers_is_reusable_though_it_stands_once(self, run, directory):
        run(item(2, "one", '[su_button url="/providers/"]All doctors[/su_button]', kind="page"))
        assert Button.objects.get().page.specific == directory

    def test_a_button_behind_a_gate_is_not_reusable(self, run, client):
        hidden = f"[su_members]{self.BUTTON}[/su_members]"
        run(*(item(number, f"page-{number}", hidden, kind="page") for number in (2, 3)))
        assert not Button.objects.exists()
        assert client.get("/go/get-help/").status_code == 404

    @pytest.mark.parametrize(("without_url", "leads_to"), [("/providers/", "/providers/"), ("", "/")])
    def test_a_button_without_url_leads_where_the_mapping_says_else_home(
        self, run, client, directory, without_url, leads_to
    ):
        report = run(
            item(2, "one", "[su_button]Go[/su_button]", kind="page"),
            mapping=Mapping(button_without_url=without_url),
        )
        assert "button-without-url" in codes(report)
        link = link_named(main_of(client, "/one/"), "Go")
        answer = client.get(link["href"])
        assert (answer.headers["Location"] if answer.status_code == 302 else link["href"]) == leads_to

    def test_an_unsafe_button_goes_nowhere_unsafe_and_is_reported(self, run, client):
        report = run(item(2, "one", '[su_button url="javascript:alert(1)"]Win[/su_button]', kind="page"))
        assert "unsafe-link" in codes(report)
        assert "javascript" not in client.get("/one/").content.decode()


class TestListings:
    def test_a_listing_names_its_topic_and_follows_it(self, run, client):
        run(
            category(7, "care", "Care"),
            item(1, "first", terms=[("category", "care")]),
            item(2, "second", terms=[("category", "care")]),
            item(3, "third", terms=[("category", "care")]),
            item(4, "other"),
            item(9, "lists", '[su_posts posts_per_page="2" tax_term="7" order="desc"]', kind="page"),
        )
        assert listed_titles(main_of(client, "/lists/")) == ["Third", "Second"]

    def test_a_listing_of_an_unknown_term_lists_nothing_and_says_so_to_the_editor(self, run, client):
        report = run(item(1, "first"), item(9, "lists", '[su_posts tax_term="77"]', kind="page"))
        assert "listing-unresolved" in codes(report)
        assert "First" not in main_of(client, "/lists/").get_text()
        assert "77" in ContentPage.objects.get(slug="lists").body[0].value["unresolved"]

    def test_the_mapping_resolves_a_term_by_hand(self, run, client):
        from tests.factories import TopicFactory

        TopicFactory(slug="care")
        report = run(
            item(9, "lists", '[su_posts tax_term="77"]', kind="page"), mapping=Mapping(terms={"77": "care"})
        )
        assert codes(report) == []


class TestLinks:
    @pytest.mark.parametrize(
        "address",
        [
            "https://old.example/target/",
            "http://old.example/target",
            "https://www.old.example/target/",
            "//old.example/target/",
            "/target/",
            "/?page_id=1",
            "https://old.example/?p=1",
        ],
    )
    def test_a_link_to_an_item_becomes_a_link_to_its_page(self, run, client, address):
        run(
            item(1, "target", kind="page"),
            item(2, "source", f'<p>See <a href="{address}">this</a>.</p>', kind="page"),
        )
        page = ContentPage.objects.get(slug="source")
        target = ContentPage.objects.get(slug="target")
        assert f'<a id="{target.pk}" linktype="page">' in str(page.body[0].value.source)
        target.slug = "moved"
        target.save()
        assert main_of(client, "/source/").find("a", string="this")["href"] == "/moved/"

    @pytest.mark.parametrize(
        "address",
        ["https://old.example.evil.test/target/", "https://notold.example/target/", "https://else.example/"],
    )
    def test_other_sites_stay_as_they_are(self, run, client, address):
        run(
            item(1, "target", kind="page"),
            item(2, "source", f'<p><a href="{address}">there</a></p>', kind="page"),
        )
        assert main_of(client, "/source/").find("a", string="there")["href"] == address

    @pytest.mark.parametrize(
        "address", ["https://old.example//evil.test/x/", "https://old.example///evil.test/"]
    )
    def test_an_address_of_the_old_site_never_leads_to_another(self, run, client, address):
        run(item(2, "source", f'<p><a href="{address}">there</a></p>', kind="page"))
        href = main_of(client, "/source/").find("a", string="there")["href"]
        assert href.startswith("/evil.test/")
        assert client.get(href).headers["Location"].startswith("/search/?q=evil")

    @pytest.mark.parametrize(
        "address", ["/admin", "/admin/x/", "/search", "/search/", "/go/x/", "/robots.txt"]
    )
    def test_no_detour_stands_in_the_way_of_what_the_site_answers_itself(self, run, address):
        run(item(2, "source", f'<p><a href="{address}">there</a></p>', kind="page"))
        assert not Redirect.objects.filter(automatically_created=True).exists()

    def test_mail_phone_and_anchors_survive(self, run, client):
        run(
            item(
                2,
                "source",
                '<p><a href="mailto:help@old.example?subject=Hi">mail</a> <a href="tel:+4712345678">call</a> '
                '<a href="#below">below</a></p>',
                kind="page",
            )
        )
        hrefs = [anchor["href"] for anchor in main_of(client, "/source/").select(".w-block-rich_text a")]
        assert hrefs == ["mailto:help@old.example?subject=Hi", "tel:+4712345678", "#below"]

    def test_a_link_to_a_category_leads_to_the_topic(self, run, client):
        run(
            category(7, "care", "Care"),
            item(1, "first", terms=[("category", "care")]),
            item(2, "source", '<p><a href="https://old.example/category/care/">care</a></p>', kind="page"),
        )
        href = main_of(client, "/source/").find("a", string="care")["href"]
        assert href == "/articles/topic/care/"
        assert client.get(href).status_code == 200


class TestOldAddresses:
    def test_each_published_item_answers_at_its_old_path_and_id(self, run, client):
        run(
            item(1, "news", link="https://old.example/2025/03/02/news/"),
            item(2, "about", kind="page"),
        )
        assert client.get("/2025/03/02/news/").status_code == 301
        assert client.get("/2025/03/02/news/").headers["Location"] == "/articles/news/"
        assert client.get("/?p=1").headers["Location"] == "/articles/news/"
        assert client.get("/?page_id=2").headers["Location"] == "/about/"
        assert client.get("/?p=2&utm_source=x").status_code == 301
        assert client.get("/about/").status_code == 200

    @pytest.mark.parametrize(
        "query", ["p=999", "p=abc", "p=", "p=1%00", "p=99999999999999999999", "page_id=-1", "p=²"]
    )
    def test_nonsense_ids_are_the_home_page(self, run, client, query):
        run(item(1, "news"))
        assert client.get(f"/?{query}").status_code == 200

    def test_an_existing_redirect_is_not_touched(self, run, site):
        Redirect.objects.create(old_path="/2025/news", site=site, redirect_link="https://elsewhere.example/")
        run(item(1, "news", link="https://old.example/2025/news/"))
        assert Redirect.objects.get(old_path="/2025/news").link == "https://elsewhere.example/"


class TestMedia:
    @pytest.fixture
    def uploads(self, tmp_path):
        folder = tmp_path / "uploads" / "2025" / "03"
        folder.mkdir(parents=True)
        (folder / "chairs.png").write_bytes(image_file().read())
        (folder / "leaflet.pdf").write_bytes(b"%PDF-1.4 small")
        (folder / "broken.jpg").write_text("this is no picture")
        return tmp_path / "uploads"

    def test_a_qr_code_is_drawn_once_and_one_that_is_too_long_is_named(self, run):
        short = '[su_qrcode data="https://example.org/"]'
        report = run(item(1, "codes", f'{short} {short} [su_qrcode data="{"x" * 5000}"]', kind="page"))
        assert CustomImage.objects.count() == 1
        [issue] = (issue for issue in report.issues if issue.code == "qr-code")
        assert "too long" in issue.detail
        assert len(issue.detail) < 300

    def test_images_and_documents_come_from_the_folder(self, run, client, uploads):
        report = run(
            attachment(5, "2025/03/chairs.png", alt="Two chairs", caption="Our waiting room"),
            attachment(6, "2025/03/leaflet.pdf"),
            item(
                2,
                "source",
                '<p>Text.</p><img class="wp-image-5" src="https://old.example/wp-content/uploads/2025/03/chairs-300x200.png"'
                ' alt="Chairs"/><p><a href="/wp-content/uploads/2025/03/leaflet.pdf">leaflet</a></p>',
                kind="page",
                meta=[],
            ),
            media=uploads,
        )
        image = CustomImage.objects.get()
        assert (image.description, image.caption) == ("Two chairs", "Our waiting room")
        main = main_of(client, "/source/")
        assert main.find("img")["alt"] == "Chairs"
        leaflet = main.find("a", string="leaflet")["href"]
        assert b"".join(client.get(leaflet).streaming_content) == b"%PDF-1.4 small"
        assert counts(report, "images") == {"created": 1}
        assert counts(report, "documents") == {"created": 1}

    def test_without_media_images_are_reported_and_their_place_is_kept_for_editors(self, run, client):
        report = run(
            attachment(5, "2025/03/chairs.png"),
            item(
                2,
                "source",
                '<p>Before</p><img src="/wp-content/uploads/2025/03/chairs.png" alt="Two chairs">',
                kind="page",
            ),
        )
        assert {"media-left-out", "image-missing"} <= set(codes(report))
        assert main_of(client, "/source/").find("img") is None
        kept = [
            block.value for block in ContentPage.objects.get().body if block.block_type == "imported_source"
        ]
        assert "chairs.png" in kept[0]["source"]

    def test_a_file_that_is_no_image_or_not_there_costs_only_itself(self, run, client, uploads):
        report = run(
            attachment(5, "2025/03/broken.jpg"),
            attachment(6, "2025/03/absent.jpg"),
            item(2, "source", "<p>Fine.</p>", kind="page"),
            media=uploads,
        )
        assert codes(report) == ["media-failed", "media-failed"]
        assert "Fine." in main_of(client, "/source/").get_text()

    def test_a_path_cannot_leave_the_folder(self, run, uploads):
        (uploads.parent / "secret.png").write_bytes(image_file().read())
        report = run(attachment(5, "../secret.png"), media=uploads)
        assert codes(report) == ["media-failed"]
        assert not CustomImage.objects.exists()


class TestMenus:
    def test_a_menu_becomes_the_header_navigation(self, run, client):
        report = run(
            category(7, "care", "Care"),
            item(1, "about", kind="page"),
            item(2, "team", kind="page"),
            item(3, "first", terms=[("category", "care")]),
            menu_item(51, "post_type", 1, object_type="page"),
            menu_item(52, "post_type", 2, object_type="page", parent=51, title="The team"),
            menu_item(53, "taxonomy", 7, object_type="category"),
            menu_item(54, "custom", 54, url="https://elsewhere.example/", title="Elsewhere"),
            menu_item(55, "post_type", 999, object_type="page", title="Lost"),
        )
        menu = Menu.objects.get()
        assert [(link.label, link.level) for link in menu.links.all()] == [
            ("About", 1),
            ("The team", 2),
            ("Care", 1),
            ("Elsewhere", 1),
        ]
        assert "menu-link" in codes(report)
        assert counts(report, "menu_links") == {"created": 4, "skipped": 1}
        header = BeautifulSoup(client.get("/").content, "html.parser").find("header")
        hrefs = {anchor.get_text(strip=True): anchor["href"] for anchor in header.find_all("a")}
        assert hrefs["The team"] == "/team/"
        assert hrefs["Care"] == "/articles/topic/care/"


class TestRunningAgain:
    PARTS = (
        category(7, "care", "Care"),
        tag(9, "pain", "pain"),
        item(1, "help", "<p>Help is near.</p>", kind="page"),
        item(2, "one", TestButtons.BUTTON + '<p>[su_posts tax_term="7"]</p>', terms=[("category", "care")]),
        item(3, "two", TestButtons.BUTTON, terms=[("post_tag", "pain")]),
        menu_item(51, "post_type", 1, object_type="page"),
    )

    def test_nothing_is_created_or_updated(self, run):
        run(*self.PARTS)
        before = {page.pk: page.latest_revision_id for page in Page.objects.all()}
        report = run(*self.PARTS)
        assert sum(counter["created"] + counter["updated"] for counter in report.counts.values()) == 0
        assert {page.pk: page.latest_revision_id for page in Page.objects.all()} == before
        assert counts(report, "articles") == {"unchanged": 2}

    def test_what_changed_in_the_export_is_updated_with_a_revision(self, run, client):
        run(*self.PARTS)
        changed = [part.replace("Help is near.", "Help is here.") for part in self.PARTS]
        report = run(*changed)
        assert counts(report, "pages") == {"updated": 1}
        assert "Help is here." in main_of(client, "/help/").get_text()
        assert ContentPage.objects.get(slug="help").revisions.count() == 2

    def test_what_an_editor_changed_here_is_left_alone_and_listed(self, run, client):
        run(*self.PARTS)
        page = ContentPage.objects.get(slug="help")
        page.title = "Help, as we say here"
        page.save_revision().publish()
        report = run(*[part.replace("Help is near.", "Help is here.") for part in self.PARTS])
        assert "conflict" in codes(report)
        assert main_of(client, "/help/").h1.get_text() == "Help, as we say here"
        assert counts(report, "pages") == {"skipped": 1}

    def test_what_an_editor_deleted_is_not_made_again(self, run):
        run(*self.PARTS)
        ContentPage.objects.get(slug="help").delete()
        report = run(*self.PARTS)
        assert not ContentPage.objects.filter(slug="help").exists()
        assert "deleted-here" in codes(report)

    def test_a_topic_that_an_editor_made_before_is_used(self, run):
        from tests.factories import TopicFactory

        own = TopicFactory(slug="care", name="Our own care")
        report = run(*self.PARTS)
        assert ServiceArticlePage.objects.get(slug="one").topics.get() == own
        assert Topic.objects.get().name == "Our own care"
        assert counts(report, "topics") == {"unchanged": 1}

    def test_two_sites_with_the_same_ids_do_not_meet(self, run, tmp_path):
        run(item(1, "one", kind="page"))
        other = write(tmp_path / "other.xml", item(1, "uno", kind="page"))
        other.write_text(other.read_text().replace("https://old.example", "https://other.example"))
        Importer(other).run()
        assert sorted(ContentPage.objects.values_list("slug", flat=True)) == ["one", "uno"]

    def test_a_slug_that_is_taken_gets_a_number_and_a_line(self, run, home):
        home.add_child(instance=ContentPage(title="Ours", slug="help"))
        report = run(*self.PARTS)
        assert ContentPage.objects.filter(slug="help-2").exists()
        assert "slug-taken" in codes(report)

    @pytest.mark.parametrize("slug", ["es", "ar-clinic"])
    def test_a_page_named_like_a_language_is_reached(self, run, client, slug):
        run(item(1, slug, "<p>Our interpreters.</p>", kind="page"))
        assert "Our interpreters." in client.get(ContentPage.objects.get().url).content.decode()


def test_a_dry_run_reports_all_and_writes_nothing(run):
    report = run(item(1, "one"), item(2, "two", kind="page"), dry_run=True)
    assert counts(report, "articles") == {"created": 1}
    assert not ServiceArticlePage.objects.exists()
    assert not ImportedItem.objects.exists()
    assert not Author.objects.exists()
    assert not ProviderIndexPage.objects.exists()


def test_one_bad_item_does_not_stop_the_rest(run, monkeypatch, client):
    from cms.wordpress import pages

    convert = pages.convert

    def fails_on_the_word_poison(content, **context):
        if "poison" in content:
            raise ValueError("cannot be digested")
        return convert(content, **context)

    monkeypatch.setattr(pages, "convert", fails_on_the_word_poison)
    report = run(item(1, "bad", "poison", kind="page"), item(2, "good", "<p>Fine.</p>", kind="page"))
    assert [(issue.code, issue.severity, issue.item.id) for issue in report.issues] == [
        ("item-failed", "error", 1)
    ]
    assert "Fine." in main_of(client, "/good/").get_text()
    assert not ContentPage.objects.get(slug="bad").live


class TestCommand:
    def test_the_report_is_json_of_the_agreed_shape(self, tmp_path, capsys):
        export = write(
            tmp_path / "export.xml", item(1, "one", "[su_countdown]Mind this.[/su_countdown]", kind="page")
        )
        call_command("import_wordpress", export, report=tmp_path / "report.json")
        report = json.loads((tmp_path / "report.json").read_text())
        assert report["source"] == "export.xml"
        assert report["counts"]["pages"] == {"created": 1, "updated": 0, "unchanged": 0, "skipped": 0}
        assert set(report["counts"]) == {
            "articles", "pages", "providers", "buttons", "images", "documents", "topics", "tags", "authors", "menus",
            "menu_links", "comments", "redirects",
        }  # fmt: skip
        [issue] = report["issues"]
        assert issue["code"] == "unknown-shortcode"
        assert issue["item"] == {"type": "page", "id": 1, "title": "One", "url": "https://old.example/one/"}
        assert "unknown-shortcode" in capsys.readouterr().out
        run = ImportRun.objects.get()
        assert run.counts == report["counts"]
        assert run.status == ImportRun.Status.FINISHED
        assert [row.detail for row in run.issues.all()] == [issue["detail"]]
        assert run.issues.get().target == ContentPage.objects.get().page_ptr.specific

    def test_strict_ends_with_3_after_a_loss_and_only_then(self, tmp_path):
        lossy = write(
            tmp_path / "lossy.xml", item(1, "one", "[su_countdown]Mind this.[/su_countdown]", kind="page")
        )
        with pytest.raises(SystemExit) as ended:
            call_command("import_wordpress", lossy, "--strict")
        assert ended.value.code == 3
        assert ContentPage.objects.filter(slug="one").exists()
        call_command(
            "import_wordpress", write(tmp_path / "fine.xml", item(2, "two", kind="page")), "--strict"
        )

    @pytest.mark.parametrize(
        ("name", "content", "says"),
        [
            ("absent.xml", None, "There is no file"),
            ("empty.xml", b"", "is empty"),
            ("page.xml", b"<!DOCTYPE html><html><body>Hello</body></html>", "web page"),
            ("data.xml", b'{"posts": []}', "JSON"),
            ("cut.xml", None, "incomplete"),
            ("dtd.xml", None, "DTD"),
            ("noise.txt", b"\x00\x01\xff", "“noise.txt”"),
        ],
    )
    def test_a_file_that_is_no_export_is_refused_with_one_sentence(self, tmp_path, name, content, says):
        path = tmp_path / name
        whole = write(tmp_path / "whole.xml", item(1, "one"), item(2, "two")).read_text()
        if name == "cut.xml":
            path.write_text(whole[: len(whole) * 2 // 3])
        elif name == "dtd.xml":
            path.write_text(
                whole.replace("<rss", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>\n<rss', 1)
            )
        elif content is not None:
            path.write_bytes(content)
        pages = Page.objects.count()
        with pytest.raises(CommandError, match=says) as refused:
            call_command("import_wordpress", path)
        assert refused.value.returncode == 1
        assert str(refused.value).count("\n") == 0
        assert Page.objects.count() == pages
        assert not ImportRun.objects.exists()

    def test_of_several_files_none_is_imported_when_one_is_refused(self, tmp_path):
        good = write(tmp_path / "good.xml", item(1, "one"))
        with pytest.raises(CommandError):
            call_command("import_wordpress", good, tmp_path / "absent.xml")
        assert not ServiceArticlePage.objects.exists()

    def test_a_wrong_mapping_or_folder_is_named(self, tmp_path):
        export = write(tmp_path / "export.xml", item(1, "one"))
        (tmp_path / "map.toml").write_text('[types.doctor]\nas = "person"\n')
        with pytest.raises(CommandError, match=r"types\.doctor"):
            call_command("import_wordpress", export, mapping=tmp_path / "map.toml")
        with pytest.raises(CommandError, match="no such folder"):
            call_command("import_wordpress", export, media=str(tmp_path / "absent"))

    def test_analysis_counts_and_writes_nothing(self, tmp_path, capsys):
        export = write(
            tmp_path / "export.xml",
            category(7, "care", "Care"),
            item(1, "one", "[su_box][su_button]Go[/su_button][/su_box]"),
            item(2, "two", "<!-- wp:paragraph --><p>Text</p><!-- /wp:paragraph -->", kind="page"),
        )
        call_command("analyse_wordpress", export)
        printed = " ".join(capsys.readouterr().out.split())
        for expected in (
            "1 post (publish) https://old.example/one/",
            "1 page (publish) https://old.example/two/",
            "1 category",
            "1 su_box https://old.example/one/",
            "1 su_button https://old.example/one/",
            "1 paragraph https://old.example/two/",
        ):
            assert expected in printed
        assert not ServiceArticlePage.objects.exists()


class TestTextDocument:
    TEXT = """Asking a friend to come along

A second pair of ears helps when there is much to take in.

What your friend can do

  • Write down the answers.
  • Ask what you forgot.

You can read more about this here.

[su_button background=”#9F0102″]See the doctors[/su_button]

Further articles

[su_posts posts_per_page=”2″ tax_term=”7″ order=”desc”]
"""

    def test_it_becomes_a_draft_article_with_button_listing_and_report(self, tmp_path, client):
        (tmp_path / "friend.txt").write_text(self.TEXT, encoding="utf-8")
        report = Importer(tmp_path / "friend.txt").run()
        article = ServiceArticlePage.objects.get()
        assert (article.title, article.live) == ("Asking a friend to come along", False)
        assert [block.block_type for block in article.body] == [
            "rich_text", "heading", "list", "rich_text", "button", "heading", "service_articles",
        ]  # fmt: skip
        assert len(article.body[2].value["items"]) == 2
        assert {"listing-unresolved", "lost-link", "button-without-url", "healed-quotes"} == set(
            codes(report)
        )
        assert counts(Importer(tmp_path / "friend.txt").run(), "articles") == {"unchanged": 1}

    def test_publish_publishes_it(self, tmp_path, client):
        (tmp_path / "friend.txt").write_text(self.TEXT, encoding="utf-8")
        call_command("import_wordpress", tmp_path / "friend.txt", "--publish")
        main = main_of(client, ServiceArticlePage.objects.get().get_url())
        assert [found.get_text() for found in main.select_one(".body").find_all("h2")] == [
            "What your friend can do",
            "Further articles",
        ]


class TestRealExports:
    """Over the exports beside the repository, and over our demo."""

    def test_the_demo_fills_a_whole_site(self, client, settings):
        from cms.wordpress.management.commands.create_demo import DEMO

        mapping = parse_mapping((DEMO / "mapping.toml").read_text())
        report = Importer(DEMO / "export.xml", Options(mapping=mapping, media=DEMO / "uploads")).run()
        assert [issue for issue in report.issues if issue.severity == "error"] == []
        urls = [page.get_url() for page in Page.objects.live().filter(depth__gt=1)]
        urls += [provider.get_url() for provider in Provider.objects.all()]
        assert len(urls) >= 20
        for url in urls:
            main = main_of(client, url)
            assert len(main.find_all("h1")) == 1, url
            assert "[su_" not in main.get_text()
        assert Button.objects.get().page.specific_class is ProviderIndexPage
        again = Importer(DEMO / "export.xml", Options(mapping=mapping, media=DEMO / "uploads")).run()
        assert sum(counter["created"] + counter["updated"] for counter in again.counts.values()) == 0

    def test_the_seed_site(self, client, shared):
        folder = shared / "wordpress"
        report = Importer(folder / "seed-site/seed-site.wxr.xml", Options(media=folder / "uploads")).run()
        assert counts(report, "articles") == {"created": 8}
        assert counts(report, "pages") == {"created": 4}
        assert counts(report, "buttons") == {"created": 1}
        for variant in ("", "-typographic", "-blocks"):
            main = main_of(client, f"/seeking-a-second-opinion{variant}/")
            listed = listed_titles(main)
            assert listed == ["Preparing for your first appointment", "Understanding treatment costs"]

    def test_the_seed_document(self, client, shared):
        [document] = (shared / "seed").glob("*.txt")
        report = Importer(document, Options(publish=True)).run()
        main = main_of(client, ServiceArticlePage.objects.get().get_url())
        body = main.select(".w-block-heading")
        assert len(body) == 7
        assert [len(found.find_all("li")) for found in main.select(".w-block-list")] == [11, 3, 5]
        assert {"listing-unresolved", "lost-link", "button-without-url"} <= set(codes(report))
        assert any("term 7" in issue.detail for issue in report.issues)


def test_a_second_import_at_the_same_time_is_refused(tmp_path):
    export = write(tmp_path / "export.xml", item(1, "one"))
    with only_one(), pytest.raises(CommandError, match="Another import"):
        call_command("import_wordpress", export)
    assert not ServiceArticlePage.objects.exists()
    call_command("import_wordpress", export)
    assert ServiceArticlePage.objects.exists()
