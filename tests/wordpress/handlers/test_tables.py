"""Tables, and ``[su_table]`` around them."""

import pytest

from tests.wordpress.converting import Converted


def shape(value) -> tuple[list[str], list[list[str]]]:
    table = value["table"]
    return [column["heading"] for column in table["columns"]], [row["values"] for row in table["rows"]]


@pytest.mark.parametrize(
    ("source", "headings", "rows"),
    [
        ("<table><tr><td>a</td><td>b</td></tr></table>", ["", ""], [["a", "b"]]),
        (
            "<table><tr><th>A</th><th>B</th></tr><tr><td>a</td><td>b</td></tr></table>",
            ["A", "B"],
            [["a", "b"]],
        ),
        (
            "<table><thead><tr><td>A</td></tr></thead><tbody><tr><td>a</td></tr></tbody></table>",
            ["A"],
            [["a"]],
        ),
        ("<table><tr><th>A</th></tr></table>", [""], [["A"]]),
        (
            "<table><tr><td>a</td></tr><tr><td>b</td><td>c</td></tr></table>",
            ["", ""],
            [["a", ""], ["b", "c"]],
        ),
        ("<table><tr><td>a<td>b<tr><td>c</table>", ["", ""], [["a", "b"], ["c", ""]]),
        ("<table><tr><td><p>a</p><p><b>b</b></p></td></tr></table>", [""], [["<p>a</p><p><b>b</b></p>"]]),
        ("<table><tr><td><ul><li>a</li></ul></td></tr></table>", [""], [["<ul><li>a</li></ul>"]]),
        ("<table><tr><td>a\nb</td></tr></table>", [""], [["a<br/>b"]]),
    ],
)
def test_rows_and_headings(source, headings, rows):
    converted = Converted(source)
    assert shape(converted.only("table")) == (headings, rows)
    assert converted.codes == []


def test_cells_over_several_columns_or_rows_are_kept_as_html():
    converted = Converted(
        "<table onclick=x><tr><td colspan=2 style='x'>a &amp; b</td></tr>"
        "<tr><td rowspan='2'><script>x</script>c</td><td><a href='javascript:x'>d</a></td></tr></table>"
    )
    (html,) = converted.only("imported_html").values()
    assert '<td colspan="2">a &amp; b</td>' in html
    assert '<td rowspan="2">c</td>' in html
    assert converted.words()[-1] == "d"
    assert not {"script", "style", "onclick", "javascript"} & set(converted.words())
    assert ("imported-html", "note") in converted.codes


def test_a_table_in_a_table_is_kept_as_html_once():
    inner = "<table><tr><td>b</td><td>c</td></tr></table>"
    converted = Converted(f"<table><tr><td>a{inner}</td></tr></table>")
    assert (converted.types, converted.codes) == (["imported_html"], [("imported-html", "note")])
    assert converted.only("imported_html")["html"].count("<table>") == 2


def test_images_of_a_table_that_is_kept_as_html_follow_it():
    converted = Converted('<table><tr><td colspan=2>a <img src="/x.png" alt="x"></td></tr></table>')
    assert converted.types == ["imported_html", "image"]
    assert ("moved-block", "note") in converted.codes


def test_shortcodes_in_a_table_that_is_kept_as_html_run():
    converted = Converted(
        '<table><tr><td colspan=2 title="[su_label]t[/su_label]">[su_button url="/x/"]Go[/su_button]'
        "[su_members]secret[/su_members]</td></tr></table>"
    )
    assert '<a href="/x/">Go</a>' in converted.only("imported_html")["html"]
    assert "secret" not in converted.only("imported_html")["html"]
    assert "[su_" not in str(converted.blocks)


@pytest.mark.parametrize("span", ['colspan="1"', 'rowspan="0"', 'colspan="x"', 'rowspan="-3"'])
def test_spans_that_span_nothing(span):
    assert Converted(f"<table><tr><td {span}>a</td></tr></table>").types == ["table"]


def test_first_cells_that_are_headings_head_their_rows():
    value = Converted(
        "<table><tr><th>A</th><th>B</th></tr><tr><th>a</th><td>b</td></tr><tr><th>c</th><td>d</td></tr></table>"
    ).only("table")
    assert value["row_headers"] is True
    assert (
        Converted("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>").only("table")[
            "row_headers"
        ]
        is False
    )


def test_captions():
    table = "<table><caption>Our <b>hours</b></caption><tr><td>a</td></tr></table>"
    assert Converted(table).only("table")["table"]["caption"] == "Our hours"


def test_the_words_below_a_table_stay_below_it():
    converted = Converted(
        '<figure class="wp-block-table is-style-stripes"><table><tr><td>a</td></tr></table><figcaption>Hours</figcaption></figure>'
    )
    assert converted.types == ["table", "rich_text"]
    assert (converted.only("table")["striped"], converted.rich_text) == (True, "<p>Hours</p>")


def test_what_a_cell_cannot_hold_follows_the_table():
    converted = Converted('<table><tr><td>a <img src="/x.png" alt="x"> b</td></tr></table>')
    assert converted.types == ["table", "image"]
    assert shape(converted.only("table"))[1] == [["<p>a</p><p>b</p>"]]
    assert converted.codes == [("moved-block", "note")]


def test_a_button_in_a_cell_is_a_link():
    source = "<table><tr><td>[su_button url='/x/']Go[/su_button]</td><td>[su_button]On[/su_button]</td></tr></table>"
    converted = Converted(source, button_without_url="/providers/")
    assert shape(converted.only("table"))[1] == [
        ['<p><a href="/x/">Go</a></p>', '<p><a href="/providers/">On</a></p>']
    ]


def test_text_between_cells_goes_before_the_table():
    converted = Converted("<table>one<tr>two<td>a</td></tr></table>")
    assert (converted.types, converted.rich_text) == (["rich_text", "table"], "<p>two</p><p>one</p>")


def test_an_empty_table_vanishes():
    assert Converted("<table><tr><td> </td><td>&nbsp;</td></tr></table>").blocks == []


def test_a_link_in_a_heading_keeps_its_text():
    converted = Converted('<table><tr><th><a href="/x/">A</a></th></tr><tr><td>b</td></tr></table>')
    assert shape(converted.only("table")) == (["A"], [["b"]])
    assert converted.codes == [("table-heading-link", "loss")]


@pytest.mark.parametrize(
    ("attributes", "striped"),
    [("", True), ('alternate="yes"', True), ('alternate="no"', False), ('alternate="1"', False)],
)
def test_su_table_stripes(attributes, striped):
    converted = Converted(f"[su_table {attributes}]\n<table><tr><td>a</td></tr></table>\n[/su_table]")
    assert (converted.types, converted.only("table")["striped"], converted.codes) == (["table"], striped, [])


@pytest.mark.parametrize("name", ["url", "file"])
def test_su_table_from_a_file(name):
    converted = Converted(f'[su_table {name}="/prices.csv"][/su_table]')
    file = {"$ref": "csv", "url": "/prices.csv", "delimiter": ";", "header": False}
    assert (converted.only("table")["table"], converted.codes) == (file, [])


def test_su_table_keeps_what_is_no_table():
    assert Converted("[su_table]no table[/su_table]").rich_text == "<p>no table</p>"


def test_links_to_rows_cells_and_what_is_in_them_still_lead_there():
    rows = '<caption id="c">C</caption><tr id="r"><td id="d">a <b id="e">b</b></td></tr>'
    links = "".join(f'<a href="#{name}">{name}</a>' for name in "crde")
    converted = Converted(f"<table>{rows}</table>{links}")
    assert converted.types == ["anchor"] * 4 + ["table", "rich_text"]
    assert sorted(block["value"]["anchor"] for block in converted.blocks[:4]) == list("cder")
