"""Images: sizes are made when an image is stored, and only sizes have an address."""

import io
import re
from pathlib import Path

import pytest
from bs4 import Tag
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import ExifTags
from PIL import Image as PillowImage

from cms.images.models import SIGNER, CustomImage, CustomRendition
from cms.images.renditions import SIZES, SPECS
from cms.images.templatetags.image_tags import rendition as rendition_tag
from cms.seo.head import SOCIAL_IMAGE
from tests.factories import ImageFactory, ServiceArticlePageFactory, image_file
from tests.html import parse, stream
from tests.queries import writes_of
from tests.showcase import page_with, picture

TEMPLATES = Path(settings.BASE_DIR) / "templates"
TAG = re.compile(r'{%\s*(?:picture|rendition)\s+\S+\s+"(\w+)"')


@pytest.fixture
def unreadable(db):
    """An image whose file broke later, as a restored backup or a full disk leaves it."""
    image = ImageFactory(title="Broken", size=(300, 200))
    image.renditions.all().delete()
    file = Path(image.file.path)
    file.write_bytes(file.read_bytes()[:80])
    return CustomImage.objects.get()


def test_every_size_is_made_when_an_image_is_stored(db):
    image = ImageFactory(size=(1600, 900))
    assert {rendition.filter_spec for rendition in image.renditions.all()} == set(SPECS)
    for rendition in image.renditions.all():
        assert rendition.file.storage.exists(rendition.file.name)


def test_sizes_are_not_made_twice(db):
    image = ImageFactory()
    before = set(image.renditions.values_list("pk", flat=True))
    image.title = "Another title"
    image.save()
    assert set(image.renditions.values_list("pk", flat=True)) == before


def test_sizes_follow_the_focal_point(db):
    image = ImageFactory(size=(1600, 900))
    image.focal_point_x, image.focal_point_y = 1500, 800
    image.focal_point_width = image.focal_point_height = 20
    image.save()
    made = set(image.renditions.exclude(focal_point_key="").values_list("filter_spec", flat=True))
    assert made == {spec for spec in SPECS if "fill-" in spec}


def test_every_size_is_named_by_a_template_and_every_template_names_a_size():
    """Wagtail's own tags would make what is missing, while a visitor waits."""
    sources = [path.read_text() for path in TEMPLATES.rglob("*.html")]
    assert [source for source in sources if "wagtailimages_tags" in source] == []
    named = {size for source in sources for size in TAG.findall(source)}
    assert named == set(SIZES) - {"social"}
    assert SIZES["social"] == (SOCIAL_IMAGE,)


def test_an_unreadable_file_does_not_stop_the_editor(unreadable, caplog):
    unreadable.title = "Still broken"
    unreadable.save()
    assert CustomImage.objects.get().title == "Still broken"
    assert unreadable.renditions.count() == 0
    assert "Still broken" in caplog.text, "the log says which image"


def test_a_page_with_an_unreadable_image_is_still_shown(unreadable, home, client):
    page = page_with(home, ("image", picture(unreadable, caption="The ward")))
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    assert parse(answer).select_one("main figure img")["alt"] == "Two chairs"


def test_a_page_with_a_lost_image_file_is_still_shown(home, client):
    image = ImageFactory()
    image.renditions.all().delete()
    image.file.storage.delete(image.file.name)
    page = page_with(home, ("image", picture(image)))
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    assert parse(answer).select_one("main figure img")["alt"] == "Two chairs"


def test_a_new_file_in_the_admin_gets_its_sizes_at_once(db, admin_client):
    image = ImageFactory()
    old = set(image.renditions.values_list("file", flat=True))
    image_of_another = image_file(name="other.png", size=(50, 50), colour="#9f0102")
    answer = admin_client.post(
        reverse("wagtailimages:edit", args=[image.pk]),
        {
            "title": image.title,
            "description": image.description,
            "collection": image.collection_id,
            "file": SimpleUploadedFile("other.png", image_of_another.read(), "image/png"),
            "tags": "",
        },
    )
    assert answer.status_code == 302
    image.refresh_from_db()
    assert (image.width, image.height) == (50, 50)
    made = image.renditions.all()
    assert {rendition.filter_spec for rendition in made} >= set(SPECS)
    assert old.isdisjoint(rendition.file.name for rendition in made)


def test_an_upload_that_is_no_picture_is_refused_in_the_admin(db, admin_client):
    wrong = SimpleUploadedFile("evil.png", b"<svg onload=alert(1)>", "image/png")
    answer = admin_client.post(reverse("wagtailimages:add"), {"title": "Evil", "file": wrong, "tags": ""})
    assert answer.status_code == 200
    assert not CustomImage.objects.exists()


# What a page shows


def shown(client, page) -> Tag:
    answer = client.get(page.get_url())
    assert answer.status_code == 200
    return parse(answer).main


@pytest.fixture
def article(index):
    image = ImageFactory(size=(1600, 900))
    body = stream(("image", picture(image)), ("image", picture(ImageFactory())))
    return ServiceArticlePageFactory(parent=index, image=image, body=body)


def test_a_picture_comes_in_the_best_format_in_several_widths_and_with_its_shape(article, client):
    first = shown(client, article).picture
    assert [source["type"] for source in first.find_all("source")] == ["image/avif", "image/webp"]
    for source in (*first.find_all("source"), first.img):
        assert [width.split()[1] for width in source["srcset"].split(", ")] == ["1200w", "800w", "400w"]
        assert source["sizes"]
    assert (first.img["width"], first.img["height"]) == ("1200", "675")
    assert first.img["src"].endswith(".jpg")


@pytest.mark.parametrize(("width", "widths"), [(1000, ["1000w", "800w", "400w"]), (500, ["500w", "400w"])])
def test_a_small_original_is_offered_in_each_width_once(home, client, width, widths):
    page = page_with(home, ("image", picture(ImageFactory(size=(width, 300)))))
    for source in shown(client, page).find_all(srcset=True):
        assert [offered.split()[1] for offered in source["srcset"].split(", ")] == widths


def test_an_original_below_all_widths_is_offered_as_it_is(home, client):
    page = page_with(home, ("image", picture(ImageFactory(size=(300, 200)))))
    first = shown(client, page).picture
    for source in first.find_all("source"):
        assert "," not in source["srcset"]
        assert not source.has_attr("sizes")
    assert not first.img.has_attr("srcset")
    assert not first.img.has_attr("sizes")


def test_only_the_first_picture_is_loaded_at_once(article, home, client):
    images = shown(client, article).find_all("img")
    assert [image["loading"] for image in images] == ["eager", "lazy", "lazy"]
    assert [image.get("fetchpriority") for image in images] == ["high", None, None], "it leads the article"
    page = page_with(home, ("image", picture(ImageFactory())), ("image", picture(ImageFactory())))
    images = shown(client, page).find_all("img")
    assert [image["loading"] for image in images] == ["eager", "lazy"]
    assert not images[0].has_attr("fetchpriority"), "it may be far below"


def test_missing_formats_and_widths_are_left_out(article, client):
    CustomRendition.objects.exclude(filter_spec="format-webp|width-400").delete()
    assert writes_of(client, article.get_url()) == []
    first = shown(client, article).picture
    assert first.source is None
    assert first.img["src"].endswith(".webp")


def test_another_size_stands_in(article, client):
    CustomRendition.objects.exclude(filter_spec__contains="300x300").delete()
    assert writes_of(client, article.get_url()) == []
    assert content(client.get(shown(client, article).picture.img["src"]))


def test_an_image_without_any_size_is_drawn_and_not_stored(article, client):
    CustomRendition.objects.all().delete()
    assert writes_of(client, article.get_url()) == []
    first = shown(client, article).img
    assert (first["width"], first["height"]) == ("1600", "900")
    answer = client.get(first["src"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert PillowImage.open(io.BytesIO(content(answer))).size == (1200, 675)
    assert not CustomRendition.objects.exists()


def test_no_file_says_what_the_camera_noted(db, client):
    """A photograph from a telephone names the place where it was taken, to the metre."""
    noted = PillowImage.Exif()
    noted[ExifTags.Base.Make] = "A camera"
    noted.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    photo = io.BytesIO()
    PillowImage.new("RGB", (60, 40)).save(photo, "JPEG", exif=noted)
    image = ImageFactory(file=ContentFile(photo.getvalue(), name="photo.jpg"))
    sizes = image.renditions.all()
    assert {rendition.file.name.split(".")[-1] for rendition in sizes} == {"avif", "webp", "jpg"}
    for rendition in sizes:
        with rendition.file.open() as file:
            assert not PillowImage.open(file).getexif(), rendition
    sizes.delete()
    drawn = content(client.get(rendition_tag(image, "poster").url))
    assert not PillowImage.open(io.BytesIO(drawn)).getexif()


def test_only_images_that_a_page_shows_can_be_drawn(db, client):
    image = ImageFactory()
    for signed in (str(image.pk), f"{image.pk}:forged", SIGNER.sign(image.pk + 1)):
        assert client.get(reverse("draw_image", args=[signed])).status_code == 404


def test_an_unreadable_file_is_not_drawn(unreadable, client):
    assert client.get(reverse("draw_image", args=[SIGNER.sign(unreadable.pk)])).status_code == 404


def test_sizes_that_were_found_once_are_not_asked_for_again(article, client):
    client.get(article.get_url())
    with CaptureQueriesContext(connection) as captured:
        client.get(article.get_url())
    assert not [query for query in captured if "images_customrendition" in query["sql"]]


def test_a_command_makes_what_is_missing(db, capsys):
    image = ImageFactory()
    kept = image.renditions.get(filter_spec="format-webp|width-400")
    image.renditions.exclude(pk=kept.pk).delete()
    call_command("make_renditions")
    assert {rendition.filter_spec for rendition in image.renditions.all()} == set(SPECS)
    assert image.renditions.filter(pk=kept.pk).exists()
    assert "Every image" in capsys.readouterr().out


# What has an address


@pytest.fixture
def rendition(db):
    return ImageFactory().renditions.first()


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_size_is_handed_out_and_may_be_kept(rendition, client):
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("image/")
    assert "immutable" in answer["Cache-Control"]
    with rendition.file.open() as file:
        assert content(answer) == file.read()


def test_an_original_has_no_address(rendition, client):
    original = rendition.image.file
    assert (Path(settings.MEDIA_ROOT) / original.name).exists()
    assert client.get(original.url).status_code == 404
    for path in (
        f"../{original.name}",
        f"%2e%2e/{original.name}",
        f"..%2f{original.name}",
        f"x/../../{original.name}",
    ):
        assert client.get(f"/media/images/{path}").status_code in (400, 404), path


@pytest.mark.parametrize(
    "path",
    [
        "",
        ".",
        "..",
        "../",
        "no-such-file.png",
        "../../cms/settings/base.py",
        "..%2f..%2f..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/etc/passwd",
        "//etc/passwd",
        "..\\..\\etc\\passwd",
        "a%00.png",
    ],
)
def test_nothing_else_has_an_address(rendition, client, path):
    assert client.get(f"/media/images/{path}").status_code in (400, 404)


def test_sizes_are_only_read(rendition, client):
    assert client.post(rendition.url).status_code == 405
    assert client.delete(rendition.url).status_code == 405
