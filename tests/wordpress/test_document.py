"""The reader of text documents: what becomes of each kind of line, and which files are no documents."""

from collections.abc import Callable
from pathlib import Path

import pytest

from cms.wordpress.document import is_document, lost_links, read_document
from cms.wordpress.wxr import ExportError, Item, Site, read

DOCUMENT = """Before your knee operation

A knee operation takes about an hour, and most people go home on the day after it.

Is it safe?

Yes. Bring these with you:

  • Your insurance card
  • A list of your medicines & doses

How to reach us

You can find a map here.

[su_button background=”#123456″ url="/go/?a=1&b=2"]See our doctors[/su_button]

Articles

[su_posts posts_per_page=”3″ tax_term=”4″]"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    def _write(content: str | bytes, name: str = "knee.txt") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write


@pytest.fixture
def content(write: Callable[..., Path]) -> Callable[[str], str]:
    """Give the HTML of a document with this text below its title."""
    return lambda body: read_document(write(f"Title\n\n{body}"))[1].content


def test_a_document_is_a_draft_of_one_post(write):
    site, item = read_document(write(DOCUMENT))
    assert site == Site(title="knee.txt", guid="document:knee.txt")
    assert item == Item(
        id=1,
        type="post",
        status="draft",
        title="Before your knee operation",
        slug="before-your-knee-operation",
        guid="document:knee.txt",
        content="""<p>A knee operation takes about an hour, and most people go home on the day after it.</p>

<h2>Is it safe?</h2>

<p>Yes. Bring these with you:</p>

<ul>
<li>Your insurance card</li>
<li>A list of your medicines &amp; doses</li>
</ul>

<h2>How to reach us</h2>

<p>You can find a map here.</p>

[su_button background=”#123456″ url="/go/?a=1&b=2"]See our doctors[/su_button]

<h2>Articles</h2>

[su_posts posts_per_page=”3″ tax_term=”4″]""",
    )


def test_a_corrected_document_is_still_the_same_one(write, tmp_path):
    first = read_document(write("Old title\n\nOld text."))
    (tmp_path / "elsewhere").mkdir()
    second = read_document(write("New title\n\nNew text.", "elsewhere/knee.txt"))
    assert (first[0].guid, first[1].id) == (second[0].guid, second[1].id)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("You’re in good hands: 24/7!", "youre-in-good-hands-24-7"),
        ("Kadın Sağlığı", "kadin-sagligi"),
        ("Œdème & Straße", "oedeme-strasse"),
        ("Ιατρική βοήθεια", "ιατρική-βοήθεια"),
        ("***", ""),
    ],
)
def test_the_slug_comes_from_the_title(write, title, slug):
    assert read_document(write(f"\n\n  {title}  \nText."))[1].slug == slug


@pytest.mark.parametrize(
    "heading",
    ["Why ask?", "Costs", "The steps: what we do", "We care!", "Bone & joint", "Step 1", "A" * 100],
)
def test_a_short_line_on_its_own_is_a_heading(content, heading):
    escaped = heading.replace("&", "&amp;")
    assert content(f"{heading}\n\nText follows here.") == f"<h2>{escaped}</h2>\n\n<p>Text follows here.</p>"


@pytest.mark.parametrize(
    "line",
    [
        "We are open.", "Bring these:", "Dear patient,", "First;", "And so on…", "“Thank you”", "'Thanks'", "‘Thanks’",
        "Knees (both)", "Ring [ext. 4]", "+90 555 0100", "* * *", "info@clinic.example", "https://clinic.example/map",
        "A" * 101, "Ring [su_tooltip]us[/su_tooltip] today",
    ],
)  # fmt: skip
def test_any_other_line_on_its_own_is_a_paragraph(content, line):
    assert content(line) == f"<p>{line}</p>"


@pytest.mark.parametrize("bullet", ["• ", "•", "- ", "* ", "· ", "– "])
@pytest.mark.parametrize("between", ["\n", "\n\n", "\n \n\n"])
def test_bullets_become_one_list(content, bullet, between):
    assert content(f"{bullet}One{between}  {bullet}Two.") == "<ul>\n<li>One</li>\n<li>Two.</li>\n</ul>"


def test_a_hyphen_inside_a_line_starts_no_list(content):
    assert content("-5 degrees.") == "<p>-5 degrees.</p>"


@pytest.mark.parametrize("mark", [".", ")"])
def test_numbers_become_one_ordered_list(content, mark):
    assert content(f"1{mark} One\n\n2{mark} Two") == "<ol>\n<li>One</li>\n<li>Two</li>\n</ol>"


def test_a_list_that_is_interrupted_goes_on_with_its_number(content):
    assert content("1. One\n\nA word on that.\n\n2. Two") == (
        '<ol>\n<li>One</li>\n</ol>\n\n<p>A word on that.</p>\n\n<ol start="2">\n<li>Two</li>\n</ol>'
    )


def test_numbers_that_start_again_start_another_list(content):
    assert content("1. One\n\n1. Other").count("<ol>") == 2


def test_bullets_and_numbers_are_two_lists(content):
    assert content("• One\n1. Two") == "<ul>\n<li>One</li>\n</ul>\n\n<ol>\n<li>Two</li>\n</ol>"


def test_lists_on_both_sides_of_a_paragraph_stay_apart(content):
    assert content("• One\n\nThen this.\n\n• Two").count("<ul>") == 2


def test_an_indented_line_goes_on_with_the_list_item_above(content):
    assert content("• " + "long " * 12 + "item\n  that goes on\n• Two").count("<li>") == 2
    assert "that goes on</li>" in content("• One\n  that goes on")


def test_a_line_directly_above_or_below_bullets_is_a_paragraph(content):
    assert (
        content("Bring\n• One\nNothing else")
        == "<p>Bring</p>\n\n<ul>\n<li>One</li>\n</ul>\n\n<p>Nothing else</p>"
    )


def test_short_lines_keep_their_breaks_and_wrapped_ones_lose_them(content):
    assert content("Riverside Clinic\n1 Mill Lane") == "<p>Riverside Clinic<br />\n1 Mill Lane</p>"
    long = "This line was broken because the margin was reached and"
    assert content(f"{long}\n{long}\nends.") == f"<p>{long} {long} ends.</p>"


@pytest.mark.parametrize(
    "shortcode",
    [
        "[su_posts]",
        "[su_divider/]",
        '[su_button url="?a=1&b=2"]Go[/su_button]',
        "[su_button]One[/su_button] [su_button]Two[/su_button]",
        "[/su_note]",
    ],
)
def test_a_line_of_shortcodes_stands_on_its_own_as_written(content, shortcode):
    assert (
        content(f"Above it.\n{shortcode}\nBelow it.")
        == f"<p>Above it.</p>\n\n{shortcode}\n\n<p>Below it.</p>"
    )


def test_a_shortcode_tag_may_go_over_several_lines(content):
    assert content("[su_posts\n  tax_term=”7″\n  order=”desc”]") == "[su_posts   tax_term=”7″   order=”desc”]"


def test_a_shortcode_inside_a_paragraph_stays_as_written(content):
    assert content('Ring [su_label type="a&b"]R&D[/su_label] <now>.') == (
        '<p>Ring [su_label type="a&b"]R&amp;D[/su_label] &lt;now&gt;.</p>'
    )


def test_markup_in_a_document_is_shown_not_obeyed(content):
    html = content(
        "Use <script>alert(1)</script> & more.\n\n• <b>\n\n[su_note]<img onerror=x>[/su_note]\n\n[a <b>]"
    )
    assert "<script" not in html
    assert html.count("&lt;") == 5
    assert "& " not in html


@pytest.mark.parametrize("line_end", ["\r\n", "\r"])
def test_line_ends_of_other_systems_read_the_same(write, line_end):
    other = read_document(write(DOCUMENT.replace("\n", line_end)))
    assert other == read_document(write(DOCUMENT))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_a_byte_order_mark_is_understood(write, encoding):
    assert read_document(write(DOCUMENT.encode(encoding))) == read_document(write(DOCUMENT))


def test_a_title_alone_is_a_document(write):
    _, item = read_document(write("Only a title"))
    assert (item.title, item.content) == ("Only a title", "")


# Which files are documents

EXPORT = '<?xml version="1.0"?><rss/>'


@pytest.mark.parametrize("name", ["knee.txt", "KNEE.TXT", "knee", "knee.text"])
def test_text_is_a_document(write, name):
    assert is_document(write(DOCUMENT, name))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("knee.xml", DOCUMENT),
        ("knee.XML", DOCUMENT),
        ("knee.csv", DOCUMENT),
        ("knee.txt", EXPORT),
        ("knee.txt", "<p>Hello</p>"),
        ("knee.txt", '{"title": "Knee"}'),
        ("knee.txt", ""),
        ("knee.txt", "a\0b"),
    ],
)
def test_anything_else_is_not(write, name, text):
    assert not is_document(write(text, name))


def test_what_is_missing_is_no_document(tmp_path):
    assert not is_document(tmp_path / "gone.txt")
    assert not is_document(tmp_path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "is empty"),
        (b"  \n\n", "is empty"),
        (b"<html><body>Hello</body></html>", "holds a web page"),
        (b'{"title": "Knee"}', "holds JSON"),
        (EXPORT.encode(), "holds markup"),
        (b"PK\x03\x04", "is compressed"),
        (b"Title\n\nA\0B", "is a binary file"),
        (b"Title\n\n" + b"word " * 20_000 + b"\nA\0B", "line 4: it is not plain text"),
        ("Title\n\nKadın".encode("iso-8859-9"), "line 3: it is not text in UTF-8"),
    ],
)
def test_what_is_no_text_is_refused_in_one_sentence(write, text, sentence):
    with pytest.raises(ExportError, match=rf"^“knee\.txt”.* ?{sentence}.*\.$|^“knee\.txt” {sentence}"):
        read_document(write(text))


@pytest.mark.parametrize("text", ["<html lang=en>", '{"title": "Knee"}', "", "a\0b"])
def test_text_files_that_are_no_documents_are_refused_by_the_other_reader(write, text):
    path = write(text)
    assert not is_document(path)
    with pytest.raises(ExportError, match=r"knee\.txt"):
        list(read(path))


def test_a_missing_document_is_refused(tmp_path):
    with pytest.raises(ExportError, match="There is no file"):
        read_document(tmp_path / "gone.txt")


# Lost links


@pytest.mark.parametrize(
    "sentence",
    [
        "You can read them here.",
        "Click here to book.",
        "Please tap here!",
        "Find our prices here, or ring us.",
        "The full list is available here (PDF).",
        "Register here",
        "See this page for more.",
        "Follow this link.",
        "Use the link below.",
        "Download this form and bring it.",
    ],
)
def test_a_sentence_that_points_at_a_lost_link(sentence):
    assert lost_links(f"<p>We are near. {sentence}\n</p><p>The end.</p>") == [sentence]


@pytest.mark.parametrize(
    "content",
    [
        "Here are a few ways to begin.",
        "We are here for you.",
        "There is where we adhere to it.",
        "You can see doctors here at the hospital.",
        "On this page you learn about knees.",
        "Look around. The garden is here.",
        '<p>You can read them <a class="x" href="/list/">here</a>.</p>',
        '[su_button url="/list/"]Click here[/su_button]',
    ],
)
def test_other_sentences_point_at_nothing(content):
    assert lost_links(content) == []


def test_a_sentence_is_given_as_a_reader_sees_it():
    content = "<h2>Here</h2><ul><li>Bed &amp; board</li><li>Learn <strong>more</strong>\nhere.</li></ul>[su_note]Click here.[/su_note]"
    assert lost_links(content) == ["Learn more here.", "Click here."]


def test_every_lost_link_of_plain_text_is_found():
    assert lost_links("Prices\n\nView them here.\nThen click here.\n\nThe end") == [
        "View them here.",
        "Then click here.",
    ]


# The document that the project starts from


@pytest.fixture
def seed(shared: Path) -> Path:
    return next((shared / "seed").glob("*.txt"))


def test_the_seed_document(seed):
    assert is_document(seed)
    _, item = read_document(seed)
    assert item.title == seed.read_text().splitlines()[0]
    assert item.content.count("<h2>") == 7
    assert [part.count("<li>") for part in item.content.split("<ul>")[1:]] == [11, 3, 5]
    assert [line.split()[0] for line in item.content.splitlines() if line.startswith("[")] == [
        "[su_button",
        "[su_posts",
    ]
    (lost,) = lost_links(item.content)
    assert lost.endswith(" here.")
