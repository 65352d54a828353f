"""Files of the media library: what becomes of them here, from a folder and from the old site itself."""

import io
import itertools
import os
import struct
import threading
import zlib
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as PillowImage
from wagtail.documents import get_document_model
from wagtail.models import Site

from cms.images.models import CustomImage
from cms.wordpress import media
from cms.wordpress.addresses import UPLOADS
from cms.wordpress.context import Context, Options
from cms.wordpress.fetch import THREADS
from cms.wordpress.importer import Import, Importer
from cms.wordpress.journal import Journal
from cms.wordpress.ledger import Ledger
from cms.wordpress.library import create
from cms.wordpress.mapping import Mapping, TypeMapping
from cms.wordpress.media import MediaError, MediaWriter
from cms.wordpress.models import ImportedItem, ImportRun
from cms.wordpress.records import Item
from cms.wordpress.refs import MediaRef
from cms.wordpress.report import Report
from cms.wordpress.survey import Survey, records, survey
from cms.wordpress.uploads import library_path
from home.models import ContentPage
from providers.models import Provider
from tests.factories import ImageFactory, image_file
from tests.html import parse
from tests.wordpress.exports import attachment, item, menu_item, write
from tests.wordpress.webserver import WebServer, content, redirect, status

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_media(settings, tmp_path):
    """What other tests left on the disk would look like what a killed run left."""
    settings.MEDIA_ROOT = str(tmp_path / "own-media")


Document = get_document_model()


def png(colour: str = "#4a7c8c", size: tuple[int, int] = (30, 20)) -> bytes:
    return image_file(colour=colour, size=size).read()


class Uploads:
    """A copy of wp-content/uploads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir()

    def put(self, path: str, data: bytes) -> Path:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
        return place


@pytest.fixture
def uploads(tmp_path):
    return Uploads(tmp_path / "uploads")


@pytest.fixture
def run(tmp_path, uploads):
    """Import parts of an export, with the folder of uploads unless a test says otherwise."""

    def run_import(*parts, name="export.xml", **options):
        options.setdefault("media", uploads.root)
        return Importer(write(tmp_path / name, *parts), Options(**options)).run()

    return run_import


def codes(report):
    return [issue.code for issue in report.issues]


def issue_of(report, code):
    [issue] = (issue for issue in report.issues if issue.code == code)
    return issue


def counts(report, kind):
    return {outcome: number for outcome, number in report.counts[kind].items() if number}


def stored() -> set[str]:
    """Name every file of the library on disk, renditions included."""
    return {
        f"{folder}/{name}"
        for folder in ("original_images", "images", "documents")
        if default_storage.exists(folder)
        for name in default_storage.listdir(folder)[1]
    }


class TestWhatBecomesOfAFile:
    def test_an_image_brings_its_texts(self, run, uploads):
        uploads.put("2025/03/chairs.png", png())
        run(
            attachment(
                5, "2025/03/chairs.png", "Two chairs", "Our waiting room", title="Chairs", content="Taken in May.",
                meta=[("_media_credit", "Nina Berg"), ("licence", "CC0"), ("_wp_attachment_metadata", "a:1:{}")],
            )
        )  # fmt: skip
        image = CustomImage.objects.get()
        assert (image.title, image.description, image.caption, image.credit) == (
            "Chairs", "Two chairs", "Our waiting room", "Nina Berg",
        )  # fmt: skip
        assert (image.width, image.height, image.file_size) == (30, 20, len(png()))
        row = ImportedItem.objects.get(kind="images")
        assert row.meta == {"licence": "CC0", "description": "Taken in May."}
        assert row.old_url == "https://old.example/wp-content/uploads/2025/03/chairs.png"

    def test_texts_that_have_no_room_are_kept_with_the_item(self, run, uploads):
        uploads.put("a.png", png())
        uploads.put("a.pdf", b"%PDF-1.4")
        run(attachment(5, "a.png", "long " * 100), attachment(6, "a.pdf", caption="Read this first"))
        assert CustomImage.objects.get().description == ("long " * 100)[:255]
        assert ImportedItem.objects.get(wordpress_id=5, kind="images").meta == {
            "alt": ("long " * 100).strip()
        }
        assert ImportedItem.objects.get(wordpress_id=6, kind="documents").meta == {
            "caption": "Read this first"
        }

    @pytest.mark.parametrize(
        "name", ["talk.mp3", "film.mp4", "clip.mov", "leaflet.pdf", "sheet.XLSX", "form.docx"]
    )
    def test_other_files_become_documents(self, run, uploads, client, name):
        uploads.put(f"2025/03/{name}", b"the content")
        run(attachment(5, f"2025/03/{name}", title="A file"))
        document = Document.objects.get()
        assert document.title == "A file"
        assert b"".join(client.get(document.url).streaming_content) == b"the content"

    @pytest.mark.parametrize("name", ["page.html", "shell.php", "setup.exe", "a.pdf.js", "no-suffix"])
    def test_what_no_editor_may_upload_does_not_come_over_either(self, run, uploads, name):
        uploads.put(f"2025/{name}", b"<script>alert(1)</script>")
        uploads.put(f"2024/{name}", b"<script>alert(2)</script>")
        before = stored()
        link = f'<p>Text</p><p><a href="{UPLOADS}2024/{name}">Get it</a></p>'
        report = run(attachment(5, f"2025/{name}"), item(2, "source", link, kind="page"))
        said = [issue.detail for issue in report.issues if issue.code == "media-type"]
        assert [detail.split(" was left out: ")[0] for detail in said] == [f"2025/{name}", f"2024/{name}"]
        assert all("WAGTAILDOCS_EXTENSIONS" in detail for detail in said)
        assert not Document.objects.exists()
        assert stored() == before

    def test_the_settings_decide_which_types_come(self, run, uploads, settings):
        settings.WAGTAILDOCS_EXTENSIONS = ["epub"]
        uploads.put("a.epub", b"a book")
        uploads.put("a.pdf", b"%PDF-1.4")
        report = run(attachment(5, "a.epub"), attachment(6, "a.pdf"))
        assert "“.pdf”" in issue_of(report, "media-type").detail
        assert Document.objects.get().file_extension == "epub"

    @pytest.mark.parametrize(
        ("meta", "point"),
        [
            (("wpsmartcrop_image_focus", 'a:2:{s:4:"left";s:5:"25.50";s:3:"top";s:5:"80.00";}'), (51, 80)),
            (("wpsmartcrop_image_focus", 'a:2:{s:3:"top";d:80;s:4:"left";d:25.5;}'), (51, 80)),
            (("theiaSmartThumbnails_position", "a:2:{i:0;d:0.25;i:1;d:0.8;}"), (50, 80)),
            (("bg_pos_desktop", "25% 80%"), (50, 80)),
            (("wpsmartcrop_image_focus", 'O:4:"Evil":1:{s:4:"left";s:1:"x";}'), None),
            (("wpsmartcrop_image_focus", 'a:2:{s:4:"left";s:4:"9999";s:3:"top";s:2:"50";}'), None),
            (("bg_pos_desktop", "top left"), None),
        ],
    )
    def test_the_point_that_matters_stays_in_the_picture(self, run, uploads, meta, point):
        uploads.put("a.png", png(size=(200, 100)))
        run(attachment(5, "a.png", meta=[meta]))
        image = CustomImage.objects.get()
        assert (image.focal_point_x, image.focal_point_y) == (point or (None, None))
        size = image.focal_point_width, image.focal_point_height
        assert size == ((10, 10) if point else (None, None))

    def test_a_drawing_is_cleaned_and_stays_a_drawing(self, run, uploads, client):
        uploads.put(
            "logo.svg",
            b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" onload="alert(1)"><script>alert(1)</script><rect/></svg>',
        )
        report = run(
            attachment(5, "logo.svg", "Our logo"),
            item(2, "source", '<img class="wp-image-5" src="/wp-content/uploads/logo.svg">', kind="page"),
        )
        assert issue_of(report, "svg-cleaned").detail.endswith("onload, script.")
        with CustomImage.objects.get().open_file() as file:
            assert b"alert" not in file.read()
        shown = parse(client.get("/source/")).select_one("main img")
        assert shown["src"].endswith(".svg")
        answer = client.get(shown["src"])
        assert "sandbox" in answer["Content-Security-Policy"]
        assert b"alert" not in b"".join(answer.streaming_content)

    def test_a_drawing_that_cannot_be_cleaned_is_named(self, run, uploads):
        uploads.put("logo.svg", b"<html>Not found</html>")
        assert "is not a drawing" in issue_of(run(attachment(5, "logo.svg")), "media-failed").detail
        assert not CustomImage.objects.exists()


class TestWhichFile:
    def test_the_same_name_of_two_months_is_two_images(self, run, uploads, client):
        uploads.put("2012/06/photo.png", png("#111111"))
        uploads.put("2013/09/photo.png", png("#eeeeee"))
        run(
            attachment(5, "2012/06/photo.png", "Dark"),
            attachment(6, "2013/09/photo.png", "Bright"),
            item(
                2,
                "source",
                "".join(f'<img src="{UPLOADS}{path}/photo.png">' for path in ("2012/06", "2013/09")),
            ),
        )
        assert set(CustomImage.objects.values_list("description", flat=True)) == {"Dark", "Bright"}
        assert len({image.file_hash for image in CustomImage.objects.all()}) == 2

    def test_the_same_content_twice_is_one_image(self, run, uploads):
        for name in ("a.png", "b.png", "c.png"):
            uploads.put(name, png())
        export = attachment(5, "a.png", "Alt"), attachment(6, "b.png", "Alt", title="A"), attachment(7, "c.png", "Other", title="A")  # fmt: skip
        report = run(*export)
        image = CustomImage.objects.get()
        assert image.description == "Alt"
        assert set(ImportedItem.objects.filter(kind="images").values_list("object_id", "was_created")) == {
            (image.pk, True), (image.pk, False),
        }  # fmt: skip
        assert ImportedItem.objects.filter(kind="images").count() == 3
        assert issue_of(report, "same-file").item.id == 7
        assert counts(report, "images") == {"created": 1, "unchanged": 2}
        assert counts(run(*export), "images") == {"unchanged": 3}

    def test_an_upload_of_an_editor_stays_the_editors(self, run, uploads):
        own = ImageFactory(title="Mine")
        own.get_file_hash()
        uploads.put("a.png", own.file.open().read())
        own.file.close()
        run(attachment(5, "a.png", title="Theirs"))
        assert set(CustomImage.objects.values_list("title", flat=True)) == {"Mine", "Theirs"}

    @pytest.mark.parametrize(
        "source",
        [
            "/wp-content/uploads/2025/03/chairs-300x200.png",
            "/wp-content/uploads/2025/03/chairs.png?w=604&h=453",
            "http://www.old.example/wp-content/uploads/2025/03/chairs-1024x683.png",
            "//old.example/wp-content/uploads/2025/03/chairs.png#x",
            "https://i0.wp.com/old.example/wp-content/uploads/2025/03/chairs.png?resize=300%2C200&ssl=1",
        ],
    )
    def test_any_size_of_it_is_the_image(self, run, uploads, source):
        uploads.put("2025/03/chairs.png", png())
        uploads.put("2025/03/chairs-300x200.png", png("#ffffff"))
        run(
            attachment(5, "2025/03/chairs.png"),
            item(2, "source", f'<p>x</p><img src="{source}" alt="a">', kind="page"),
        )
        [block] = (block for block in ContentPage.objects.get().body if block.block_type == "image")
        assert block.value["image"].pk == CustomImage.objects.get().pk

    def test_the_original_is_taken_rather_than_what_wordpress_made_of_it(self, run, uploads):
        uploads.put("a-scaled.png", png("#111111", (40, 40)))
        uploads.put("a.png", png("#111111", (80, 80)))
        uploads.put("b-rotated.png", png("#222222", (40, 40)))
        uploads.put("b-upright.png", png("#222222", (80, 80)))
        uploads.put("c-scaled.png", png("#333333", (40, 40)))
        meta = [("_wp_attachment_metadata", 'a:1:{s:14:"original_image";s:13:"b-upright.png";}')]
        report = run(
            attachment(5, "a-scaled.png"),
            attachment(6, "b-rotated.png", meta=meta),
            attachment(7, "c-scaled.png"),
        )
        assert sorted(CustomImage.objects.values_list("width", flat=True)) == [40, 80, 80]
        assert codes(report) == []

    def test_but_not_what_is_another_attachment(self, run, uploads):
        uploads.put("a-scaled.png", png("#111111", (40, 40)))
        uploads.put("a.png", png("#eeeeee", (80, 80)))
        run(attachment(5, "a-scaled.png", "Dark"), attachment(6, "a.png", "Bright"))
        assert dict(CustomImage.objects.values_list("description", "width")) == {"Dark": 40, "Bright": 80}

    def test_an_original_that_is_too_large_gives_way_to_the_size_that_fits(self, run, uploads, monkeypatch):
        monkeypatch.setattr("cms.wordpress.library.MAX_PIXELS", 2000)
        uploads.put("a.png", png(size=(80, 80)))
        uploads.put("a-scaled.png", png(size=(40, 40)))
        assert codes(run(attachment(5, "a-scaled.png"))) == []
        assert CustomImage.objects.get().width == 40

    def test_a_size_stands_in_where_there_is_no_original(self, run, uploads):
        uploads.put("2025/gone-300x200.png", png(size=(30, 20)))
        run(item(2, "source", '<img src="/wp-content/uploads/2025/gone-300x200.png" alt="x">', kind="page"))
        assert CustomImage.objects.get().width == 30

    def test_a_site_of_a_network_has_a_folder_of_its_own(self, run, uploads):
        url = "https://old.example/wp-content/uploads/sites/3/2025/a.png"
        uploads.put("sites/3/2025/a.png", png())
        run(
            attachment(5, "2025/a.png", url=url),
            item(2, "source", f'<p>x</p><img src="{url}" alt="a">', kind="page"),
        )
        assert CustomImage.objects.count() == 1
        assert [block.block_type for block in ContentPage.objects.get().body] == ["rich_text", "image"]

    @pytest.mark.parametrize(
        ("on_disk", "in_export"), [("gru\u0308n.png", "gr\u00fcn.png"), ("gr\u00fcn.png", "gru\u0308n.png")]
    )
    def test_umlauts_are_found_in_either_spelling(self, run, uploads, on_disk, in_export):
        uploads.put(on_disk, png())
        assert codes(run(attachment(5, in_export))) == []

    @pytest.mark.parametrize(
        "file",
        ["../secret.png", "..\\secret.png", "/etc/passwd.png", "a/../../secret.png", "a\tb.png", "%2e%2e/secret.png", "x" * 300 + ".png"],
    )  # fmt: skip
    def test_a_name_cannot_leave_the_folder(self, run, uploads, file):
        (uploads.root.parent / "secret.png").write_bytes(png())
        assert "media-failed" in codes(run(attachment(5, file)))
        assert not CustomImage.objects.exists()

    def test_a_link_out_of_the_folder_is_not_followed(self, run, uploads):
        (uploads.root.parent / "secret.png").write_bytes(png())
        (uploads.root / "a.png").symlink_to(uploads.root.parent / "secret.png")
        assert codes(run(attachment(5, "a.png"))) == ["media-failed"]

    def test_names_on_this_server_are_made_here(self, run, uploads):
        uploads.put("2025/Ünsafe name; rm -rf .php.png", png())
        run(attachment(5, "2025/Ünsafe name; rm -rf .php.png"))
        name = CustomImage.objects.get().file.name
        assert "nsafe-name-rm--rf-php" in name
        assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-_/.")


class TestHostileFiles:
    def test_a_picture_of_too_many_pixels_is_refused_unread(self, run, uploads):
        head = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
        chunk = struct.pack(">I", 13) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
        uploads.put("bomb.png", b"\x89PNG\r\n\x1a\n" + chunk + b"\0" * 50_000)
        [issue] = run(attachment(5, "bomb.png")).issues
        assert issue.code == "media-failed"
        assert "bomb.png" in issue.detail

    def test_one_of_just_too_many_pixels_is_named_with_its_size(self, run, uploads, monkeypatch):
        monkeypatch.setattr("cms.wordpress.library.MAX_PIXELS", 500)
        uploads.put("big.png", png(size=(30, 20)))
        assert "30 × 20 pixels" in issue_of(run(attachment(5, "big.png")), "media-failed").detail

    @pytest.mark.parametrize(
        "data",
        [
            b"", b"this is no picture", png()[:60], b"GIF89a/*", b"<svg onload=alert(1)>", b"MZ\x90", b"%PDF-1.4",
            b"II*\x00\x08\x00\x00\x00", b"<html>",
        ],
    )  # fmt: skip
    def test_what_is_no_picture_costs_only_itself(self, run, uploads, data):
        uploads.put("a.png", data)
        uploads.put("b.png", png())
        report = run(attachment(5, "a.png"), attachment(6, "b.png"))
        assert codes(report) == ["media-failed"]
        assert counts(report, "images") == {"created": 1, "skipped": 1}

    def test_a_file_that_is_too_large_is_not_read(self, run, uploads, monkeypatch):
        monkeypatch.setattr("cms.wordpress.uploads.MAX_BYTES", 10)
        uploads.put("a.pdf", b"x" * 11)
        assert "larger than" in issue_of(run(attachment(5, "a.pdf")), "media-failed").detail

    def test_a_file_that_cannot_be_stored_leaves_nothing(self, run, uploads, monkeypatch):
        before = stored()

        def fail(*_args, **_kwargs):
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(CustomImage, "save", fail)
        uploads.put("a.png", png())
        assert "No space left" in issue_of(run(attachment(5, "a.png")), "media-failed").detail
        assert stored() == before
        assert not CustomImage.objects.exists()


class TestTroubleWithOneFile:
    """Whatever happens to a file, the run goes on, and nothing of the failed try is left."""

    @pytest.fixture(autouse=True)
    def _other(self, uploads):
        uploads.put("z.png", png("#00ff00"))

    def test_a_new_content_that_cannot_be_stored_leaves_the_old(self, run, uploads, monkeypatch, client):
        page = item(2, "source", f'<p>Text</p><img src="{UPLOADS}a.png" alt="x">', kind="page")
        uploads.put("a.png", png())
        run(attachment(5, "a.png", "Old"))
        before = stored()
        image = CustomImage.objects.get()
        save = CustomImage.save

        def fail(self, *args, **kwargs):
            if self.description == "New":
                raise OSError(28, "No space left on device")
            save(self, *args, **kwargs)

        monkeypatch.setattr(CustomImage, "save", fail)
        uploads.put("a.png", png("#ff0000"))
        report = run(attachment(5, "a.png", "New"), attachment(9, "z.png"), page)
        said = issue_of(report, "media-failed")
        assert said.severity == "loss"
        assert said.item.id == 5
        assert "No space left" in said.detail
        assert said.detail.endswith("What an earlier import brought stays.")
        assert counts(report, "images") == {"created": 1, "skipped": 1}
        assert CustomImage.objects.get(pk=image.pk).description == "Old"
        with CustomImage.objects.get(pk=image.pk).open_file() as file:
            assert file.read() == png()
        other = CustomImage.objects.exclude(pk=image.pk).get()
        others = {other.file.name, *other.renditions.values_list("file", flat=True)}
        assert stored() - before == others
        shown = parse(client.get("/source/")).select_one("main img")
        assert default_storage.exists(shown["src"].removeprefix("/media/"))
        monkeypatch.undo()
        assert counts(run(attachment(5, "a.png", "New")), "images") == {"updated": 1}
        assert CustomImage.objects.get(pk=image.pk).description == "New"

    def test_half_a_file_goes_too(self, run, uploads, monkeypatch):
        """A disk that is full in the middle of a file."""
        before = stored()
        chunks = ContentFile.chunks

        def break_off(self, chunk_size=None):
            if self.size != len(png()):
                yield from chunks(self, chunk_size)
                return
            yield b"half"
            raise OSError(28, "No space left on device")

        monkeypatch.setattr(ContentFile, "chunks", break_off)
        uploads.put("a.png", png())
        uploads.put("b.pdf", b"%PDF-1.4")
        report = run(attachment(5, "a.png"), attachment(6, "b.pdf"))
        assert "No space left" in issue_of(report, "media-failed").detail
        assert stored() - before == {Document.objects.get().file.name}

    def test_one_of_two_that_shared_their_content_stays_there(self, run, uploads, monkeypatch):
        uploads.put("a.png", png())
        uploads.put("b.png", png())
        run(attachment(5, "a.png"), attachment(6, "b.png"))
        shared, before = CustomImage.objects.get(), stored()
        uploads.put("b.png", png("#ff0000"))

        def fail(*_args, **_kwargs):
            raise OSError(5, "Input/output error")

        monkeypatch.setattr(CustomImage, "save", fail)
        page = item(2, "source", f'<p>Text</p><img src="{UPLOADS}b.png" alt="x">', kind="page")
        report = run(attachment(5, "a.png"), attachment(6, "b.png"), page)
        assert issue_of(report, "media-failed").item.id == 6
        assert counts(report, "images") == {"unchanged": 1, "skipped": 1}
        assert ImportedItem.objects.get(wordpress_id=6, kind="images").object_id == shared.pk
        assert stored() == before
        [block] = (block for block in ContentPage.objects.get().body if block.block_type == "image")
        assert block.value["image"].pk == shared.pk
        monkeypatch.undo()
        run(attachment(5, "a.png"), attachment(6, "b.png"))
        assert ImportedItem.objects.get(wordpress_id=6, kind="images").object_id != shared.pk

    def test_a_file_that_cannot_be_read(self, run, uploads, monkeypatch):
        place = uploads.put("a.png", png())
        read_bytes = Path.read_bytes

        def fail(path):
            if path == place:
                raise PermissionError(13, "Permission denied")
            return read_bytes(path)

        monkeypatch.setattr(Path, "read_bytes", fail)
        report = run(attachment(5, "a.png"), attachment(9, "z.png"))
        assert "Permission denied" in issue_of(report, "media-failed").detail
        assert counts(report, "images") == {"created": 1, "skipped": 1}

    def test_a_picture_that_the_image_library_stumbles_over(self, run, uploads, monkeypatch):
        def stumble(*_args, **_kwargs):
            raise struct.error("unpack requires a buffer of 4 bytes")

        monkeypatch.setattr("cms.wordpress.library.PillowImage.open", stumble)
        uploads.put("a.pdf", b"%PDF-1.4")
        report = run(attachment(5, "z.png"), attachment(6, "a.pdf"))
        assert "cannot be read" in issue_of(report, "media-failed").detail
        assert counts(report, "documents") == {"created": 1}

    @pytest.mark.parametrize(("file", "original"), [(".", "a.png"), ("a.png", "."), ("//", "x")])
    def test_names_that_are_none(self, run, uploads, file, original):
        meta = [("_wp_attachment_metadata", f's:14:"original_image";s:1:"{original}";')]
        report = run(attachment(5, file, meta=meta), attachment(9, "z.png"))
        assert 5 in {issue.item.id for issue in report.issues}
        assert CustomImage.objects.count() == 1


class TestAgain:
    def test_an_unchanged_export_writes_nothing(self, run, uploads):
        uploads.put("a.png", png())
        uploads.put("b.pdf", b"%PDF-1.4")
        export = attachment(5, "a.png", "Alt"), attachment(6, "b.pdf")
        run(*export)
        before = stored()
        report = run(*export)
        assert counts(report, "images") == counts(report, "documents") == {"unchanged": 1}
        assert stored() == before

    def test_new_texts_come_over_also_without_the_files(self, run, uploads):
        uploads.put("a.png", png())
        run(attachment(5, "a.png", "Old"))
        report = run(attachment(5, "a.png", "New"), media=None)
        assert CustomImage.objects.get().description == "New"
        assert counts(report, "images") == {"updated": 1}
        assert codes(report) == []
        assert counts(run(attachment(5, "a.png", "New")), "images") == {"unchanged": 1}

    def test_new_content_replaces_the_old(self, run, uploads, django_capture_on_commit_callbacks):
        uploads.put("a.png", png(size=(30, 20)))
        run(attachment(5, "a.png"))
        old = CustomImage.objects.get()
        old_files = {old.file.name, *old.renditions.values_list("file", flat=True)}
        uploads.put("a.png", png("#ff0000", size=(60, 50)))
        with django_capture_on_commit_callbacks(execute=True):
            report = run(attachment(5, "a.png"))
        new = CustomImage.objects.get()
        assert counts(report, "images") == {"updated": 1}
        assert (new.pk, new.width, new.height) == (old.pk, 60, 50)
        assert new.file_hash != old.file_hash
        new_files = {new.file.name, *new.renditions.values_list("file", flat=True)}
        assert len(new_files) == len(old_files)
        assert all(default_storage.exists(name) for name in new_files)
        assert not any(default_storage.exists(name) for name in old_files)

    def test_a_copy_with_other_times_is_the_same(self, run, uploads):
        place = uploads.put("a.png", png())
        run(attachment(5, "a.png"))
        os.utime(place, (1, 1))
        assert counts(run(attachment(5, "a.png")), "images") == {"unchanged": 1}

    def test_what_somebody_changed_here_is_left_alone(self, run, uploads):
        uploads.put("a.png", png())
        run(attachment(5, "a.png", "Old"))
        image = CustomImage.objects.get()
        image.description = "Better"
        image.save()
        report = run(attachment(5, "a.png", "New"))
        assert "conflict" in codes(report)
        assert counts(report, "images") == {"skipped": 1}
        assert CustomImage.objects.get().description == "Better"
        run(attachment(5, "a.png", "New"), overwrite=True)
        assert CustomImage.objects.get().description == "New"

    def test_what_was_deleted_here_does_not_come_back(self, run, uploads):
        uploads.put("a.png", png())
        run(attachment(5, "a.png"))
        CustomImage.objects.all().delete()
        report = run(attachment(5, "a.png"))
        assert codes(report) == ["deleted-here"]
        assert not CustomImage.objects.exists()

    def test_one_of_two_with_the_same_content_changes_alone(self, run, uploads):
        uploads.put("a.png", png())
        uploads.put("b.png", png())
        run(attachment(5, "a.png"), attachment(6, "b.png"))
        shared = CustomImage.objects.get()
        uploads.put("b.png", png("#ff0000"))
        run(attachment(5, "a.png"), attachment(6, "b.png"))
        assert CustomImage.objects.count() == 2
        assert ImportedItem.objects.get(wordpress_id=5, kind="images").target == shared
        assert ImportedItem.objects.get(wordpress_id=6, kind="images").target != shared

    def test_a_file_that_was_missing_comes_when_it_is_there(self, run, uploads):
        uploads.put("b.png", png("#00ff00"))
        export = (
            attachment(5, "a.png"), attachment(6, "b.png"),
            item(2, "source", '<p>Text</p><img class="wp-image-5" src="/wp-content/uploads/a.png" alt="x">', kind="page"),
        )  # fmt: skip
        assert "media-failed" in codes(run(*export))
        uploads.put("a.png", png())
        report = run(*export)
        assert counts(report, "images") == {"created": 1, "unchanged": 1}
        assert "image" in [block.block_type for block in ContentPage.objects.get().body]

    def test_a_dry_run_stores_and_deletes_nothing(self, run, uploads):
        uploads.put("a.png", png())
        before = stored()
        report = run(attachment(5, "a.png"), dry_run=True)
        assert counts(report, "images") == {"created": 1}
        assert stored() == before
        run(attachment(5, "a.png"))
        before = stored()
        uploads.put("a.png", png("#ff0000"))
        report = run(attachment(5, "a.png"), dry_run=True)
        assert counts(report, "images") == {"updated": 1}
        assert stored() == before
        with CustomImage.objects.get().open_file() as file:
            assert file.read() == png(), "the file that is in use was not touched"

    def test_a_dry_run_on_a_copy_of_the_database_deletes_no_file_either(
        self, tmp_path, uploads, django_capture_on_commit_callbacks
    ):
        """There its transactions end well, and what waits for that is done."""
        uploads.put("a.png", png())
        found = survey(records(write(tmp_path / "e.xml", attachment(5, "a.png"))), Mapping())
        MediaWriter(context_of(found, media=uploads.root)).run()
        files = stored()
        uploads.put("a.png", png("#ff0000"))
        rehearsal = MediaWriter(context_of(found, media=uploads.root, dry_run=True))
        with django_capture_on_commit_callbacks(execute=True):
            rehearsal.run()
        assert rehearsal.context.report.counts["images"]["updated"] == 1
        assert files <= stored()


class TestSeveralExports:
    MEDIA = (attachment(5, "2025/a.png", "Two chairs"), attachment(6, "2025/b.pdf"))
    POSTS = (
        item(
            2, "source", '<p>Text <a href="/wp-content/uploads/2025/b.pdf">leaflet</a></p>'
            '<img src="https://old.example/wp-content/uploads/2025/a-300x200.png" alt="x">', kind="page",
            meta=[("_thumbnail_id", "5")],
        ),
    )  # fmt: skip

    @pytest.fixture(autouse=True)
    def _files(self, uploads):
        uploads.put("2025/a.png", png())
        uploads.put("2025/b.pdf", b"%PDF-1.4")

    def assert_complete(self):
        assert CustomImage.objects.count() == Document.objects.count() == 1
        body = ContentPage.objects.get().body
        [block] = (block for block in body if block.block_type == "image")
        assert block.value["image"].pk == CustomImage.objects.get().pk
        assert 'linktype="document"' in str(body.raw_data)

    def test_media_first(self, run):
        run(*self.MEDIA, name="media.xml")
        run(*self.POSTS, name="posts.xml", media=None)
        self.assert_complete()

    def test_posts_first(self, run):
        run(*self.POSTS, name="posts.xml", media=None)
        run(*self.MEDIA, name="media.xml")
        self.assert_complete()

    def test_posts_first_with_the_files_at_hand(self, run):
        run(*self.POSTS, name="posts.xml")
        run(*self.MEDIA, name="media.xml")
        self.assert_complete()
        assert (
            CustomImage.objects.get().pk == ImportedItem.objects.get(wordpress_id=5, kind="images").object_id
        )


def context_of(found: Survey, **options) -> Context:
    report = Report()
    ledger = Ledger("https://old.example", ImportRun.objects.create(source="x"), report)
    return Context(Site.objects.get(), Options(**options), report, ledger, found)


class TestCost:
    @pytest.fixture
    def found(self, tmp_path):
        export = write(tmp_path / "e.xml", *(attachment(n, f"{n}.png") for n in range(1, 1201)))
        return survey(records(export), Mapping())

    def test_without_files_none_of_them_costs_a_query(self, found, django_assert_max_num_queries):
        context = context_of(found)
        writer = MediaWriter(context)
        with django_assert_max_num_queries(20):
            writer.run()
        assert context.report.counts["images"]["skipped"] == 1200
        assert codes(context.report) == ["media-left-out"] * 1200

    def test_unchanged_files_cost_none_either(
        self, found, django_assert_max_num_queries, uploads, monkeypatch
    ):
        monkeypatch.setattr("cms.images.signal_handlers.try_to_make_renditions", lambda _image: None)
        for number in range(1, 41):
            uploads.put(f"{number}.png", png(f"#0000{number:02x}"))
        for number in range(41, 1201):
            del found.attachments[number]
        MediaWriter(context_of(found, media=uploads.root)).run()
        again = context_of(found, media=uploads.root)
        with django_assert_max_num_queries(10):
            MediaWriter(again).run()
        assert again.report.counts["images"]["unchanged"] == 40

    def test_a_file_is_a_transaction_of_its_own(self, found, uploads, monkeypatch):
        """Who stops a run in the middle keeps what came before, and loses one file at most."""
        for number in range(1, 1201):
            if number > 6:
                del found.attachments[number]
            else:
                uploads.put(f"{number}.png", png(f"#0000{number:02x}"))
        before = stored()
        calls = []

        def fail_at_the_fourth(file, content, kept):
            calls.append(file)
            created = create(file, content, kept)
            if len(calls) == 4:
                raise KeyboardInterrupt
            return created

        monkeypatch.setattr(media, "create", fail_at_the_fourth)
        with pytest.raises(KeyboardInterrupt):
            MediaWriter(context_of(found, media=uploads.root)).run()
        assert ImportedItem.objects.filter(kind="images").count() == CustomImage.objects.count() == 3
        kept = {image.file.name for image in CustomImage.objects.all()}
        kept |= {
            name
            for image in CustomImage.objects.all()
            for name in image.renditions.values_list("file", flat=True)
        }
        assert stored() - before == kept
        monkeypatch.setattr(media, "create", create)
        MediaWriter(context_of(found, media=uploads.root)).run()
        assert ImportedItem.objects.filter(kind="images").count() == CustomImage.objects.count() == 6


class TestFetching:
    @pytest.fixture
    def server(self, settings, tmp_path):
        settings.WORDPRESS_IMPORT_ROOT = tmp_path / "imports"
        settings.WORDPRESS_FETCH_PRIVATE_ADDRESSES = True
        with WebServer() as server:
            yield server

    @pytest.fixture
    def fetch(self, server, tmp_path):
        def run_import(*parts, journal=None, **options):
            export = write(tmp_path / "export.xml", *parts)
            export.write_text(
                export.read_text().replace("https://old.example", f"http://127.0.0.1:{server.port}")
            )
            return Importer(export, Options(fetch=True, **options), journal).run()

        return run_import

    def left_over(self, settings):
        found = Path(settings.WORDPRESS_IMPORT_ROOT).rglob("*")
        return [path for path in found if path.is_file() and path.parent.name != "locks"]

    def test_files_come_from_the_old_site(self, server, fetch, client, settings):
        server.answers[f"{UPLOADS}2025/chairs.png"] = content(png())
        server.answers[f"{UPLOADS}2025/leaflet.pdf"] = redirect(f"{UPLOADS}moved.pdf")
        server.answers[f"{UPLOADS}moved.pdf"] = content(b"%PDF-1.4")
        server.answers[f"{UPLOADS}2025/unlisted.png"] = content(png("#ff0000"))
        report = fetch(
            attachment(5, "2025/chairs.png", "Two chairs"),
            attachment(6, "2025/leaflet.pdf"),
            item(
                2, "source", f'<img class="wp-image-5" src="{UPLOADS}2025/chairs-300x200.png" alt="Chairs">'
                f'<p><a href="{UPLOADS}2025/leaflet.pdf">leaflet</a></p><img src="{UPLOADS}2025/unlisted.png" alt="x">',
                kind="page",
            ),
        )  # fmt: skip
        assert codes(report) == []
        assert counts(report, "images") == {"created": 2}
        main = parse(client.get("/source/")).select_one("main")
        assert len(main.select("img")) == 2
        assert "wp-content" not in str(main)
        assert Document.objects.count() == 1
        server.asked.clear()
        again = fetch(attachment(5, "2025/chairs.png", "Two chairs"), attachment(6, "2025/leaflet.pdf"))
        assert counts(again, "images") == {"unchanged": 1}
        assert server.asked == []

    def test_what_fails_is_named_and_the_page_comes_over(self, server, fetch, client):
        """A missing file, a web page in place of one, and a server in trouble."""
        server.answers[f"{UPLOADS}page.png"] = content(b"<!doctype html><title>404</title>")
        server.answers[f"{UPLOADS}busy.png"] = status(403)
        report = fetch(
            attachment(5, "gone.png"),
            attachment(6, "page.png"),
            attachment(7, "busy.png"),
            item(2, "source", f'<p>Words</p><img class="wp-image-5" src="{UPLOADS}gone.png">', kind="page"),
        )
        failed = {issue.item.id: issue.detail for issue in report.issues if issue.code == "media-failed"}
        assert "answers 404" in failed[5]
        assert "web page in its place" in failed[6]
        assert "answers 403" in failed[7]
        assert "Words" in parse(client.get("/source/")).select_one("main").get_text()

    @pytest.mark.parametrize(
        "url",
        [
            "http://169.254.169.254/latest/meta-data/iam.png", "http://10.0.0.1/a.png", "file:///etc/passwd",
            "https://elsewhere.example/a.png", "http://[::1]:22/a.png", "http://user@127.0.0.1/a.png",
        ],
    )  # fmt: skip
    def test_what_is_not_safe_is_refused(self, fetch, url):
        report = fetch(attachment(5, "a.png", url=url))
        assert issue_of(report, "media-refused").item.id == 5
        assert counts(report, "images") == {"skipped": 1}

    def test_this_machine_is_refused_unless_somebody_said_so(self, server, fetch, settings):
        settings.WORDPRESS_FETCH_PRIVATE_ADDRESSES = False
        server.answers[f"{UPLOADS}a.png"] = content(png())
        report = fetch(attachment(5, "a.png"))
        assert (
            "127.0.0.1, which is not an address of the public internet"
            in issue_of(report, "media-refused").detail
        )
        assert server.asked == []

    def test_a_run_that_was_killed_goes_on_where_it_stopped(self, server, fetch, settings):
        export = [attachment(number, f"{number}.png") for number in range(1, 41)]
        for number in range(1, 41):
            server.answers[f"{UPLOADS}{number}.png"] = content(png(f"#0000{number:02x}"))

        heard = []

        def stop(phase, done, _total):
            heard.append((phase, done))
            if phase == "files" and CustomImage.objects.count() >= 5:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            fetch(*export, journal=Journal(ImportRun.objects.create(source="x"), stop))
        there = CustomImage.objects.count()
        assert 5 <= there < 40
        asked = list(server.asked)
        report = fetch(*export)
        assert CustomImage.objects.count() == 40
        assert counts(report, "images") == {"created": 40 - there, "unchanged": there}
        again = len(server.asked) - len(set(server.asked))
        assert again <= THREADS, "only what was under way is asked for twice"
        assert len(asked) < 40
        assert self.left_over(settings) == []

    def test_progress_counts_the_files(self, server, fetch):
        for number in range(1, 4):
            server.answers[f"{UPLOADS}{number}.png"] = content(png(f"#0000{number:02x}"))
        heard = []
        journal = Journal(ImportRun.objects.create(source="x"), lambda *step: heard.append(step))
        fetch(*(attachment(number, f"{number}.png") for number in range(1, 5)), journal=journal)
        files = [(done, total) for phase, done, total in heard if phase == "files"]
        assert files[0] == (0, 4)
        assert (4, 4) in files
        assert len(files) > 3

    def test_a_dry_run_keeps_what_it_fetched_for_the_real_one(self, server, fetch):
        server.answers[f"{UPLOADS}a.png"] = content(png())
        before = stored()
        assert counts(fetch(attachment(5, "a.png"), dry_run=True), "images") == {"created": 1}
        assert stored() == before
        assert counts(fetch(attachment(5, "a.png")), "images") == {"created": 1}
        assert server.asked == [f"{UPLOADS}a.png"]

    def test_a_server_that_was_named_is_asked(self, server, fetch):
        with WebServer() as other:
            other.answers["/2008/06/canoe.png"] = content(png())
            url = f"http://localhost:{other.port}/2008/06/canoe.png"
            parts = (
                attachment(5, "2008/06/canoe.png", url=url),
                item(2, "source", f'<p>x</p><img src="{url}?w=604" alt="a">', kind="page"),
            )
            refused = fetch(*parts)
            assert "--fetch-host" in issue_of(refused, "media-refused").detail
            report = fetch(*parts, fetch_hosts=(f"localhost:{other.port}",))
        assert counts(report, "images") == {"created": 1}
        assert [block.block_type for block in ContentPage.objects.get().body] == ["rich_text", "image"]


class TestFetchingAhead:
    """What no attachment lists is fetched before the transaction that writes the content, or not at all."""

    server = TestFetching.server
    fetch = TestFetching.fetch

    @pytest.fixture
    def site(self, server):
        return f"http://127.0.0.1:{server.port}"

    @pytest.fixture
    def writer(self, server, site, tmp_path):
        export = write(tmp_path / "e.xml", attachment(5, "listed.png"))
        export.write_text(export.read_text().replace("https://old.example", site))
        return MediaWriter(context_of(survey(records(export), Mapping()), fetch=True))

    def test_nobody_waits_for_a_server(self, server, fetch, monkeypatch):
        """While the content of a batch is written no request is made; the files of all its items come together."""
        together = threading.Barrier(4, timeout=20)

        def answer(handler):
            together.wait()
            content(png(f"#0000{handler.path[-6:-4]}"))(handler)

        pictures = [f"{UPLOADS}{number}.png" for number in range(10, 14)]
        server.answers |= dict.fromkeys(pictures, answer)
        server.answers[f"{UPLOADS}plan.pdf"] = content(b"%PDF-1.4")
        writing, asked = [], []

        def watched(name):
            original = getattr(Import, name)

            def do(self, *args):
                before = list(server.asked)
                writing.append(name)
                original(self, *args)
                asked.extend(server.asked[len(before) :])

            monkeypatch.setattr(Import, name, do)

        watched("_fill")
        report = fetch(
            *(item(n, f"s{n}", f'<p>x</p><img src="{url}" alt="x">') for n, url in enumerate(pictures, 2)),
            menu_item(50, "custom", 50, url=f"{UPLOADS}plan.pdf", title="Plan"),
        )
        assert writing == ["_fill"]
        assert asked == []
        assert codes(report) == []
        assert CustomImage.objects.count() == 4
        assert Document.objects.count() == 1

    def test_a_failure_is_asked_for_once_and_told_with_its_reason(self, server, fetch):
        server.answers[f"{UPLOADS}b.png"] = status(403)
        body = f'<p>x</p><img src="{UPLOADS}a.png" alt="x"><img src="{UPLOADS}b.png" alt="x">'
        report = fetch(*(item(n, f"s{n}", body) for n in range(2, 60)))
        failed = [issue.detail for issue in report.issues if issue.code == "media-failed"]
        assert len(failed) == 2
        assert any("a.png" in detail and "answers 404" in detail for detail in failed)
        assert any("b.png" in detail and "answers 403" in detail for detail in failed)
        assert sorted(server.asked) == [f"{UPLOADS}a.png", f"{UPLOADS}b.png"]
        assert counts(report, "articles") == {"created": 58}

    def test_what_was_not_fetched_ahead_is_not_asked_for(self, server, writer):
        server.answers[f"{UPLOADS}a.png"] = content(png())
        assert writer.find(MediaRef(url=f"{UPLOADS}a.png")) is None
        assert "was not fetched" in issue_of(writer.report, "media-failed").detail
        with pytest.raises(MediaError, match="was not fetched"):
            writer.read(f"{UPLOADS}prices.csv")
        assert server.asked == []

    def test_a_table_is_read_from_what_was_fetched(self, server, writer):
        server.answers[f"{UPLOADS}prices.csv"] = content(b"a,b")
        writer.prefetch([Item(content=f'[su_csv_table url="{UPLOADS}prices.csv"]')])
        server.answers.clear()
        assert writer.read(f"{UPLOADS}prices.csv") == b"a,b"

    @pytest.mark.parametrize(
        "source",
        [
            '<img src="{site}/wp-content/uploads/2025/a b (1).png">',
            "<img src='//{host}/wp-content/uploads/2025/a%20b%20(1).png?w=3&amp;h=4'>",
            "<div style='background:url(/wp-content/uploads/2025/a%20b%20%281%29.png)'>",
            '<!-- wp:cover {{"url":"http:\\/\\/{host}\\/wp-content\\/uploads\\/2025\\/a b (1).png"}} -->',
            '<div data-x="{{&quot;src&quot;:&quot;/wp-content/uploads/2025/a b (1).png&quot;}}">',
            '[vc_button link="url:http%3A%2F%2F127.0.0.1%3A{port}%2Fwp-content%2Fuploads%2F2025%2Fa%20b%20(1).png|target:"]',
            '[gallery pictures="{{\\u0022/wp-content/uploads/2025/a b (1).png\\u0022}}"]',
        ],
    )
    def test_addresses_are_found_however_they_are_written(self, server, site, writer, source):
        server.answers[f"{UPLOADS}2025/a%20b%20%281%29.png"] = content(png())
        text = source.format(site=site, host=site[7:], port=server.port)
        writer.prefetch([Item(content=text)])
        assert writer.find(MediaRef(url=f"{UPLOADS}2025/a%20b%20(1).png")) is not None
        assert codes(writer.report) == []

    def test_of_fields_too(self, server, site, writer):
        server.answers[f"{UPLOADS}og.png"] = content(png())
        writer.prefetch([Item(meta=(("_og_image", f"{site}{UPLOADS}og.png"),))])
        assert server.asked == [f"{UPLOADS}og.png"]

    def test_only_what_is_wanted_is_asked_for(self, server, site, writer):
        sizes = ", ".join(f"{site}{UPLOADS}a-{n}x{n}.png {n}w" for n in (1, 2, 3))
        writer.prefetch(
            [
                Item(
                    content=f'<img src="{UPLOADS}a-9x9.png" srcset="{sizes}"><a href="{UPLOADS}a.png"></a>'
                    f'<img src="{UPLOADS}listed.png"><img src="{UPLOADS}listed-9x9.png">'
                    f'<a href="https://elsewhere.example{UPLOADS}b.png"></a><a href="{UPLOADS}setup.exe"></a>'
                )
            ]
        )
        assert set(server.asked) == {f"{UPLOADS}a.png", f"{UPLOADS}a-9x9.png"}

    def test_where_the_original_is_no_good_the_size_is_fetched_too(self, server, writer):
        server.answers[f"{UPLOADS}a.png"] = content(b"no picture")
        server.answers[f"{UPLOADS}a-9x9.png"] = content(png(size=(9, 9)))
        writer.prefetch([Item(content=f'<img src="{UPLOADS}a-9x9.png">')])
        server.answers.clear()
        assert writer.find(MediaRef(url=f"{UPLOADS}a-9x9.png")).width == 9

    def test_what_was_fetched_does_not_stay(self, server, fetch, settings):
        """Neither what became a part of the site, nor what nothing was made of."""
        server.answers[f"{UPLOADS}a.png"] = content(png())
        server.answers[f"{UPLOADS}b.png"] = content(png("#ff0000"))
        source = f'<p>x</p><img src="{UPLOADS}a.png" alt="x"><!-- {UPLOADS}b.png -->'
        fetch(item(2, "s", source), dry_run=True)
        assert len(TestFetching.left_over(self, settings)) == 2
        fetch(item(2, "s", source))
        assert sorted(server.asked) == [f"{UPLOADS}a.png", f"{UPLOADS}b.png"]
        assert TestFetching.left_over(self, settings) == []

    def test_a_folder_needs_nothing(self, tmp_path, uploads):
        found = survey(records(write(tmp_path / "e.xml", attachment(5, "a.png"))), Mapping())
        for options in ({}, {"media": uploads.root}):
            writer = MediaWriter(context_of(found, **options))
            writer.prefetch(Item(content=f"{UPLOADS}{n}.png") for n in itertools.repeat(1))


class TestNotInThisExport:
    def test_a_featured_image_of_another_export_comes_with_it(self, run, uploads):
        """A provider whose photo is listed by the next export only."""
        uploads.put("a.png", png())
        mapping = Mapping(types={**Mapping().types, "doctor": TypeMapping("provider")})
        person = item(2, "dr-berg", kind="doctor", meta=[("_thumbnail_id", "5")])
        run(person, name="people.xml", mapping=mapping)
        assert Provider.objects.get().image is None
        run(attachment(5, "a.png"), name="media.xml", mapping=mapping)
        assert Provider.objects.get().image == CustomImage.objects.get()

    @pytest.mark.parametrize(("ref", "is_complete"), [(MediaRef(id=7), False), (MediaRef(), True)])
    def test_it_is_waited_for(self, tmp_path, ref, is_complete):
        context = context_of(survey(records(write(tmp_path / "e.xml")), Mapping()))
        assert MediaWriter(context).image(ref) is None
        assert context.is_complete is is_complete


class TestReading:
    """The content of a file, which a table asks for."""

    def test_of_the_library_of_the_folder_and_of_the_old_site(self, tmp_path, uploads, settings):
        found = survey(records(write(tmp_path / "e.xml", attachment(5, "2025/listed.csv"))), Mapping())
        uploads.put("2025/listed.csv", b"a,b")
        writer = MediaWriter(context_of(found, media=uploads.root))
        assert writer.read("https://old.example/wp-content/uploads/2025/listed.csv") == b"a,b"
        writer.run()
        uploads.put("2025/listed.csv", b"changed since")
        assert writer.read("https://old.example/wp-content/uploads/2025/listed.csv") == b"a,b"
        uploads.put("other.csv", b"c,d")
        assert writer.read("/wp-content/uploads/other.csv") == b"c,d"
        for absent in (
            "/wp-content/uploads/none.csv",
            "https://elsewhere.example/wp-content/uploads/a.csv",
            "/a.csv",
        ):
            with pytest.raises(MediaError):
                writer.read(absent)

    def test_without_files_there_is_nothing_to_read(self, tmp_path):
        found = survey(records(write(tmp_path / "e.xml", attachment(5, "a.csv"))), Mapping())
        with pytest.raises(MediaError, match="--media"):
            MediaWriter(context_of(found)).read("/wp-content/uploads/a.csv")


class TestPublishedExports:
    """The WordPress project's own test data, with files of ours behind its addresses."""

    @pytest.mark.parametrize("name", ["same-site", "different-site"])
    def test_an_attachment_before_its_post_is_one_image_that_the_post_shows(
        self, shared, run, uploads, client, name
    ):
        path = shared / "wordpress" / "published" / f"wxr-flat-attachment-{name}.xml"
        found = survey(records(path), Options().mapping)
        for entry in found.attachments.values():
            uploads.put(library_path(entry.file or entry.url), png())
        report = Importer(path, Options(media=uploads.root)).run()
        assert counts(report, "images") == {"created": 1}
        image = CustomImage.objects.get()
        assert "image-missing" not in codes(report)
        assert default_storage.exists(image.file.name)

    def test_the_theme_test_data(self, shared, uploads):
        path = shared / "wordpress" / "published" / "themeunittestdata.wordpress.xml"
        found = survey(records(path), Options().mapping)
        for number, entry in enumerate(found.attachments.values()):
            picture = io.BytesIO()
            suffix = Path(entry.url).suffix.lower()
            if suffix in (".jpg", ".gif"):
                PillowImage.new("RGB", (12, 12), (number * 6, 7, 250 - number * 6)).save(
                    picture, {".jpg": "JPEG", ".gif": "GIF"}[suffix]
                )
            uploads.put(library_path(entry.file or entry.url), picture.getvalue() or suffix.encode())
        context = context_of(found, media=uploads.root)
        writer = MediaWriter(context)
        writer.run()
        assert codes(context.report) == []
        assert CustomImage.objects.count() == 35
        assert Document.objects.count() == 2
        same_name = [
            entry for entry in found.attachments.values() if entry.url.endswith("dsc20040724_152504_532.jpg")
        ]
        assert len({writer.find(MediaRef(id=entry.id)).pk for entry in same_name}) == len(same_name) == 2
        assert writer.is_library("https://wpthemetestdata.files.wordpress.com/2008/06/100_5478.jpg?w=604")
        assert not writer.is_library("https://wpthemetestdata.files.wordpress.com/robots.txt")
        assert not writer.is_library("https://elsewhere.example/wp-content/uploads/2008/06/100_5478.jpg")
