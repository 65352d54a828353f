"""Gadgets that drew on other websites: nothing is fetched from there any more, and nothing useful is lost."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.wordpress.converting import Converted
from tests.wordpress.handlers.site_facts import FACTS


def qr(data: str, colour: str = "#000000", background: str = "#ffffff") -> dict:
    return {"$ref": "qr", "data": data, "colour": colour, "background": background}


@pytest.mark.parametrize(
    ("attributes", "picture", "alt"),
    [
        (
            'data="https://e.example/?a=1&b=2"',
            qr("https://e.example/?a=1&b=2"),
            "QR: https://e.example/?a=1&b=2",
        ),
        ('data="x" title="Our address"', qr("x"), "Our address"),
        ('data="x" color="#900" background="rgb(238, 238, 238)"', qr("x", "#990000", "#eeeeee"), "QR: x"),
        ('data="x" color="nonsense"', qr("x"), "QR: x"),
        ('data="%PERMALINK%"', qr("https://old.example/a-page/"), "QR: https://old.example/a-page/"),
        (
            'data="at %CURRENT_URL%"',
            qr("at https://old.example/a-page/"),
            "QR: at https://old.example/a-page/",
        ),
        ('data="is {su_meta key=color}"', qr("is green"), "QR: is green"),
        (
            r'data="BEGIN:VCARD\nN:Doe\nEND:VCARD"',
            qr("BEGIN:VCARD\nN:Doe\nEND:VCARD"),
            "QR: BEGIN:VCARD N:Doe END:VCARD",
        ),
        ("", qr("tel:+55555555555"), "QR: tel:+55555555555"),
    ],
)
def test_a_qr_code_is_drawn_here(attributes, picture, alt):
    value = Converted(f"[su_qrcode {attributes}]", FACTS).only("image")
    assert value["image"] == {"image": picture, "decorative": False, "alt_text": alt}


@pytest.mark.parametrize(
    ("source", "link", "alignment"),
    [
        ('[su_qrcode data="x" link="mailto:a@e.example" align="center"]', "mailto:a@e.example", "centre"),
        ('<a href="/x/">[su_qrcode data="x" align="right"]</a>', "/x/", "right"),
    ],
)
def test_a_qr_code_may_lead_somewhere(source, link, alignment):
    value = Converted(source).only("image")
    assert (value["link"], value["alignment"]) == ({"$ref": "link", "url": link}, alignment)


def test_an_unsafe_target_of_a_qr_code_is_left_out():
    converted = Converted('[su_qrcode data="x" link="javascript:alert(1)"]')
    assert (converted.only("image")["link"], converted.codes) == (None, [("unsafe-link", "loss")])


def test_a_qr_code_that_says_nothing_is_left_out():
    converted = Converted('[su_qrcode data=""]')
    assert (converted.blocks, converted.codes) == ([], [("empty-qrcode", "loss")])


@pytest.mark.parametrize(
    ("attributes", "place", "title"),
    [
        ('address="1 Quay & Co, Exeter"', "1 Quay & Co, Exeter", "1 Quay & Co, Exeter"),
        ('address="50.7,-3.5" title="Where we are"', "50.7,-3.5", "Where we are: 50.7,-3.5"),
        ('address="a #b"', "a #b", "a #b"),
    ],
)
def test_a_map_is_a_link(attributes, place, title):
    converted = Converted(f"[su_gmap {attributes}]")
    value = converted.only("media")
    assert parse_qs(urlsplit(value["url"]).query) == {"api": ["1"], "query": [place]}
    assert (value["title"], converted.codes) == (title, [])


def test_a_map_of_nowhere_is_left_out():
    converted = Converted("[su_gmap]")
    assert (converted.blocks, converted.codes) == ([], [("map-without-address", "loss")])


def test_a_feed_is_a_link():
    converted = Converted("a [su_feed url=https://news.example/feed?x=1&y=2] b")
    address = "https://news.example/feed?x=1&amp;y=2"
    assert converted.rich_text == f'<p>a</p><p><a href="{address}">{address}</a></p><p>b</p>'
    assert converted.codes == [("dropped-feed", "loss")]


@pytest.mark.parametrize(
    "url",
    ["", "http://localhost/feed", "http://10.0.0.1/feed", "/feed"],
)
def test_a_feed_that_nobody_can_reach_is_left_out(url):
    converted = Converted(f'[su_feed url="{url}"]')
    assert (converted.blocks, converted.codes) == ([], [("dropped-feed", "loss")])


@pytest.mark.parametrize(
    ("attributes", "url", "title"),
    [
        ("url=/a.pdf", "/a.pdf", ""),
        ('url="/a.pdf" file="https://old.example/b.pdf" title="Form"', "https://old.example/b.pdf", "Form"),
    ],
)
def test_a_document_is_the_file_itself(attributes, url, title):
    converted = Converted(f"[su_document {attributes}]")
    value = converted.only("media")
    assert (value["url"], value["file"]["url"], value["title"]) == ("", url, title)
    assert converted.codes == []


def test_a_feed_whose_address_nobody_can_read_is_left_out():
    converted = Converted('[su_feed url="http://[/feed"]')
    assert (converted.blocks, converted.codes) == ([], [("unsafe-link", "loss"), ("dropped-feed", "loss")])


def test_a_document_without_an_address_is_left_out():
    converted = Converted("[su_document]")
    assert (converted.blocks, converted.codes) == ([], [("document-without-url", "loss")])


@pytest.mark.parametrize("name", ["dummy_text", "dummy_image"])
def test_placeholders_go(name):
    converted = Converted(f"a [su_{name}] b")
    assert (converted.rich_text, converted.codes) == ("<p>a</p><p>b</p>", [("dropped-placeholder", "loss")])


@pytest.mark.parametrize("source", ['[su_template name="parts/x.php"]', '[su_bloginfo option="name"]'])
def test_what_the_old_site_put_in_is_kept_for_editors(source):
    converted = Converted(f"a {source} b")
    assert converted.rich_text == "<p>a b</p>"
    assert converted.only("imported_source")["source"] == source
    assert converted.codes == [("dropped-template", "loss")]


def test_a_template_without_a_name_leaves_a_report_line_only():
    converted = Converted("[su_template]")
    assert (converted.blocks, converted.codes) == ([], [("dropped-template", "loss")])


@pytest.mark.parametrize(
    ("username", "text"),
    [("@clinic_1", '<p><a href="https://x.com/clinic_1">@clinic_1</a></p>'), ("a b/../c", ""), ("", "")],
)
def test_messages_become_a_link_to_the_account(username, text):
    converted = Converted(f'[su_tweets username="{username}"]')
    assert (converted.rich_text, converted.codes) == (text, [("dropped-feed", "loss")])


def test_an_image_that_was_cut_to_size():
    converted = Converted('[su_photoshop image="/a.jpg"]')
    assert converted.only("image")["image"]["image"]["url"] == "/a.jpg"
    assert Converted("[su_photoshop]").codes == [("dropped-image", "loss")]


def test_a_price_list_is_cards():
    converted = Converted(
        '[pricing]\n[plan name="Basic" price="€5" per="a month"]One <b>user</b>[/plan]\n'
        'Ask us [plan name="Large"]<p>Ten users</p>[su_button url="/x/"]Order[/su_button][/plan][/pricing]',
        prefixes=("su_", ""),
    )
    value = converted.only("cards")
    assert value["columns"] == 2
    assert [(item["title"], item["text"]) for item in value["items"]] == [
        ("Basic", "<p><strong>€5</strong> a month</p><p>One <b>user</b></p>"),
        ("Large", '<p>Ten users</p><p><a href="/x/">Order</a></p>'),
    ]
    assert converted.rich_text == "<p>Ask us</p>"


def test_a_plan_of_the_paid_plugin_stays_unknown():
    assert Converted('[su_plan name="Basic"]One user[/su_plan]').codes == [("unknown-shortcode", "loss")]


# Tables that stand in a file


@pytest.mark.parametrize(
    ("source", "delimiter", "header", "striped"),
    [
        ("[su_csv_table url=/a.csv]", ",", False, True),
        ('[su_csv_table url="/a.csv" delimiter=";" header="yes" alternate="no"]', ";", True, False),
        (r'[su_csv_table url="/a.csv" delimiter="\t"]', "\t", False, True),
        ('[su_csv_table url="/a.csv" delimiter=""]', ",", False, True),
        ("[su_table url=/a.csv][/su_table]", ";", False, True),
        ('[su_table file="/a.csv" alternate="no"][/su_table]', ";", False, False),
    ],
)
def test_a_table_in_a_file(source, delimiter, header, striped):
    converted = Converted(source)
    file = {"$ref": "csv", "url": "/a.csv", "delimiter": delimiter, "header": header}
    assert converted.only("table") == {"table": file, "row_headers": False, "striped": striped}
    assert converted.codes == []


@pytest.mark.parametrize(
    "source", ["[su_csv_table]", "[su_csv_table url=a.csv]", "[su_table url=a.csv]b[/su_table]"]
)
def test_a_table_in_no_file_that_can_be_found(source):
    converted = Converted(source)
    assert "table" not in converted.types
    assert converted.codes == [("table-file", "loss")]


def test_a_table_in_a_cell_follows():
    converted = Converted("<table><tr><td>a [su_csv_table url=/a.csv]</td></tr></table>")
    assert converted.types == ["table", "table"]
