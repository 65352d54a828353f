"""Images: sizes are made when an image is stored, and only sizes have an address."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Filter

from cms.images.models import CustomImage
from cms.images.renditions import SPECS
from tests.factories import ImageFactory, image_file
from tests.html import parse
from tests.showcase import page_with, picture

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PICTURE = re.compile(r"{%\s*(?:picture|image|srcset_image)\s+\S+\s+(?P<rest>[^%]*)%}")


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


def test_every_size_that_a_template_names_is_made_beforehand():
    named = {}
    for path in TEMPLATES.rglob("*.html"):
        for match in PICTURE.finditer(path.read_text()):
            operations = [part for part in match["rest"].split() if re.match(r"^[a-z]+-[\w{},]+$", part)]
            assert operations, path
            named[path.name] = set(Filter.expand_spec(operations))
    assert {"picture.html", "card_picture.html", "portrait.html"} <= named.keys()
    for name, specs in named.items():
        assert specs <= set(SPECS), name
    assert set().union(*named.values()) == set(SPECS), "no size is made for nothing"


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
