"""The reader of WordPress exports: what it reads, what it refuses, and how much memory it takes."""

import collections
import gzip
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cms.wordpress import decoding
from cms.wordpress.report import ItemKey
from cms.wordpress.wxr import (
    Attachment,
    Author,
    Comment,
    ExportError,
    Item,
    ItemTerm,
    MenuItem,
    Record,
    Repair,
    Site,
    Term,
    read,
    sniff,
    validate,
)

ROOT = Path(__file__).parents[2]
NAMESPACES = (
    'xmlns:excerpt="http://wordpress.org/export/{version}/excerpt/"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:wp="http://wordpress.org/export/{version}/"'
)
SITE = """<title>Riverside Clinic</title><link>https://clinic.example</link><description>Care by the river</description>
<language>en-GB</language><wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>https://network.example</wp:base_site_url><wp:base_blog_url>https://clinic.example</wp:base_blog_url>"""

Write = Callable[..., Path]


def export(
    body: str = "", *, site: str = SITE, version: str = "1.2", start: str = '<?xml version="1.0"?>\n'
) -> str:
    namespaces = NAMESPACES.format(version=version)
    return f'{start}<rss version="2.0" {namespaces}>\n<channel>\n{site}\n{body}\n</channel>\n</rss>\n'


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(content: str | bytes, name: str = "export.xml", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return _write


@pytest.fixture
def records(write: Write) -> Callable[..., list[Record]]:
    return lambda body="", **options: list(read(write(export(body, **options))))


@pytest.fixture
def item(records: Callable[..., list[Record]]) -> Callable[[str], Item]:
    def _item(children: str) -> Item:
        found = records(f"<item>{children}</item>")[-1]
        assert isinstance(found, Item)
        return found

    return _item


# What is read


def test_the_site_comes_first_and_is_known_by_its_blog_address(records):
    assert records("<item/><generator>https://wordpress.org/</generator>")[0] == Site(
        title="Riverside Clinic",
        link="https://clinic.example",
        base_site_url="https://network.example",
        base_blog_url="https://clinic.example",
        description="Care by the river",
        language="en-GB",
        version="1.2",
        guid="https://clinic.example",
    )


@pytest.mark.parametrize(
    ("site", "guid"),
    [
        ("<link>https://a.example</link>", "https://a.example"),
        ("<wp:base_site_url>https://b.example</wp:base_site_url>", "https://b.example"),
        ("<title>Only a name</title>", "Only a name"),
    ],
)
def test_a_site_without_blog_address_is_known_by_the_next_best(records, site, guid):
    assert records(site=f"<wp:wxr_version>1.0</wp:wxr_version>{site}")[0].guid == guid


def test_the_icon_of_the_site_does_not_rename_it(records):
    assert (
        records("<image><title>Icon</title><link>https://icon.example</link></image>")[0].title
        == "Riverside Clinic"
    )


def test_an_author(records):
    _, author = records(
        "<wp:author><wp:author_id>3</wp:author_id><wp:author_login><![CDATA[ada]]></wp:author_login>"
        "<wp:author_email>ada@clinic.example</wp:author_email>"
        "<wp:author_display_name><![CDATA[Dr Ada Bell]]></wp:author_display_name>"
        "<wp:author_first_name>Ada</wp:author_first_name><wp:author_last_name>Bell</wp:author_last_name></wp:author>"
    )
    assert author == Author(3, "ada", "ada@clinic.example", "Dr Ada Bell", "Ada", "Bell")


def test_an_item_with_everything(item):
    found = item(
        """
        <title><![CDATA[Knees & hips]]></title>
        <link>https://clinic.example/knees/</link>
        <dc:creator><![CDATA[ada]]></dc:creator>
        <guid isPermaLink="false">https://clinic.example/?p=12</guid>
        <content:encoded><![CDATA[Body]]></content:encoded>
        <excerpt:encoded><![CDATA[Short]]></excerpt:encoded>
        <wp:post_id>12</wp:post_id>
        <wp:post_date>2024-05-01 12:00:00</wp:post_date>
        <wp:post_date_gmt>2024-05-01 10:00:00</wp:post_date_gmt>
        <wp:post_modified>2024-06-01 12:00:00</wp:post_modified>
        <wp:post_modified_gmt>2024-06-01 10:00:00</wp:post_modified_gmt>
        <wp:post_name>knees</wp:post_name>
        <wp:status>publish</wp:status>
        <wp:post_parent>7</wp:post_parent>
        <wp:menu_order>-2</wp:menu_order>
        <wp:post_type>page</wp:post_type>
        <wp:post_password>enter</wp:post_password>
        <wp:is_sticky>1</wp:is_sticky>
        <category domain="category" nicename="joints"><![CDATA[Joints]]></category>
        <wp:postmeta><wp:meta_key>seen</wp:meta_key><wp:meta_value>1</wp:meta_value></wp:postmeta>
        <wp:postmeta><wp:meta_key>seen</wp:meta_key><wp:meta_value>2</wp:meta_value></wp:postmeta>
        """
    )
    assert found == Item(
        id=12,
        type="page",
        status="publish",
        title="Knees & hips",
        slug="knees",
        link="https://clinic.example/knees/",
        guid="https://clinic.example/?p=12",
        creator="ada",
        content="Body",
        excerpt="Short",
        date=datetime(2024, 5, 1, 10, tzinfo=UTC),
        modified=datetime(2024, 6, 1, 10, tzinfo=UTC),
        parent=7,
        menu_order=-2,
        password="enter",
        sticky=True,
        terms=(ItemTerm("category", "joints", "Joints"),),
        meta=(("seen", "1"), ("seen", "2")),
        line=7,
    )
    assert found.meta_value("seen") == "2"
    assert found.meta_value("never") == ""
    assert found.key == ItemKey("page", 12, "Knees & hips", "https://clinic.example/knees/")


def test_an_empty_item_is_an_item_of_nothing(item):
    assert item("") == Item(line=7)


@pytest.mark.parametrize("number", ["", "seven", "1e3", "٣", "9" * 5000, "<![CDATA[]]>"])
def test_what_is_no_number_is_zero(item, number):
    assert item(f"<wp:post_id>{number}</wp:post_id>").id == 0


def test_remarks_between_the_values_are_passed_over(item):
    assert item("<!-- a remark --><?php echo 1 ?><wp:post_id>5</wp:post_id>").id == 5


def test_white_space_around_a_value_is_not_part_of_it(item):
    found = item("<wp:post_id>\n\t 5 \n</wp:post_id><wp:post_name>\r\n <![CDATA[knees]]>\n</wp:post_name>")
    assert (found.id, found.slug) == (5, "knees")


@pytest.mark.parametrize(
    ("written", "content"),
    [
        ("<![CDATA[one\n\n\n two  \n]]>", "one\n\n\n two  \n"),
        ("<![CDATA[one]]><![CDATA[ two]]> three", "one two three"),
        ("<![CDATA[a ]]]]><![CDATA[> b]]>", "a ]]> b"),
        ("<![CDATA[ends ]] >]]>", "ends ]] >"),
        (r"<![CDATA[C:\new\table \' \"]]>", r"C:\new\table \' \""),
        ("a &lt;b&gt; &amp;amp; &#233;", "a <b> &amp; é"),
        ("one <!-- not text --><?php not text ?>two", "one two"),
        ("<![CDATA[<!-- wp:paragraph --><?php echo 1 ?>]]>", "<!-- wp:paragraph --><?php echo 1 ?>"),
        ("<em>kept</em> though not escaped", "kept though not escaped"),
        ("<![CDATA[zero\u200dwidth \U0001f9e1 \u202ertl]]>", "zero\u200dwidth \U0001f9e1 \u202ertl"),
    ],
)
def test_content_is_kept_as_written(item, written, content):
    assert item(f"<content:encoded>{written}</content:encoded>").content == content


def test_lines_that_end_as_on_windows_read_the_same(write):
    body = "<item><content:encoded><![CDATA[one\n\ntwo]]></content:encoded></item>"
    windows = list(read(write(export(body).replace("\n", "\r\n"), "windows.xml")))
    assert windows == list(read(write(export(body))))


def test_serialised_php_stays_text(item):
    value = 'O:8:"stdClass":1:{s:4:"name";s:30:"<wp:meta_value>x</wp:meta_value>";}'
    found = item(
        f"<wp:postmeta><wp:meta_key>k</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
    )
    assert found.meta == (("k", value),)


@pytest.mark.parametrize(
    ("fields", "date"),
    [
        ({"post_date_gmt": "2024-05-01 10:00:00", "post_date": "2024-05-01 12:00:00"}, datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ({"post_date_gmt": "0000-00-00 00:00:00", "post_date": "2024-05-01 12:00:00"}, datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ({"post_date": "2024-05-01 12:00:00"}, datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ({"post_date": "2024-05-01T12:00:00+02:00"}, datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ({"pubDate": "Wed, 01 May 2024 12:00:00 +0200"}, datetime(2024, 5, 1, 10, tzinfo=UTC)),
        ({"pubDate": "Wed, 01 May 2024 12:00:00 -0000"}, datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ({"post_date": "soon", "pubDate": "Wed, 01 May 2024 12:00:00 +0000"}, datetime(2024, 5, 1, 12, tzinfo=UTC)),
        ({"post_date": "0000-00-00 00:00:00", "pubDate": "Tue, 30 Nov 1999 00:00:00 +0000"}, None),
        ({"pubDate": "Wed, 30 Nov -0001 00:00:00 +0000"}, None),
        ({"pubDate": "Fri, 31 Dec 9999 23:00:00 -0500"}, None),
        ({"post_date_gmt": "2024-02-30 10:00:00"}, None),
        ({}, None),
    ],
)  # fmt: skip
def test_dates_are_utc_and_zero_dates_are_none(item, fields, date):
    tags = {name: name if name == "pubDate" else f"wp:{name}" for name in fields}
    assert item("".join(f"<{tags[name]}>{text}</{tags[name]}>" for name, text in fields.items())).date == date


def test_a_comment_with_its_meta(item):
    found = item(
        "<wp:comment><wp:comment_id>4</wp:comment_id><wp:comment_author><![CDATA[Lee]]></wp:comment_author>"
        "<wp:comment_author_email>lee@mail.example</wp:comment_author_email>"
        "<wp:comment_author_url>https://lee.example</wp:comment_author_url>"
        "<wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>"
        "<wp:comment_date>2024-05-01 12:00:00</wp:comment_date>"
        "<wp:comment_date_gmt>2024-05-01 10:00:00</wp:comment_date_gmt>"
        "<wp:comment_content><![CDATA[First.\n\nSecond.]]></wp:comment_content>"
        "<wp:comment_approved>spam</wp:comment_approved><wp:comment_type>pingback</wp:comment_type>"
        "<wp:comment_parent>3</wp:comment_parent><wp:comment_user_id>9</wp:comment_user_id>"
        "<wp:commentmeta><wp:meta_key>rating</wp:meta_key><wp:meta_value>5</wp:meta_value></wp:commentmeta>"
        "</wp:comment><wp:comment/>"
    )
    assert found.comments == (
        Comment(
            id=4,
            author="Lee",
            email="lee@mail.example",
            url="https://lee.example",
            ip="192.0.2.1",
            date=datetime(2024, 5, 1, 10, tzinfo=UTC),
            content="First.\n\nSecond.",
            approved="spam",
            type="pingback",
            parent=3,
            user_id=9,
            meta=(("rating", "5"),),
        ),
        Comment(),
    )


def meta(**values: str) -> str:
    entry = "<wp:postmeta><wp:meta_key>{}</wp:meta_key><wp:meta_value><![CDATA[{}]]></wp:meta_value></wp:postmeta>"
    return "".join(entry.format(key, value) for key, value in values.items())


def test_an_attachment(item):
    found = item(
        "<wp:post_id>8</wp:post_id><wp:post_type>attachment</wp:post_type><title>Garden</title>"
        "<wp:attachment_url>https://clinic.example/up/garden.jpg</wp:attachment_url>"
        + meta(_wp_attachment_image_alt="A bench", _wp_attached_file="2024/05/garden.jpg")
    )
    assert isinstance(found, Attachment)
    assert (found.id, found.title) == (8, "Garden")
    assert (found.url, found.alt, found.file) == (
        "https://clinic.example/up/garden.jpg",
        "A bench",
        "2024/05/garden.jpg",
    )


def test_a_menu_item(records):
    found = records(
        "<item><wp:post_id>9</wp:post_id><wp:post_type>nav_menu_item</wp:post_type><title>Join us</title>"
        "<wp:menu_order>2</wp:menu_order><wp:status>publish</wp:status>"
        '<category domain="nav_menu" nicename="main">Main menu</category>'
        + meta(
            _menu_item_type="custom",
            _menu_item_menu_item_parent="7",
            _menu_item_object="custom",
            _menu_item_object_id="9",
            _menu_item_url="https://jobs.example/",
            _menu_item_target="_blank",
        )
        + "</item>"
    )[-1]
    assert found == MenuItem(
        id=9,
        menu="main",
        menu_name="Main menu",
        title="Join us",
        order=2,
        parent=7,
        kind="custom",
        object="custom",
        object_id=9,
        url="https://jobs.example/",
        target="_blank",
        new_tab=True,
        status="publish",
    )


def test_a_term_that_is_declared_twice_is_given_once_with_all_that_is_known(records):
    _, term, found_item = records(
        "<wp:category><wp:category_nicename>knees</wp:category_nicename><wp:cat_name>Knees</wp:cat_name>"
        "<wp:category_parent>joints</wp:category_parent></wp:category>"
        "<wp:term><wp:term_id>4</wp:term_id><wp:term_taxonomy>category</wp:term_taxonomy>"
        "<wp:term_slug>knees</wp:term_slug><wp:term_description>All on knees</wp:term_description>"
        "<wp:termmeta><wp:meta_key>colour</wp:meta_key><wp:meta_value>red</wp:meta_value></wp:termmeta></wp:term>"
        "<item/>"
        "<wp:term><wp:term_taxonomy>category</wp:term_taxonomy><wp:term_slug>knees</wp:term_slug></wp:term>"
    )
    assert term == Term(4, "category", "knees", "Knees", "joints", "All on knees", (("colour", "red"),))
    assert isinstance(found_item, Item)


def test_tags_and_terms_of_other_taxonomies(records):
    _, tag, old_tag, menu = records(
        "<wp:tag><wp:term_id>5</wp:term_id><wp:tag_slug>new</wp:tag_slug><wp:tag_name>New</wp:tag_name></wp:tag>"
        "<wp:term><wp:term_taxonomy>tag</wp:term_taxonomy><wp:term_slug>old</wp:term_slug></wp:term>"
        "<wp:term><wp:term_taxonomy>nav_menu</wp:term_taxonomy><wp:term_slug>new</wp:term_slug></wp:term>"
    )
    assert tag == Term(id=5, taxonomy="post_tag", slug="new", name="New")
    assert (old_tag.taxonomy, menu.taxonomy) == ("post_tag", "nav_menu")


def test_terms_come_before_the_items_that_use_them_and_late_ones_after(records):
    names = [type(record).__name__ for record in records("<wp:tag><wp:tag_slug>a</wp:tag_slug></wp:tag><item/><item/>"
                                                         "<wp:tag><wp:tag_slug>b</wp:tag_slug></wp:tag>")]  # fmt: skip
    assert names == ["Site", "Term", "Item", "Item", "Term"]


def test_an_item_of_wxr_1_0_names_each_term_twice_and_has_it_once(item):
    found = item(
        '<category><![CDATA[News]]></category><category domain="category" nicename="news"><![CDATA[News]]></category>'
        '<category domain="tag">River</category><category domain="tag" nicename="river">River</category>'
        '<category domain="post_tag" nicename="river">River</category>'
    )
    assert found.terms == (ItemTerm("category", "news", "News"), ItemTerm("post_tag", "river", "River"))


def test_a_term_without_slug_is_kept_by_its_name(item):
    assert item("<category>Boats</category><category>Boats</category>").terms == (
        ItemTerm("category", "", "Boats"),
    )


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_each_version_of_the_format(write, version, scheme):
    text = export(
        "<item><wp:post_id>1</wp:post_id><excerpt:encoded>e</excerpt:encoded></item>", version=version
    )
    found = list(read(write(text.replace("http://wordpress.org", f"{scheme}://wordpress.org"))))[-1]
    assert (found.id, found.excerpt) == (1, "e")


def test_elements_of_other_vocabularies_are_passed_over(records):
    body = '<item xmlns:o="urn:other"><o:post_id>6</o:post_id><title>T</title><o:title>O</o:title></item>'
    found = records(f'<o:item xmlns:o="urn:other"><o:deep><item/></o:deep></o:item>{body}')
    assert [(record.id, record.title) for record in found[1:]] == [(0, "T")]


def test_only_what_stands_in_the_channel_counts(write):
    text = export("<item><title>In</title></item>").replace("<channel>", "<other><item/></other><channel>")
    assert [record.title for record in read(write(text))] == ["Riverside Clinic", "In"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-9", "windows-1254", "shift_jis"])
def test_encodings_that_the_file_declares(write, encoding):
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    text = export(
        "<item><title>Kadın sağlığı</title></item>", start=f'<?xml version="1.0" encoding="{declared}"?>\n'
    )
    path = write(text.encode(encoding, "xmlcharrefreplace"))
    assert list(read(path))[-1].title == "Kadın sağlığı"


# What is repaired


def told(path: Path, *, recover: bool = False) -> tuple[list[Record], list[Repair]]:
    repairs: list[Repair] = []
    return list(read(path, recover=recover, on_repair=repairs.append)), repairs


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("declared", ["utf-8", "UTF-16", "utf8"])
def test_the_bytes_speak_louder_than_the_declaration(write, encoding, declared):
    text = export(
        "<item><title>Kadın 🧡</title></item>", start=f'<?xml version="1.0" encoding="{declared}"?>\n'
    )
    assert list(read(write(text.encode(encoding))))[-1].title == "Kadın 🧡"


def test_a_declaration_that_cannot_be_true_is_told(write):
    found, repairs = told(write(export("<item/>", start='<?xml version="1.0" encoding="UTF-16"?>\n')))
    assert len(found) == 2
    assert repairs == [Repair(1, "The file says that it is in UTF-16, but it is not; it was read as UTF-8.")]


@pytest.mark.parametrize("space", ["\n", "\n\n\r\n \t", "\n\ufeff\n", "\ufeff\ufeff\n"])
def test_blank_lines_before_the_declaration_are_passed_over(write, space):
    found, repairs = told(write(space + export("<item/>")))
    assert len(found) == 2
    assert found[1].line == 7 + space.count("\n")
    assert [repair.detail for repair in repairs] in (
        [], ["Blank space before the XML declaration was passed over."]
    )  # fmt: skip
    assert bool(repairs) == space[0].isspace()


def test_characters_that_xml_forbids_are_removed_and_told_by_line(write):
    body = "<item>\n<title>a\x08b</title>\n<content:encoded><![CDATA[\x01one\x10\x0btwo\uffff\x00]]></content:encoded></item>"
    found, repairs = told(write(export(body)))
    assert (found[1].title, found[1].content) == ("ab", "one two")
    assert [(repair.line, repair.detail[:22], repair.is_loss) for repair in repairs] == [
        (8, "The character U+0008, ", False),
        (9, "The character U+0001, ", False),
        (9, "The character U+0010, ", False),
        (9, "The character U+000B, ", False),
        (9, "The character U+FFFF, ", False),
        (9, "The character U+0000, ", False),
    ]


def test_a_character_at_the_end_of_a_chunk_stays_whole(write):
    text = "".join(chr(number) for number in (0xE9, 0x20AC, 0xFFFD, 0xE000, 0x1F9E1)) * 60_000
    for shift in range(4):
        found, repairs = told(write(export(f"<item><title>{'x' * shift}{text}</title></item>")))
        assert found[1].title == "x" * shift + text
        assert repairs == []


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252(write):
    start, end = (
        export("<item>\n<title>Kadın </title>\n<dc:creator>@</dc:creator></item>").encode().split(b"@")
    )
    found, repairs = told(write(start + "Zoë’s €5 – “naïve”".encode("windows-1252") + b"\x81" + end))
    assert (found[1].title, found[1].creator) == ("Kadın", "Zoë’s €5 – “naïve”\ufffd")
    assert repairs == [Repair(9, "Bytes that are not UTF-8 were read as Windows-1252.")]


@pytest.mark.parametrize("declared", ["ISO-8859-1", "windows-1252", "latin1"])
def test_latin_1_holds_the_quotation_marks_of_windows(write, declared):
    text = export("<item><title>Zoë’s</title></item>", start=f'<?xml version="1.0" encoding="{declared}"?>\n')
    found, repairs = told(write(text.encode("windows-1252")))
    assert (found[1].title, repairs) == ("Zoë’s", [])


def test_what_a_declared_encoding_cannot_mean_is_a_loss(write):
    text = export("<item>\n<title>@</title></item>", start='<?xml version="1.0" encoding="shift_jis"?>\n')
    found, repairs = told(write(text.encode("ascii").replace(b"@", b"a\xff\x80b")))
    assert "a" in found[1].title
    assert repairs == [Repair(8, "A character could not be read and was lost.", is_loss=True)]


def test_equal_repairs_are_summed_up(write):
    found, repairs = told(write(export("<item><title>a\x01</title></item>\n" * 50)))
    assert len(found) == 51
    assert [repair.line for repair in repairs[:-1]] == list(range(7, 27))
    assert repairs[-1].detail == (
        "The character U+0001, which XML forbids, was removed. So it was in 30 more lines."
    )


@pytest.mark.parametrize("recover", [False, True])
def test_a_packed_export_reads_as_what_is_in_it(write, recover):
    text = export("<item><title>Knees</title></item>" * 5000).encode()
    plain = list(read(write(text)))
    packed = write(gzip.compress(text[:5000]) + gzip.compress(text[5000:]) + b"\0\0", "export.xml.gz")
    assert told(packed, recover=recover) == (plain, [])
    assert sniff(packed) == "xml"


def test_a_packed_file_of_anything_else_is_no_document(write):
    for number, content in enumerate((b"Title\n\nText", b"<html>", b"\x89PNG\0", b"{}")):
        path = write(gzip.compress(content), f"file-{number}")
        assert sniff(path) == "compressed"
        with pytest.raises(ExportError, match="not a WordPress export"):
            validate(path)


def test_a_packed_export_that_is_cut_or_damaged_is_refused(write):
    packed = gzip.compress(export("".join(f"<item>{number**9}</item>" for number in range(9000))).encode())
    for end in (5, 20, len(packed) // 2, len(packed) - 1):
        with pytest.raises(ExportError, match=r"is (incomplete|damaged|empty).*\.$"):
            validate(write(packed[:end], "cut.gz"))
    damaged = bytearray(packed)
    damaged[len(packed) // 2] ^= 0xFF
    with pytest.raises(ExportError, match=r"^“damaged.gz”[^\n]*\.$"):
        validate(write(bytes(damaged), "damaged.gz"))


@pytest.mark.parametrize("recover", [False, True])
def test_a_packed_file_that_would_fill_the_disk_is_refused(write, monkeypatch, recover):
    monkeypatch.setattr(decoding, "MOST_UNPACKED", 3_000_000)
    path = write(gzip.compress(export("<item>" + "one two " * 500_000 + "</item>").encode()), "bomb.gz")
    with pytest.raises(ExportError, match="refused: it unpacks to more than"):
        validate(path, recover=recover)


def test_a_packed_file_that_grows_too_much_is_refused(write):
    path = write(gzip.compress(export("<item>" + " " * 2**26 + "</item>").encode()), "bomb.gz")
    with pytest.raises(ExportError, match="refused: it unpacks to more than 6"):
        validate(path)


def test_lines_above_what_the_parser_stores_are_right(write):
    body = "\n" * 70_000 + "<item>\n\n<title>A</title></item>\n<item><title>B</title></item>"
    assert [record.line for record in read(write(export(body))) if isinstance(record, Item)] == [
        70_007,
        70_010,
    ]


# What is refused

DTD = '<!DOCTYPE rss [<!ENTITY a0 "aaaaaaaaaa">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
) + "]>"  # fmt: skip
BOMB = f'<?xml version="1.0"?>\n<!-- <!DOCTYPE no> -->\n{DTD}\n<rss a="&a11;"><channel><title>&a11;</title>'


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("", "is empty"),
        (" \n\n ", "is empty"),
        ("<!DOCTYPE html>\n<html><body>Log in</body></html>", "is a web page (HTML)"),
        ("\n<!-- theme -->\n<HTML lang=en>", "is a web page (HTML)"),
        ('{"items": []}', "holds JSON"),
        ('[\n  {"id": 1}]', "holds JSON"),
        ("Our services\n\nKnees <b>and</b> hips", "is plain text"),
        ("[su_button]Go[/su_button]", "is plain text"),
        (b"\x1f\x8b\x08\x00export", "its packed data ends early"),
        (b"PK\x03\x04export", "is compressed"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "is a binary file"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"/>', "line 1: its first element is <feed>"),
        ("<rss/>", "no <wp:wxr_version>"),
        (export("<item/>", site="<title>A feed</title>"), "no <wp:wxr_version>"),
        (export(site="<wp:wxr_version>abc</wp:wxr_version>"), "line 4: it is no WordPress export"),
        (export("<item>\n<title>a</wrong></item>"), "line 8: it is not well-formed XML"),
        (export("<item><title>Q & A</title></item>\n\n"), "line 7: it is not well-formed XML"),
        (export("<item><title>Q&nbsp;A</title></item>"), "line 7: it is not well-formed XML: Entity 'nbsp'"),
        (export("<nobody:item/>"), "line 7: it is not well-formed XML: Namespace prefix nobody"),
        ("<rss><channel><nobody:item/></channel></rss>", "line 1: it is not well-formed XML: Namespace prefix nobody"),
        (export() + "<rss/>", "not well-formed XML: Extra content"),
        (export("<item><title>é</title></item>" + "<item/>" * 20_000 + "<item><title>&nbsp;</title></item>" + "<item/>" * 20_000), "line 7: it is not well-formed XML: Entity 'nbsp'"),
        (export("<item/>").replace("1.0/modules/content/", "1.0/modules/contents/"), "the namespace of its “content:”"),
        (export(start='<?xml version="1.0" encoding="unicode_escape"?>'), "line 1: it is not well-formed XML: Unsupported"),
        (export(start='<?xml version="1.0" encoding="klingon"?>'), "line 1: it is not well-formed XML: Unsupported"),
        (export("<item>\n<title>Cut").removesuffix("\n</channel>\n</rss>\n"), "is incomplete: it ends in line 8"),
        (BOMB, "line 3: it declares a DTD"),
        (BOMB.encode("utf-8-sig"), "line 3: it declares a DTD"),
        (BOMB.encode("utf-16"), "line 3: it declares a DTD"),
        (BOMB.encode("utf-16-be"), "line 3: it declares a DTD"),
        (export(start='<!DOCTYPE rss SYSTEM "file:///etc/hostname">\n'), "line 1: it declares a DTD"),
        (export(start="<!DOCTYPE rss>\n"), "line 1: it declares a DTD"),
        (export(start="<!-- long -->" * 10_000 + "<!DOCTYPE rss>\n"), "declares a DTD"),
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_one_sentence(write, content, sentence):
    path = write(content)
    with pytest.raises(ExportError) as caught:
        validate(path)
    message = str(caught.value)
    assert message.startswith("“export.xml”")
    assert sentence in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_file_that_cannot_be_opened_is_refused_by_name(tmp_path):
    with pytest.raises(ExportError, match=r"There is no file .*gone\.xml"):
        validate(tmp_path / "gone.xml")
    with pytest.raises(ExportError, match="is a folder"):
        validate(tmp_path)
    with pytest.raises(ExportError, match=r"cannot be read: .+\.$"):
        validate(tmp_path / ("too-long" * 100))


def test_a_dtd_is_refused_before_anything_is_given(write):
    records = read(write(export("<item/>", start="<!DOCTYPE rss>\n")))
    with pytest.raises(ExportError, match="DTD"):
        next(records)


def test_an_export_cut_anywhere_is_refused(write):
    whole = export("<!-- note --><item><title a='1'><![CDATA[Knees]]></title>&amp;</item>").strip()
    for end in range(len(whole)):
        with pytest.raises(ExportError):
            validate(write(whole[:end]))


def test_damage_never_shows_as_another_exception(write):
    body = "<item><wp:post_id>5</wp:post_id><wp:post_date>2024-05-01 10:00:00</wp:post_date><category>a</category></item>"
    whole = export(body).encode()
    chance = random.Random(8)  # noqa: S311  bytes to damage, no secrets
    refused = 0
    for _ in range(500):
        damaged = bytearray(whole)
        at = chance.randrange(len(damaged))
        damaged[at : at + chance.randrange(20)] = chance.randbytes(chance.randrange(5))
        try:
            validate(write(bytes(damaged)))
        except ExportError:
            refused += 1
    assert refused > 100


def test_a_whole_export_is_valid_and_tells_its_site(write):
    assert validate(write(export("<item/>"))).guid == "https://clinic.example"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (export(), "xml"),
        ("<p>Hello</p>", "html"),
        ("Title\n\nText", "text"),
        ("<3 from all of us", "text"),
        ("[1] a footnote", "text"),
        ("[[su_note]] escaped", "text"),
        ("{}", "json"),
        ("[1, 2]", "json"),
        ("[]", "json"),
        ("Kadın".encode("utf-16"), "text"),
        (b"a\0b", "binary"),
        ("\ufeff", "empty"),
    ],
)
def test_a_format_is_known_by_its_first_bytes(write, content, found):
    assert sniff(write(content, "file")) == found


# Size


def test_items_are_given_before_the_end_of_the_file_is_seen(write):
    items = "<item><content:encoded>text</content:encoded></item>\n" * 10_000
    records = read(write(export(items).removesuffix("</channel>\n</rss>\n")))
    assert isinstance(next(records), Site)
    assert isinstance(next(records), Item)
    with pytest.raises(ExportError, match="ends in line 10008"):
        collections.deque(records, maxlen=0)


def test_a_text_longer_than_ten_megabytes(write):
    text = "A line of a very long page.\n" * 400_000
    found = list(read(write(export(f"<item><content:encoded><![CDATA[{text}]]></content:encoded></item>"))))[
        -1
    ]
    assert len(text) > 11_000_000
    assert found.content == text


# Each file in a fork of its own: a process inherits the peak of the one that started it, but not of one it forked from.
PEAKS_IN_KILOBYTES = """
import os, resource, sys
from cms.wordpress.wxr import validate
recover = sys.argv[1] == "recover"
for path in sys.argv[2:]:
    if not os.fork():
        validate(path, recover=recover)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(peak // 1024 if sys.platform == "darwin" else peak, flush=True)
        os._exit(0)
    os.wait()
"""


def lines_of_a_large_export(megabytes: int) -> Iterator[str]:
    start, end = export("@").split("@")
    yield start
    item = f"<item><content:encoded><![CDATA[{'word ' * 400}]]></content:encoded><o/><wp:comment/></item>\n<junk/>\n"
    for _ in range(megabytes * 1_000_000 // len(item)):
        yield item
    yield end


@pytest.mark.parametrize("mode", ["strict", "recover"])
def test_memory_does_not_grow_with_the_file(tmp_path, mode):
    paths = [tmp_path / "small.xml", tmp_path / "large.xml"]
    for path, megabytes in zip(paths, (1, 30), strict=True):
        with path.open("w") as file:
            file.writelines(lines_of_a_large_export(megabytes))
    measured = subprocess.run(
        [sys.executable, "-c", PEAKS_IN_KILOBYTES, mode, *map(str, paths)],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    small, large = map(int, measured.stdout.split())
    assert large - small < 4_000


# Exports that WordPress itself publishes or wrote

PUBLISHED = {
    "small-export": {"Author": 3, "category": 30, "post_tag": 3, "post": 6, "page": 5, "comments": 1},
    "valid-wxr-1.0": {"category": 5, "post_tag": 4, "post": 3, "page": 3, "comments": 1},
    "valid-wxr-1.1": {"Author": 1, "category": 1, "post_tag": 1, "post_tax": 1, "post": 1, "page": 1, "comments": 1},
    "wxr-simple": {"Author": 1, "post": 1},
    "term-formats": {"category": 2, "post_tag": 3, "custom-taxonomy": 1, "nav_menu": 1},
    "test-serialized-term-meta": {"category": 1, "post_tag": 1, "custom_taxonomy": 1, "post": 1},
    "wxr-with-sub-data": {"custom_tax": 1, "post": 1, "comments": 1},
    "missing-tags": {"post": 1},
    "large-authors": {"Author": 300},
    "theme-preview": {"post": 7, "comments": 2},
    "themeunittestdata.wordpress": {
        "Author": 2, "category": 68, "post_tag": 110, "nav_menu": 6, "post": 58, "page": 21, "attachment": 37,
        "MenuItem": 70, "comments": 33,
    },
    "64-block-test-data": {
        "Author": 2, "category": 7, "post_tag": 4, "wp_theme": 1, "wp_template_part_area": 1, "post": 61, "page": 1,
        "attachment": 9, "wp_navigation": 1, "comments": 2,
    },
}  # fmt: skip


def counted(path: Path) -> dict[str, int]:
    counts: collections.Counter[str] = collections.Counter()
    for record in read(path):
        match record:
            case Item():
                counts[record.type] += 1
                counts["comments"] += len(record.comments)
            case Term():
                counts[record.taxonomy] += 1
            case Author() | MenuItem():
                counts[type(record).__name__] += 1
    return dict(+counts)


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_exports(shared, name):
    assert counted(shared / "wordpress" / "published" / f"{name}.xml") == PUBLISHED[name]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("malformed", "line 90"),
        ("malformed-simple", "is incomplete: it ends in line 14"),
        ("missing-version-tag", "no <wp:wxr_version>"),
        ("invalid-version-tag", "“abc”"),
        ("crazy-cdata", "line 18"),
    ],
)
def test_published_exports_that_are_broken(shared, name, sentence):
    with pytest.raises(ExportError, match=sentence):
        validate(shared / "wordpress" / "published" / f"{name}.xml")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("backslashes", r"C:\xampp\htdocs\wp-content"),
        ("slashes", r"Slashes aren\'t \"cool\""),
        ("multiple-cdata", "\nline oneline twoline three\n"),
        ("cdata-edge", "ends with sequence ]] >"),
        ("crazy-cdata-escaped", "Content with nested <![CDATA[ tags ]]> :)"),
        ("blank-lines", "first paragraph\n\nsecond paragraph"),
        ("missing-tags", "text"),
        ("wxr-with-sub-data", ""),
    ],
)
def test_the_content_of_a_published_export_is_kept_as_written(shared, name, content):
    (found,) = (
        record
        for record in read(shared / "wordpress" / "published" / f"{name}.xml")
        if isinstance(record, Item)
    )
    assert found.content == content


def test_a_post_and_a_page_of_a_published_export_share_a_slug(shared):
    records = read(shared / "wordpress" / "published" / "valid-wxr-1.0.xml")
    found = {record.id: record for record in records if isinstance(record, Item)}
    assert [(found[number].type, found[number].slug) for number in (6, 8)] == [
        ("post", "child-post"),
        ("page", "child-post"),
    ]
    assert found[found[8].parent].slug == "parent-page"


def test_every_character_of_a_published_export_is_kept(shared):
    path = shared / "wordpress" / "published" / "wxr-utf-8-challenges.xml"
    found, repairs = told(path)
    (post,) = (record for record in found if isinstance(record, Item))
    text = path.read_text(encoding="utf-8")
    assert repairs == []
    for value in (
        post.title,
        post.excerpt,
        post.slug,
        post.content,
        *(word for entry in post.meta for word in entry),
    ):
        assert f"<![CDATA[{value}]]>" in text or f">{value}<" in text
    assert post.slug == "hello-w\u202eorld\u202c-utf8-\U0001f4ab-test"


def test_a_menu_item_may_stand_in_two_menus(shared):
    records = read(shared / "wordpress" / "published" / "themeunittestdata.wordpress.xml")
    menus = collections.defaultdict(set)
    for record in records:
        if isinstance(record, MenuItem):
            menus[record.id].add(record.menu)
    assert sum(len(found) == 2 for found in menus.values()) == 18


def test_the_export_of_the_seed_site(shared):
    counts = counted(shared / "wordpress" / "seed-site" / "seed-site.wxr.xml")
    assert counts == {
        "Author": 1, "category": 3, "post_tag": 3, "nav_menu": 1, "post": 8, "page": 4, "attachment": 3, "MenuItem": 3,
        "comments": 2,
    }  # fmt: skip
