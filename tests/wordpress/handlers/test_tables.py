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


def test_cells_over_several_columns_and_rows_leave_the_covered_cells_empty():
    converted = Converted(
        "<table><tr><td colspan=2>a</td><td rowspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    assert shape(converted.only("table"))[1] == [["a", "", "b"], ["c", "d", ""]]
    assert converted.codes == [("table-span", "loss")]


def test_absurd_spans_do_not_make_absurd_tables():
    (row,) = shape(
        Converted('<table><tr><td colspan="99999999" rowspan="-3">a</td></tr></table>').only("table")
    )[1]
    assert len(row) <= 100


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
    assert (
        Converted("<table><caption>Our <b>hours</b></caption><tr><td>a</td></tr></table>").only("table")[
            "table"
        ]["caption"]
        == "Our hours"
    )
    figure = '<figure class="wp-block-table is-style-stripes"><table><tr><td>a</td></tr></table><figcaption>Hours</figcaption></figure>'
    value = Converted(figure).only("table")
    assert (value["table"]["caption"], value["striped"]) == ("Hours", True)


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


def test_a_table_in_a_cell_keeps_its_words():
    inner = "<table><tr><td>b</td><td>c</td></tr></table>"
    assert shape(Converted(f"<table><tr><td>a{inner}</td></tr></table>").only("table"))[1] == [
        ["<p>a</p><p>b</p><p>c</p>"]
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
    assert (converted.blocks, converted.codes) == ([], [("table-file", "loss")])


def test_su_table_keeps_what_is_no_table():
    assert Converted("[su_table]no table[/su_table]").rich_text == "<p>no table</p>"
