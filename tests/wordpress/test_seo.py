"""What the SEO plugins of WordPress say of a page, read without a database (X31)."""

from datetime import UTC, date, datetime

import pytest

from cms.wordpress import wxr
from cms.wordpress.records import Item, ItemTerm
from cms.wordpress.refs import MediaRef
from cms.wordpress.seo import SeoMeta, is_seo_key, plugins_of, read_meta
from cms.wordpress.seovariables import SeoNames
from tests.wordpress import exports

NAMES = SeoNames(
    site="Old clinic", tagline="Care for all", author="Nina Berg", parent="Hearts", terms={7: ("category", "b")},
    today=date(2026, 5, 4),
)  # fmt: skip


def item(**meta: str) -> Item:
    keys = {name.replace("__", "-"): value for name, value in meta.items()}
    return Item(
        id=12,
        type="post",
        title="Heart &amp; mind",
        link="https://old.example/heart/",
        excerpt="How they <em>speak</em>.",
        date=datetime(2025, 3, 4, 10, tzinfo=UTC),
        terms=(
            ItemTerm("category", "a", "Advice"),
            ItemTerm("category", "b", "Body"),
            ItemTerm("post_tag", "t", "Talk"),
            ItemTerm("department", "d", "Cardiology"),
        ),
        meta=tuple(keys.items()),
    )


def yoast(name: str, value: str) -> SeoMeta:
    return read_meta(item(**{f"_yoast_wpseo_{name}": value}), NAMES)


def test_yoast_as_it_stands_in_an_export(tmp_path):
    export = exports.write(
        tmp_path / "export.xml",
        exports.item(
            4,
            "heart",
            title="Heart",
            meta=[
                ("_yoast_wpseo_title", "%%title%% and its valves %%page%% %%sep%% %%sitename%%"),
                ("_yoast_wpseo_metadesc", "What valves do &amp; how they age."),
                ("_yoast_wpseo_canonical", "https://journal.example/valves/"),
                ("_yoast_wpseo_meta-robots-noindex", "1"),
                ("_yoast_wpseo_opengraph-title", "Valves, explained"),
                ("_yoast_wpseo_opengraph-description", "For everyone with a heart."),
                ("_yoast_wpseo_opengraph-image", "https://old.example/wp-content/uploads/valve.png"),
                ("_yoast_wpseo_opengraph-image-id", "31"),
            ],
        ),
    )
    found = next(record for record in wxr.read(export) if isinstance(record, Item))
    assert read_meta(found, NAMES) == SeoMeta(
        title="Heart and its valves",
        description="What valves do & how they age.",
        canonical="https://journal.example/valves/",
        noindex=True,
        social_title="Valves, explained",
        social_description="For everyone with a heart.",
        social_image=MediaRef(31, "https://old.example/wp-content/uploads/valve.png"),
    )


def test_a_page_without_such_meta_leaves_all_to_the_site():
    assert read_meta(item(_thumbnail_id="9", subtitle="%%title%%"), NAMES) == SeoMeta()


# Variables


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("%%excerpt%%", "How they speak."),
        ("%%sitedesc%%", "Care for all"),
        ("About %%category%%", "About Advice, Body"),
        ("About %%tag%% in %%ct_department%%", "About Talk in Cardiology"),
        ("By %%name%% on %%date%%", "By Nina Berg on March 4, 2025"),
        ("%%parent_title%% %%sep%% %%id%%", "Hearts - 12"),
        ("%%TITLE%%!", "Heart & mind!"),
        ("100%% sure, %%title%% too", "100%% sure, Heart & mind too"),
    ],
)
def test_variables_are_written_out(written, expected):
    assert yoast("metadesc", written).description == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("%%title%% %%page%% %%sep%% %%sitename%%", ""),
        ("%%sitename%% %%sep%% %%title%%", ""),
        ("%%title%%", ""),
        ("Heart &amp; mind", ""),
        ("Heart & mind | Old clinic", ""),
        ("Beating %%sep%% %%page%% %%sep%% %%sitename%%", "Beating"),
        ("%%page%% %%sep%% Beating – Body", "Beating – Body"),
        ("Hearts at Old clinic", "Hearts at Old clinic"),
        ("%%sitename%%", "Old clinic"),
    ],
)
def test_a_title_that_the_site_would_make_anyway_stays_empty(written, expected):
    assert yoast("title", written).title == expected


def test_an_automatic_description_has_whole_words_of_the_content_and_no_shortcodes():
    content = "<!-- wp:paragraph --><p>[su_box title='x']Rest well.[/su_box] " + "Walk daily. " * 30 + "</p>"
    found = read_meta(
        Item(title="Rest", content=content, meta=(("_yoast_wpseo_metadesc", "%%excerpt%%"),)), NAMES
    )
    assert found.description.startswith("Rest well. Walk daily.")
    assert "[" not in found.description
    assert len(found.description) <= 155
    assert found.description.endswith(("Walk", "daily."))


def test_a_custom_field_may_be_named():
    found = read_meta(item(city="Leeds", _yoast_wpseo_title="Hearts in %%cf_city%%"), NAMES)
    assert found.title == "Hearts in Leeds"


def test_the_primary_category_is_the_chosen_one():
    chosen = item(_yoast_wpseo_primary_category="7", _yoast_wpseo_title="%%primary_category%% and soul")
    assert read_meta(chosen, NAMES).title == "Body and soul"
    assert yoast("title", "%%primary_category%% and soul").title == "Advice and soul"


def test_an_unknown_variable_is_left_out_and_named():
    found = yoast("title", "Hearts %%sep%% %%mood%% %%sep%% %%sitename%%")
    assert found.title == "Hearts"
    assert len(found.notes) == 1
    assert "%%mood%%" in found.notes[0]


def test_a_year_that_changed_by_itself_is_reported():
    found = yoast("title", "Best hearts of %%currentyear%%")
    assert found.title == "Best hearts of 2026"
    assert "%%currentyear%%" in found.notes[0]


def test_what_is_too_long_is_cut_and_reported():
    found = read_meta(item(_yoast_wpseo_title="x" * 300, _yoast_wpseo_metadesc="y" * 600), NAMES)
    assert found.title == "x" * 255
    assert found.description == "y" * 600, "descriptions have no limit here"
    assert any("300" in note for note in found.notes)


# The other plugins


@pytest.mark.parametrize(
    "robots", ['a:2:{i:0;s:7:"noindex";i:1;s:9:"noarchive";}', '["noindex"]', "noindex,nosnippet"]
)
def test_rank_math(robots):
    found = read_meta(
        item(
            rank_math_title="%title% explained %sep% %sitename%",
            rank_math_description="%excerpt% %date(F jS, Y)% %customfield(city)%",
            rank_math_canonical_url="https://old.example/first/",
            rank_math_robots=robots,
            rank_math_facebook_title="%seo_title%",
            rank_math_facebook_image="https://old.example/wp-content/uploads/a.png",
            rank_math_facebook_image_id="8",
            city="Leeds",
        ),
        NAMES,
    )
    assert found.title == "Heart & mind explained"
    assert found.description == "How they speak. March 4, 2025 Leeds"
    assert found.canonical == "https://old.example/first/"
    assert found.noindex
    assert found.social_title == "", "the preview shows the title by itself"
    assert found.social_image == MediaRef(8, "https://old.example/wp-content/uploads/a.png")
    assert not read_meta(item(rank_math_robots='a:1:{i:0;s:5:"index";}'), NAMES).noindex


def test_per_cent_signs_in_prose_are_no_variables():
    found = read_meta(item(rank_math_description="50% of %title%, 20% off"), NAMES)
    assert found.description == "50% of Heart & mind, 20% off"


def test_all_in_one_seo():
    found = read_meta(
        item(
            _aioseo_title="#post_title in #current_year #separator_sa #site_title",
            _aioseo_description="#1 in town, says #custom_field-city",
            _aioseo_og_title="Shared",
            city="Leeds",
        ),
        NAMES,
    )
    assert found.title == "Heart & mind in 2026"
    assert found.description == "#1 in town, says Leeds"
    assert found.social_title == "Shared"


def test_all_in_one_seo_pack():
    found = read_meta(item(_aioseop_title="%post_title% today | %blog_title%", _aioseop_noindex="on"), NAMES)
    assert (found.title, found.noindex) == ("Heart & mind today", True)


def test_seopress():
    found = read_meta(
        item(
            _seopress_titles_title="%%post_title%% today %%sep%% %%sitetitle%%",
            _seopress_titles_desc="%%_cf_city%%",
            _seopress_robots_index="yes",
            _seopress_social_fb_img="https://old.example/wp-content/uploads/a.png",
            _seopress_social_fb_img_attachment_id="8",
            city="Leeds",
        ),
        NAMES,
    )
    assert (found.title, found.description, found.noindex) == ("Heart & mind today", "Leeds", True)
    assert found.social_image == MediaRef(8, "https://old.example/wp-content/uploads/a.png")


def test_the_seo_framework():
    found = read_meta(
        item(
            _genesis_title="100% hearts %%title%%",
            _genesis_noindex="1",
            _open_graph_description="Shared",
            _social_image_url="https://old.example/a.png",
            _social_image_id="5",
        ),
        NAMES,
    )
    assert (found.title, found.noindex) == ("100% hearts %%title%%", True)
    assert found.social_description == "Shared"
    assert found.social_image == MediaRef(5, "https://old.example/a.png")


def test_the_first_plugin_that_says_something_is_believed_field_by_field():
    found = read_meta(
        item(
            rank_math_title="From %title%",
            rank_math_description="Of Rank Math",
            _yoast_wpseo_title="Of Yoast",
            _yoast_wpseo_metadesc=" ",
        ),
        NAMES,
    )
    assert (found.title, found.description) == ("Of Yoast", "Of Rank Math")


def test_a_rule_that_pages_do_not_have_is_reported():
    assert "not to follow" in yoast("meta-robots-nofollow", "1").notes[0]
    assert not yoast("meta-robots-nofollow", "0").notes


def test_the_keys_of_the_plugins_are_known():
    assert is_seo_key("_yoast_wpseo_linkdex")
    assert is_seo_key("rank_math_internal_links_processed")
    assert not is_seo_key("doctor_city")
    assert plugins_of((("rank_math_title", "Hearts"), ("color", "red"))) == ["Rank Math"]
    assert plugins_of((("rank_math_title", " "),)) == []
