"""Quotations, and whom they credit."""

import pytest

from tests.wordpress.converting import Converted


def quote(text: str, attribution: str = "", source: str = "") -> dict[str, object]:
    return {
        "text": text,
        "attribution": attribution,
        "source": {"$ref": "link", "url": source} if source else None,
        "style": "block",
    }


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("<blockquote>a</blockquote>", quote("a")),
        ("<blockquote><p>a</p><p>b</p></blockquote>", quote("<p>a</p><p>b</p>")),
        ("<blockquote>a\n\nb</blockquote>", quote("<p>a</p><p>b</p>")),
        ("<blockquote><p>a</p><cite>Ann</cite></blockquote>", quote("a", "Ann")),
        ("<blockquote><p>a<br><cite>Ann</cite></p>\n</blockquote>", quote("a", "Ann")),
        ('<blockquote>a<footer>Ann, <a href="/b/">b</a></footer></blockquote>', quote("a", "Ann, b", "/b/")),
        ('<blockquote cite="https://e.example/">a</blockquote>', quote("a", "", "https://e.example/")),
        ("<blockquote><cite>Ann</cite> said a</blockquote>", quote("<em>Ann</em> said a")),
        ("<blockquote>a <ul><li>b</li></ul></blockquote>", quote("<p>a</p><ul><li>b</li></ul>")),
        ("[su_quote]a[/su_quote]", quote("a")),
        (
            '[su_quote cite="Ann &amp; Co" url="/b/"]\n\na\n\nb\n\n[/su_quote]',
            quote("<p>a</p><p>b</p>", "Ann & Co", "/b/"),
        ),
        (
            '<figure class="wp-block-pullquote"><blockquote><p>a</p><cite>b</cite></blockquote></figure>',
            {**quote("a", "b"), "style": "pull"},
        ),
    ],
)
def test_quotes(source, value):
    converted = Converted(source)
    assert converted.only("quote") == value
    assert converted.codes == []


def test_an_unsafe_source_is_a_loss():
    converted = Converted('[su_quote url="javascript:x"]a[/su_quote]')
    assert converted.only("quote") == quote("a")
    assert converted.codes == [("unsafe-link", "loss")]


def test_a_quotation_of_nothing_but_its_credit_is_text():
    assert Converted("<blockquote><cite>Ann</cite></blockquote>").rich_text == "<p>Ann</p>"


def test_pull_quotes():
    assert Converted("a [su_pullquote align=right]b\n\nc[/su_pullquote] d").only("quote") == {
        **quote("<p>b</p><p>c</p>"),
        "style": "pull",
    }


def test_quotes_in_quotes_keep_their_words():
    assert Converted("[su_quote]a [_su_quote cite=B]b[_/su_quote][/su_quote]").only("quote") == quote(
        "<p>a</p><p>b</p><p>B</p>"
    )


def test_what_a_quotation_cannot_hold_follows_it():
    assert Converted('<blockquote>a<img src="/x.png" alt="x"></blockquote>').types == ["quote", "image"]
