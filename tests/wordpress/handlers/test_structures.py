"""Elements with a block of their own: code, lists of terms, what opens; and HTML that is kept as it is."""

import pytest

from tests.wordpress.converting import Converted


@pytest.mark.parametrize(
    ("source", "code", "language"),
    [
        ("<pre>if a:\n    b = [1]\n\nc  d</pre>", "if a:\n    b = [1]\n\nc  d", ""),
        ("<pre>\na &lt; b\n</pre>", "a < b", ""),
        ('<pre class="wp-block-code"><code class="language-python">a\nb</code></pre>', "a\nb", "python"),
        ('<pre class="brush: php; gutter: true">a</pre>', "a", "php"),
        ('<pre class="wp-block-preformatted">a<br>b</pre>', "a\nb", ""),
        ("<pre>a [su_label]b[/su_label]\nc</pre>", "a b\nc", ""),
        ("<xmp><b>a</b></xmp>", "<b>a</b>", ""),
    ],
)
def test_code(source, code, language):
    converted = Converted(f"one {source} two")
    assert converted.types == ["rich_text", "code", "rich_text"]
    assert converted.only("code") == {"code": code, "language": language}


def test_code_that_holds_links_stays_rich_text():
    converted = Converted('<pre>a <a href="/b/">b</a>\n c</pre>')
    assert converted.rich_text == '<p><code>a <a href="/b/">b</a><br/>\u00a0c</code></p>'


def test_an_image_in_code_stands_where_it_stood():
    converted = Converted('<pre>a <img src="/x.png" alt="x"> b</pre>')
    assert converted.types == ["code", "image", "code"]


def test_code_in_a_sentence_stays_there():
    assert Converted("Use <code>a</code> twice.").rich_text == "<p>Use <code>a</code> twice.</p>"


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("<dl><dt>a</dt><dd>b</dd></dl>", [("a", "b")]),
        ("<dl><dt>a<dd>b<dd>c<dt><b>d</b><dd><a href='/e/'>e</a></dl>",
         [("a", "<p>b</p><p>c</p>"), ("d", '<a href="/e/">e</a>')]),
        ("<dl><div><dt>a</dt><dd>b</dd></div> <div><dt>c</dt><dd>d</dd></div></dl>", [("a", "b"), ("c", "d")]),
    ],
)  # fmt: skip
def test_terms_with_their_meanings(source, rows):
    converted = Converted(source)
    found = [(row["term"], row["description"]) for row in converted.only("summary_list")["rows"]]
    assert (found, converted.codes) == (rows, [])


@pytest.mark.parametrize(
    "source",
    [
        "<dl><dt>a</dt><dt>b</dt><dd>c</dd></dl>",
        "<dl><dd>a</dd></dl>",
        "<dl><dt><a href='/a/'>a</a></dt><dd>b</dd></dl>",
        "<dl><dt>a</dt><dd>b</dd><p>c</p></dl>",
    ],
)
def test_other_lists_of_terms_are_kept_as_html(source):
    converted = Converted(source)
    assert converted.types == ["imported_html"]
    assert converted.only("imported_html")["html"].startswith("<dl>")
    assert converted.codes == [("imported-html", "note")]


def test_details_open_below_their_summary():
    converted = Converted(
        '<details id="why"><summary>Why <b>now</b>?</summary><p>a</p><ul><li>b</li></ul></details><a href="#why">x</a>'
    )
    value = converted.only("expandable")
    assert converted.types == ["expandable", "rich_text"]
    assert (value["summary"], value["anchor"], value["open"]) == ("Why now?", "why", False)
    assert [block["type"] for block in value["content"]] == ["rich_text", "list"]


@pytest.mark.parametrize(
    ("source", "summary", "is_open"),
    [
        ("<details open><p>a</p></details>", "Details", True),
        (f"<details><summary>{'b ' * 200}</summary>a</details>", "…", False),
    ],
)
def test_details_without_or_with_too_long_a_summary(source, summary, is_open):
    converted = Converted(source)
    value = converted.only("expandable")
    assert (value["summary"].endswith(summary), value["open"]) == (True, is_open)
    assert converted.words().count("b") >= source.count("b ")


def test_a_summary_without_content_is_text():
    assert Converted("<details><summary>a</summary></details>").rich_text == "<p>a</p>"


def test_a_form_leaves_its_words_in_one_block():
    converted = Converted(
        '<form action="/send/"><label>Name<input value="x"></label><select><option>A<option>B</select>'
        "<p>We answer soon.</p><button onclick=x>Send</button></form>"
    )
    assert converted.types == ["imported_html"]
    html = converted.only("imported_html")["html"]
    assert not {"form", "input", "button", "onclick"} & set(html.replace("<", " ").replace(">", " ").split())
    assert "Name" in html
    assert html.index("Name") < html.index("A") < html.index("We answer soon.") < html.index("Send")
    assert converted.codes == [("dropped-form", "loss"), ("imported-html", "note")]


def test_a_form_of_mere_words_is_text():
    converted = Converted("<form><label>Name</label><input><button>Send</button></form>")
    assert (converted.words()[-2:], converted.types) == (["Name", "Send"], ["rich_text"])


def test_links_to_terms_still_lead_there():
    converted = Converted('<dl><dt id="t">T</dt><dd id="d">D</dd></dl><a href="#t">t</a><a href="#d">d</a>')
    assert [block["value"] for block in converted.blocks[:2]] == [{"anchor": "t"}, {"anchor": "d"}]


def test_html_that_is_kept_keeps_its_places():
    cell = '<td id="c" colspan="2">a <a name="n"></a>b</td>'
    converted = Converted(f'<table><tr>{cell}</tr></table><a href="#n">n</a><a href="#c">c</a>')
    assert converted.only("anchor") == {"anchor": "n"}
    assert 'id="c"' in converted.only("imported_html")["html"]
