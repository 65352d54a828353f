"""Drawings: what could act is taken out before they are stored, and nothing acts when one is opened."""

import re

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from lxml import etree
from wagtail.images.utils import to_svg_safe_spec

from cms.images.models import CustomImage
from cms.images.renditions import SPECS
from cms.images.svg import SvgError, sanitise
from tests.html import parse
from tests.showcase import page_with, picture

XMLNS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
LOGO = f"""<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<!-- drawn by a program -->
<svg {XMLNS} xmlns:maker="http://maker.example/" width="300" height="200" viewBox="0 0 300 200" maker:version="2">
<title>Two chairs</title><maker:guides>3</maker:guides>
<style>.seat{{fill:#123456}} /* plain */ .back{{fill:url(#shade)}}</style>
<defs><linearGradient id="shade"><stop offset="0" stop-color="#fff"/></linearGradient><path id="leg" d="M0 0h9"/></defs>
<rect class="seat" width="30" height="20" style="stroke:red;stroke-width:2"/><use xlink:href="#leg" x="5"/>
<text>A <tspan>word</tspan> or two</text>
<image href="data:image/png;base64,iVBORw0KGgo=" width="1" height="1"/></svg>"""


def drawing(inside: str = "", attributes: str = "") -> bytes:
    return f'<svg {XMLNS} viewBox="0 0 10 10" {attributes}>{inside}</svg>'.encode()


def test_a_drawing_keeps_its_looks():
    clean, removed = sanitise(LOGO.encode())
    text = clean.decode()
    assert removed == []
    root = etree.fromstring(clean)
    assert (root.get("width"), root.get("height"), root.get("viewBox")) == ("300", "200", "0 0 300 200")
    for kept in (
        "Two chairs",
        ".seat{fill:#123456}",
        "url(#shade)",
        'href="#leg"',
        "stroke:red",
        "base64,iVBOR",
    ):
        assert kept in text, kept
    assert "".join(root.find(".//{*}text").itertext()) == "A word or two"
    for gone in ("DOCTYPE", "maker", "drawn by"):
        assert gone not in text, gone


def test_what_was_cleaned_stays_as_it_is():
    once, _removed = sanitise(LOGO.encode())
    assert sanitise(once) == (once, [])


@pytest.mark.parametrize(
    ("hostile", "name"),
    [
        (drawing("<script>alert(1)</script>"), "script"),
        (drawing('<script href="https://evil.example/x.js"/>'), "script"),
        (drawing("<g><g><SCRIPT>alert(1)</SCRIPT></g></g>"), "SCRIPT"),
        (drawing(attributes='onload="alert(1)"'), "onload"),
        (drawing('<rect onclick="alert(1)" width="1"/>'), "onclick"),
        (drawing('<rect OnClick="alert(1)"/>'), "OnClick"),
        (drawing('<foreignObject><body xmlns="http://www.w3.org/1999/xhtml">x</body></foreignObject>'), "foreignObject"),
        (drawing('<iframe xmlns="http://www.w3.org/1999/xhtml" src="https://evil.example"/>'), "iframe"),
        (drawing('<a href="javascript:alert(1)"><text>x</text></a>'), "a"),
        (drawing('<animate attributeName="href" to="javascript:alert(1)"/>'), "animate"),
        (drawing('<set attributeName="onmouseover" to="alert(1)"/>'), "set"),
        (drawing('<image href="https://evil.example/pixel.png"/>'), "href"),
        (drawing('<image xlink:href="//evil.example/pixel.png"/>'), "href"),
        (drawing('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'), "href"),
        (drawing('<image href="data:text/html,x"/>'), "href"),
        (drawing('<use href="https://evil.example/sprite.svg#x"/>'), "href"),
        (drawing('<use href="data:image/svg+xml,x#y"/>'), "href"),
        (drawing('<feImage href="https://evil.example/a.png"/>'), "feImage"),
        (drawing("<style>@import url(https://evil.example/a.css);</style>"), "style"),
        (drawing("<style>@import 'https://evil.example/a.css';</style>"), "style"),
        (drawing("<style>rect{background:url(https://evil.example/a.png)}</style>"), "style"),
        (drawing("<style>rect{fill:url('//evil.example/a.svg#x')}</style>"), "style"),
        (drawing("<style>rect{fill:u\\72l(https://evil.example/a.svg)}</style>"), "style"),
        (drawing("<style>rect{fill:ur/**/l(https://evil.example/a.svg)} a{b:url(/**/x)}</style>"), "style"),
        (drawing("<style>a{b:image-set('https://evil.example/a.png' 1x)}</style>"), "style"),
        (drawing("<style>@font-face{font-family:x;src:url(https://evil.example/f)}</style>"), "style"),
        (drawing("<style><![CDATA[</style><script>alert(1)</script>]]></style>"), "style"),
        (drawing('<rect style="fill:url(https://evil.example/a.svg)"/>'), "style"),
        (drawing('<rect style="behavior:url(#x)"/>'), "style"),
        (drawing('<rect fill="url(https://evil.example/a.svg#x)"/>'), "fill"),
        (drawing('<rect filter="url( &quot;https://evil.example/a.svg#x&quot; )"/>'), "filter"),
        (drawing('<g id="b"><use href="#a"/></g><use href="#b"/>'), "href"),
        (drawing("<handler>alert(1)</handler>"), "handler"),
    ],
)  # fmt: skip
def test_what_could_act_is_taken_out_and_named(hostile, name):
    clean, removed = sanitise(hostile)
    assert name in removed
    text = clean.decode()
    assert not re.search(
        r"script|evil|alert|foreign|<a\b|animate|<set|iframe|@import|\son\w+=", text, re.IGNORECASE
    )


@pytest.mark.parametrize(
    "data",
    [
        b"", b"not a drawing", b"<svg", b"<html><svg/></html>", b"\x89PNG\r\n\x1a\n", b"GIF89a/*<svg/>",
        b'<svg xmlns="http://evil.example/"/>',
        b'<!DOCTYPE svg [<!ENTITY a "aaaa">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        b'<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]><svg xmlns="http://www.w3.org/2000/svg"><text>&a;</text></svg>',
        drawing(attributes='width="1e30" height="10"'), drawing(attributes='width="60000" height="60000"'),
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 99999999 1"/>',
        drawing("<g>" * 5000 + "</g>" * 5000), drawing("<g/>" * 2_000_000),
    ],
    ids=range(14),
)  # fmt: skip
def test_what_is_no_drawing_is_refused(data):
    with pytest.raises(SvgError):
        sanitise(data)


def test_many_nested_entities_cost_nothing():
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE svg [<!ENTITY a0 "lol">{entities}]><svg xmlns="http://www.w3.org/2000/svg" id="&a9;"/>'
    with pytest.raises(SvgError):
        sanitise(bomb.encode())


@pytest.fixture
def logo(db):
    clean, _removed = sanitise(LOGO.encode())
    return CustomImage.objects.create(title="Logo", file=ContentFile(clean, name="logo.svg"))


def test_a_drawing_is_shown_as_one_in_every_size(logo, home, client):
    made = set(logo.renditions.values_list("filter_spec", flat=True))
    assert made == {to_svg_safe_spec(spec) for spec in SPECS}
    assert {"width-1200", "fill-600x400"} <= made
    assert all(logo.get_rendition(spec).file.name.endswith(".svg") for spec in SPECS)
    before = logo.renditions.count()
    page = page_with(home, ("image", picture(logo)))
    shown = parse(client.get(page.get_url())).select_one("main figure img")
    assert shown["src"].endswith(".svg")
    assert shown["alt"] == "Two chairs"
    assert logo.renditions.count() == before, "showing a page writes nothing"


def test_a_drawing_that_is_opened_by_itself_can_do_nothing(logo, client):
    answer = client.get(logo.get_rendition("width-800|format-webp").url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "sandbox" in policy
    assert b"Two chairs" in b"".join(answer.streaming_content)


def test_editors_cannot_upload_one_that_nobody_cleaned(db, admin_client):
    file = SimpleUploadedFile("logo.svg", LOGO.encode(), "image/svg+xml")
    answer = admin_client.post(reverse("wagtailimages:add"), {"title": "Logo", "file": file, "tags": ""})
    assert answer.status_code == 200
    assert not CustomImage.objects.exists()


def test_an_editor_gives_a_drawing_that_was_imported_a_title(logo, admin_client):
    address = reverse("wagtailimages:edit", args=[logo.pk])
    assert admin_client.get(address).status_code == 200
    fields = {"title": "Our logo", "description": "Two chairs", "collection": logo.collection_id, "tags": ""}
    assert admin_client.post(address, fields).status_code == 302
    logo.refresh_from_db()
    assert (logo.title, logo.file.name.endswith(".svg")) == ("Our logo", True)
    assert "Our logo" in admin_client.get(reverse("wagtailimages:index")).content.decode()
