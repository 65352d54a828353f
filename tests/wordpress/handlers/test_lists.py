"""Lists: their items, their numbering, their icons."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "items"),
    [
        ("<ul>\n\t<li>a</li>\n\t<li>b <b>c</b></li>\n</ul>", ["a", "b <b>c</b>"]),
        ("<ul><li>a<li>b</ul>", ["a", "b"]),
        ("<ul><li>a\n<ul><li>b</li></ul>\n</li></ul>", ["<p>a</p><ul><li>b</li></ul>"]),
        ("<ul><li>a</li><ol><li>b</li></ol><li>c</li></ul>", ["<p>a</p><ol><li>b</li></ol>", "c"]),
        ("<ul><li><p>a</p><p>b</p></li></ul>", ["<p>a</p><p>b</p>"]),
        ("<ul>stray<li>a</li></ul>", ["stray", "a"]),
        ("<ul><li>a</li>stray</ul>", ["a", "stray"]),
        ("<ul><li>a\nb</li></ul>", ["a<br/>b"]),
        ("<ul><li><h3>a</h3>b</li></ul>", ["<p><strong>a</strong></p><p>b</p>"]),
        ("<ul><li></li><li>a</li></ul>", ["a"]),
        ('<ul><li><a href="/x/">a</a></li></ul>', ['<a href="/x/">a</a>']),
        ("<ul><li><blockquote>a<cite>b</cite></blockquote></li></ul>", ["<p>a</p><p>b</p>"]),
    ],
)
def test_items(source, items):
    assert Converted(source).only("list") == {"style": "bullets", "icon": "", "start": None, "items": items}


@pytest.mark.parametrize(
    ("attributes", "start"),
    [("", None), ('start="4"', 4), ('start="x"', None), ('start="99999999999"', None)],
)
def test_numbered_lists(attributes, start):
    assert Converted(f"<ol {attributes}><li>a</li></ol>").only("list") == {
        "style": "numbers", "icon": "", "start": start, "items": ["a"],
    }  # fmt: skip


def test_images_in_items_follow_the_list():
    converted = Converted('<ul><li>a<img src="/x.png" alt="x"></li><li>b</li></ul>')
    assert converted.types == ["list", "image"]
    assert converted.only("list")["items"] == ["a", "b"]
    assert converted.codes == [("moved-block", "note")]


def test_a_list_of_images_is_just_the_images():
    assert Converted('<ul><li><img src="/x.png" alt="x"></li><li><img src="/y.png" alt="y"></li></ul>').types == [
        "image", "image",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("attributes", "style", "icon", "codes"),
    [
        ("", "star", "", []),
        ('icon="icon: check"', "check", "", []),
        ('icon="icon:chevron-right"', "arrow", "", []),
        ('icon="icon: remove"', "cross", "", []),
        ('icon="icon: phone"', "icon", "phone", []),
        ('icon="icon: clock-o"', "icon", "clock", []),
        ('style="arrow"', "arrow", "", []),
        ('style="cross"', "cross", "", []),
        ('style="thumbs"', "check", "", []),
        ('style="time"', "icon", "clock", []),
        ('style="note" icon="icon: check"', "icon", "document", []),
        ('style="twitter"', "bullets", "", [("list-icon", "note")]),
        ('icon="icon: plane"', "bullets", "", [("list-icon", "note")]),
        ('icon="/x.png"', "bullets", "", [("list-icon", "note")]),
        ('icon=""', "bullets", "", [("list-icon", "note")]),
    ],
)
def test_su_list(attributes, style, icon, codes):
    converted = Converted(f"[su_list {attributes}]\n<ul>\n<li>a</li>\n</ul>\n[/su_list]")
    assert converted.only("list") == {"style": style, "icon": icon, "start": None, "items": ["a"]}
    assert converted.codes == codes


def test_a_numbered_list_with_an_icon_loses_its_numbers():
    assert Converted("[su_list]<ol start=3><li>a</li></ol>[/su_list]").only("list")["start"] is None


def test_lists_beside_one_another_keep_their_own_icons():
    converted = Converted(
        "[su_list icon='icon: check']<ul><li>a</li></ul>"
        "[_su_list icon='icon: remove']<ul><li>b</li></ul>[_/su_list][/su_list]"
    )
    assert [block["value"]["style"] for block in converted.blocks] == ["check", "cross"]


def test_su_list_without_a_list():
    assert Converted("[su_list]just text[/su_list]").rich_text == "<p>just text</p>"


NOTES = """<p id="up">One<a href="#n1">1</a> two<a href="#n2">2</a></p>
<ol>
<li id="n1">A <em>survey</em> <a href="#up">back</a></li>
<li id="n2"><p>A guideline <a href="#up">back</a></p></li>
</ol>"""


def test_numbered_notes_that_link_back_are_footnotes():
    assert Converted(NOTES).only("footnotes") == {
        "notes": [
            {"anchor": "n1", "text": 'A <em>survey</em> <a href="#up">back</a>'},
            {"anchor": "n2", "text": 'A guideline <a href="#up">back</a>'},
        ]
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [("ol>", "ul>"), ('<a href="#up">', '<a href="/x/">'), ('id="n2"', ""), ("<ol>", "<ol>Notes:")],
)
def test_other_lists_with_ids_stay_lists_and_keep_their_places(old, new):
    converted = Converted(NOTES.replace(old, new))
    assert "footnotes" not in converted.types
    assert converted.types.index("list") > converted.types.index("anchor")
    assert {"anchor": "n1"} in [block["value"] for block in converted.blocks]


def test_links_to_items_of_inner_lists_still_lead_there():
    converted = Converted('<ul><li id="a">one<ul><li id="b">two</li></ul></li></ul><a href="#b">x</a>')
    assert (converted.only("anchor"), converted.issues) == ({"anchor": "b"}, [])


@pytest.mark.parametrize("mark", ["*", "-", "+", "•"])
def test_lines_with_marks_are_the_list_that_their_author_meant(mark):
    source = f'[su_list icon="icon: check"]\n{mark} one <b>b</b>\n{mark} two\n\n{mark} three\n[/su_list]'
    value = Converted(source).only("list")
    assert (value["style"], value["items"]) == ("check", ["one <b>b</b>", "two", "three"])


@pytest.mark.parametrize("lines", ["* one\ntwo", "one", "* <b>one\n* two</b>", "* one\n[su_divider]\n* two"])
def test_other_lines_in_a_list_stay_text(lines):
    assert "list" not in Converted(f"[su_list]{lines}[/su_list]").types
