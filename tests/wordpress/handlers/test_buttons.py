"""Buttons: every attribute of every version of the plugin, and the editor's button block."""

import pytest

from tests.wordpress.converting import Converted

PLAIN = {
    "text": "Go", "description": "", "link": {"$ref": "link", "url": "/x/"}, "colour": None, "style": "solid",
    "size": "medium", "width": "auto", "alignment": "start", "corners": "rounded", "icon": "", "new_tab": False,
}  # fmt: skip


def colour(background: str, text: str = "") -> dict[str, str]:
    return {"$ref": "colour", "background": background, "text": text}


@pytest.mark.parametrize(
    ("attributes", "changed"),
    [
        ("", {}),
        ('target="blank"', {"new_tab": True}),
        ('target="self"', {}),
        ('style="flat"', {}),
        ('style="ghost"', {"style": "outline"}),
        ('style="soft"', {"style": "soft"}),
        ('style="glass"', {"style": "soft"}),
        ('style="stroked"', {"style": "dashed"}),
        ('style="3d"', {"style": "raised"}),
        ('style="2"', {"style": "soft"}),
        ('style="5"', {"style": "dashed"}),
        ('background="#9F0102"', {"colour": colour("#9f0102")}),
        ('background="#abc" color="#000"', {"colour": colour("#aabbcc", "#000000")}),
        ('color="white"', {"colour": colour("#2d89ef", "#ffffff")}),
        ('background="rgb(1, 2, 3)"', {"colour": colour("#010203")}),
        ('size="1"', {"size": "small"}),
        ('size="3"', {}),
        ('size="6px"', {"size": "large"}),
        ('size="12"', {"size": "extra-large"}),
        ('size="huge"', {"size": "small"}),
        ('wide="yes"', {"width": "full"}),
        ('wide="1"', {}),
        ('center="yes"', {"alignment": "centre"}),
        ('radius="round"', {"corners": "pill"}),
        ('radius="0"', {"corners": "square"}),
        ('radius="5"', {}),
        ('radius="20"', {"corners": "pill"}),
        ('radius="big"', {"corners": "square"}),
        ('icon="icon: phone"', {"icon": "phone"}),
        ('icon="icon:calendar-o"', {"icon": "calendar"}),
        ('icon="phone"', {}),
        ('desc="Mon &amp; <b>Tue</b>"', {"description": "Mon & Tue"}),
        ('desc="{su_label}Mon{/su_label}"', {"description": "Mon"}),
        ('title="Go"', {}),
        # version 3
        ('link="/old/"', {"link": {"$ref": "link", "url": "/old/"}}),
        ('dark="1" color="#f0f"', {"colour": colour("#ff00ff", "#000000")}),
        ('dark="0" color="#f0f"', {"colour": colour("#ff00ff", "#ffffff")}),
        ('square="1"', {"corners": "square"}),
    ],
)
def test_attributes(attributes, changed):
    assert Converted(f'[su_button url="/x/" {attributes}]Go[/su_button]').only("button") == PLAIN | changed


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("Go <b>now</b>", "Go now"),
        ("Left %icon% right", "Left right"),
        ("<p>Go</p>\n<p>now</p>", "Go now"),
        ("Tom &amp; Ann", "Tom & Ann"),
        ("[su_label]new[/su_label] Go", "new Go"),
        ('<a href="/y/">Go</a>', "Go"),
        ('<img src="/a.png" alt="Our map">', "Our map"),
    ],
)
def test_labels_are_plain_text(label, text):
    assert Converted(f'[su_button url="/x/"]{label}[/su_button]').only("button")["text"] == text


@pytest.mark.parametrize("attributes", ["", 'url=""', 'url="#"', 'url=" "'])
def test_without_an_address_the_link_is_left_to_the_importer(attributes):
    converted = Converted(f"[su_button {attributes}]Go[/su_button]")
    assert converted.only("button")["link"] is None
    assert converted.codes == [("button-without-url", "note")]


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "&#106;avascript:x",
        "data:text/html,x",
        "vbscript:x",
        "ftp://e.example/",
        "{su_permalink id=3}",
    ],
)
def test_addresses_that_are_not_allowed(url):
    converted = Converted(f"[su_button url='{url}']Go[/su_button]")
    assert converted.only("button")["link"] == {"$ref": "link", "url": ""}
    assert converted.codes == [("unsafe-link", "loss")]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("www.e.example/a", "http://www.e.example/a"),
        ("https://e.example/?a=1&amp;b=2", "https://e.example/?a=1&b=2"),
        (r"https:\/\/e.example", "https://e.example"),
        ("tel:+1 555", "tel:+1555"),
        ("#contact", "#contact"),
    ],
)
def test_addresses_are_written_as_meant(url, address):
    assert Converted(f'[su_button url="{url}"]Go[/su_button]').only("button")["link"]["url"] == address


@pytest.mark.parametrize(
    ("attributes", "code", "severity"),
    [
        ('icon="/uploads/a.png"', "button-icon", "loss"),
        ('icon="icon: plane"', "button-icon", "note"),
        ('style="modern-2-blue"', "button-style", "note"),
        ('background="var(--brand)"', "unknown-colour", "loss"),
        ('background="red;position:fixed"', "unknown-colour", "loss"),
        ('desc="a" title="b"', "button-title", "note"),
        ('title="Call us"', "button-title", "note"),
        ('onclick="alert(1)"', "dropped-attribute", "note"),
    ],
)
def test_what_does_not_come_over_is_reported(attributes, code, severity):
    converted = Converted(f'[su_button url="/x/" {attributes}]Go[/su_button]')
    assert converted.codes == [(code, severity)]
    assert "alert" not in str(converted.blocks)


def test_a_button_in_a_sentence_splits_it():
    converted = Converted("Call [su_button url=/x/ style=flat]us[/su_button] now")
    assert [(block["type"], block["value"]) for block in converted.blocks] == [
        ("rich_text", "<p>Call</p>"),
        ("button", PLAIN | {"text": "us"}),
        ("rich_text", "<p>now</p>"),
    ]


def test_a_button_inside_a_link_leads_where_the_link_leads():
    assert Converted('<a href="/y/">[su_button]Go[/su_button]</a>').only("button")["link"]["url"] == "/y/"


def test_a_button_without_anything_to_show_is_left_out_and_reported():
    converted = Converted('[su_button url="/x/"][/su_button]')
    assert (converted.blocks, converted.codes) == ([], [("empty-button", "loss")])


def test_typographic_quotes_are_healed():
    converted = Converted("[su_button background=”#9F0102″ url=“/x/”]Go[/su_button]")
    assert converted.only("button") == PLAIN | {"colour": colour("#9f0102")}
    assert converted.codes == [("healed-quotes", "note")]


def test_editor_buttons():
    converted = Converted(
        """<!-- wp:buttons --><div class="wp-block-buttons"><!-- wp:button -->
<div class="wp-block-button is-style-outline wp-block-button__width-100"><a class="wp-block-button__link" href="/x/"
 style="border-radius:0px;color:#ffffff;background-color:#123456" target="_blank">Go <strong>on</strong></a></div>
<!-- /wp:button --></div><!-- /wp:buttons -->"""
    )
    assert converted.only("button") == PLAIN | {
        "text": "Go on", "style": "outline", "width": "full", "corners": "square", "new_tab": True,
        "colour": colour("#123456", "#ffffff"),
    }  # fmt: skip


def test_an_editor_button_with_an_unsafe_address():
    converted = Converted('<div class="wp-block-button"><a href="javascript:x">Go</a></div>')
    assert converted.only("button")["link"] == {"$ref": "link", "url": ""}
    assert converted.codes == [("unsafe-link", "loss")]


@pytest.mark.parametrize(
    "source", ["[su_button url=/x/]Go[/su_button]", "[su_button size=4 url=/x/]Go[/su_button]"]
)
def test_an_address_without_quotes_may_end_in_a_slash(source):
    """WordPress takes the slash for the end of the tag and shows a button without a label."""
    converted = Converted(source)
    assert (converted.only("button")["text"], converted.only("button")["link"]["url"]) == ("Go", "/x/")
    assert converted.issues == []


@pytest.mark.parametrize("source", ['[su_button url="/x/"/]Go[/su_button]', "[su_button url=/x/] Go"])
def test_a_slash_before_the_bracket_ends_other_tags(source):
    converted = Converted(source)
    assert (converted.types, converted.rich_text) == (["rich_text"], "<p>Go</p>")
