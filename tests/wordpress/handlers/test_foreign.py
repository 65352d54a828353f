"""Shortcodes of other plugins: readers never see their source, and brackets in prose stay."""

import time

import pytest

from cms.wordpress.analysis import analyse
from cms.wordpress.facts import SiteFacts
from cms.wordpress.handlers.foreign import MOST
from cms.wordpress.mapping import Mapping
from cms.wordpress.wxr import Item
from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ('Write to us: [letter-form id="9" title="Us"]', "<p>Write to us:</p>"),
        ("one [letter-form id=9] two", "<p>one two</p>"),
        ("one [letter-form id=&#8221;9&#8243;] two", "<p>one two</p>"),
        ("[grid][cell wide]one[/cell] [cell]two[/cell][/grid]", "<p>one two</p>"),
        ("one[aside]two[/aside] three", "<p>onetwo three</p>"),
        ("above\n\n[price_table]\n\nbelow", "<p>above</p><p>below</p>"),
        ("<p>above</p><p>[opening-hours]</p><p>below</p>", "<p>above</p><p>below</p>"),
        ("left [/grid] over", "<p>left over</p>"),
    ],
)
def test_readers_see_what_they_wrap(source, text):
    assert Converted(source).rich_text == text


@pytest.mark.parametrize(
    "source",
    [
        "He writes “teh” [sic], see [1] and [see page 4].",
        "a [co-author] of [first_name] in a sentence",
        'Find img[alt="x"] or [role="img"]; set list[my_key] = 1, [x = 1]',
        "a cohort [mean age=45 years], [odds ratio=1.5] and [P=.05], [n = 9]",
        'Type <code>[letter-form id="9"]</code>.',
    ],
)
def test_brackets_in_prose_and_samples_stay(source):
    converted = Converted(source)
    assert (converted.types, converted.issues) == (["rich_text"], [])
    assert "[" in converted.rich_text


def test_editors_see_the_source_and_the_report_names_each_once():
    source = '[grid][cell a="1"]one[/cell][cell b=2 a="2"]two[/cell][/grid]'
    converted = Converted(f"{source}\n\n{source}")
    kept = [block["value"]["source"] for block in converted.blocks if block["type"] == "imported_source"]
    assert kept == [source, source]
    assert [issue.detail.split("]")[0] for issue in converted.issues] == ["[grid", "[cell"]


def test_shortcodes_of_the_plugin_in_them_are_blocks_and_the_other_way_round():
    converted = Converted("[grid][su_note]one [cell x=1]two[/cell][/su_note][/grid]")
    assert converted.types == ["imported_source", "callout"]
    assert converted.words() == ["note", "one", "two"]


def test_shared_content_holds_them_too():
    facts = SiteFacts(shared={3: '<p>Write: [letter-form id="9"]</p>'})
    converted = Converted('<!-- wp:block {"ref":3} /-->', facts)
    assert converted.rich_text == "<p>Write:</p>"


def test_the_analysis_counts_them():
    item = Item(content='[letter-form id="9"] [grid][su_note]a[/su_note][/grid] [sic]')
    assert analyse([item], Mapping()).shortcodes.keys() == {"letter-form", "grid", "su_note"}


def test_more_names_than_any_site_has_cost_no_time():
    began = time.process_time()
    converted = Converted("".join(f"[tag-{number} a=1] " for number in range(20_000)))
    assert time.process_time() - began < 5
    assert converted.types.count("imported_source") == MOST
