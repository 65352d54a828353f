"""The shortcode grammar: what WordPress itself makes of each text, and what healing gives back."""

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.wordpress.handlers.healing import heal, heal_attributes, unreadable
from cms.wordpress.shortcodes import Names, Shortcode, Text, parse, parse_attributes

NAMES = Names(frozenset({"t", "w", "t_x", "t-y"}))
SU = Names(frozenset({"gallery"}), ("su_",))


def only(text: str, names: Names = NAMES) -> Shortcode:
    (shortcode,) = (node for node in parse(text, names) if isinstance(node, Shortcode))
    return shortcode


def literal(text: str, names: Names = NAMES) -> str:
    """Give the text of a parse that finds no shortcode."""
    nodes = parse(text, names)
    assert all(isinstance(node, Text) for node in nodes)
    return "".join(node.text for node in nodes if isinstance(node, Text))


@pytest.mark.parametrize(
    ("text", "named", "positional"),
    [
        (" a=\"1\" b='2' c=3", {"a": "1", "b": "2", "c": "3"}, []),
        (" Big=\"1\" data-X='q'", {"big": "1", "data-x": "q"}, []),
        (" on \"first one\" 'second one' last", {}, ["on", "first one", "second one", "last"]),
        (' a="1"b="2"', {}, ['a="1"b="2"']),
        (" url=http://e.example/?a=1&b=2", {"url": "http://e.example/?a=1&b=2"}, []),
        (' url=http://e.example/?a="x"', {}, ['url=http://e.example/?a="x"']),
        (" title=“Good day” open=1", {"title": "“Good", "open": "1"}, ["day”"]),
        (' title="it\'s"', {"title": "it's"}, []),
        (' title="<b>x</b> y"', {"title": "<b>x</b> y"}, []),
        (' title="5 > 3"', {"title": "5 > 3"}, []),
        (' title="3 < 5"', {"title": ""}, []),
        (" a=", {}, ["a="]),
        ("", {}, []),
        (" \u200b\u00a0", {}, []),
        ('\u200btitle="x"\u00a0b=2', {"title": "x", "b": "2"}, []),
        (' title="one\ntwo"', {"title": "one\ntwo"}, []),
        (r' title="C:\\dir\n"', {"title": "C:\\dir\n"}, []),
        (r' url="https:\/\/e.example\/a"', {"url": "https://e.example/a"}, []),
        (r' a="\x41\101\q"', {"a": "AAq"}, []),
        (' a="1" a="2"', {"a": "2"}, []),
        (" a = 1", {"a": "1"}, []),
        (' ü="x" b="1"', {"b": "1"}, ['ü="x"']),
        (" title=&quot;A B&quot;", {"title": "&quot;A"}, ["B&quot;"]),
    ],
)
def test_attributes(text, named, positional):
    assert parse_attributes(text) == (named, positional)


@pytest.mark.parametrize(
    ("text", "content", "source"),
    [
        ("[t]", None, "[t]"),
        ("[t /]x[/t]", None, "[t /]"),
        ("[t/]", None, "[t/]"),
        ("[t url=http://e.example/]x[/t]", None, "[t url=http://e.example/]"),
        ("a[t]in[/t]b", "in", "[t]in[/t]"),
        ("[t][/t]", "", "[t][/t]"),
        ("[t]a[t]b[/t]c[/t]", "a[t]b", "[t]a[t]b[/t]"),
        ("[[t]", None, "[t]"),
        ("[t]]", None, "[t]"),
        ("[t]x[/T]", None, "[t]"),
        ("[t]x[/t ]", None, "[t]"),
        ("[t\na=1\nb=2]", None, "[t\na=1\nb=2]"),
        ("<div [t]>x[/t]</div>", None, "[t]"),
        ('<a href="[t]" title="[x]">y</a>', None, "[t]"),
        ("<pre>[t]x[/t]</pre>", "x", "[t]x[/t]"),
        ("[t_x]", None, "[t_x]"),
        ("[w][t][/w]", "[t]", "[w][t][/w]"),
        ("[t a=\"<i title='x]y'>\"]z[/t]", "z", "[t a=\"<i title='x]y'>\"]z[/t]"),
    ],
)
def test_one_shortcode(text, content, source):
    shortcode = only(text)
    assert (shortcode.content, shortcode.source) == (content, source)


@pytest.mark.parametrize(
    "text",
    [
        "[T]", "[tx]", "[t.z]", "[t,]", "[ t]", "[/t]", "[t", "[1]", "[simple boat]", '[role="img"]', "&#91;t&#93;",
        "<!-- [t] -->", "<![CDATA[ [t] ]]>", '<a title="[" href="x">[/t]</a>',
    ],
)  # fmt: skip
def test_no_shortcode(text):
    assert literal(text) == text


def test_first_bracket_ends_the_tag_even_inside_quotes():
    assert only('[t a="x]y"]').source == '[t a="x]'


def test_a_name_with_odd_characters_counts_where_the_clean_name_occurs_too():
    assert [node.name for node in parse("[t.z] [t]", NAMES) if isinstance(node, Shortcode)] == ["t", "t"]


def test_duplicate_openings_swallow_the_text_between():
    nodes = parse("[t n=1] one [t n=2]two[/t] three [t]", NAMES)
    contents = [node.content for node in nodes if isinstance(node, Shortcode)]
    assert contents == [" one [t n=2]two", None]


@pytest.mark.parametrize(
    ("text", "shown"),
    [("[[t]]", "[t]"), ('[[t a="1"]]', '[t a="1"]'), ("[[t]x[/t]]", "[t]x[/t]"), ("[[[t]]]", "[[t]]")],
)
def test_double_brackets_escape(text, shown):
    assert literal(text) == shown


def test_prefixes_take_every_name_that_begins_with_them_and_same_tag_nesting():
    assert only("[su_new-thing x=1]a[/su_new-thing]", SU).content == "a"
    outer = only("[su_row][_su_row]a[_/su_row]b[/su_row]", SU)
    inner = only(outer.content or "", SU)
    assert (outer.content, inner.name, inner.content) == ("[_su_row]a[_/su_row]b", "su_row", "a")
    assert literal("[su_]", SU) == "[su_]"
    assert literal("[gallerya]", SU) == "[gallerya]"


def test_an_empty_prefix_is_no_wildcard():
    assert literal("[note] and [1]", Names(frozenset(), ("",))) == "[note] and [1]"


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from("[]/<>!-= \"'\\_ast1\n"), max_size=200))
def test_sources_joined_are_the_text(text):
    for names in (NAMES, Names(frozenset({"a"}), ("s",))):
        assert "".join(node.source for node in parse(text, names)) == text


# Healing


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (" background=”#9F0102″ size=”3″", {"background": "#9F0102", "size": "3"}),
        (" title=“Two words” open=“yes”", {"title": "Two words", "open": "yes"}),
        (" title=« Deux mots » b=„zwei Worte“", {"title": "Deux mots", "b": "zwei Worte"}),
        (" a=&quot;x y&quot; b=&#8221;z&#8243;", {"a": "x y", "b": "z"}),
        (" a=&#8217;x y&#8217; b=’z’", {"a": "x y", "b": "z"}),
        (' size="48″ title="x"', {"size": "48", "title": "x"}),
        (" title=”the doctor’s view” n=1", {"title": "the doctor’s view", "n": "1"}),
        (" title=”he said “yes””", {"title": "he said “yes”"}),
        (" url=”http://e.example/a–b/?x=1&#038;y=2″", {"url": "http://e.example/a--b/?x=1&y=2"}),
        (" size=”600×400″ title=”3×4 – fine…”", {"size": "600x400", "title": "3×4 – fine…"}),
        (" width=600&#215;400 zoom=&#8221;15&#8243;", {"width": "600x400", "zoom": "15"}),
        (r" url=\"http:\/\/e.example\" t=\"A B\"", {"url": "http://e.example", "t": "A B"}),
        (" a='x\"y' b=”z”", {"a": 'x"y', "b": "z"}),
        (" a=”x”", {"a": "x"}),
        (
            " a=&#x201d;x y&#X201D; b=&#x22;z&#x0022; c=&#x27;it is&#x27;",
            {"a": "x y", "b": "z", "c": "it is"},
        ),
        (" a=&amp;quot;x y&amp;quot; b=&amp;#8221;z&amp;#8243;", {"a": "x y", "b": "z"}),
        (" url=&amp;quot;/?a=1&amp;amp;b=2&amp;quot;", {"url": "/?a=1&b=2"}),
        (" a=＂x y＂ b=＇z＇", {"a": "x y", "b": "z"}),
    ],
)
def test_healing(text, named):
    assert parse_attributes(heal_attributes(text)) == (named, [])


@pytest.mark.parametrize(
    "text",
    [
        ' a="1" b=\'2\' c=3', ' title="5″ long" b="x"', ' title="“quoted” – fine…"', ' url="/?a=1&amp;b=2"', " a=“b c",
        ' t="it’s"', "", ' a="&quot;x&quot;"', " price=5″",
    ],
)  # fmt: skip
def test_tags_in_order_are_not_touched(text):
    shortcode = only(f"[t{text}]")
    assert heal(shortcode) is shortcode


def test_a_healed_tag_keeps_its_source_and_content():
    healed = heal(only("[t a=”x y”]z[/t]"))
    assert (healed.attributes, healed.content, healed.source) == ({"a": "x y"}, "z", "[t a=”x y”]z[/t]")


@pytest.mark.parametrize(
    "space", ["&nbsp;", "&#160;", "&#xA0;", "&amp;nbsp;", "\u00a0", "\u200b", "&nbsp;\u00a0 "]
)
@pytest.mark.parametrize("quote", ['"', "”", "&#8221;"])
def test_a_name_that_a_non_breaking_space_ends_is_healed(space, quote):
    written = only(f"[su_x{space}a={quote}x y{quote} b=1]z[/su_x]", Names(prefixes=("su_",), odd_spaces=True))
    healed = heal(written)
    assert (healed.name, healed.attributes, healed.content) == ("su_x", {"a": "x y", "b": "1"}, "z")
    assert healed is not written
    assert healed.source == written.source


@pytest.mark.parametrize("space", ["\u00a0", "\u200b"])
def test_wordpress_takes_a_non_breaking_space_for_a_part_of_the_name(space):
    assert literal(f"[su_x{space}a=1]", SU) == f"[su_x{space}a=1]"


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        (' a="1"b="2"', ['a="1"b="2"']),
        (' a="1 b="2"', ['a="1']),
        (' a=1" b=2', ['a=1"']),
        (' title="one "two" three"', ['title="one', 'three"']),
        (" a=”1”b=”2”", ["a=1”b=”2"]),
        (' a="1"<br b="2"', ['a="1"<br']),
        (' a="1" b=\'2\' c=3 open "two words"', []),
        (" a=”x” b=&quot;y z&quot;", []),
        (' title="say "', []),
        ("", []),
    ],
)
def test_what_quotes_make_unreadable_is_found(text, pieces):
    assert list(unreadable(heal(only(f"[t{text}]")))) == pieces


# The vectors: what WordPress itself did with each text.


@pytest.fixture(scope="session")
def vectors(shared) -> dict[str, Any]:
    return json.loads((shared / "reference" / "parse_vectors.json").read_text(encoding="utf-8"))


def as_wordpress(named: dict[str, str], positional: list[str]) -> Any:
    """Write attributes as PHP's array comes out in JSON."""
    if not named:
        return positional or ""
    return {**named, **{str(number): value for number, value in enumerate(positional)}}


def run(text: str, calls: list[dict[str, Any]]) -> str:
    """Do what the vectors' handlers did: t and w note their calls, w runs its content again."""
    shown = ""
    for node in parse(text, NAMES):
        if isinstance(node, Text):
            shown += node.text
        elif node.name in ("t_x", "t-y"):
            shown += f"⟪{node.name}⟫"
        else:
            attributes = as_wordpress(node.attributes, list(node.positional))
            calls.append({"tag": node.name, "attrs": attributes, "content": node.content or ""})
            inner = run(node.content or "", calls) if node.name == "w" else ""
            shown += f"⟪{node.name}⟫{inner}⟪/{node.name}⟫"
    return shown


def test_vectors_of_attributes(vectors):
    cases = vectors["attributes (shortcode_parse_atts)"]
    assert cases
    assert [as_wordpress(*parse_attributes(case["in"])) for case in cases] == [case["out"] for case in cases]


def test_vectors_of_bodies(vectors):
    cases = vectors["bodies (do_shortcode)"]
    assert cases
    for case in cases:
        calls: list[dict[str, Any]] = []
        assert run(case["in"], calls) == case["out"], case["in"]
        assert calls == case["calls"], case["in"]


def test_vectors_of_texturized_tags(vectors):
    cases = vectors["texturize of unregistered tags"]
    assert cases
    for case in cases:
        written, healed = (only(text, Names(frozenset({"u"}))) for text in (case["in"], case["out"]))
        healed = heal(healed)
        assert (healed.attributes, healed.positional) == (written.attributes, written.positional), case["in"]


# Work


def calls_made(work: Callable[[], object]) -> int:
    """Count the calls, of Python and of C functions, that a piece of work makes."""
    count = 0

    def profile(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "piece",
    [
        "[su_x",
        "[su_x]",
        "[",
        "[[",
        "[su_x]a",
        "[/su_x]",
        "[su_x a=”b ",
        "<!-- [su_x]",
        "<a [su_x",
        '[su_x a="',
        "[_su_x]",
    ],
)
def test_twice_the_text_is_at_most_about_twice_the_work(piece):
    def work(times: int) -> None:
        for node in parse(piece * times + "]", SU):
            if isinstance(node, Shortcode):
                heal(node)

    work(1)  # patterns are compiled on first use
    assert calls_made(lambda: work(800)) <= 2.5 * calls_made(lambda: work(400)) + 500


@pytest.mark.parametrize(
    "text",
    [
        "[su_x" * 20_000, "[" * 100_000, "[su_x]" * 16_000, '[su_x a="' * 11_000, "[su_x a=" + "a" * 100_000 + "]",
        "[su_x " + "a= " * 33_000 + "]", "[su_x " + "a=” " * 25_000 + "]", "<!--[su_x]" * 10_000, "<a[su_x]" * 12_000,
        '[su_x a="' + "<" * 100_000 + '"]', "[su_x " + "\\" * 100_000 + "]", "[su_x a='" + "b\" " * 33_000 + "]",
    ],
)  # fmt: skip
def test_hostile_text_of_100_kb_comes_through_whole(text):
    """What would be catastrophic in a regular expression never ends; that it does end is the test."""
    nodes = parse(text, SU)
    assert "".join(node.source for node in nodes) == text
    assert all(heal(node).source == node.source for node in nodes if isinstance(node, Shortcode))
