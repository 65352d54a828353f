"""The brand's two colours: what is made of them can be read, by day and by night, whatever the owner chooses."""

import colorsys
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import Site

from cms.palette.contrast import DISCERNIBLE, READABLE, contrast
from cms.palette.models import BrandColours
from cms.palette.oklch import Oklch, to_hex, to_oklch
from cms.palette.scheme import ACCENT_SURFACES, BRAND_SURFACES, scheme
from tests.forms import filled_form

CHOICES = [
    "#" + "".join(f"{round(255 * part):02x}" for part in colorsys.hsv_to_rgb(hue / 8, saturation, value))
    for hue in range(8)
    for saturation in (0, 1)
    for value in (0, 0.5, 1)
]
NEEDED = {
    "ink": READABLE, "ink-muted": READABLE, "link": READABLE, "brand": READABLE,
    "accent": DISCERNIBLE, "line-strong": DISCERNIBLE,
}  # fmt: skip


@pytest.mark.parametrize(
    ("colour", "lightness", "chroma", "hue"),
    [("#ff0000", 0.628, 0.258, 29.2), ("#00ff00", 0.866, 0.295, 142.5), ("#0000ff", 0.452, 0.313, 264.1)],
)
def test_oklch_is_what_its_author_says(colour, lightness, chroma, hue):
    assert to_oklch(colour) == pytest.approx((lightness, chroma, hue), abs=0.05)
    assert to_hex(to_oklch(colour)) == colour


def test_a_colour_that_no_screen_shows_keeps_its_hue_and_loses_strength():
    shown = to_oklch(to_hex(Oklch(0.5, 0.4, 200)))
    assert shown.hue == pytest.approx(200, abs=2)
    assert shown.chroma < 0.15


@pytest.mark.parametrize("colour", CHOICES)
def test_all_that_is_made_of_a_colour_can_be_seen_by_day_and_by_night(colour):
    tokens = scheme(colour, colour)
    surfaces = [tokens[name] for name in (*BRAND_SURFACES, *ACCENT_SURFACES)]
    for name, needed in NEEDED.items():
        for surface in surfaces:
            assert contrast(tokens[name].light, surface.light) >= needed, name
            assert contrast(tokens[name].dark, surface.dark) >= needed, name
    for background in ("brand", "brand-deep"):
        for text, behind in zip(tokens[f"on-{background}"], tokens[background], strict=True):
            assert contrast(text, behind) >= READABLE, background


def test_a_colour_that_can_be_read_is_shown_as_it_is():
    assert scheme("#7a1f5c", "#00857a")["brand"].light == "#7a1f5c"
    assert scheme("#7a1f5c", "#00857a")["accent"].light == "#00857a"


def test_a_pale_colour_gives_way_in_lightness_and_keeps_its_hue():
    shown = scheme("#ffcc00")["brand"].light
    assert to_oklch(shown).hue == pytest.approx(to_oklch("#ffcc00").hue, abs=3)
    assert to_oklch(shown).lightness < to_oklch("#ffcc00").lightness


def test_the_stylesheet_holds_the_scheme_of_the_two_default_colours():
    css = (Path(settings.BASE_DIR) / "cms/static/css/tokens.css").read_text()
    for name, token in scheme().items():
        assert token.css(name) in css


# The setting


@pytest.fixture
def colours(home):
    return BrandColours.objects.create(site=Site.objects.get(), brand="#7a1f5c", accent="#00857a")


def served(client):
    """Give the stylesheet that the home page links to."""
    return client.get(re.search(r"/site-\w+\.css", client.get("/").content.decode())[0]).content.decode()


def test_the_owner_s_colours_reach_every_page(client, colours):
    css = served(client)
    assert "--brand: light-dark(#7a1f5c, " in css
    assert "\n@layer tokens {" in css, "so that they stand in the place of the design's own"


def test_without_a_choice_the_design_keeps_its_colours(client, home):
    assert "--brand" not in served(client)
    assert not BrandColours.objects.exists(), "showing a page writes nothing"


def test_another_site_keeps_its_colours(client, colours, home):
    Site.objects.create(hostname="other.example", root_page=home)
    assert "--brand" in served(client)
    other = client.get("/", headers={"host": "other.example"}).content.decode()
    address = re.search(r"/site-\w+\.css", other)[0]
    assert "--brand" not in client.get(address, headers={"host": "other.example"}).content.decode()


def test_colours_that_skipped_validation_do_not_break_the_site(client, colours):
    BrandColours.objects.update(brand="x;}*{")
    assert "x;" not in served(client)
    assert client.get("/site.webmanifest").json()["theme_color"] == scheme()["brand"].light


def test_what_is_no_colour_is_refused_with_an_example(home):
    with pytest.raises(ValidationError, match="#9f0102"):
        BrandColours(site=Site.objects.get(), brand="red").full_clean()


def test_the_owner_sets_them_in_the_admin_and_is_told_what_was_corrected(admin_client, home):
    url = admin_client.get(reverse("wagtailsettings:edit", args=["palette", "brandcolours"])).url
    answer = admin_client.post(
        url, filled_form(admin_client, url, brand="#FC0", accent="#00857A"), follow=True
    )
    saved = BrandColours.objects.get()
    assert (saved.brand, saved.accent) == ("#ffcc00", "#00857a")
    words = answer.content.decode()
    assert "#ffcc00 has a contrast of 1.2:1" in words
    assert f"Pages show {saved.tokens['brand'].light} instead." in words
    assert "#00857a has a contrast" not in words


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_owner_sees_them_before_saving(admin_client, colours, mode):
    url = reverse("wagtailsettings:preview_on_edit", args=["palette", "brandcolours", Site.objects.get().pk])
    edit = reverse("wagtailsettings:edit", args=["palette", "brandcolours", Site.objects.get().pk])
    assert admin_client.post(url, filled_form(admin_client, edit, brand="#005eb8")).json()["is_valid"]
    preview = admin_client.get(url, {"mode": mode}).content.decode()
    assert f'class="scheme-{mode}"' in preview
    stylesheet = re.search(r'href="(/admin/brand-preview.css[^"]+)"', preview)[1].replace("&amp;", "&")
    assert "--brand: light-dark(#005eb8, " in admin_client.get(stylesheet).content.decode()
    assert BrandColours.objects.get().brand == "#7a1f5c"


def test_the_preview_s_stylesheet_takes_colours_only(admin_client, home):
    assert admin_client.get("/admin/brand-preview.css", {"brand": "red;}"}).status_code == 404
