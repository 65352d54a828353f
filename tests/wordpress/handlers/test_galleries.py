"""Galleries: which images, in which order, what stands below them, where they lead."""

import pytest

from cms.wordpress.facts import FileFacts, SiteFacts
from tests.wordpress.converting import Converted
from tests.wordpress.handlers.site_facts import FACTS

LIBRARY = SiteFacts(files={n: FileFacts(n, f"https://old.example/{n}.png", f"T{n}") for n in range(1, 31)})


def gallery(source: str) -> dict:
    return Converted(source, FACTS).only("gallery")


def ids(source: str) -> list[int]:
    return [item["image"]["image"]["id"] for item in gallery(source)["items"]]


def captions(source: str) -> list[str]:
    return [item["caption"] for item in gallery(source)["items"]]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('[su_image_carousel source="media: 12,11"]', [12, 11]),
        ('[su_image_carousel source="Media: 12 , 11" limit="1"]', [12, 11]),
        ('[su_image_carousel source="media: recent" limit="2"]', [13, 12]),
        ('[su_image_carousel source="posts: 2,1"]', [12, 11]),
        ('[su_image_carousel source="posts: recent"]', [12, 11]),
        ('[su_image_carousel source="taxonomy: category/7" limit="-1"]', [12, 11]),
        ('[su_slider source="media: 11,12,13" limit="2"]', [11, 12]),
        ('[su_slider source="category: 7" limit="2"]', [12]),
        ('[su_carousel source="taxonomy: category/99,7"]', [12, 11]),
        ('[su_custom_gallery source="post"]', [11]),
        ('[su_custom_gallery source="post=1"]', [12]),
        ('[su_nivo_slider source="cat=7"]', [12, 11]),
        ("[su_nivo_slider]", [11]),
        ("[su_jcarousel]", [11]),
    ],
)
def test_sources(source, expected):
    assert ids(source) == expected


@pytest.mark.parametrize(
    "source",
    [
        "[su_image_carousel]",
        '[su_image_carousel source="category: 7"]',
        '[su_slider source="media: recent"]',
        '[su_slider source="Media: 11"]',
        '[su_slider source="media"]',
        '[su_slider source="taxonomy: category"]',
        '[su_slider source="posts: 3"]',
        '[su_custom_gallery source="post=5"]',
    ],
)
def test_a_gallery_without_images_is_a_report_line(source):
    converted = Converted(f"a {source} b", FACTS)
    assert converted.rich_text == "<p>a b</p>"
    assert converted.codes == [("empty-gallery", "loss")]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ('[su_slider source="media: 11,999,14"]', "missing-image"),
        ('[su_slider source="posts: 1,5,6,999"]', "missing-post"),
    ],
)
def test_what_is_missing_or_not_public_is_reported(source, code):
    converted = Converted(source, FACTS)
    assert len(converted.only("gallery")["items"]) == 1
    assert set(converted.codes) == {(code, "loss")}


def test_a_numbered_gallery_stood_in_the_settings():
    assert Converted('[su_slider gallery="2"]', FACTS).codes == [
        ("numbered-gallery", "loss"), ("empty-gallery", "loss"),
    ]  # fmt: skip


def test_explicit_ids_are_cut_at_twenty_as_in_wordpress():
    source = ",".join(map(str, range(1, 31)))
    assert len(Converted(f'[su_slider source="media: {source}"]', LIBRARY).only("gallery")["items"]) == 20
    everything = Converted(f'[su_image_carousel source="media: {source}"]', LIBRARY)
    assert len(everything.only("gallery")["items"]) == 30


def test_an_image_keeps_its_alternative_text_and_is_decorative_without():
    first, second = gallery('[su_slider source="media: 11,12"]')["items"]
    media = {"$ref": "media", "id": 11, "url": "https://old.example/one.jpg"}
    assert first["image"] == {"image": media, "decorative": False, "alt_text": "The entrance"}
    assert (second["image"]["decorative"], second["image"]["alt_text"]) == (True, "")


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('[su_image_carousel source="media: 11"]', [""]),
        ('[su_image_carousel source="media: 11" captions="yes"]', ["The new entrance"]),
        ('[su_image_carousel source="posts: 1" captions="yes"]', ["Post 1"]),
        ('[su_image_carousel source="posts: 1" captions="yes" prefer_caption="yes"]', ["The new entrance"]),
        ('[su_slider source="media: 11"]', ["One"]),
        ('[su_slider source="posts: 1"]', ["Post 1"]),
        ('[su_slider source="media: 11" title="no"]', [""]),
        ('[su_carousel source="media: 11"]', ["One"]),
        ('[su_custom_gallery source="media: 11" title="never"]', ["One"]),
        ('[su_custom_gallery source="media: 12" description="1"]', ["Where you wait"]),
    ],
)
def test_captions(source, expected):
    assert captions(source) == expected


@pytest.mark.parametrize(
    ("link", "enlarge", "target"),
    [
        ("none", False, None),
        ("image", True, None),
        ("lightbox", True, None),
        ("attachment", True, None),
        ("post", False, "/?p=1"),
        ("custom", False, "https://e.example/one"),
    ],
)
def test_links(link, enlarge, target):
    value = gallery(f'[su_slider source="posts: 1" link="{link}"]')
    assert value["enlarge"] is enlarge
    assert value["items"][0]["link"] == (target and {"$ref": "link", "url": target})


def test_an_image_without_a_post_is_shown_large_instead():
    value = gallery('[su_slider source="media: 11" link="post"]')
    assert (value["enlarge"], value["items"][0]["link"]) == (True, None)


def test_an_unsafe_target_is_left_out():
    converted = Converted('[su_custom_gallery source="media: 12" link="custom"]', FACTS)
    assert converted.only("gallery")["items"][0]["link"] is None
    assert converted.codes == [("unsafe-link", "loss")]


@pytest.mark.parametrize(
    ("source", "layout", "columns", "crop"),
    [
        ('[su_image_carousel source="media: 11,12"]', "carousel", 1, "landscape"),
        ('[su_image_carousel source="media: 11,12" columns="2" crop="16:9"]', "carousel", 2, "wide"),
        ('[su_image_carousel source="media: 11,12" crop="1:1"]', "carousel", 1, "square"),
        ('[su_image_carousel source="media: 11,12" crop="3:4"]', "carousel", 1, "portrait"),
        ('[su_image_carousel source="media: 11,12" crop="none"]', "carousel", 1, "none"),
        ('[su_slider source="media: 11,12"]', "slider", 1, "wide"),
        ('[su_slider source="media: 11,12" width="300" height="400"]', "slider", 1, "portrait"),
        ('[su_carousel source="media: 11,12,13"]', "carousel", 3, "wide"),
        ('[su_carousel source="media: 11,12,13" items="2" height="300"]', "carousel", 2, "square"),
        ('[su_custom_gallery source="media: 11,12,13"]', "grid", 3, "square"),
        ('[su_custom_gallery source="media: 11,12,13" width="300" height="200"]', "grid", 2, "landscape"),
        ('[su_custom_gallery source="media: 11,12,13" size="400x300"]', "grid", 1, "landscape"),
        ('[su_nivo_slider size="100x100"]', "slider", 1, "square"),
        ('[su_jcarousel source="cat=7" items="2"]', "carousel", 2, "square"),
    ],
)
def test_looks(source, layout, columns, crop):
    value = gallery(source)
    assert (value["layout"], value["columns"], value["crop"]) == (layout, columns, crop)


def test_more_columns_than_a_reader_can_see_are_cut():
    converted = Converted('[su_image_carousel source="media: 1,2,3,4,5,6,7,8" columns="8"]', LIBRARY)
    assert converted.only("gallery")["columns"] == 6
    assert converted.codes == [("gallery-columns", "note")]


@pytest.mark.parametrize(
    "source", ["media: ²", "media: " + "9" * 5000, "taxonomy: category/²", "posts: ٣", "post=²"]
)
def test_odd_numbers_find_nothing(source):
    assert "gallery" not in Converted(f'[su_slider source="{source}"]', FACTS).types
