"""Facts of the old site: what they were on the day of export stands in the text, and nothing private does."""

import pytest

from cms.wordpress.facts import PostFacts, SiteFacts
from tests.wordpress.converting import Converted
from tests.wordpress.handlers.site_facts import FACTS


def text(source: str) -> str:
    return Converted(f"It is {source}.", FACTS).rich_text


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ("", "A page"),
        ("post_id=7", "A page"),
        ("field=post_title post_id=1", "Post 1"),
        ("post_id=post-2", "Post 2"),
        ("field=ID post_id=2", "2"),
        ("field=post_author post_id=1", "1"),
        ("field=post_date post_id=1", "2024-01-01 09:30:00"),
        ("field=post_date_gmt post_id=1", "2024-01-01 09:30:00"),
        ("field=post_modified post_id=2", "2024-02-01 09:30:00"),
        ("field=post_modified_gmt post_id=2", "2024-02-01 09:30:00"),
        ("field=post_excerpt post_id=1", "A <em>short</em> word"),
        ("field=post_status post_id=1", "publish"),
        ("field=post_name post_id=1", "post-1"),
        ("field=post_parent post_id=2", "1"),
        ("field=post_type post_id=1", "post"),
        ("post_id=11", "One"),
        ("field=post_excerpt post_id=11", "The <b>new</b> entrance"),
    ],
)
def test_fields_of_a_post(attributes, value):
    converted = Converted(f"It is [su_post {attributes}].", FACTS)
    assert converted.rich_text == f"<p>It is {value}.</p>"
    assert converted.codes == [("site-fact", "note")]


def test_the_report_says_what_became_what():
    (issue,) = Converted('[su_post field="post_title" post_id="1"]', FACTS).issues
    assert issue.detail == '[su_post field="post_title" post_id="1"] became “Post 1”.'


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('[su_post before="<b>" after="</b>"]', "<b>A page</b>"),
        ('[su_post before="&ldquo;" after="!"]', "“A page!"),
        ('[su_post post_id=99 default="<i>none</i>" before="<b>" after="</b>"]', "<b><i>none</i></b>"),
        ('[su_post field=post_parent post_id=1 default="none"]', "none"),
        ('[su_meta key=color before="<script>alert(1)</script>"]', "green"),
        ('[su_meta key=zero post_id=1 default="none"]', "none"),
        ('[su_user default="a <b>guest</b>"]', "a guest"),
        ('[su_user default="{su_meta key=color}"]', "green"),
    ],
)
def test_what_stands_around_a_value(source, value):
    assert text(source) == f"<p>It is {value}.</p>"


@pytest.mark.parametrize("key", ["99", "5", "6", "13", "post-5", "²", "9" * 5000, "no-such-post"])
def test_a_post_that_is_missing_or_not_public_says_nothing(key):
    converted = Converted(f"[su_post post_id={key}][su_meta key=color post_id={key}]", FACTS)
    assert converted.blocks == []
    assert set(converted.codes) == {("unknown-fact", "loss")}


@pytest.mark.parametrize("field", ["post_password", "guid", "comment_count", "nonsense"])
def test_what_no_export_tells(field):
    converted = Converted(f"[su_post field={field} default=unknown]", FACTS)
    assert converted.rich_text == "<p>unknown</p>"
    assert ("unknown-fact", "loss") in converted.codes


# The content of another post


def test_the_content_of_a_post_stands_in_place():
    converted = Converted("a [su_post field=the_content post_id=1] b", FACTS)
    assert converted.rich_text == "<p>a</p><p>First</p><p>second Post 2</p><p>b</p>"


def test_content_stands_between_before_and_after():
    source = '[su_post field=post_content post_id=1 before="<p>Now:</p>" after="<p>End</p>"]'
    assert Converted(source, FACTS).rich_text == "<p>Now:</p><p>First</p><p>second Post 2</p><p>End</p>"


@pytest.mark.parametrize("post", ["2", "7", ""])
def test_content_that_holds_itself_ends(post):
    converted = Converted(f"[su_post field=the_content post_id='{post}' default=x]", FACTS)
    assert ("repeated-content", "loss") in converted.codes
    assert converted.words().count("First") <= 1


def test_content_stands_once_however_often_it_is_asked_for():
    assert Converted("[su_post field=the_content post_id=1]" * 50, FACTS).words().count("First") == 1


def test_a_conversion_knows_nothing_of_the_one_before():
    for _ in range(2):
        assert Converted("[su_post field=the_content post_id=1]", FACTS).words().count("First") == 1


def test_content_that_is_not_public_stays_so():
    converted = Converted("[su_post field=the_content post_id=5 default=x]", FACTS)
    assert converted.rich_text == "<p>x</p>"


def test_what_only_members_see_in_another_post_only_they_see_here():
    posts = {1: PostFacts(1, title="One")}
    facts = SiteFacts(posts=posts, content=lambda _number: "a [su_members]secret[/su_members]")
    converted = Converted("[su_post field=the_content post_id=1]", facts)
    assert converted.only("gated")["audience"] == "members"
    assert "secret" not in converted.rich_text


# Custom fields


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ("key=color", "green"),
        ("key=color post_id=1", "red"),
        ("key=note post_id=1", "soft"),
        ("key=mark post_id=1", "a0b"),
    ],
)
def test_custom_fields(attributes, value):
    converted = Converted(f"[su_meta {attributes}]", FACTS)
    assert (converted.rich_text, converted.codes) == (f"<p>{value}</p>", [("site-fact", "note")])


@pytest.mark.parametrize("attributes", ["key=_private post_id=1", "key=gate post_id=1"])
def test_private_fields_are_never_shown(attributes):
    converted = Converted(f"[su_meta {attributes}]", FACTS)
    assert (converted.blocks, converted.codes) == ([], [("private-fact", "loss")])


def test_a_gate_under_any_name_hides_what_is_in_a_field():
    facts = SiteFacts(posts={7: PostFacts(7, meta={"a": "[club]x[/club]", "b": "[members]x[/members]"})})
    converted = Converted("[meta key=a][meta key=b]", facts, prefixes=("",), aliases={"club": "su_members"})
    assert (converted.blocks, converted.codes) == ([], [("private-fact", "loss")])


def test_a_field_without_a_name_or_a_value_is_nothing():
    assert Converted("[su_meta]", FACTS).codes == [("unknown-fact", "loss")]
    converted = Converted("[su_meta key=none before=x after=y]", FACTS)
    assert (converted.blocks, converted.codes) == ([], [])


# Users


@pytest.mark.parametrize(
    ("attributes", "value"),
    [
        ("user_id=1", "Ada L."),
        ("field=first_name user_id=1", "Ada"),
        ("field=last_name user_id=1", "Lovelace"),
        ("field=ID user_id=2", "2"),
    ],
)
def test_users(attributes, value):
    converted = Converted(f"[su_user {attributes} default=nobody]", FACTS)
    assert (converted.rich_text, converted.codes) == (f"<p>{value}</p>", [("site-fact", "note")])


@pytest.mark.parametrize(
    ("attributes", "code"),
    [
        ("", "visitor-fact"),
        ("field=user_email user_id=1", "private-fact"),
        ("field=user_login user_id=1", "private-fact"),
        ("field=user_nicename user_id=1", "private-fact"),
        ("field=user_pass user_id=1", "private-fact"),
        ("user_id=2", "private-fact"),
        ("field=nickname user_id=1", "unknown-fact"),
        ("user_id=99", "unknown-fact"),
    ],
)
def test_what_is_not_shown_of_users_leaves_the_default(attributes, code):
    converted = Converted(f"Hello [su_user {attributes} default=visitor]!", FACTS)
    assert converted.rich_text == "<p>Hello visitor!</p>"
    assert (code, "loss") in converted.codes


# Links to posts


@pytest.mark.parametrize(
    ("source", "link"),
    [
        ("[su_permalink id=2]", '<a href="/?p=2">Post 2</a>'),
        ("[su_permalink]", '<a href="/?p=1">Post 1</a>'),
        ("[su_permalink id=1 p=2]", '<a href="/?p=2">Post 2</a>'),
        ("[su_permalink id=2]Read <b>on</b>[/su_permalink]", '<a href="/?p=2">Read <b>on</b></a>'),
        (
            "[su_permalink id=14]The form[/su_permalink]",
            '<a href="https://old.example/form.pdf">The form</a>',
        ),
        ("[su_permalink id=5]Soon[/su_permalink]", '<a href="/?p=5">Soon</a>'),
        ("[su_permalink id=5]", ""),
        ("[su_permalink id=99]Gone[/su_permalink]", "Gone"),
        ("[su_permalink id=99]", ""),
        ('<a href="/x/">[su_permalink id=2]</a>', '<a href="/x/">Post 2</a>'),
    ],
)
def test_links(source, link):
    assert Converted(source, FACTS).rich_text == (link and f"<p>{link}</p>")


@pytest.mark.parametrize(
    ("source", "codes"),
    [
        ("[su_permalink id=2]", [("site-fact", "note")]),
        ("[su_permalink id=2]a[/su_permalink]", []),
        ("[su_permalink id=99]a[/su_permalink]", [("unknown-fact", "loss")]),
        ("[su_permalink id=x]a[/su_permalink]", [("unknown-fact", "loss")]),
    ],
)
def test_what_is_reported_of_links(source, codes):
    assert Converted(source, FACTS).codes == codes


def test_a_link_that_was_never_closed_has_its_title():
    source = "[su_permalink id=1]\n\n<h3>Next</h3>\n\n[su_permalink id=2]Read on[/su_permalink]"
    converted = Converted(source, FACTS)
    assert converted.types == ["rich_text", "heading", "rich_text"]
    assert converted.rich_text == '<p><a href="/?p=1">Post 1</a></p><p><a href="/?p=2">Post 2</a>Read on</p>'
    assert ("swallowed-text", "note") in converted.codes


def test_a_thousand_links_that_were_never_closed_are_read_in_one_go():
    converted = Converted(f"{'[su_permalink id=2] a ' * 1000}[/su_permalink]", FACTS)
    assert converted.words().count("a") == 1000
