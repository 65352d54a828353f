"""Markup that no block serves: shown, and harmless (abuse cases A09, A10, A31)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.blocks.imported import ImportedHtmlBlock
from cms.blocks.sanitise import sanitised
from tests.html import parse, text
from tests.showcase import page_with

ACTIVE = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "input",
    "button",
    "svg",
    "math",
    "base",
    "link",
    "meta",
]


@pytest.mark.parametrize(
    "kept",
    [
        '<table><caption>C</caption><tbody><tr><th scope="col" colspan="2">A</th><td rowspan="2">B</td></tr></tbody></table>',
        "<dl><dt>Term</dt><dd>Meaning</dd></dl>",
        "<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>",
        '<abbr title="magnetic resonance imaging">MRI</abbr>',
        '<figure id="scan"><img src="/media/scan.png" alt="A scan"><figcaption>A scan</figcaption></figure>',
        '<details open=""><summary>More</summary><p>Text</p></details>',
        '<p lang="fr" dir="ltr">Bonjour</p>',
        '<a href="https://example.org/">Elsewhere</a>',
        '<a href="mailto:a@example.org">Write</a><a href="#scan">Down</a><a href="/about/">About</a>',
        '<ol start="3"><li value="5">Five</li></ol>',
    ],
)
def test_what_stays(kept):
    assert sanitised(kept) == kept


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<iframe src='https://evil.example/'></iframe>",
        "<style>@import url(//evil.example)</style>",
        "<svg onload=alert(1)><script>alert(1)</script></svg>",
        "<p style='background:url(//evil.example)' onclick='alert(1)' class='x'>a</p>",
        "<a href='javascript:alert(1)'>a</a>",
        "<a href='java\nscript:alert(1)'>a</a>",
        "<a href=' javascript:alert(1)'>a</a>",
        "<a href='data:text/html,x'>a</a>",
        "<a href='//evil.example/'>a</a>",
        "<a href='/\\evil.example/'>a</a>",
        "<img src='//evil.example/pixel.png'>",
        "<img src='/\t/evil.example/pixel.png'><a href='/\n/evil.example/'>a</a>",
        "<img src='&#1;//evil.example/pixel.png'><a href='&#1;/&Tab;\\\\evil.example/'>a</a>",
        "<img src='https://evil.example/pixel.png' alt='<script>alert(1)</script>'>",
        "<form action='https://evil.example'><input name=q><button>Go</button></form>",
        "<math><mtext><style><img src=x onerror=alert(1)></style></mtext></math>",
        "<base href='https://evil.example'><meta http-equiv=refresh content=0><link rel=stylesheet href=x>",
        "<object data=x></object><embed src=x>",
        "<details ontoggle=alert(1) open>x</details>",
    ],
)  # fmt: skip
def test_nothing_acts_and_nothing_is_loaded_from_elsewhere(hostile):
    tree = parse(f"<body>{sanitised(hostile)}</body>").body
    assert tree.find(ACTIVE) is None
    for element in tree.find_all(True):
        assert [name for name in element.attrs if name.startswith("on") or name in ("style", "class")] == []
        for name in ("href", "src"):
            address = re.sub(r"^[\x00-\x20]+|[\t\n\r]", "", element.get(name, "")).lower()
            assert not address.startswith(("javascript:", "data:", "//", "/\\"))
        assert element.name != "img" or element["src"].startswith("/")


def test_a_picture_that_cannot_be_shown_leaves_its_words():
    assert sanitised('<p><img src="https://a.org/x.png" alt="A &lt;scan&gt;"></p>') == "<p>A &lt;scan&gt;</p>"


def test_a_page_keeps_its_only_first_heading():
    assert sanitised("<H1 class=x>Title</H1>") == "<h2>Title</h2>"


@given(st.text(alphabet=st.sampled_from("<>/=\"' abh1scriptonimgx&;:#"), max_size=60))
def test_cleaning_twice_changes_nothing(source):
    once = sanitised(source)
    assert sanitised(once) == once


def test_it_is_cleaned_when_it_is_saved():
    block = ImportedHtmlBlock()
    saved = block.clean(block.to_python({"html": "<p onclick=x>Words<script>x</script></p>"}))
    assert saved["html"] == "<p>Words</p>"


def test_what_got_into_the_database_uncleaned_is_cleaned_on_the_page(home, client):
    hostile = "<p id=main>Words</p><p id=mine>More</p><script>alert(1)</script>"
    page = page_with(
        home, ("imported_html", {"html": hostile}), ("imported_html", {"html": "<p id=mine>Third</p>"})
    )
    answer = client.get(page.get_url())
    main = parse(answer).main
    assert "alert" not in answer.content.decode()
    assert text(str(main.select(".w-block-imported_html")[0])) == "Words More"
    assert [place.get_text() for place in main.select(".imported [id]")] == ["More"], (
        "an id stands once on a page"
    )


def test_a_search_finds_its_words(home):
    page = page_with(
        home, ("imported_html", {"html": "<dl><dt>Term</dt><dd class=secret>Fish &amp; chips</dd></dl>"})
    )
    assert page.body.stream_block.get_searchable_content(page.body) == ["Term Fish & chips"]
