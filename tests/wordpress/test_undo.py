"""Undo of an import: what nobody touched since goes, the rest stays and the report says why."""

from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from django.core.files.storage import default_storage
from taggit.models import Tag
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, ReferenceIndex

from cms.images.models import CustomImage
from cms.pages.models import Menu
from cms.wordpress import tasks, undo
from cms.wordpress.context import Options
from cms.wordpress.importer import Importer
from cms.wordpress.journal import Cancelled
from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.undo import Plan
from home.models import ContentPage, HomePage
from providers.models import Provider
from services.models import Author, ServiceArticleIndexPage, ServiceArticlePage, Topic
from tests import factories, html
from tests.factories import image_file
from tests.forms import filled_form
from tests.wordpress.exports import attachment, category, item, menu_item, tag, write

pytestmark = pytest.mark.django_db
Status = ImportRun.Status
MADE = (ServiceArticlePage, ContentPage, CustomImage, Topic, Author, Tag, Menu, Redirect, Provider)
PICTURE = "https://old.example/wp-content/uploads/2024/01/bench.png"

SITE = (
    category(4, "care", "Care"),
    category(5, "at-home", "At home", parent="care"),
    tag(9, "pain", "pain"),
    attachment(50, "2024/01/bench.png", alt="A bench"),
    item(
        12, "resting", f'<p>Rest helps.</p><img src="{PICTURE}" alt="A bench">',
        terms=[("category", "at-home"), ("post_tag", "pain")], meta=[("_thumbnail_id", "50")],
    ),
    item(20, "about", "<p>About us.</p>", kind="page"),
    item(21, "team", "<p>The team.</p>", kind="page", parent=20),
    menu_item(60, "post_type", 20),
)  # fmt: skip


@pytest.fixture
def uploads(tmp_path) -> Path:
    folder = tmp_path / "uploads"
    (folder / "2024/01").mkdir(parents=True)
    (folder / "2024/01/bench.png").write_bytes(image_file().read())
    return folder


@pytest.fixture
def importing(tmp_path, uploads):
    """Import parts of an export and give the run."""

    def import_parts(*parts, **options) -> ImportRun:
        before = set(ImportRun.objects.values_list("pk", flat=True))
        Importer(write(tmp_path / "site.xml", *(parts or SITE)), Options(media=uploads, **options)).run()
        return ImportRun.objects.exclude(pk__in=before).get()

    return import_parts


@pytest.fixture
def run(importing) -> ImportRun:
    return importing()


def undone(run: ImportRun) -> ImportRun:
    """Undo a run as its process does."""
    ImportRun.objects.filter(pk=run.pk).update(status=Status.WAITING, options={**run.options, "job": "undo"})
    tasks.perform(run.pk)
    run.refresh_from_db()
    return run


def figures() -> dict[str, int]:
    return {model.__name__: model.objects.count() for model in MADE}


def reasons(run: ImportRun) -> dict[str, str]:
    return {issue.item_title: issue.detail for issue in run.issues.filter(code=undo.KEPT)}


def edit(page, user=None, **fields):
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish()


def test_all_that_a_run_made_is_gone_and_a_later_import_makes_it_again(importing):
    before = figures()
    run = importing()
    files = [image.file.name for image in CustomImage.objects.all()]
    made = figures()
    assert all(made[name] > before[name] for name in before if name != "Provider")
    assert undone(run).status == Status.UNDONE
    assert figures() == before
    assert not ImportedItem.objects.filter(created_in=run).exists()
    assert not ReferenceIndex.objects.filter(to_object_id__in=["0"]).exists()
    assert reasons(run) == {}
    assert run.options["undone"]["deleted"]["articles"] == 1
    assert files
    importing()
    assert figures() == made


def test_the_files_of_the_images_go_too(importing, django_capture_on_commit_callbacks):
    run = importing()
    names = [image.file.name for image in CustomImage.objects.all()]
    assert all(default_storage.exists(name) for name in names)
    with django_capture_on_commit_callbacks(execute=True):
        undone(run)
    assert not any(default_storage.exists(name) for name in names)


def test_what_was_here_before_is_not_touched(importing, home, index):
    page = factories.ServiceArticlePageFactory(parent=index, title="Of our own")
    image, topic = factories.ImageFactory(), factories.TopicFactory(name="Care", slug="care")
    before = figures()
    undone(importing())
    assert figures() == before
    for thing in (page, image, topic, home, index):
        assert type(thing).objects.filter(pk=thing.pk).exists(), thing


def test_a_page_that_an_editor_changed_stays_with_all_that_it_uses(run, client):
    article = ServiceArticlePage.objects.get()
    edit(article, summary="Written here.")
    undone(run)
    assert ServiceArticlePage.objects.get().summary == "Written here."
    assert [topic.name for topic in article.topics.all()] == ["At home"]
    assert Topic.objects.filter(name="Care").exists(), "the topic above one that stays"
    assert [found.name for found in article.tags.all()] == ["pain"]
    assert [author.name for author in article.authors.all()] == ["Nina Berg"]
    assert CustomImage.objects.count() == 1
    assert not ContentPage.objects.exists()
    assert client.get(article.get_url()).status_code == 200
    assert client.get("/resting/").url == article.get_url()
    assert client.get("/about/").status_code == 404
    assert "Somebody changed it here since" in reasons(run)["Resting"]
    assert "Something that stays uses it" in reasons(run)["At home"]


def test_a_page_below_which_somebody_made_another_stays_with_those_above_it(run):
    team = ContentPage.objects.get(slug="team")
    team.add_child(instance=ContentPage(title="Nurses", slug="nurses"))
    undone(run)
    assert {page.slug for page in ContentPage.objects.all()} == {"about", "team", "nurses"}
    assert "A page below it stays" in reasons(run)["About"]
    assert not ServiceArticlePage.objects.exists()


def test_an_image_and_a_topic_that_others_use_now_stay(run):
    index = ServiceArticleIndexPage.objects.get()
    image, topic = CustomImage.objects.get(), Topic.objects.get(name="At home")
    page = factories.ServiceArticlePageFactory(parent=index, title="Of our own", image=image, topics=[topic])
    undone(run)
    page.refresh_from_db()
    assert page.image == image
    assert list(page.topics.all()) == [topic]
    assert {found.name for found in Topic.objects.all()} == {"Care", "At home"}
    assert not Author.objects.exists()
    assert not ContentPage.objects.exists()


def test_an_image_in_the_text_of_another_page_stays(run, home):
    image = CustomImage.objects.get()
    block = {"image": image.pk, "alt_text": "A bench", "decorative": False}
    page = ContentPage(title="Own", slug="own", body=html.stream(("image", {"image": block})))
    home.add_child(instance=page)
    undone(run)
    assert CustomImage.objects.get() == image


def test_an_edit_in_the_admin_is_seen_on_what_has_no_revisions(run, admin_client):
    author = Author.objects.get()
    path = f"/admin/snippets/services/author/edit/{author.pk}/"
    assert admin_client.post(path, filled_form(admin_client, path, name="Nina Berg-Olsen")).status_code == 302
    undone(run)
    assert Author.objects.get().name == "Nina Berg-Olsen"
    assert not ServiceArticlePage.objects.exists()


def test_a_page_that_somebody_unpublished_counts_as_changed(run):
    article = ServiceArticlePage.objects.get()
    article.unpublish(user=get_user_model().objects.create_superuser("root", password="root"))
    undone(run)
    assert ServiceArticlePage.objects.get() == article


def test_what_a_later_import_wrote_stays(run, importing):
    changed = [part.replace("Rest helps.", "Rest helps a lot.") for part in SITE]
    later = importing(*changed)
    undone(run)
    assert "a lot" in str(ServiceArticlePage.objects.get().body)
    assert not ContentPage.objects.exists()
    assert "A later import wrote it" in reasons(run)["Resting"]
    undone(later)
    assert ServiceArticlePage.objects.exists(), "it was made by the run before"


def test_an_import_of_the_same_export_takes_nothing_from_the_first(run, importing):
    again = importing()
    assert not again.created.exists()
    undone(run)
    assert not ServiceArticlePage.objects.exists()
    assert not ContentPage.objects.exists()


def test_the_home_page_that_was_filled_stays(importing):
    from cms.wordpress.mapping import Mapping

    run = importing(item(5, "hello", "<p>Come in.</p>", kind="page"), mapping=Mapping(home="hello"))
    undone(run)
    assert HomePage.objects.count() == 1


def test_an_object_that_was_deleted_here_is_forgotten(run, importing):
    ServiceArticlePage.objects.get().delete()
    undone(run)
    importing()
    assert ServiceArticlePage.objects.get().title == "Resting"


def test_undoing_twice_is_undoing_once(run):
    edit(ServiceArticlePage.objects.get(), summary="Written here.")
    undone(run)
    after, said = figures(), reasons(run)
    undone(run)
    assert (figures(), reasons(run)) == (after, said)


def test_an_undo_that_is_interrupted_goes_on(run, monkeypatch):
    monkeypatch.setattr(undo, "BATCH", 1)
    calls = []
    delete = undo._delete  # noqa: SLF001  where its process is ended

    def delete_some(batch, plan):
        calls.append(batch)
        if len(calls) == 2:
            raise SystemExit(143)
        return delete(batch, plan)

    monkeypatch.setattr(undo, "_delete", delete_some)
    with pytest.raises(SystemExit):
        undone(run)
    run.refresh_from_db()
    assert run.status == Status.CANCELLED
    assert sum(run.options["undone"]["deleted"].values()) == 1
    assert run.created.exists()
    undone(run)
    assert run.status == Status.UNDONE
    assert not ServiceArticlePage.objects.exists()
    assert not run.created.exists()


def test_an_undo_can_be_cancelled_between_batches(run, monkeypatch):
    monkeypatch.setattr(undo, "BATCH", 1)
    monkeypatch.setattr("cms.wordpress.journal.EVERY", 0)
    ImportRun.objects.filter(pk=run.pk).update(cancel_requested=True)
    with pytest.raises(Cancelled):
        undo.undo(run)
    assert ServiceArticlePage.objects.exists()


def test_what_changes_while_the_undo_goes_on_stays(run, monkeypatch):
    article = ServiceArticlePage.objects.get()
    plan = Plan.deletable.fget

    def deletable(self):
        found = plan(self)
        edit(article, summary="At the last moment.")
        return found

    monkeypatch.setattr(Plan, "deletable", property(deletable))
    undone(run)
    assert ServiceArticlePage.objects.get().summary == "At the last moment."
    assert CustomImage.objects.exists(), "it is still used"
    assert not ContentPage.objects.exists()


def test_the_tree_is_sound_afterwards(run):
    undone(run)
    assert [list(problems) for problems in Page.find_problems()] == [[], [], [], [], []]


# The screen


def test_the_screen_counts_what_goes_and_what_stays_and_does_nothing(run, admin_client):
    edit(ServiceArticlePage.objects.get(), summary="Written here.")
    before = figures()
    page = html.parse(admin_client.get(f"/admin/wordpress/{run.pk}/undo/")).main
    rows = {
        row.th.get_text(strip=True): [cell.get_text() for cell in row.find_all("td")]
        for row in page.select("tbody tr")
    }
    assert rows["Service articles"] == ["0", "1"]
    assert rows["Pages"] == ["2", "1"], "the index stays with the article below it"
    assert "Somebody changed it here since" in page.get_text()
    assert figures() == before


def test_the_screen_starts_the_undo(run, admin_client, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(tasks, "_start_process", lambda run: tasks.perform(run.pk))
    with django_capture_on_commit_callbacks(execute=True):
        answer = admin_client.post(f"/admin/wordpress/{run.pk}/undo/")
    text = html.text(admin_client.get(answer.url))
    assert "undone" in text
    assert "Service articles: 1" in text
    assert not ServiceArticlePage.objects.exists()


@pytest.mark.parametrize("fields", [{"dry_run": True}, {"status": Status.RUNNING}, {}])
def test_what_cannot_be_undone_is_refused(admin_client, fields):
    run = ImportRun.objects.create(source="a", **{"status": Status.FINISHED, **fields})
    for method in (admin_client.get, admin_client.post):
        assert method(f"/admin/wordpress/{run.pk}/undo/").url == f"/admin/wordpress/{run.pk}/"
    run.refresh_from_db()
    assert run.options == {}


def test_the_plan_asks_a_fixed_number_of_questions(importing, django_assert_max_num_queries):
    many = [item(100 + number, f"post-{number}", terms=[("category", "at-home")]) for number in range(60)]
    run = importing(*SITE, *many)
    with django_assert_max_num_queries(60):
        plan = Plan(run)
        assert plan.counts["articles"] == {"delete": 61, "keep": 0}
