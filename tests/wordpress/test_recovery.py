"""Damaged exports: what still comes out of them, what is told, and that nothing ever comes out of them unseen."""

import dataclasses
import gzip
import re
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.wordpress.wxr import ExportError, Item, Record, Repair, Site, read, validate
from tests.wordpress.exports import HEAD, TAIL, category, item, tag

TERMS = category(7, "care", "Care & more") + tag(8, "new", "New")
ITEMS = [
    item(
        number,
        f"post-{number}",
        f'<!-- wp:paragraph --><p>Text {number} & “more” <a href="/?p={number}">here</a></p><!-- /wp:paragraph -->',
        excerpt="Short" * (number % 2),
        terms=[("category", "care")],
        meta=[("colour", f"red {number}")],
        password="enter" * (number == 3),
    )
    for number in range(1, 6)
]
WHOLE = HEAD + TERMS + "".join(ITEMS) + TAIL


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "export.xml"


def outcome(path: Path, content: str | bytes, *, recover: bool = True) -> tuple[list[Record], list[Repair]]:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    repairs: list[Repair] = []
    return list(read(path, recover=recover, on_repair=repairs.append)), repairs


def items_of(records: list[Record]) -> list[Item]:
    return [dataclasses.replace(record, line=0) for record in records if isinstance(record, Item)]


def line_of(text: str, part: str) -> int:
    return text.count("\n", 0, text.index(part)) + 1


def test_a_whole_export_reads_the_same(path):
    assert outcome(path, WHOLE) == outcome(path, WHOLE, recover=False)
    assert outcome(path, WHOLE)[1] == []


def test_an_item_that_is_damaged_is_left_out_and_the_others_come(path):
    text = WHOLE.replace("<wp:post_name>post-3</wp:post_name>", "<wp:post_name>post-3</wp:status>")
    with pytest.raises(ExportError, match="mismatch"):
        outcome(path, text, recover=False)
    records, repairs = outcome(path, text)
    assert [found.id for found in items_of(records)] == [1, 2, 4, 5]
    (repair,) = repairs
    assert repair.is_loss
    assert repair.line == line_of(text, "<item><title><![CDATA[Post 3]]>")
    line = line_of(text, "post-3</wp:status>")
    assert repair.detail == (
        "The item “Post 3” (3) is damaged, because Opening and ending tag mismatch: post_name"
        f" line {line} and status; it was left out."
    )


def test_lines_stay_right_behind_damage(path):
    text = WHOLE.replace("<wp:post_name>post-2", "<wp:post_name\n\n>post-2").replace(
        "<title><![CDATA[Post 1]]>", "<title>Q & A"
    )
    records, _ = outcome(path, text)
    lines = {record.id: record.line for record in records if isinstance(record, Item)}
    assert lines == {
        number: line_of(text, f"{f'Post {number}' if number > 1 else 'Q & A'}") for number in range(1, 6)
    }


def test_an_export_that_was_cut_off_gives_what_stood_before(path):
    text = WHOLE[: WHOLE.index("<wp:status>", WHOLE.index("Post 4"))]
    records, repairs = outcome(path, text)
    assert [found.id for found in items_of(records)] == [1, 2, 3]
    assert repairs == [
        Repair(
            line_of(text, "<item><title><![CDATA[Post 4]]>"),
            "The item “Post 4” (4) is cut off by the end of the file; it was left out.",
            is_loss=True,
        ),
        Repair(
            text.count("\n") + 1,
            "The file ends before its elements are closed; what stood behind this line is lost.",
            is_loss=True,
        ),
    ]


def test_a_packed_export_that_was_cut_off(path):
    packed = gzip.compress((WHOLE + "".join(f"<!--{number**40}-->" for number in range(9000))).encode())
    records, repairs = outcome(path, packed[: len(packed) // 2])
    assert [found.id for found in items_of(records)] == [1, 2, 3, 4, 5]
    assert any("its packed data ends early" in repair.detail and repair.is_loss for repair in repairs)


@pytest.mark.parametrize(
    ("written", "title", "told"),
    [
        ("Q & A", "Q & A", "A “&” that was not escaped was taken for text."),
        ("Q&A; &copy &amp; R", "Q&A; &copy & R", "A “&” that was not escaped was taken for text."),
        ("Knees < hips", "Knees < hips", "A “<” that was not escaped was taken for text."),
        ("Knees&nbsp;&mdash; hips", "Knees\xa0— hips", "An entity that XML does not know was read as HTML."),
        ("A&#1;B&#233;", "ABé", "A character that XML forbids was lost."),
        ("<![CDATA[A ]]> B]]>", "A ]]> B", "A “]]>” within a text was taken for text, not for its end."),
        ("<![CDATA[A <![CDATA[b]]> c]]>", "A <![CDATA[b]]> c", "A “]]>” within a text was taken for text, not for its end."),
        ("<o:p/>Word", "Word", "An element of a namespace that is not declared was read."),
    ],
)  # fmt: skip
def test_text_that_was_not_escaped_is_mended(path, written, title, told):
    text = WHOLE.replace("<title><![CDATA[Post 3]]>", f"<title>{written}")
    with pytest.raises(ExportError):
        outcome(path, text, recover=False)
    records, repairs = outcome(path, text)
    assert [found.title for found in items_of(records)] == ["Post 1", "Post 2", title, "Post 4", "Post 5"]
    assert repairs == [Repair(line_of(text, f"<title>{written}"), told, is_loss="lost" in told)]
    untouched = items_of(outcome(path, WHOLE)[0])
    assert dataclasses.replace(items_of(records)[2], title="Post 3") == untouched[2]


def test_text_that_was_escaped_is_not_touched_where_other_text_is_mended(path):
    content = "a ]]]]><![CDATA[> b &nbsp; & < ]]><![CDATA[c"
    text = WHOLE.replace("<title><![CDATA[Post 3]]>", "<title>Q & A").replace("Text 3", content)
    assert "a ]]> b &nbsp; & < c" in items_of(outcome(path, text)[0])[2].content


def test_an_item_that_lost_a_field_is_never_imported_without_it(path):
    for field in ("<wp:status>", "</wp:status>", "<wp:post_password>", "</wp:post_password>"):
        at = WHOLE.index(field, WHOLE.index("Post 3"))
        for end in range(at + 1, at + len(field) + 1):
            records, repairs = outcome(path, WHOLE[:at] + WHOLE[end:])
            assert [found.id for found in items_of(records)] == [1, 2, 4, 5]
            assert any(repair.is_loss for repair in repairs)


@pytest.mark.parametrize(
    "stray",
    [
        "<notachanneltag>", "</notachanneltag>", "<br /><b>Notice</b>: out of memory in <b>export.php</b> on line <b>12</b><br>",
        "<!-- ", "<![CDATA[", "<?php ", "& < >", "</item>", "<title>Q & A</title>", "<generator>", "<channel>", "<!DOCTYPE html><html>",
    ],
)  # fmt: skip
def test_what_stands_wrong_between_the_items_loses_none(path, stray):
    text = WHOLE.replace(ITEMS[2], f"{stray}\n{ITEMS[2]}")
    records, repairs = outcome(path, text)
    assert items_of(records) == items_of(outcome(path, WHOLE)[0])
    assert repairs
    assert {repair.line for repair in repairs} <= {
        line_of(text, f"{stray}\n{ITEMS[2]}"),
        text.count("\n") + 1,
    }


def test_what_php_says_before_the_export_is_passed_over(path):
    noise = "<br />\n<b>Warning</b>: Undefined variable in <b>plugin.php</b> on line <b>3</b><br />\n"
    with pytest.raises(ExportError):
        outcome(path, noise + WHOLE, recover=False)
    records, repairs = outcome(path, noise + WHOLE)
    assert items_of(records) == items_of(outcome(path, WHOLE)[0])
    assert repairs


@pytest.mark.parametrize(
    ("found", "damaged"),
    [
        ('xmlns:wp="http://wordpress.org', 'xmlns:wq="http://wordpress.org'),
        ("/export/1.2/excerpt/", "/export/excrpt"),
        ('xmlns:dc="', "xmlns:dc="),
        ("<channel>", "<chaNnel>"),
        ("<rss ", "<rzs "),
        ("<title>Old clinic</title>", "<title>Old & new</title>"),
        ("</wp:author>", "</wp:auth"),
        ("<wp:cat_name>", "<wp:cat_nam"),
    ],
)
def test_damage_in_the_head_loses_no_item(path, found, damaged):
    assert found in WHOLE
    records, repairs = outcome(path, WHOLE.replace(found, damaged, 1))
    assert items_of(records) == items_of(outcome(path, WHOLE)[0])
    assert repairs


@pytest.mark.parametrize(
    "content",
    [
        WHOLE.replace("<wp:wxr_version>1.2</wp:wxr_version>", ""),
        WHOLE.replace("<wp:wxr_version>1.2", "<wp:wxr_version>abc"),
        WHOLE.replace("</wp:wxr_version>", "</wp:wxr"),
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>A & B</title></feed>',
        "<rss><channel><item><title>A & B</title></item></channel></rss>",
        "Title\n\nText", "", "<html><p>rss</p></html>", b"\x89PNG\r\n\x1a\n\0", b"PK\x03\x04", b"\x1f\x8b\x08\x00export",
    ],
)  # fmt: skip
def test_what_is_no_export_is_refused_all_the_same(path, content):
    with pytest.raises(ExportError, match=r"^“export.xml”[^\n]*\.$"):
        outcome(path, content)


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE rss SYSTEM "http://127.0.0.1/x.dtd">',
        "<!doctype rss>",
        '<!ENTITY x "xxxxxxxxxx">',
        '<br><!DOCTYPE rss [<!ENTITY x "y">]>',
    ],
)
def test_a_dtd_is_refused_whatever_else_is_wrong(path, dtd):
    for text in (WHOLE, WHOLE.replace("</item>", ""), WHOLE.replace("Text 1", "&x;")):
        with pytest.raises(ExportError, match="declares a DTD"):
            outcome(path, text.replace("<rss", f"{dtd}\n<rss"))


def test_an_entity_of_a_dtd_behind_the_head_is_never_resolved(path):
    dtd = '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    text = WHOLE.replace(ITEMS[1], dtd + ITEMS[1].replace("<title><![CDATA[Post 2]]>", "<title>&x;"))
    assert items_of(outcome(path, text)[0])[1].title == "&x;"


HOSTILE = {
    "open tags": "<b>" * 30_000,
    "other open tags": "".join(f"<b{number}>" for number in range(15_000)),
    "open items": "<item>" * 15_000,
    "open sections in items": "<item><![CDATA[</item>" * 5_000,
    "items in a section": "<item><a><![CDATA[" + "</item>" * 15_000 + "]]></a></item>",
    "comments": "<!--" * 25_000,
    "sections": "<![CDATA[" * 10_000,
    "sections of elements": "<item>"
    + "".join(f"<a{number}><![CDATA[" for number in range(6_000))
    + "</item>",
    "bare ampersands": "<item><title>" + "&" * 100_000 + "</title></item>",
    "prefixes": "<item>" + "".join(f"<p{number}:a/>" for number in range(9_000)) + "</item>",
    "deep": "<item>" + "<a>" * 30_000 + "</item>",
    "roots": "<rss " * 20_000,
    "controls": "\x01\n" * 50_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_damage_costs_no_time(path, name):
    began = time.process_time()
    records, repairs = outcome(path, HEAD + HOSTILE[name] + ITEMS[0] + TAIL)
    assert time.process_time() - began < 5
    assert 1 in {found.id for found in items_of(records)}
    assert repairs or name == "items in a section"


# Any damage

markup = st.sampled_from(
    [b"<![CDATA[", b"]]>", b"<!--", b"-->", b"<item>", b"</item>", b"<b>", b"</channel>", b"</rss>", b"<?", b"?>", b"&",
     b"<", b">", b'"', b"&nbsp;", b"\xff", b"\0", b"<title>", b"</wp:postmeta>", b"<wp:category>", b"<!DOCTYPE a>"]
)  # fmt: skip


def damage(data: st.DataObject, whole: bytes, start: int, end: int) -> tuple[bytes, int, int]:
    """Give the damaged file, and from where to where of the whole file it was damaged."""
    at = data.draw(st.integers(start, end))
    match data.draw(st.sampled_from(["cut", "delete", "insert", "replace", "flip"])):
        case "cut":
            return whole[:at], at, len(whole)
        case "delete":
            until = min(at + data.draw(st.integers(1, 60)), end)
            return whole[:at] + whole[until:], at, until
        case "insert":
            return whole[:at] + data.draw(markup | st.binary(min_size=1, max_size=5)) + whole[at:], at, at
        case "replace":
            new = data.draw(markup | st.binary(min_size=1, max_size=5))
            until = min(at + len(new), end)
            return whole[:at] + new + whole[until:], at, until
    flipped = bytearray(whole)
    flipped[at - 1] ^= 1 << data.draw(st.integers(0, 7))
    return bytes(flipped), at - 1, at


def outcome_or_refusal(
    path: Path, content: bytes, *, recover: bool
) -> tuple[list[Record], list[Repair]] | None:
    try:
        return outcome(path, content, recover=recover)
    except ExportError as error:
        refusal = str(error)
    assert re.fullmatch(r"“export.xml”[^\n]*\.", refusal)
    return None


PROPERTY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@PROPERTY
@given(data=st.data())
def test_any_damage_is_refused_in_one_sentence_or_told(path, data):
    whole = WHOLE.encode()
    damaged, _, _ = damage(data, whole, 1, len(whole))
    strict = outcome_or_refusal(path, damaged, recover=False)
    recovered = outcome_or_refusal(path, damaged, recover=True)
    if strict is None and recovered is not None:
        assert recovered[1]
    if strict is not None and recovered is not None:
        assert recovered[0] == strict[0]


@PROPERTY
@given(data=st.data())
def test_items_that_are_not_damaged_always_come(path, data):
    whole = WHOLE.encode()
    head = len((HEAD + TERMS).encode())
    damaged, start, end = damage(data, whole, head + 1, len(whole) - len(TAIL))
    expected = items_of(outcome(path, whole)[0])
    records, _ = outcome(path, damaged)
    found = items_of(records)
    at = head
    for wanted, text in zip(expected, ITEMS, strict=True):
        if at + len(text.encode()) <= start or at >= end:
            assert wanted in found
        at += len(text.encode())
    assert isinstance(records[0], Site)


# Exports that WordPress publishes


def test_the_published_exports_read_the_same(shared, tmp_path):
    for published in sorted((shared / "wordpress" / "published").glob("*.xml")):
        try:
            strict = list(read(published))
        except ExportError:
            continue
        repairs: list[Repair] = []
        assert list(read(published, recover=True, on_repair=repairs.append)) == strict
        assert repairs == []


def test_cdata_that_was_not_escaped_reads_as_if_it_were(shared):
    folder = shared / "wordpress" / "published"
    repairs: list[Repair] = []
    found = list(read(folder / "crazy-cdata.xml", recover=True, on_repair=repairs.append))
    assert found == list(read(folder / "crazy-cdata-escaped.xml"))
    assert [(repair.line, repair.is_loss) for repair in repairs] == [(18, False)]


def test_a_published_export_that_ends_early(shared):
    repairs: list[Repair] = []
    path = shared / "wordpress" / "published" / "malformed-simple.xml"
    (site,) = read(path, recover=True, on_repair=repairs.append)
    assert (site.title, site.version) == ("Malformed", "1.2")
    assert [(repair.line, repair.is_loss) for repair in repairs] == [(9, True), (14, True)]
    assert "“Broken”" in repairs[0].detail


@pytest.mark.parametrize("name", ["malformed", "missing-version-tag", "invalid-version-tag"])
def test_a_published_export_without_a_version_is_never_empty(shared, name):
    with pytest.raises(ExportError, match="wxr_version"):
        validate(shared / "wordpress" / "published" / f"{name}.xml", recover=True)


def test_wrong_tags_of_a_published_export(shared, tmp_path):
    text = (shared / "wordpress" / "published" / "malformed.xml").read_text()
    records, repairs = outcome(
        tmp_path / "export.xml", text.replace("abc</wp:wxr_version>", "1.1</wp:wxr_version>")
    )
    assert [type(record).__name__ for record in records].count("Term") == 21 + 18 + 14
    assert repairs[0] == Repair(27, "The tag <notachanneltag> was left out: it has no end.")
