"""Every attribute of the shortcodes that have a block is read, or stands in the table of those that are not."""

import json
import re

import pytest

from cms.wordpress.handlers.dropped import DROPPED
from tests.wordpress.converting import Converted

TABLE = "<table><tr><td>a</td></tr></table>"
PLAIN = {
    "button": "[su_button {}]a[/su_button]",
    "heading": "[su_heading {}]a[/su_heading]",
    "posts": "[su_posts {}]",
    "table": f"[su_table {{}}]{TABLE}[/su_table]",
}
# A value that says something, and what it says it about where that is not the bare shortcode.
SAMPLES: dict[str, dict[str, tuple[str, ...]]] = {
    "button": {
        "url": ('"/x/"',), "link": ('"/x/"',), "target": ('"blank"',), "style": ('"ghost"',), "background": ('"#123"',),
        "color": ('"#123"',), "size": ('"9"',), "wide": ('"yes"',), "center": ('"yes"',), "radius": ('"0"',),
        "icon": ('"icon: phone"',), "desc": ('"b"',), "title": ('"b"',), "dark": ('"1"', "color=#f0f"),
        "square": ('"1"',),
    },
    "heading": {"id": ('"b"',)},
    "posts": {
        "template": ('"templates/list-loop.php"',), "id": ('"5"',), "posts_per_page": ('"3"',), "post_type": ('"page"',),
        "taxonomy": ('"post_tag"', "tax_term=5"), "tax_term": ('"5"',), "tax_operator": ('"AND"', "tax_term=5"),
        "author": ('"3"',), "meta_key": ('"b"',), "offset": ('"2"',), "order": ('"asc"',), "orderby": ('"title"',),
        "post_parent": ('"5"',), "post_status": ('"draft"',), "ignore_sticky_posts": ('"yes"',), "tag": ('"b"',),
        "taxonomy_N": ('"post_tag"', "tax_term=5 tax_2_term=b"),
        "tax_N_term": ('"b"', "tax_term=5 taxonomy_2=post_tag"),
        "tax_N_operator": ('"NOT IN"', "tax_term=5 taxonomy_2=post_tag tax_2_term=b"),
        "tax_relation": ('"OR"', "tax_term=5 taxonomy_2=post_tag tax_2_term=b"),
    },
    "table": {"alternate": ('"no"',), "url": ('"/a.csv"',), "file": ('"/a.csv"',)},
}  # fmt: skip


def outcome(tag_id: str, attributes: str) -> object:
    converted = Converted(PLAIN[tag_id].format(attributes))
    return converted.blocks, [(issue.code, issue.detail) for issue in converted.issues]


@pytest.mark.parametrize("tag_id", PLAIN)
def test_every_attribute_is_read_or_dropped_for_a_reason(tag_id, shared):
    reference = json.loads((shared / "reference" / "shortcodes.json").read_text(encoding="utf-8"))
    (tag,) = (entry for entry in reference["shortcodes"] if entry["id"] == tag_id)
    attributes = {*tag["attributes"], *tag.get("attributes_3x", {})}
    assert attributes == SAMPLES[tag_id].keys() | (DROPPED[tag_id].keys() & attributes)
    assert DROPPED[tag_id].keys() <= attributes, "the table names attributes that never were"


@pytest.mark.parametrize(
    ("tag_id", "name"), [(tag_id, name) for tag_id, names in SAMPLES.items() for name in names]
)
def test_an_attribute_that_is_read_makes_a_difference(tag_id, name):
    value, *others = SAMPLES[tag_id][name]
    written = re.sub(r"_N(?=_|$)", "_2", name)
    with_it, without_it = (
        outcome(tag_id, f"{' '.join(others)} {written}={value}"),
        outcome(tag_id, " ".join(others)),
    )
    assert with_it != without_it


@pytest.mark.parametrize(("tag_id", "name"), [(tag_id, name) for tag_id in PLAIN for name in DROPPED[tag_id]])
def test_a_dropped_attribute_makes_none_and_is_reported(tag_id, name):
    converted = Converted(PLAIN[tag_id].format(f'{name}="5"'))
    assert converted.blocks == Converted(PLAIN[tag_id].format("")).blocks
    (issue,) = (issue for issue in converted.issues if issue.code == "dropped-attribute")
    assert DROPPED[tag_id][name] in issue.detail
    assert name in issue.detail


@pytest.mark.parametrize("value", ["", "no", "none", "default"])
def test_what_was_not_chosen_is_not_reported(value):
    assert Converted(f'[su_heading class="{value}"]a[/su_heading]').codes == []
