"""What a later run may do to what an earlier one and the editors left, as whoever moves the site sees it."""

import pytest
from django.core.management import call_command
from taggit.models import Tag
from wagtail.models import Page, PageViewRestriction

from cms.images.models import CustomImage
from cms.pages.models import Menu, MenuLink
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.mapping import Mapping, TypeMapping
from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.pages import PageWriter
from home.models import ContentPage
from providers.models import Provider
from services.models import ServiceArticlePage, Topic
from tests.factories import image_file
from tests.wordpress.exports import attachment, category, comment, item, menu_item, tag, write

pytestmark = pytest.mark.django_db
DOCTORS = Mapping(types={"doctor": TypeMapping("provider", {"city": "d_city"})})


@pytest.fixture
def run(tmp_path):
    def run_import(*parts, name="export.xml", **options):
        return Importer(write(tmp_path / name, *parts), Options(**options)).run()

    return run_import


def codes(report):
    return [issue.code for issue in report.issues]


def test_no_two_pages_get_one_address_however_many_there_are(run, client):
    others = [item(number, f"page-{number}", kind="page", parent=1) for number in range(10, 75)]
    report = run(
        item(1, "about", kind="page"),
        item(2, "contact", "<p>Ring us.</p>", kind="page", parent=1),
        *others,
        item(90, "", "<p>Write us.</p>", kind="page", parent=1, title="Contact", link="https://old.example/?page_id=90"),
    )  # fmt: skip
    addresses = list(Page.objects.values_list("url_path", flat=True))
    assert len(addresses) == len(set(addresses))
    assert client.get("/about/contact/").status_code == 200
    assert client.get("/about/contact-2/").status_code == 200
    assert "slug-taken" in codes(report)


def test_what_goes_takes_no_page_with_it_that_came_just_now(run):
    run(item(1, "old", kind="page"), item(5, "other", kind="page"))
    report = run(
        item(5, "other", kind="page"), item(7, "new", kind="page", parent=1), remove_gone=True
    )  # fmt: skip
    assert ContentPage.objects.filter(slug="new").exists()
    assert "removed" not in codes(report)
    assert "gone" in codes(report)


def test_a_page_that_an_editor_withdrew_stays_withdrawn(run, client):
    run(item(1, "one", "<p>Take two.</p>", kind="page"))
    ContentPage.objects.get().unpublish()
    report = run(item(1, "one", "<p>Take three.</p>", kind="page"))
    assert client.get("/one/").status_code == 404
    assert "conflict" in codes(report)


def test_a_page_that_an_editor_locked_is_left_alone(run):
    run(item(1, "one", "<p>Take two.</p>", kind="page"))
    Page.objects.filter(slug="one").update(locked=True)
    report = run(item(1, "one", "<p>Take three.</p>", kind="page"))
    assert "Take two." in str(ContentPage.objects.get().body)
    assert "conflict" in codes(report)


def test_a_change_that_comes_over_is_no_minor_one(run):
    run(item(1, "one", "<p>Take two.</p>"))
    article = ServiceArticlePage.objects.get()
    article.minor_change = True
    article.save_revision().publish()
    run(item(1, "one", "<p>Take three.</p>", date="2026-03-04 05:06:07"), overwrite=True)
    article = ServiceArticlePage.objects.get()
    assert not article.minor_change
    assert article.updated_at == article.last_published_at
    assert f"{article.updated_at:%Y-%m-%d}" == "2026-03-04"


def test_what_an_editor_wrote_while_the_page_was_empty_stays(run, monkeypatch):
    """An import makes all pages first and fills them later; somebody may be faster."""
    fill = PageWriter.fill

    def too_late(self, items):
        page = ContentPage.objects.get(slug="one")
        page.summary = "Written meanwhile."
        page.save_revision().publish()
        monkeypatch.setattr(PageWriter, "fill", fill)
        return fill(self, items)

    monkeypatch.setattr(PageWriter, "fill", too_late)
    report = run(item(1, "one", "<p>Old.</p>", kind="page"))
    assert "conflict" in codes(report)
    again = run(item(1, "one", "<p>Newer.</p>", kind="page"))
    assert "conflict" in codes(again)
    assert ContentPage.objects.get().summary == "Written meanwhile."
    run(item(1, "one", "<p>Newer.</p>", kind="page"), overwrite=True)
    assert "Newer." in str(ContentPage.objects.get().body)


def test_names_of_the_mapping_that_the_export_does_not_know_are_told(run):
    mapping = Mapping(home="nosuch", header_menu="nomenu", types={"nodoctor": TypeMapping("provider")})
    report = run(item(1, "one"), mapping=mapping)
    told = " ".join(issue.detail for issue in report.issues if issue.code == "mapping-unused")
    assert all(name in told for name in ("nosuch", "nomenu", "nodoctor"))


def test_a_scheduled_page_that_went_live_is_updated(run):
    run(item(1, "one", "<p>First.</p>", kind="page", status="future", date="2999-01-01 00:00:00"))
    page = ContentPage.objects.get()
    page.get_latest_revision().publish()
    Page.objects.filter(pk=page.pk).update(live=True)
    report = run(item(1, "one", "<p>Second.</p>", kind="page"))
    assert "conflict" not in codes(report)
    assert "Second." in str(ContentPage.objects.get().body)


def test_a_dry_run_is_no_earlier_export(run):
    run(item(1, "one"), item(2, "two"), dry_run=True)
    run(item(1, "one"), name="first.xml")
    run(item(2, "two"), name="second.xml", remove_gone=True)
    assert ServiceArticlePage.objects.count() == 2
    assert not ImportRun.objects.filter(dry_run=True).exclude(seen={}).exists()


def test_what_was_closed_there_is_closed_here_though_it_was_edited(run, client):
    run(item(1, "one", "<p>Words for all.</p>", kind="page"))
    page = ContentPage.objects.get()
    page.summary = "Edited here."
    page.save_revision().publish()
    run(item(1, "one", "<p>Words for some.</p>", kind="page", status="private"))
    assert PageViewRestriction.objects.filter(page=page).exists()
    assert "Words for all" not in client.get("/one/", follow=True).content.decode()
    assert ContentPage.objects.get().summary == "Edited here."


def test_a_type_that_gets_a_mapping_later_keeps_its_pages(run, client):
    run(item(1, "gala", "<p>Come.</p>", kind="event"))
    report = run(
        item(1, "gala", "<p>Come.</p>", kind="event"), mapping=Mapping(types={"event": TypeMapping("article")})
    )  # fmt: skip
    assert not ServiceArticlePage.objects.exists()
    assert ContentPage.objects.get().live
    assert "kept-type" in codes(report)
    assert "gone" not in codes(report)


def test_a_page_that_moved_in_wordpress_is_named(run):
    run(item(1, "about", kind="page"), item(2, "team", kind="page", link="https://old.example/team/"))
    report = run(
        item(1, "about", kind="page"),
        item(2, "people", kind="page", parent=1, link="https://old.example/about/people/"),
    )
    [issue] = [issue for issue in report.issues if issue.code == "moved-in-export"]
    assert "/team/" in issue.detail


def test_publishing_a_document_later_publishes_it(tmp_path):
    document = tmp_path / "advice.txt"
    document.write_text("Good advice\n\nDrink enough.\n")
    Importer(document).run()
    assert not ServiceArticlePage.objects.get().live
    Importer(document, Options(publish=True)).run()
    assert ServiceArticlePage.objects.get().live


def test_overwriting_takes_terms_and_menus_too(run):
    parts = (
        category(4, "care", "Care"),
        item(1, "about", kind="page"),
        menu_item(50, "post_type", 1, object_type="page", title="About"),
    )
    run(*parts)
    Topic.objects.update(name="Renamed here")
    MenuLink.objects.update(text="Renamed here")
    run(*parts)
    assert Topic.objects.get().name == "Renamed here"
    run(*parts, overwrite=True)
    assert Topic.objects.get().name == "Care"
    assert Menu.objects.get().links.get().text == "About"


def test_a_tag_that_was_deleted_here_stays_deleted(run):
    parts = (tag(9, "pain", "pain"), item(1, "one", terms=[("post_tag", "pain")]))
    run(*parts)
    Tag.objects.all().delete()
    report = run(*parts)
    assert not Tag.objects.exists()
    assert "deleted-here" in codes(report)


def test_a_menu_link_that_is_too_long_costs_only_itself(run):
    report = run(
        item(1, "about", kind="page"),
        menu_item(50, "custom", 50, url=f"tel:{'1' * 60}", title="Ring"),
        menu_item(51, "post_type", 1, object_type="page", title="About"),
    )
    assert [link.text for link in MenuLink.objects.all()] == ["About"]
    assert "menu-link" in codes(report)


class TestProviders:
    def doctor(self, content="<p>Kind.</p>", **options):
        return item(31, "dr-lind", content, kind="doctor", title="Dr Lind", **options)

    def test_comments_are_reported(self, run):
        report = run(self.doctor(extra=comment(5, "Thank you.")), mapping=DOCTORS)
        assert "comments-no-page" in codes(report)

    def test_a_missing_picture_and_a_schedule_are_reported(self, run):
        report = run(
            self.doctor(meta=[("_thumbnail_id", "77")], status="future", date="2999-01-01 00:00:00"),
            mapping=DOCTORS,
        )
        assert {"image-missing", "scheduled-provider"} <= set(codes(report))
        assert ImportedItem.objects.get(kind="providers").pending is not None

    def test_who_is_quoted_stays(self, run):
        quote = "<blockquote><p>Be well</p><cite>Ada Berg</cite></blockquote><p>Hi.</p>"
        run(self.doctor(quote), mapping=DOCTORS)
        assert "Ada Berg" in Provider.objects.get().description

    def test_other_fields_follow_the_export(self, run):
        run(self.doctor(meta=[("d_fee", "200")]), mapping=DOCTORS)
        run(self.doctor(meta=[("d_fee", "300")]), mapping=DOCTORS)
        assert ImportedItem.objects.get(kind="providers").meta["d_fee"] == ["300"]

    def test_what_did_not_change_is_left_alone(self, run, django_assert_max_num_queries):
        doctors = [item(100 + number, f"dr-{number}", "<p>Kind.</p>", kind="doctor") for number in range(40)]
        first = run(*doctors, mapping=DOCTORS)
        assert first.counts["providers"]["created"] == 40
        with django_assert_max_num_queries(90):
            again = run(*doctors, mapping=DOCTORS)
        assert again.counts["providers"]["unchanged"] == 40


def test_the_command_imports_again(tmp_path, capsys):
    export = write(tmp_path / "export.xml", item(1, "one"))
    call_command("import_wordpress", export)
    call_command("import_wordpress", export)
    assert "1 unchanged" in capsys.readouterr().out


def test_pages_that_stand_too_deep_stand_on_top(run):
    report = run(*(item(number, f"page-{number}", kind="page", parent=number - 1) for number in range(1, 71)))
    assert ContentPage.objects.filter(live=True).count() == 70
    assert max(len(path) for path in Page.objects.values_list("path", flat=True)) <= 255
    assert "too-deep" in codes(report)


def test_a_file_that_a_killed_run_left_does_not_change_the_name_of_the_next(tmp_path):
    """Content may hold the address of a rendition, which follows from the name of the file."""
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/boat.png").write_bytes(image_file("boat.png", size=(40, 30)).read())
    export = write(tmp_path / "export.xml", attachment(5, "boat.png"))
    Importer(export, Options(media=tmp_path / "uploads")).run()
    image = CustomImage.objects.get()
    names = {image.file.name, *image.renditions.values_list("file", flat=True)}
    CustomImage.objects.all().delete()  # the files would go with the transaction, which does not end here
    ImportedItem.objects.all().delete()
    Importer(export, Options(media=tmp_path / "uploads")).run()
    image = CustomImage.objects.get()
    assert {image.file.name, *image.renditions.values_list("file", flat=True)} == names
