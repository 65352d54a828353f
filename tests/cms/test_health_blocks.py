"""Blocks of health information, after the NHS digital service manual."""

import pytest
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.rich_text import RichText

from cms.blocks.health import CareCardBlock, DoDontBlock, with_do_not
from tests.html import heading_levels, parse, text
from tests.showcase import page_with

TITLED = {
    "care_card": {"level": "urgent", "title": "A title", "text": "<p>Words</p>"},
    "checklist": {"title": "A title", "items": ["<p>Words</p>"]},
    "key_points": {"title": "A title", "items": ["<p>Words</p>"]},
    "question_list": {"title": "A title", "items": ["<p>Words</p>"]},
}


@pytest.fixture
def shown(home, client):
    def show(*blocks):
        return parse(client.get(page_with(home, *blocks).get_url())).main

    return show


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ("non_urgent", "Non-urgent advice: Call today if:"),
        ("urgent", "Urgent advice: Call today if:"),
        ("emergency", "Immediate action required: Call today if:"),
    ],
)
def test_the_heading_of_a_care_card_says_how_soon(shown, level, said):
    card = shown(
        ("care_card", {"level": level, "title": "Call today if:", "text": "<ul><li>it hurts</li></ul>"})
    )
    assert text(str(card.find("h2"))) == said
    assert card.select_one(".care-card li").get_text() == "it hurts"


@pytest.mark.parametrize("title", ["", "   "])
def test_a_care_card_needs_a_title(title):
    block = CareCardBlock()
    with pytest.raises(StructBlockValidationError) as caught:
        block.clean(block.to_python({"level": "urgent", "title": title, "text": "<p>a</p>"}))
    assert "title" in caught.value.block_errors


@pytest.mark.parametrize("name", TITLED)
@pytest.mark.parametrize(("before", "level"), [((), 2), (("h2",), 3), (("h2", "h3"), 4)])
def test_a_title_is_a_heading_of_the_level_that_fits(shown, name, before, level):
    headings = [("heading", {"text": f"A {level}", "level": level, "anchor": ""}) for level in before]
    main = shown(*headings, (name, TITLED[name]))
    title = main.select_one(f".w-block-{name} :is(h2, h3, h4, h5, h6)")
    assert (title.name, text(str(title)).endswith("A title")) == (f"h{level}", True)
    assert heading_levels(str(main.select_one(".body"))) == list(range(2, level + 1))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<p>drive home</p>", "<p>do not drive home</p>"),
        ("<p><b>drive</b> home</p>", "<p><b>do not drive</b> home</p>"),
        ('<p data-block-key="a1">drive</p>', '<p data-block-key="a1">do not drive</p>'),
        ("<p>Do not drive</p>", "<p>Do not drive</p>"),
        ("<p><i>do not</i> drive</p>", "<p><i>do not</i> drive</p>"),
        ("<p>don’t drive</p>", "<p>don’t drive</p>"),
        ("<p>Never drive</p>", "<p>Never drive</p>"),
        ("<p>donate blood</p>", "<p>do not donate blood</p>"),
        ("drive", "do not drive"),
        ("<p></p>", "<p></p>"),
    ],
)
def test_every_warning_says_do_not_once(written, read):
    assert with_do_not(RichText(written)).source == read


def test_do_and_do_not_are_two_lists(shown):
    main = shown(("do_dont", {"do": ["<p>rest</p>"], "dont": ["<p>drive</p>", "<p>do not swim</p>"]}))
    do, dont = main.select(".do-dont__part")
    assert text(str(do)) == "Do rest"
    assert [text(str(item)) for item in dont.find_all("li")] == ["do not drive", "do not swim"]
    assert dont.find("h2").get_text() == "Do not"


def test_a_search_never_finds_the_opposite_of_a_warning():
    block = DoDontBlock()
    words = block.get_searchable_content(block.to_python({"do": ["<p>rest</p>"], "dont": ["<p>drive</p>"]}))
    assert words == ["rest", "do not drive"]


def test_advice_needs_something_to_say():
    with pytest.raises(StructBlockValidationError):
        DoDontBlock().clean(DoDontBlock().to_python({"do": [], "dont": []}))


def test_a_checklist_stores_nothing(shown):
    main = shown(("checklist", {"title": "Bring along", "items": ["<p>Results</p>", "<p>Card</p>"]}))
    assert [text(str(item)) for item in main.select(".checklist li")] == ["Results", "Card"]
    assert main.select_one(".checklist").find(["input", "form", "button", "script"]) is None


def test_facts_stand_in_pairs(shown):
    rows = [
        {"term": "Takes", "description": "<p>An hour</p>"},
        {"term": "Costs", "description": "<p>Nothing</p>"},
    ]
    pairs = shown(("summary_list", {"rows": rows})).dl
    assert [term.get_text() for term in pairs.find_all("dt")] == ["Takes", "Costs"]
    assert [text(str(found)) for found in pairs.find_all("dd")] == ["An hour", "Nothing"]
