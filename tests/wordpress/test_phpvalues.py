"""The decoder of PHP's serialised values: what it reads, what it refuses, and that nothing in them can hurt."""

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.wordpress.phpvalues import DEEPEST, PhpValueError, decode, readable
from cms.wordpress.wxr import Item, Term, read


def serialised(value: object) -> str:
    """Write a value as PHP does."""
    if isinstance(value, list):
        return serialised(dict(enumerate(value)))
    if isinstance(value, dict):
        inner = "".join(serialised(key) + serialised(entry) for key, entry in value.items())
        return f"a:{len(value)}:{{{inner}}}"
    if isinstance(value, str):
        return f's:{len(value.encode())}:"{value}";'
    if value is None:
        return "N;"
    kind = {bool: "b", int: "i", float: "d"}[type(value)]
    return f"{kind}:{str(value).upper() if kind == 'd' else int(value)};"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("N;", None),
        ("b:1;", True),
        ("b:0;", False),
        ("i:-5;", -5),
        ("d:0.5;", 0.5),
        ("d:1.0E+25;", 1e25),
        ("d:-INF;", -math.inf),
        ('s:0:"";', ""),
        ('s:7:"Kadın\n";', "Kadın\n"),
        ('s:6:"a";b:1";', 'a";b:1'),
        ("a:0:{}", []),
        ("a:2:{i:0;i:7;i:1;N;}", [7, None]),
        ("a:2:{i:1;i:7;i:0;N;}", {1: 7, 0: None}),
        ('a:1:{s:1:"0";i:7;}', {"0": 7}),
        ('O:8:"stdClass":1:{s:4:"name";s:3:"tag";}', {"__class__": "stdClass", "name": "tag"}),
        ('O:8:"stdClass":1:{s:9:"__class__";s:3:"tag";}', {"__class__": "stdClass"}),
        ('C:11:"ArrayObject":21:{x:i:0;a:0:{};m:a:0:{}}', {"__class__": "ArrayObject", "__data__": "x:i:0;a:0:{};m:a:0:{}"}),
        ('E:11:"Suit:Hearts";', {"__class__": "Suit", "__case__": "Hearts"}),
        ("a:2:{i:0;a:0:{}i:1;R:2;}", [[], {"__reference__": 2}]),
        ('O:1:"A":1:{s:4:"self";r:1;}', {"__class__": "A", "self": {"__reference__": 1}}),
        (" a:0:{}\n", []),
    ],
)  # fmt: skip
def test_what_php_writes(text, value):
    decoded = decode(text)
    assert decoded == value
    assert type(decoded) is type(value)


def test_fields_that_are_not_public_have_their_names_with_and_without_the_nul_that_xml_forbids():
    text = 'O:3:"Foo":3:{s:6:"\0*\0bar";i:1;s:8:"\0Foo\0baz";i:2;s:3:"Foo";i:3;}'
    expected = {"__class__": "Foo", "bar": 1, "baz": 2, "Foo": 3}
    assert decode(text) == decode(text.replace("\0", "")) == expected


def test_line_ends_of_windows_that_xml_made_plain_still_count():
    assert decode('a:2:{i:0;s:6:"a\n\nb";i:1;s:2:"\n";}') == ["a\n\nb", "\n"]
    assert decode('a:1:{i:0;s:6:"a\r\n\r\n";}') == ["a\r\n\r\n"]


@pytest.mark.parametrize(
    "text",
    [
        "", "1", "i:1", "i:1.5;", "i:٣;", "b:2;", "N;N;", "d:..;", "a:1:{}", "a:-1:{}", "a:1:{i:0;i:1;", "a:1:{a:0:{}i:1;}",
        'a:1:{b:1;i:1;}', 's:5:"abc";', 's:1:"é";', 's:2:"ab"', 's:99999999999:"a";', 'O:3:"Foo":1:{i:0;}', 'O:9:"Foo":0:{}',
        'C:3:"Foo":9:{}', "r:;", 'x:1:"a";', f"i:{'9' * 5000};", 's:-1:"";',
    ],
)  # fmt: skip
def test_what_is_no_value_is_refused_and_stays_readable(text):
    with pytest.raises(PhpValueError, match=r"\.$"):
        decode(text)
    assert readable(text) == text


def test_a_value_in_a_text_is_only_a_text():
    assert readable("Note: i:5; is a number") == "Note: i:5; is a number"
    assert readable("1") == "1"
    assert readable('a:1:{i:0;s:2:"ok";}') == ["ok"]


@pytest.mark.parametrize(
    "text",
    [
        "a:1:{i:0;" * 1_000_000,
        "a:9999999999:{",
        'O:1:"A":9999999999:{',
        's:9999999999:"' + "x" * 1_000_000,
        's:1999999:"' + "\n" * 1_000_000,
        "a:100000:{" + 's:3:"a\n";' * 100_000,
        "a:100000:{" + "i:0;a:0:{}" * 99_999,
    ],
)
def test_hostile_values_cost_no_time(text):
    began = time.process_time()
    with pytest.raises(PhpValueError):
        decode(text)
    assert time.process_time() - began < 3


def test_depth_is_limited_to_what_every_reader_of_the_value_can_follow():
    assert decode("a:1:{i:0;" * DEEPEST + "N;" + "}" * DEEPEST)
    with pytest.raises(PhpValueError, match="nested too deep"):
        decode("a:1:{i:0;" * (DEEPEST + 1) + "N;" + "}" * (DEEPEST + 1))


scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False)
values = st.recursive(
    scalars | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(-5, 5), inner),
)


@given(values)
def test_whatever_php_writes_comes_back(value):
    decoded = decode(serialised(value))
    assert serialised(decoded) == serialised(value)


@given(values, st.data())
def test_damage_is_a_value_or_refused(value, data):
    text = serialised(value)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    damaged = text[:start] + data.draw(st.text('aOsi:;{}"019', max_size=5)) + text[end:]
    try:
        decode(damaged)
    except PhpValueError:
        assert readable(damaged) == damaged


@given(st.text('NbidsaOCErR:;{}"0129.-+\n é'))
def test_any_text_is_readable(text):
    readable(text)


# Values of the exports that WordPress publishes

SHRUG = "¯\\_(ツ)_/¯"


def metas(path, kind=Item):
    return {
        (getattr(record, "taxonomy", ""), key): readable(value)
        for record in read(path)
        if isinstance(record, kind)
        for key, value in record.meta
    }


@pytest.mark.parametrize("name", ["with", "no"])
def test_published_post_meta(shared, name):
    found = metas(shared / "wordpress" / "published" / f"test-serialized-postmeta-{name}-cdata.xml")
    assert found["", "post-options"] == {"special_post_title": "A special title", "is_calendar": ""}


def test_published_post_meta_in_cdata(shared):
    found = metas(shared / "wordpress" / "published" / "test-serialized-postmeta-with-cdata.xml")
    assert found["", "evil"] == "<wp:meta_value>evil</wp:meta_value>"
    assert found["", "contains-html"] == "<pre>some html</pre>"
    assert found["", "string"] == SHRUG
    assert found["", "array"] == {"key": SHRUG}
    assert found["", "array-nested"] == {"key": {"foo": SHRUG, "bar": "\\o/"}}
    assert found["", "integer"] == "1"


def test_published_meta_in_one_line(shared):
    found = metas(shared / "wordpress" / "published" / "chunked-meta.xml")
    assert found == {("", "_my_meta"): {"foo": "bar"}}


def test_published_objects_are_never_built(shared):
    (found,) = metas(shared / "wordpress" / "published" / "test-utw-post-meta-import.xml").values()
    assert len(found) == 13
    assert {entry["__class__"] for entry in found} == {"stdClass"}
    assert all(set(entry) == {"__class__", "tag"} for entry in found)


def test_published_term_meta(shared):
    found = metas(shared / "wordpress" / "published" / "test-serialized-term-meta.xml", Term)
    for taxonomy in ("category", "post_tag", "custom_taxonomy"):
        assert found[taxonomy, "string"] == SHRUG
        assert found[taxonomy, "array"] == {"key": SHRUG}


def test_published_comment_meta(shared):
    records = read(shared / "wordpress" / "published" / "test-serialized-comment-meta.xml")
    (comment,) = (comment for record in records if isinstance(record, Item) for comment in record.comments)
    assert [readable(value) for _, value in comment.meta] == [SHRUG, {"key": SHRUG}]
