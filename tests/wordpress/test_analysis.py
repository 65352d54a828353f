"""What is counted of an export before anything is imported, and what is foretold of it."""

import json

from cms.wordpress.analysis import MOST_NAMES, OTHERS, analyse
from cms.wordpress.mapping import parse_mapping
from cms.wordpress.wxr import Attachment, Author, Comment, Item, ItemTerm, MenuItem, Site, Term

URL = "https://old.example/one/"
ITEM = Item(type="post", status="publish", link=URL)


def item(**fields: object) -> Item:
    return Item(**{"type": "post", "status": "publish", "link": URL, **fields})


def losses(*records: Item, mapping: str = "") -> dict[tuple[str, str], int]:
    found = analyse(records, parse_mapping(mapping)).losses
    return {(loss.kind, loss.name): loss.tally.number for loss in found}


def test_comments_menus_and_files_are_counted():
    found = analyse(
        [
            Site(title="Old clinic"),
            Author(),
            Term(taxonomy="nav_menu", slug="main", name="Main menu"),
            MenuItem(menu="foot", menu_name="Footer"),
            item(comments=(Comment(approved="1"), Comment(approved="0"), Comment(approved="spam"))),
            Attachment(type="attachment", status="inherit", file="2024/05/Garden.JPG"),
            Attachment(type="attachment", status="inherit", url="https://old.example/a.pdf?v=1.2"),
            Attachment(type="attachment", status="inherit", url="https://old.example/a"),
        ],
        parse_mapping(""),
    )
    assert (found.authors, found.comments, found.approved_comments) == (1, 3, 1)
    assert found.menus == {"main": "Main menu", "foot": "Footer"}
    assert set(found.attachments) == {"jpg", "pdf", "(no extension)"}
    assert "3 comments (1 approved)" in found.as_text()


def test_statuses_are_counted_over_all_types_and_those_that_stay_behind_are_told():
    found = losses(item(status="trash"), item(type="page", status="trash"), item(status="draft"))
    assert found == {("status", "trash"): 2}


def test_meta_keys_are_counted_once_an_item_and_without_hashes():
    found = analyse(
        [
            item(
                meta=(
                    ("colour", "red"),
                    ("colour", "blue"),
                    ("_oembed_9b1c", "a"),
                    ("_oembed_time_9b1c", "1"),
                )
            ),
            item(meta=(("colour", "red"), ("_oembed_77aa", "b"))),
        ],
        parse_mapping(""),
    )
    assert {name: tally.number for name, tally in found.meta.items()} == {
        "colour": 2,
        "_oembed_*": 2,
        "_oembed_time_*": 1,
    }


def test_seo_plugins_and_page_builders_are_seen_where_they_said_something():
    found = analyse(
        [
            item(
                meta=(
                    ("_yoast_wpseo_title", "Knees"),
                    ("_yoast_wpseo_metadesc", "All"),
                    ("rank_math_title", ""),
                )
            ),
            item(meta=(("_elementor_data", "[]"),)),
        ],
        parse_mapping(""),
    )
    assert {name: tally.number for name, tally in found.seo_plugins.items()} == {"Yoast SEO": 1}
    assert "Elementor keeps its own version of a page" in found.as_text()


def test_types_and_taxonomies_need_a_mapping_until_they_have_one():
    doctor = item(
        type="doctor",
        terms=(ItemTerm("department", "a"), ItemTerm("department", "b"), ItemTerm("category", "c")),
    )
    assert losses(doctor, ITEM) == {("type", "doctor"): 1, ("taxonomy", "department"): 1}
    mapped = '[types.doctor]\nas = "provider"\n[taxonomies]\ndepartment = "topics"'
    assert losses(doctor, ITEM, mapping=mapped) == {}


def test_what_the_site_keeps_for_itself_needs_no_mapping():
    menu = ItemTerm("nav_menu", "main")
    assert losses(item(type="wp_global_styles"), item(terms=(menu, ItemTerm("post_format", "aside")))) == {}


def test_shortcodes_and_blocks_that_are_not_known_are_told():
    content = '[letter-form id="9"] [su_note]a[/su_note] [su_strange] [gallery] <!-- wp:paragraph --> <!-- wp:acme/map /-->'
    assert losses(item(content=content)) == {
        ("shortcode", "letter-form"): 1,
        ("shortcode", "su_strange"): 1,
        ("block", "acme/map"): 1,
    }
    aliased = '[shortcodes]\naliases = { letter-form = "su_note" }'
    assert ("shortcode", "letter-form") not in losses(item(content=content), mapping=aliased)


def test_the_figures_fit_into_json():
    figures = json.loads(
        json.dumps(analyse([Site(title="Old"), item(type="doctor")], parse_mapping("")).as_dict())
    )
    assert figures["site"]["title"] == "Old"
    assert figures["types"] == {"doctor (publish)": {"number": 1, "examples": [URL]}}
    assert figures["losses"] == [
        {
            "kind": "type",
            "name": "doctor",
            "text": "The type “doctor” has no mapping: its items become content pages.",
            "number": 1,
            "examples": [URL],
        }
    ]


def test_more_names_than_any_site_has_take_no_more_memory():
    found = analyse(
        (item(meta=((f"key {number}", ""),)) for number in range(MOST_NAMES + 500)), parse_mapping("")
    )
    assert len(found.meta) == MOST_NAMES + 1
    assert found.meta[OTHERS].number == 500


def test_an_export_that_fits_says_so():
    assert analyse([ITEM], parse_mapping("")).as_text().endswith("Nothing needs a mapping.")
