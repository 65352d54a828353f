"""The placeholders in converted content, and how golden cases write them."""

import json

import pytest

from cms.wordpress.refs import AuthorRef, ColourRef, Html, ItemRef, LinkRef, MediaRef, TermRef, as_json


@pytest.mark.parametrize(
    ("ref", "written"),
    [
        (MediaRef(id=4), {"$ref": "media", "id": 4, "url": ""}),
        (MediaRef(url="/garden.jpg"), {"$ref": "media", "id": 0, "url": "/garden.jpg"}),
        (LinkRef("#top"), {"$ref": "link", "url": "#top"}),
        (ItemRef(9), {"$ref": "item", "id": 9}),
        (TermRef("category", "7"), {"$ref": "term", "taxonomy": "category", "key": "7"}),
        (AuthorRef(2), {"$ref": "author", "id": 2}),
        (ColourRef("#112233"), {"$ref": "colour", "background": "#112233", "text": ""}),
    ],
)
def test_a_placeholder_as_json(ref, written):
    assert as_json(ref) == written


def test_placeholders_are_found_at_any_depth():
    content = [{"type": "image", "value": {"image": MediaRef(id=4), "links": (LinkRef("/a"), None)}}]
    assert as_json(content) == [
        {
            "type": "image",
            "value": {
                "image": {"$ref": "media", "id": 4, "url": ""},
                "links": [{"$ref": "link", "url": "/a"}, None],
            },
        }
    ]


def test_what_is_no_placeholder_stays_as_it_is():
    content = {"text": Html("<p>é</p>"), "count": 3, "featured": True, "start": None}
    assert json.loads(json.dumps(as_json(content))) == {
        "text": "<p>é</p>",
        "count": 3,
        "featured": True,
        "start": None,
    }
    assert type(as_json(Html("<p>"))) is str


def test_equal_placeholders_are_one():
    assert {MediaRef(4), MediaRef(4), MediaRef(5)} == {MediaRef(4), MediaRef(5)}
    assert TermRef("category", "7") != TermRef("post_tag", "7")
