"""The import in the admin: every screen, for every role, with what a hostile file or person may send."""

import csv
import gzip
import io
import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cms.wordpress import runs, tasks
from cms.wordpress.forms.choices import ChoicesForm
from cms.wordpress.journal import Journal
from cms.wordpress.lock import only_one
from cms.wordpress.models import ImportedItem, ImportIssue, ImportRun
from cms.wordpress.views import setup
from home.models import ContentPage, HomePage
from providers.models import Provider
from services.models import ServiceArticlePage
from tests import html
from tests.forms import filled_form
from tests.wordpress import exports
from tests.wordpress.exports import category, item

pytestmark = pytest.mark.django_db
IMPORT = "/admin/wordpress/"
PAST = "/admin/wordpress/runs/"
SCREENS = ("", "choices/", "progress/", "report/", "report/?export=csv", "report/?export=json", "undo/")
ACTIONS = ("choices/", "cancel/", "resume/", "again/", "discard/", "undo/")
Status = ImportRun.Status


def export(*parts: str) -> bytes:
    return (exports.HEAD + "".join(parts) + exports.TAIL).encode()


SITE = export(
    category(4, "care", "Care"),
    item(12, "resting", "<p>Rest helps.</p>", terms=[("category", "care")]),
    item(20, "about", kind="page"),
    item(31, "ann-alder", kind="doctor", meta=[("d_city", "Leeds")]),
)


@pytest.fixture(autouse=True)
def import_root():
    """Give the folder of exports, empty before and after."""
    root = Path(settings.WORDPRESS_IMPORT_ROOT)
    shutil.rmtree(root, ignore_errors=True)
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def mover(client, django_user_model):
    """Log in somebody who may enter the admin and import, and nothing else."""
    user = django_user_model.objects.create_user("mover", password="mover")
    user.user_permissions.set(Permission.objects.filter(codename__in=["access_admin", "import_wordpress"]))
    client.force_login(user)
    return client


@pytest.fixture
def editor(client, django_user_model):
    """Log in one of the group that Wagtail calls Editors."""
    user = django_user_model.objects.create_user("editor", password="editor")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


@pytest.fixture
def press(mover, monkeypatch, django_capture_on_commit_callbacks):
    """Send a form; what the site starts in a process of its own is done before the answer comes."""
    monkeypatch.setattr(tasks, "_start_process", lambda run: tasks.perform(run.pk))

    def post(path, **data):
        with django_capture_on_commit_callbacks(execute=True):
            return mover.post(f"{IMPORT}{path}", data)

    return post


def send(client, *files: SimpleUploadedFile, **data):
    return client.post(IMPORT, {"uploads": list(files), **data})


def xml(content: bytes = SITE, name: str = "site.xml") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


@pytest.fixture
def run(mover) -> ImportRun:
    """Upload a small site; it has been looked through, and nothing is chosen yet."""
    answer = send(mover, xml())
    assert answer.status_code == 302, html.text(answer)
    return ImportRun.objects.get()


def made(status: str = Status.FINISHED, **fields) -> ImportRun:
    given = {"source": "made.xml", "options": {"job": "import"}, **fields}
    return ImportRun.objects.create(status=status, **given)


def stored(root: Path) -> set[str]:
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def main(answer):
    assert answer.status_code == 200
    return html.parse(answer).main


def message(client, answer) -> str:
    return html.text(client.get(answer.url))


def state(run: ImportRun) -> str:
    run.refresh_from_db()
    return run.status


# Who may


@pytest.mark.parametrize("screen", SCREENS)
def test_no_screen_opens_without_the_permission(client, django_user_model, screen):
    run = made(error="secret-sentence", options={"job": "import", "analysis": {"site": {"title": "secret"}}})
    ImportIssue.objects.create(run=run, code="x", severity="note", detail="secret")
    path = f"{IMPORT}{run.pk}/{screen}"
    assert "/admin/login/" in client.get(path).url
    user = django_user_model.objects.create_user("editor", password="editor")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    for there in (path, IMPORT, PAST):
        answer = client.get(there)
        assert (answer.status_code, answer.url) == (302, "/admin/"), there
    assert "secret" not in html.text(client.get("/admin/"))


@pytest.mark.parametrize("action", ACTIONS)
def test_nothing_can_be_done_without_the_permission(editor, action):
    run = made(Status.RUNNING, heartbeat_at=timezone.now())
    assert editor.post(f"{IMPORT}{run.pk}/{action}", {"action": "import"}).status_code == 302
    run.refresh_from_db()
    assert (run.status, run.cancel_requested) == (Status.RUNNING, False)
    assert ImportRun.objects.count() == 1
    send(editor, xml())
    assert ImportRun.objects.count() == 1


def test_the_permission_alone_suffices(mover, run):
    for screen in SCREENS[:-1]:
        assert mover.get(f"{IMPORT}{run.pk}/{screen}").status_code == 200, screen
    assert mover.get(PAST).status_code == 200


@pytest.mark.parametrize("path", [*SCREENS, "item/"])
def test_a_run_that_does_not_exist_is_not_found(mover, path):
    assert mover.get(f"{IMPORT}99/{path}").status_code == 404


@pytest.mark.parametrize("action", ACTIONS)
def test_no_state_changes_by_following_a_link(mover, run, action):
    before = ImportRun.objects.values().get()
    mover.get(f"{IMPORT}{run.pk}/{action}")
    assert ImportRun.objects.values().get() == before


def test_the_menu_shows_the_import_to_those_who_may(mover, rf):
    from wagtail.admin.menu import settings_menu

    def items(client):
        request = client.get("/admin/").wsgi_request
        return {entry.name for entry in settings_menu.menu_items_for_request(request)}

    assert "import-from-wordpress" in items(mover)


def test_the_menu_hides_it_from_others(editor):
    assert "Import from WordPress" not in editor.get("/admin/").content.decode()


def test_the_permission_can_be_given_to_a_group(admin_client):
    group = Group.objects.get(name="Editors")
    assert "Can import from WordPress" in html.text(admin_client.get(f"/admin/groups/edit/{group.pk}/"))


# Files


def test_an_upload_is_kept_in_private_and_looked_through(mover, run, import_root):
    assert (run.status, run.started_by.username) == (Status.ANALYSED, "mover")
    assert [Path(path).parts[0] for path in stored(import_root)] == ["exports"]
    assert import_root not in Path(settings.MEDIA_ROOT).parents
    text = html.text(mover.get(f"{IMPORT}{run.pk}/"))
    for words in ("Old clinic", "https://old.example", "post", "doctor", "category"):
        assert words in text


def test_several_files_make_one_run(mover):
    send(mover, xml(export(item(1, "one")), "one.xml"), xml(export(item(2, "two")), "two.xml"))
    run = ImportRun.objects.get()
    assert run.source == "one.xml, two.xml"
    assert [path.name for path in runs.sources(run)] == ["one.xml", "two.xml"]


def test_a_packed_export_is_read(mover):
    send(mover, xml(gzip.compress(SITE), "site.xml.gz"))
    assert "doctor" in html.text(mover.get(f"{IMPORT}{ImportRun.objects.get().pk}/"))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.xml", b"<!doctype html><html><body>Hello</body></html>", "is a web page (HTML)"),
        ("bomb.xml", b'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "b">]><rss/>', "declares a DTD"),
        ("cut.xml", SITE[:-60], "incomplete"),
        ("feed.xml", b"<?xml version='1.0'?><feed/>", "not the <rss>"),
        ("other.gz", gzip.compress(b"words only", mtime=0), "plain text"),
    ],
)
def test_what_is_no_export_is_refused_and_not_kept(mover, import_root, name, content, sentence):
    answer = send(mover, xml(content, name))
    assert sentence in main(answer).get_text()
    assert stored(import_root) == set()
    assert not ImportRun.objects.exists()


def test_one_bad_file_refuses_all_of_them(mover, import_root):
    send(mover, xml(), xml(SITE[:-60], "cut.xml"))
    assert stored(import_root) == set()
    assert not ImportRun.objects.exists()


def test_a_damaged_file_is_taken_where_it_is_asked_for(mover):
    cut = SITE[: SITE.index(b"ann-alder")]
    assert send(mover, xml(cut, "cut.xml"), recover="on").status_code == 302
    run = ImportRun.objects.get()
    assert runs.options_of(run).recover is True
    assert "doctor" not in html.text(mover.get(f"{IMPORT}{run.pk}/"))


@pytest.mark.parametrize("name", ["shell.php", "page.html", "site.xml.exe", "site"])
def test_files_of_other_kinds_are_refused(mover, name):
    assert "File extension" in main(send(mover, xml(SITE, name))).get_text()
    assert not ImportRun.objects.exists()


def test_a_file_beyond_the_limit_is_refused(mover, settings):
    settings.WORDPRESS_IMPORT_MAX_UPLOAD_SIZE = 500
    assert "larger than 500" in html.text(send(mover, xml()))


def test_an_empty_file_is_refused_by_its_name(mover):
    assert "“empty.xml” is empty" in html.text(send(mover, xml(), SimpleUploadedFile("empty.xml", b"")))


def test_no_file_at_all_is_asked_for(mover):
    assert "Choose at least one file" in html.text(mover.post(IMPORT, {}))


@pytest.mark.parametrize(
    "name",
    ["../../settings.xml", "..\\..\\settings.xml", ".hidden.xml", "<script>alert(1)<script>.xml", "a;b`c$(d).xml", "-rf.xml"],
)  # fmt: skip
def test_a_hostile_name_stays_harmless(mover, import_root, name):
    answer = send(mover, xml(SITE, name))
    run = ImportRun.objects.get()
    (path,) = runs.sources(run)
    assert import_root / "exports" in path.parents
    assert not set(path.name) & set("<>;`$()\\/")
    assert not path.name.startswith((".", "-"))
    assert "<script>alert" not in mover.get(answer.url).content.decode()


def test_files_of_the_inbox_are_named_and_stay_where_they_are(mover, import_root):
    (import_root / "inbox").mkdir(parents=True)
    (import_root / "inbox" / "big.xml").write_bytes(SITE)
    (import_root / "secret.xml").write_bytes(SITE)
    (import_root / "inbox" / "link.xml").symlink_to(import_root / "secret.xml")
    text = html.text(mover.get(IMPORT))
    assert "big.xml" in text
    assert "link.xml" not in text
    for name in ("../secret.xml", "/etc/passwd", "link.xml", "none.xml"):
        assert "Select a valid choice" in html.text(mover.post(IMPORT, {"named": name})), name
    assert mover.post(IMPORT, {"named": "big.xml"}).status_code == 302
    run = ImportRun.objects.get()
    assert runs.sources(run) == [import_root / "inbox" / "big.xml"]
    mover.post(f"{IMPORT}{run.pk}/discard/")
    assert (import_root / "inbox" / "big.xml").is_file()


def test_a_large_file_is_looked_through_in_the_background(press, mover, monkeypatch):
    monkeypatch.setattr(setup, "AT_ONCE", 10)
    started = []
    monkeypatch.setattr(tasks, "_start_process", lambda run: started.append(run.pk))
    press("", uploads=xml())
    run = ImportRun.objects.get()
    assert started == [run.pk]
    assert "Looking through the files" in html.text(mover.get(f"{IMPORT}{run.pk}/"))
    tasks.perform(run.pk)
    assert state(run) == Status.ANALYSED


def test_a_large_file_waits_for_nobody(press, monkeypatch, import_root):
    monkeypatch.setattr(setup, "AT_ONCE", 10)
    other = made(Status.RUNNING, heartbeat_at=timezone.now())
    assert "Another import is under way" in html.text(press("", uploads=xml()))
    assert ImportRun.objects.get() == other
    assert stored(import_root) == set()


def test_a_large_file_that_is_damaged_is_refused_in_the_background(press, mover, monkeypatch, import_root):
    monkeypatch.setattr(setup, "AT_ONCE", 10)
    monkeypatch.setattr(runs, "READ_AT_ONCE", 10)
    assert "is a web page" in html.text(press("", uploads=xml(b"<!doctype html><html></html>" + b" " * 20)))
    answer = press("", uploads=xml(SITE[:-60], "cut.xml"))
    assert "incomplete" in html.text(mover.get(answer.url))
    assert ImportRun.objects.get().status == Status.FAILED
    assert not [path for path in stored(import_root) if path.startswith("exports")]


def test_uploaded_files_can_be_deleted_and_the_report_stays(mover, run, import_root):
    mover.post(f"{IMPORT}{run.pk}/discard/")
    assert stored(import_root) == set()
    assert mover.get(f"{IMPORT}{run.pk}/report/").status_code == 200
    assert "no longer on the server" in html.text(mover.get(f"{IMPORT}{run.pk}/"))


# Choices


def choices_of(mover, run, **changes):
    return filled_form(mover, f"{IMPORT}{run.pk}/choices/", **changes)


def fields(mover, run) -> dict[str, str]:
    """Give the fields of the form by their labels."""
    page = main(mover.get(f"{IMPORT}{run.pk}/choices/"))
    return {
        label.get_text(strip=True).rstrip("*"): label["for"].removeprefix("id_")
        for label in page.select("label[for]")
    }


def test_the_form_asks_for_what_the_export_holds(mover, run):
    asked = fields(mover, run)
    assert {"post", "page", "doctor", "category"} <= set(asked)
    sent = choices_of(mover, run)
    assert sent[asked["post"]] == ["article"]
    assert sent[asked["doctor"]] == ["page"]
    assert sent[asked["category"]] == ["topics"]


def test_the_choices_become_the_options_of_the_run(press, mover, run, import_root):
    (import_root / "uploads-2019").mkdir()
    asked = fields(mover, run)
    data = choices_of(
        mover, run,
        **{asked["doctor"]: "skip", asked["category"]: "leave"},
        home="about", hosts="https://www.old.example/\nstaging.old.example", without_url="/providers/",
        media_from="folder:uploads-2019", fetch_hosts="cdn.example", overwrite="on", remove_gone="on", action="dry-run",
    )  # fmt: skip
    press(f"{run.pk}/choices/", **data)
    run.refresh_from_db()
    options = runs.options_of(run)
    assert options.dry_run is options.overwrite is options.remove_gone is True
    assert options.recover is options.fetch is options.publish is False
    assert options.media == import_root / "uploads-2019"
    assert options.fetch_hosts == ("cdn.example",)
    mapping = options.mapping
    assert mapping.types["doctor"].target == "skip"
    assert mapping.types["post"].target == "article"
    assert "category" not in mapping.taxonomies
    assert mapping.taxonomies["post_tag"] == "tags"
    assert (mapping.home, mapping.button_without_url) == ("about", "/providers/")
    assert mapping.hosts == ("www.old.example", "staging.old.example")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"hosts": "two words&more"}, "is not the name of a host"),
        ({"without_url": "javascript:alert(1)"}, "Write an address"),
        ({"media_from": "folder:../../etc"}, "Select a valid choice"),
        ({"type-0": "user"}, "Select a valid choice"),
        ({"mapping_file": SimpleUploadedFile("m.toml", b"[nonsense]\na = 1")}, "unknown section"),
        ({"mapping_file": SimpleUploadedFile("m.toml", b"types = ")}, "not valid TOML"),
        ({"mapping_file": SimpleUploadedFile("m.toml", b"\xff\xfe")}, "not text in UTF-8"),
        ({"mapping_file": SimpleUploadedFile("m.exe", b"a = 1")}, "is not allowed"),
    ],
)
def test_a_choice_that_cannot_be_is_named(press, mover, run, change, sentence):
    answer = press(f"{run.pk}/choices/", **choices_of(mover, run, **change, action="import"))
    assert sentence in html.text(answer)
    assert state(run) == Status.ANALYSED


def test_a_mapping_file_fills_in_the_form_and_starts_nothing(press, mover, run):
    text = b"""
[site]
home = "about"
[types.doctor]
as = "provider"
fields = { city = "d_city" }
[taxonomies]
category = "tags"
"""
    data = choices_of(
        mover, run, mapping_file=SimpleUploadedFile("m.toml", text), action="import", media_from="fetch"
    )
    press(f"{run.pk}/choices/", **data)
    assert state(run) == Status.ANALYSED
    asked, sent = fields(mover, run), choices_of(mover, run)
    assert sent[asked["doctor"]] == ["provider"]
    assert sent[asked["category"]] == ["tags"]
    assert (sent["home"], sent["media_from"]) == (["about"], ["fetch"])
    press(f"{run.pk}/choices/", **{**sent, asked["category"]: "topics", "action": "dry-run"})
    run.refresh_from_db()
    mapping = runs.options_of(run).mapping
    assert dict(mapping.types["doctor"].fields) == {"city": "d_city"}
    assert mapping.taxonomies["category"] == "topics"


def test_fields_of_providers_are_asked_and_used(press, mover, run):
    asked = fields(mover, run)
    assert "Fields of “doctor”" in asked
    assert "Fields of “post”" not in asked
    changes = {asked["doctor"]: "provider", asked["Fields of “doctor”"]: "city = d_city\n\nphone=d_phone"}
    press(f"{run.pk}/choices/", **choices_of(mover, run, **changes, action="import"))
    provider = Provider.objects.get()
    assert (provider.name, provider.city) == ("Ann alder", "Leeds")


@pytest.mark.parametrize(
    ("pairs", "sentence"),
    [("city", "as field = meta key"), ("colour = d_colour", "Providers have no field “colour”")],
)
def test_a_field_that_providers_do_not_have_is_named(press, mover, run, pairs, sentence):
    data = choices_of(mover, run, **{fields(mover, run)["Fields of “doctor”"]: pairs}, action="import")
    assert sentence in html.text(press(f"{run.pk}/choices/", **data))


def test_the_analysis_says_what_needs_a_decision(mover):
    send(
        mover,
        xml(export(item(1, "one", "[strange_thing]x[/strange_thing]", kind="recipe", meta=[("k", "v")]))),
    )
    text = html.text(mover.get(f"{IMPORT}{ImportRun.objects.get().pk}/"))
    assert "The type “recipe” has no mapping" in text


def test_a_run_is_started_once(press, mover, run):
    data = choices_of(mover, run, action="dry-run")
    press(f"{run.pk}/choices/", **data)
    before = ImportRun.objects.values().get()
    answer = press(f"{run.pk}/choices/", **data)
    assert "started already" in message(mover, answer)
    assert ImportRun.objects.values().get() == before


# Runs


def test_a_dry_run_writes_nothing_and_the_import_after_it_does(press, mover, run):
    press(f"{run.pk}/choices/", **choices_of(mover, run, action="dry-run"))
    assert (state(run), run.dry_run) == (Status.FINISHED, True)
    assert run.counts["articles"]["created"] == 1
    assert not ServiceArticlePage.objects.exists()
    page = main(mover.get(f"{IMPORT}{run.pk}/"))
    assert page.find("button", string=lambda text: text and "Import now" in text)
    answer = press(f"{run.pk}/again/", action="import")
    second = ImportRun.objects.exclude(pk=run.pk).get()
    assert answer.url == f"{IMPORT}{second.pk}/"
    assert (second.status, second.dry_run, second.source) == (Status.FINISHED, False, run.source)
    assert ServiceArticlePage.objects.get().live
    assert ContentPage.objects.filter(slug="ann-alder").exists()
    assert state(run) == Status.FINISHED


def test_the_same_files_can_be_run_again_with_other_choices(press, mover, run):
    asked = fields(mover, run)
    press(f"{run.pk}/choices/", **choices_of(mover, run, **{asked["doctor"]: "skip"}, action="dry-run"))
    answer = press(f"{run.pk}/again/")
    second = ImportRun.objects.exclude(pk=run.pk).get()
    assert answer.url == f"{IMPORT}{second.pk}/choices/"
    assert second.status == Status.ANALYSED
    assert choices_of(mover, second)[fields(mover, second)["doctor"]] == ["skip"]


def test_one_run_at_a_time(press, mover, run):
    other = made(Status.RUNNING, heartbeat_at=timezone.now())
    answer = press(f"{run.pk}/choices/", **choices_of(mover, run, action="import"))
    assert "Another import is under way" in message(mover, answer)
    assert state(run) == Status.ANALYSED
    ImportRun.objects.filter(pk=other.pk).update(heartbeat_at=timezone.now() - 2 * runs.SILENCE)
    press(f"{run.pk}/choices/", **choices_of(mover, run, action="import"))
    assert state(run) == Status.FINISHED


def test_the_progress_is_shown_with_and_without_javascript(mover):
    run = made(Status.RUNNING, heartbeat_at=timezone.now(), phase="content", done=30, total=120)
    answer = mover.get(f"{IMPORT}{run.pk}/")
    page = html.parse(answer)
    assert page.find("progress")["value"] == "25"
    assert "30 of 120" in html.text(answer)
    assert 'http-equiv="refresh"' in str(page.head.find("noscript"))
    assert page.find("script", src=lambda src: src and "import_progress" in src)
    part = mover.get(f"{IMPORT}{run.pk}/progress/")
    assert "no-store" in part["Cache-Control"]
    assert html.parse(part).find("progress")["value"] == "25"
    assert "<html" not in part.content.decode()


def test_a_run_that_ended_does_not_reload(mover):
    answer = mover.get(f"{IMPORT}{made().pk}/")
    assert "http-equiv" not in answer.content.decode()
    assert "import_progress" not in answer.content.decode()


def test_a_running_run_is_asked_to_stop(mover):
    run = made(Status.RUNNING, heartbeat_at=timezone.now())
    mover.post(f"{IMPORT}{run.pk}/cancel/")
    run.refresh_from_db()
    assert (run.status, run.cancel_requested) == (Status.RUNNING, True)
    assert "stopping" in html.text(mover.get(f"{IMPORT}{run.pk}/"))


def test_a_waiting_run_is_stopped_at_once_and_never_done(mover):
    run = made(Status.WAITING, heartbeat_at=timezone.now())
    mover.post(f"{IMPORT}{run.pk}/cancel/")
    assert state(run) == Status.CANCELLED
    tasks.perform(run.pk)
    assert state(run) == Status.CANCELLED


def test_a_run_that_has_ended_cannot_be_stopped(mover):
    run = made()
    mover.post(f"{IMPORT}{run.pk}/cancel/")
    assert state(run) == Status.FINISHED


def test_a_dead_run_says_so_and_goes_on_where_it_stopped(press, mover, run):
    press(f"{run.pk}/choices/", **choices_of(mover, run, action="import"))
    page = ServiceArticlePage.objects.get()
    ago = timezone.now() - 2 * runs.SILENCE
    ImportRun.objects.filter(pk=run.pk).update(status=Status.RUNNING, heartbeat_at=ago)
    text = html.text(mover.get(f"{IMPORT}{run.pk}/"))
    assert "Interrupted" in text
    assert "Go on where it stopped" in text
    assert "interrupted" in html.text(mover.get(PAST))
    press(f"{run.pk}/resume/")
    assert state(run) == Status.FINISHED
    assert ServiceArticlePage.objects.get() == page


def test_a_live_run_is_not_started_a_second_time(press, monkeypatch):
    run = made(Status.RUNNING, heartbeat_at=timezone.now())
    monkeypatch.setattr(tasks, "_start_process", lambda run: pytest.fail("started twice"))
    press(f"{run.pk}/resume/")
    assert state(run) == Status.RUNNING


def test_a_run_that_never_began_can_be_started_again(press, mover, run):
    press(f"{run.pk}/choices/", **choices_of(mover, run, action="dry-run"))
    ImportRun.objects.filter(pk=run.pk).update(
        status=Status.WAITING, heartbeat_at=timezone.now() - 2 * runs.SILENCE
    )
    text = html.text(mover.get(f"{IMPORT}{run.pk}/"))
    assert "still has not begun" in text
    press(f"{run.pk}/resume/")
    assert state(run) == Status.FINISHED


@pytest.mark.parametrize("status", [Status.FINISHED, Status.UNDONE, Status.ANALYSED])
def test_what_has_ended_well_does_not_go_on(press, status):
    run = made(status)
    press(f"{run.pk}/resume/")
    assert state(run) == status


def test_a_run_without_its_files_does_not_begin_anew(press, mover, run):
    press(f"{run.pk}/choices/", **choices_of(mover, run, action="dry-run"))
    press(f"{run.pk}/discard/")
    answer = press(f"{run.pk}/again/")
    assert "no longer on the server" in message(mover, answer)
    assert ImportRun.objects.count() == 1


def test_of_two_starts_at_once_the_second_changes_nothing(
    run, django_capture_on_commit_callbacks, monkeypatch
):
    started = []
    monkeypatch.setattr(tasks, "_start_process", lambda run: started.append(run.pk))
    first, second = ImportRun.objects.get(), ImportRun.objects.get()
    first.dry_run = True
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start(first, "import")
    ImportRun.objects.update(status=Status.RUNNING, phase="content")
    with pytest.raises(tasks.BusyError), django_capture_on_commit_callbacks(execute=True):
        tasks.start(second, "import")
    run.refresh_from_db()
    assert (run.status, run.phase, run.dry_run, started) == (Status.RUNNING, "content", True, [run.pk])


def test_a_second_click_leads_to_the_run_that_the_first_one_started(press, mover, run, monkeypatch):
    data = choices_of(mover, run, action="dry-run")
    choices = ChoicesForm.choices

    def meanwhile(form):
        ImportRun.objects.update(status=Status.RUNNING, heartbeat_at=timezone.now(), dry_run=True)
        return choices(form)

    monkeypatch.setattr(ChoicesForm, "choices", meanwhile)
    answer = press(f"{run.pk}/choices/", **{**data, "action": "import"})
    assert answer.url == f"{IMPORT}{run.pk}/"
    assert (state(run), run.dry_run) == (Status.RUNNING, True)


def test_a_run_that_is_slow_only_is_not_started_beside_itself(press, mover, run):
    ago = timezone.now() - 2 * runs.SILENCE
    ImportRun.objects.update(status=Status.RUNNING, heartbeat_at=ago, phase="content")
    with only_one(run.pk):
        answer = press(f"{run.pk}/resume/")
        assert "is under way" in message(mover, answer)
        assert (state(run), run.phase) == (Status.RUNNING, "content")
    tasks.start(run, "import")
    assert state(run) == Status.WAITING


def test_a_process_that_finds_its_run_in_other_hands_leaves_it_alone(run):
    kept = ImportIssue.objects.create(run=run, code="x", severity="note", detail="said by the other process")
    ImportRun.objects.update(status=Status.WAITING, options={"job": "import"}, finished_at=None)
    with only_one(run.pk):
        tasks.perform(run.pk)
    assert (state(run), run.error, run.finished_at) == (Status.RUNNING, "", None)
    assert list(run.issues.all()) == [kept]


@pytest.mark.parametrize("job", ["import", "undo"])
def test_a_run_that_another_import_keeps_out_says_so(run, job):
    kept = ImportIssue.objects.create(run=run, code="x", severity="note", detail="said before")
    ImportRun.objects.update(status=Status.WAITING, options={"job": job})
    with only_one():
        tasks.perform(run.pk)
    assert state(run) == Status.FAILED
    assert "Another import" in run.error
    assert list(run.issues.all()) == [kept]


def test_a_run_that_looks_dead_is_told_to_stop_as_well(mover):
    """It may be slow only: then it stops before its next batch."""
    run = made(Status.RUNNING, heartbeat_at=timezone.now() - 2 * runs.SILENCE)
    mover.post(f"{IMPORT}{run.pk}/cancel/")
    assert (state(run), run.cancel_requested) == (Status.CANCELLED, True)
    with pytest.raises(tasks.Cancelled):
        Journal(run).phase("content")


# How a run ends


@pytest.fixture
def waiting(run):
    """A run that waits for its process."""

    def prepare(monkeypatch, work):
        ImportRun.objects.filter(pk=run.pk).update(status=Status.WAITING, heartbeat_at=timezone.now())
        monkeypatch.setitem(tasks.JOBS, "import", work)
        return run

    return prepare


def raising(error):
    def work(run):
        raise error

    return work


def test_the_sentence_of_a_refusal_is_kept(mover, waiting, monkeypatch):
    run = waiting(monkeypatch, runs.perform)
    runs.sources(run)[0].unlink()
    tasks.perform(run.pk)
    assert state(run) == Status.FAILED
    assert "no longer on the server" in html.text(mover.get(f"{IMPORT}{run.pk}/"))


def test_what_nobody_foresaw_is_logged_and_told_without_details(mover, waiting, monkeypatch, caplog):
    run = waiting(monkeypatch, raising(RuntimeError("password=hunter2")))
    tasks.perform(run.pk)
    assert state(run) == Status.FAILED
    assert "hunter2" not in html.text(mover.get(f"{IMPORT}{run.pk}/"))
    assert "hunter2" in caplog.text


def test_a_cancelled_run_is_no_failure(waiting, monkeypatch):
    run = waiting(monkeypatch, raising(tasks.Cancelled()))
    tasks.perform(run.pk)
    assert (state(run), run.error) == (Status.CANCELLED, "")


def test_a_process_that_is_ended_leaves_a_word(waiting, monkeypatch):
    run = waiting(monkeypatch, raising(SystemExit(143)))
    with pytest.raises(SystemExit):
        tasks.perform(run.pk)
    assert state(run) == Status.CANCELLED
    assert "goes on where it stopped" in run.error


def test_a_run_is_done_once_whoever_calls(waiting, monkeypatch):
    calls = []
    run = waiting(monkeypatch, lambda run: calls.append(run.pk))
    tasks.perform(run.pk)
    tasks.perform(run.pk)
    assert calls == [run.pk]


def test_without_a_worker_a_process_of_its_own_is_started(
    run, monkeypatch, import_root, django_capture_on_commit_callbacks
):
    started = []

    class Process:
        def __init__(self, command, **options):
            started.append((command, options))

        def wait(self):
            return 0

    monkeypatch.setattr(tasks.subprocess, "Popen", Process)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start(run, "import")
    ((command, options),) = started
    assert command[1:] == [str(settings.BASE_DIR / "manage.py"), "run_import", str(run.pk)]
    assert options["start_new_session"] is True
    assert (import_root / "logs" / f"run-{run.pk}.log").is_file()
    assert state(run) == Status.WAITING


def test_a_process_that_cannot_be_started_is_told(run, monkeypatch, django_capture_on_commit_callbacks):
    def refuse(*args, **options):
        raise OSError("no more processes")

    monkeypatch.setattr(tasks.subprocess, "Popen", refuse)
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start(run, "import")
    assert (state(run), bool(run.error)) == (Status.FAILED, True)


def test_with_a_worker_the_task_is_given_to_it(
    run, settings, monkeypatch, django_capture_on_commit_callbacks
):
    given = []
    monkeypatch.setattr(tasks, "_start_process", lambda run: pytest.fail("a worker is there"))
    monkeypatch.setitem(tasks.task_backends._connections.__dict__, "default", object())  # noqa: SLF001  where Django keeps the backend
    monkeypatch.setattr(type(tasks.import_task), "enqueue", lambda task, run_id: given.append(run_id))
    with django_capture_on_commit_callbacks(execute=True):
        tasks.start(run, "import")
    assert given == [run.pk]


# Reports


def lines(run: ImportRun, number: int, **fields) -> None:
    severities = ("note", "loss", "error")
    ImportIssue.objects.bulk_create(
        ImportIssue(
            **{
                "run": run, "code": f"code-{place % 4}", "severity": severities[place % 3], "detail": f"Finding {place}.",
                "item_type": "post" if place % 2 else "page", "item_id": 1000 + place, "item_title": f"Title {place}",
                "item_url": f"https://old.example/{place}/", **fields,
            }
        )
        for place in range(number)
    )  # fmt: skip


@pytest.fixture
def report(mover):
    run = made()
    lines(run, 12)
    lines(made(), 3, detail="Of another run.", item_title="Elsewhere")

    def ask(query: str = ""):
        return mover.get(f"{IMPORT}{run.pk}/report/{query}")

    return ask


def found(answer) -> set[int]:
    return {
        int(line.div.get_text().rstrip(". \n").split()[-1])
        for line in main(answer).select(".import__lines > li")
    }


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", set(range(12))),
        ("?severity=error", {2, 5, 8, 11}),
        ("?code=code-1", {1, 5, 9}),
        ("?type=post", {1, 3, 5, 7, 9, 11}),
        ("?severity=error&type=post", {5, 11}),
        ("?q=title+1", {1, 10, 11}),
        ("?q=1007", {7}),
        ("?q=old.example/4/", {4}),
        ("?q=elsewhere", set()),
        ("?severity=nonsense", set()),
        ("?q=%00", set()),
        ("?q=%25", set()),
        ("?p=999", set(range(12))),
        ("?p=abc", set(range(12))),
    ],
)
def test_the_report_is_searched_and_filtered(report, query, expected):
    assert found(report(query)) == expected


def test_each_line_leads_to_its_page_and_to_the_old_address(mover, home):
    run = made()
    lines(run, 1, content_type=ContentType.objects.get_for_model(HomePage), object_id=home.pk)
    lines(
        run,
        1,
        content_type=ContentType.objects.get_for_model(HomePage),
        object_id=9999,
        item_title="Deleted since",
    )
    page = main(mover.get(f"{IMPORT}{run.pk}/report/"))
    links = [
        [link["href"] for link in line.select("div:nth-child(2) a")]
        for line in page.select(".import__lines > li")
    ]
    assert links == [[f"/admin/pages/{home.pk}/edit/", "https://old.example/0/"], ["https://old.example/0/"]]


def test_a_dry_run_leads_to_what_is_here_only(mover, home):
    """Its own objects were never here; another one may have the same number."""
    run = made(dry_run=True)
    kind = ContentType.objects.get_for_model(HomePage)
    lines(run, 1, content_type=kind, object_id=home.pk)
    path = f"{IMPORT}{run.pk}/report/"
    assert f"/admin/pages/{home.pk}/edit/" not in mover.get(path).content.decode()
    ImportedItem.objects.create(
        source_key="x", kind="pages", wordpress_id=1000, content_type=kind, object_id=home.pk
    )
    assert f"/admin/pages/{home.pk}/edit/" in mover.get(path).content.decode()


EVIL = '<script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}"'


def test_nothing_of_an_export_becomes_markup(mover):
    run = made(Status.FAILED, source=EVIL, error=EVIL, options={"job": "import", "analysis": {}})
    lines(
        run,
        1,
        detail=EVIL,
        item_title=EVIL,
        item_type=EVIL[:40],
        code=EVIL[:40],
        item_url="javascript:alert(1)",
    )
    for screen in ("", "report/", "report/?q=<script>alert(1)"):
        source = mover.get(f"{IMPORT}{run.pk}/{screen}").content.decode()
        assert "<script>alert" not in source
        assert "<img src=x" not in source
        assert 'href="javascript:' not in source
    assert "<script>alert" not in mover.get(PAST).content.decode()


def test_the_analysis_of_a_hostile_export_is_shown_as_text(mover):
    hostile = item(1, "x", "[su_note]a[/su_note]", kind="<b>doc", title=EVIL, link="javascript:alert(1)")
    send(mover, xml(export(hostile.replace("<wp:post_type><b>doc", "<wp:post_type>&lt;script&gt;alert(1)"))))
    run = ImportRun.objects.get()
    for screen in ("", "choices/"):
        source = mover.get(f"{IMPORT}{run.pk}/{screen}").content.decode()
        assert "<script>alert" not in source
        assert 'href="javascript:' not in source


def test_a_long_report_costs_no_more_queries_than_a_short_one(mover, home):
    def queries(run, query=""):
        ContentType.objects.clear_cache()
        mover.get(f"{IMPORT}{run.pk}/report/{query}")
        ContentType.objects.clear_cache()
        with CaptureQueriesContext(connection) as captured:
            assert mover.get(f"{IMPORT}{run.pk}/report/{query}").status_code == 200
        return len(captured)

    target = {"content_type": ContentType.objects.get_for_model(HomePage), "object_id": home.pk}
    short, long = made(), made()
    lines(short, 3, **target)
    lines(long, 30_000, **target)
    assert queries(long) == queries(short) <= 20
    assert queries(long, "?q=title&severity=error&p=40") <= 20
    with CaptureQueriesContext(connection) as captured:
        answer = mover.get(f"{IMPORT}{long.pk}/report/?export=csv")
        assert sum(chunk.count(b"\r\n") for chunk in answer.streaming_content) == 30_001
    assert len(captured) <= 20


def test_the_csv_is_safe_to_open_in_a_spreadsheet(mover):
    run = made()
    lines(run, 1, detail='=HYPERLINK("http://evil","x")', item_title="+1", item_type="@x", item_url="\tx")
    answer = mover.get(f"{IMPORT}{run.pk}/report/?export=csv")
    assert answer["Content-Disposition"] == f'attachment; filename="import-{run.pk}.csv"'
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))
    assert rows[0] == [
        "severity",
        "code",
        "detail",
        "item_type",
        "item_id",
        "item_title",
        "item_url",
        "edit_url",
    ]
    assert rows[1] == ["note", "code-0", '\'=HYPERLINK("http://evil","x")', "'@x", "1000", "'+1", "'\tx", ""]


def test_the_json_holds_the_lines_that_were_asked_for(report, home):
    answer = report("?export=json&severity=loss")
    data = json.loads(b"".join(answer.streaming_content))
    assert answer["Content-Type"] == "application/json"
    assert [issue["item"]["id"] for issue in data["issues"]] == [1001, 1004, 1007, 1010]
    assert data["issues"][0]["detail"] == "Finding 1."
    assert data["source"] == "made.xml"


def test_an_empty_report_is_valid_json(mover):
    answer = mover.get(f"{IMPORT}{made().pk}/report/?export=json")
    assert json.loads(b"".join(answer.streaming_content))["issues"] == []


# Past imports


@pytest.mark.parametrize("action", ["create/", "edit/{}/", "delete/{}/", "inspect/{}/", "history/{}/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_past_imports_can_only_be_read(admin_client, action, method):
    run = made()
    path = PAST + action.format(run.pk)
    assert getattr(admin_client, method)(path, {"source": "changed"}).status_code == 404
    assert ImportRun.objects.get().source == "made.xml"


def test_a_row_of_the_past_leads_to_its_run(mover):
    run = made(started_at=timezone.now() - timedelta(days=3))
    page = main(mover.get(PAST))
    assert {link["href"] for link in page.select("tbody a")} == {f"{IMPORT}{run.pk}/"}
