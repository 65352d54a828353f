"""Colours: contrast as WCAG computes it, validation, and the stylesheet that carries them."""

import re

import pytest
from django.core.exceptions import ValidationError

from cms.palette.contrast import contrast, luminance, normalise, readable_text
from cms.palette.models import Colour, stylesheet, stylesheet_version
from tests.factories import ColourFactory


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        ("#9F0102", "#FFFFFF", 8.47),
        ("#9f0102", "#000", 2.48),
        ("#767676", "#fff", 4.54),
        ("#777777", "#fff", 4.48),
        ("#ff0000", "#ffffff", 4.00),
        ("#0000ff", "#ffffff", 8.59),
        ("#ffff00", "#ffffff", 1.07),
    ],
)
def test_contrast_is_what_wcag_says_in_either_order(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_luminance_runs_from_black_to_white():
    assert luminance("#000") == 0
    assert luminance("#fff") == pytest.approx(1)
    assert luminance("#0a0a0a") == pytest.approx(0.00304, abs=0.00001), "the linear part of the curve"


@pytest.mark.parametrize(
    ("written", "normal"), [("#abc", "#aabbcc"), ("#9F0102", "#9f0102"), ("#FFF", "#ffffff")]
)
def test_colours_are_written_one_way(written, normal):
    assert normalise(written) == normal


@pytest.mark.parametrize(
    "wrong",
    [
        "",
        "red",
        "9f0102",
        "#9f01",
        "#9f010",
        "#9f01022",
        "#ggg",
        "#9f0102\n",
        "#fff;}",
        "url(x)",
        "#\uff19f0102",
    ],
)
def test_what_is_no_colour_is_refused(wrong, db):
    with pytest.raises(ValueError, match="is not a colour"):
        normalise(wrong)
    if wrong:
        with pytest.raises(ValidationError) as caught:
            Colour(name="A", background=wrong).full_clean()
        assert "background" in caught.value.message_dict


@pytest.mark.parametrize(
    ("background", "text"), [("#9f0102", "#ffffff"), ("#ffff00", "#000000"), ("#767676", "#000000")]
)
def test_the_text_that_reads_better_is_chosen(background, text):
    assert readable_text(background) == text
    assert Colour(background=background).foreground == text


def test_black_or_white_is_always_readable():
    greys = [f"#{level:02x}{level:02x}{level:02x}" for level in range(256)]
    assert min(contrast(grey, readable_text(grey)) for grey in greys) >= 4.5


def test_a_colour_with_unreadable_text_is_refused_with_its_ratio(db):
    with pytest.raises(ValidationError) as caught:
        Colour(name="A", background="#9F0102", text="#000").full_clean()
    assert "2.48:1" in caught.value.message_dict["text"][0]
    assert "#ffffff" in caught.value.message_dict["text"][0]


def test_a_readable_colour_is_accepted_and_written_one_way(db):
    colour = Colour(name="Brand", background="#9F0102", text="#FFF")
    colour.full_clean()
    assert (colour.background, colour.text) == ("#9f0102", "#ffffff")
    assert colour.contrast_label() == "8.5:1"


def test_the_same_pair_of_colours_is_one_row(db):
    ColourFactory(background="#9f0102")
    with pytest.raises(ValidationError):
        Colour(name="The same", background="#9F0102").full_clean()


# The stylesheet


@pytest.fixture
def address(db):
    return lambda: f"/site-{stylesheet_version(stylesheet())}.css"


def test_each_row_has_a_class_with_both_colours(client, address):
    brand = ColourFactory(background="#9f0102")
    sun = ColourFactory(background="#ffff00", text="#333333")
    answer = client.get(address())
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/css; charset=utf-8"
    css = answer.content.decode()
    assert f".{brand.css_class} {{ --colour-background: #9f0102; --colour-text: #ffffff; }}" in css
    assert f".{sun.css_class} {{ --colour-background: #ffff00; --colour-text: #333333; }}" in css
    assert "\n@layer components {" in css, "so that it stands beside the components, not above them"


def test_only_the_current_version_is_kept_by_browsers(client, address):
    old = address()
    assert "immutable" in client.get(old)["Cache-Control"]
    ColourFactory()
    assert client.get(old)["Cache-Control"] == "no-store"
    assert address() != old
    assert "max-age=31536000" in client.get(address())["Cache-Control"]


def test_an_edit_gives_every_page_a_new_address_at_once(client, home):
    colour = ColourFactory(background="#9f0102")

    def linked():
        return re.search(r"/site-\w+\.css", client.get("/").content.decode())[0]

    before = linked()
    colour.background = "#014a9f"
    colour.save()
    assert linked() != before
    assert "#014a9f" in client.get(linked()).content.decode()


@pytest.mark.parametrize("path", ["/site-.css", "/site-a/b.css", "/site-../../x.css"])
def test_no_other_address_is_a_palette(client, home, path):
    assert client.get(path).status_code == 404


def test_the_stylesheet_is_only_read(client, address):
    assert client.head(address()).status_code == 200
    assert client.post(address()).status_code == 405


def test_a_row_that_is_no_colour_neither_writes_css_nor_breaks_the_site(client, home, address):
    """An import or a script may skip validation; neither the name nor a wrong value may reach the stylesheet."""
    good = ColourFactory(name="}</style><script>alert(1)</script>", background="#9f0102")
    Colour.objects.bulk_create(
        [Colour(name="bad", background="x;} *{"), Colour(name="worse", background="#fff", text="}*{a:b")]
    )
    css = client.get(address()).content.decode()
    assert good.css_class in css
    assert "script" not in css
    assert css.count("{") == css.count("}")
    assert "*" not in css
    assert client.get("/").status_code == 200
