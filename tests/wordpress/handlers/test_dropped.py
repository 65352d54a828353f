"""Every shortcode that the plugin ever had has a handler, and every attribute is read or dropped for a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cms.wordpress.handlers import registry
from cms.wordpress.handlers.depth import walk
from cms.wordpress.handlers.dropped import DROPPED
from cms.wordpress.handlers.overview import BECOMES, PATH, overview
from tests.conftest import SHARED
from tests.wordpress.converting import Converted
from tests.wordpress.handlers.usages import (
    GALLERIES,
    attributes_of,
    converted,
    needed,
    reference,
    with_attribute,
)

pytestmark = pytest.mark.skipif(not SHARED.exists(), reason="needs the reference of the plugin's shortcodes")
NAMES = sorted(reference()) if SHARED.exists() else []
# Values that say something, where the kinds of values do not offer one.
VALUES: dict[str, dict[str, tuple[str, ...]]] = {
    **{
        name: {"limit": ("1",), "source": ("media: 12", "cat=7"), "link": ("lightbox", "none"), "size": ("200x300",),
         "height": ("900",)}
        for name in GALLERIES
    },
    "dailymotion": {"url": ("https://dai.ly/x1",)},
    "feed": {"url": ("https://e.example/other",)},
    "button": {"icon": ("icon: phone",)},
    "document": {"file": ("/b.pdf",)},
    "frame": {"align": ("right",)},
    "list": {"icon": ("icon: check",)},
    "menu": {"name": ("main",)},
    "meta": {"key": ("none",), "post_id": ("1",)},
    "permalink": {"id": ("2",), "p": ("2",)},
    "photoshop": {"image": ("/a.png",)},
    "post": {"field": ("ID",), "post_id": ("1",), "post_type": ("page",)},
    "posts": {
        "template": ("templates/list-loop.php",), "post_type": ("page",), "taxonomy": ("post_tag",),
        "tax_operator": ("AND",), "author": ("3",), "post_parent": ("5",), "id": ("5",), "tax_term": ("5",),
        "taxonomy_N": ("post_tag",),
    },
    "scheduler": {
        "time": ("8-12",), "days_week": ("1-5",), "days_month": ("1-9",), "months": ("3",), "years": ("2030",),
    },
    "service": {"icon": ("icon: phone",)},
    "table": {"file": ("/a.csv",)},
    "tabs": {"style": ("3",)},
    "user": {"user_id": ("2",), "field": ("first_name",)},
    "youtube_advanced": {"playlist": ("bcdefghijkl",)},
}  # fmt: skip
BY_KIND = {
    "bool": ("yes", "no"), "bool01": ("1", "0"), "number": ("2", "7", "300"), "color": ("#123456",), "url": ("/x/",),
    "icon": ("icon: check",),
}  # fmt: skip


def candidates(tag_id: str, name: str) -> Iterator[str]:
    """Give values that an author might have chosen for an attribute."""
    described = reference()[tag_id]["attributes"].get(name, {})
    allowed = described.get("allowed", ())
    yield from VALUES.get(tag_id, {}).get(name, ())
    yield from map(str, allowed if isinstance(allowed, list) else ())
    yield from BY_KIND.get(described.get("type", ""), ())
    yield "b"
    yield "1"


def outcome(converted: Converted) -> object:
    return converted.blocks, [code for code in converted.codes if code[0] != "dropped-attribute"]


def difference(tag_id: str, name: str) -> bool:
    plain = outcome(converted(tag_id, needed(tag_id, name)))
    return any(outcome(with_attribute(tag_id, name, value)) != plain for value in candidates(tag_id, name))


def test_every_shortcode_has_a_handler():
    in_others = {"plan"}
    assert len([entry for entry in reference().values() if entry["in_7_8_2"]]) == 57
    assert reference().keys() - in_others <= registry.SHORTCODES.keys()
    assert reference().keys() <= registry.KNOWN_IDS


@pytest.mark.parametrize("tag_id", NAMES)
def test_every_attribute_is_read_or_dropped_for_a_reason(tag_id):
    unread = {
        name
        for name in attributes_of(tag_id) - DROPPED.get(tag_id, {}).keys()
        if not difference(tag_id, name)
    }
    assert unread == set()


@pytest.mark.parametrize("tag_id", NAMES)
def test_a_dropped_attribute_changes_nothing(tag_id):
    read = {name for name in DROPPED.get(tag_id, {}) if difference(tag_id, name)}
    assert read == set()


@pytest.mark.parametrize("tag_id", [name for name in NAMES if DROPPED.get(name)])
def test_a_dropped_attribute_is_reported(tag_id):
    for name, reason in DROPPED[tag_id].items():
        assert any(
            issue.code == "dropped-attribute" and reason in issue.detail and f" {name}]" in issue.detail
            for issue in with_attribute(tag_id, name, "5").issues
        ), name


def test_the_table_names_nothing_that_never_was():
    assert DROPPED.keys() <= reference().keys()
    for tag_id, reasons in DROPPED.items():
        assert reasons.keys() <= attributes_of(tag_id), tag_id
        assert all(reasons.values())


@pytest.mark.parametrize("value", ["", "no", "none", "default"])
def test_what_was_not_chosen_is_not_reported(value):
    assert Converted(f'[su_heading class="{value}"]a[/su_heading]').codes == []


def test_the_overview_names_every_shortcode():
    assert BECOMES.keys() == registry.SHORTCODES.keys()


@pytest.mark.parametrize("tag_id", sorted(BECOMES))
def test_the_overview_says_what_a_shortcode_becomes(tag_id):
    blocks = converted(tag_id, needed(tag_id)).blocks
    types = {block["type"] for block in walk(blocks)} - {"imported_source"}
    assert BECOMES[tag_id] in types if BECOMES[tag_id] else not types


def test_the_overview_is_up_to_date():
    assert PATH.read_text(encoding="utf-8") == overview(), (
        "run python -m cms.wordpress.handlers.overview > cms/wordpress/handlers/README.md"
    )
