"""Content that not everybody may see stays behind its gate, wherever the gate stands."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.wordpress.facts import SiteFacts
from cms.wordpress.handlers.depth import holders, is_container
from cms.wordpress.mapping import Mapping
from cms.wordpress.tags import without_shortcodes
from tests.wordpress.converting import Converted

OPEN = {
    "audience": "everyone", "message": "", "starts": None, "ends": None, "hours": "", "weekdays": [], "days": "",
    "months": [], "years": "", "alternative": "",
}  # fmt: skip
LOGIN = 'This content is for registered users only. Please <a href="/wp-login.php">login</a>.'


def gate(source: str) -> dict[str, Any]:
    value = Converted(source).only("gated")
    content = value.pop("content")
    assert content == [{"type": "rich_text", "value": "<p>a</p>"}]
    return value


def in_the_open(blocks: list[dict[str, Any]]) -> str:
    """Give everything that stands outside of gates; sources kept for editors are behind one."""
    shown = []
    for block in blocks:
        if block["type"] == "gated":
            shown.append({key: value for key, value in block["value"].items() if key != "content"})
        elif is_container(block):
            shown += [
                {key: value for key, value in holder.items() if key != "content"} for holder in holders(block)
            ]
            shown += [in_the_open(holder["content"]) for holder in holders(block)]
        elif block["type"] != "imported_source":
            shown.append(block)
    return json.dumps(shown)


# What they become


@pytest.mark.parametrize(
    ("source", "changes"),
    [
        ("[su_members]a[/su_members]", {"audience": "members", "message": LOGIN}),
        ("[su_members login=0 style=2]a[/su_members]", {"audience": "members"}),
        ("[su_members message='']a[/su_members]", {"audience": "members"}),
        (
            "[su_members message='{su_label}Stop{/su_label} %login%' login_text='Go in' login_url='/in/?a=1&b=2']a[/su_members]",
            {
                "audience": "members",
                "message": '<span class="label">Stop</span> <a href="/in/?a=1&amp;b=2">Go in</a>',
            },
        ),
        ("[su_private]a[/su_private]", {"audience": "editors"}),
        ("[su_guests]a[/su_guests]", {"audience": "guests"}),
        ("[gate]a[/gate]", {"audience": "members", "message": LOGIN}),
        ("[gn_members]a[/gn_members]", {"audience": "members", "message": LOGIN}),
    ],
)
def test_gates(source, changes):
    converted = Converted(source, prefixes=("su_", "gn_"), aliases={"gate": "su_members"})
    value = converted.only("gated")
    assert value.pop("content") == [{"type": "rich_text", "value": "<p>a</p>"}]
    assert value == {**OPEN, **changes}


def test_an_unsafe_login_address_is_no_link():
    converted = Converted("[su_members login_url='javascript:x']a[/su_members]")
    assert converted.only("gated")["message"].endswith("Please login.")
    assert ("unsafe-link", "loss") in converted.codes


@pytest.mark.parametrize(
    "source", ["[su_scheduler]a[/su_scheduler]", "[su_scheduler time=all years=all]a[/su_scheduler]"]
)
def test_a_schedule_without_limits_is_no_gate(source):
    assert Converted(f"x {source} y").rich_text == "<p>x a y</p>"


@pytest.mark.parametrize(
    ("attributes", "limits"),
    [
        ("time='9-12, 14:30-18'", {"hours": "9-12, 14:30-18"}),
        ("time='9'", {"hours": "9"}),
        ("time='9-12,x,30-40'", {"hours": "9-12"}),
        ("days_week='0'", {"weekdays": ["sun"]}),
        ("days_week='1-5'", {"weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
        ("days_week='6, 0'", {"weekdays": ["sun", "sat"]}),
        ("days_week='5-1'", {"weekdays": ["mon", "tue", "wed", "thu", "fri"]}),
        ("days_week='0-6' years='2030'", {"years": "2030"}),
        ("days_month='20,1-15,14-16'", {"days": "1-16, 20"}),
        ("days_month='0-40' years='2030'", {"years": "2030"}),
        ("months='2, 12'", {"months": ["2", "12"]}),
        ("years='2024-2026,2030'", {"years": "2024-2026, 2030"}),
        ("time='9-12' days_week='1' months='3'", {"hours": "9-12", "weekdays": ["mon"], "months": ["3"]}),
    ],
)
def test_schedules(attributes, limits):
    assert gate(f"[su_scheduler {attributes}]a[/su_scheduler]") == {**OPEN, **limits}


@pytest.mark.parametrize(
    "attributes",
    [
        "time=''",
        "days_week=''",
        "days_week='7'",
        "days_month='0'",
        "months='x'",
        "years=''",
        "time='22-6'",
        "years='All'",
    ],
)
def test_a_schedule_that_no_moment_matches_never_shows(attributes):
    converted = Converted(f"[su_scheduler {attributes}]a[/su_scheduler]")
    assert converted.only("gated")["years"] == "1970"
    assert converted.codes == [("never-shown", "note")]


def test_what_is_shown_at_other_times():
    source = "[su_scheduler years=2001 alt='Closed {su_label}for good{/su_label}']a[/su_scheduler]"
    assert gate(source)["alternative"] == 'Closed <span class="label">for good</span>'


def test_gates_nest():
    converted = Converted("[su_members][su_scheduler years=2001]a[/su_scheduler][/su_members]")
    (inner,) = converted.only("gated")["content"]
    assert (converted.only("gated")["audience"], inner["value"]["years"]) == ("members", "2001")


def test_a_gate_in_a_sentence_ends_the_paragraph_and_keeps_the_order():
    converted = Converted("a <b>b [su_members login=0]c[/su_members] d</b>")
    assert converted.types == ["rich_text", "gated", "rich_text"]
    assert converted.only("gated")["content"] == [{"type": "rich_text", "value": "<p><b>c</b></p>"}]


# What is behind a gate leaves it on no path

GATES = [
    "[su_members]{}[/su_members]",
    "[su_private]{}[/su_private]",
    "[su_scheduler years=2001]{}[/su_scheduler]",
]
PLACES = [
    "{}",
    "<b>x {} y</b>",
    "<a href=/x/>{}</a>",
    "<h2>x {} y</h2>",
    "[su_heading]x {}[/su_heading]",
    "<ul><li>x {} y</li></ul>",
    "[su_list]<ul><li>{}</li></ul>[/su_list]",
    "<table><tr><td>x {}</td></tr></table>",
    "<table><caption>{}</caption><tr><th>{}</th><td>a</td></tr></table>",
    "<blockquote>x {}<cite>{}</cite></blockquote>",
    "[su_quote]{}[/su_quote]",
    "[su_pullquote]{}[/su_pullquote]",
    "[caption id=1]<img src=/a.png alt=x> {}[/caption]",
    "<figure><img src=/a.png alt=x><figcaption>{}</figcaption></figure>",
    "<pre>{}</pre>",
    "[su_button url='/x/']x {}[/su_button]",
    "[su_service title=x]{}[/su_service]",
    "[su_note]{}[/su_note]",
    "[su_row][su_column]{}[/su_column][su_column]x[/su_column][/su_row]",
    "[su_row]{}[su_column]x[/su_column][su_column]y[/su_column][/su_row]",
    "[su_tabs]{}[su_tab]x {}[/su_tab][/su_tabs]",
    "[su_accordion]{}[su_spoiler]{}[/su_spoiler][/su_accordion]",
    "[su_expand]{}[/su_expand]",
    "[su_label]{}[/su_label]",
    "[su_dropcap]{}[/su_dropcap]",
    "[su_tooltip text=x]{}[/su_tooltip]",
    "[su_lightbox src='https://youtu.be/dQw4w9WgXcQ']{}[/su_lightbox]",
    "[su_lightbox type=inline src='#x']{}[/su_lightbox][su_lightbox_content id=x]{}[/su_lightbox_content]",
    "[su_guests]{}[/su_guests]",
    "[su_shiny]{}[/su_shiny]",
    "<ul><li>[su_note][su_spoiler]{}[/su_spoiler][/su_note]</li></ul>",
    '<img src=/a.png alt="{}">',
    '<a href="/x/" title="{}">x</a>',
    "<dl><dt>{}</dt><dd>{}</dd></dl>",
    "<details><summary>{}</summary>{}</details>",
    "<script>{}</script>",
    "<form>{}<textarea>{}</textarea><select><option>{}</option></select></form>",
    "<video>{}</video><object>{}</object><iframe>{}</iframe><noscript>{}</noscript>",
    "<svg><text>{}</text></svg><math><mi>{}</mi></math>",
    "<code>{}</code><ruby>a<rt>{}</rt></ruby><abbr title='{}'>b</abbr>",
    "<!-- wp:group --><div class='wp-block-group has-background'>{}</div><!-- /wp:group -->",
    "<!-- wp:columns --><div class='wp-block-columns'><div class='wp-block-column'>{}</div></div><!-- /wp:columns -->",
    "<!-- wp:media-text --><div class='wp-block-media-text'><img src=/a.png alt=x>{}</div><!-- /wp:media-text -->",
    "<!-- wp:button --><div class='wp-block-button'><a href='/x/'>{}</a></div><!-- /wp:button -->",
    "<!-- wp:gallery --><figure><img src=/a.png alt=x><figcaption>{}</figcaption></figure><!-- /wp:gallery -->",
    "<!-- wp:code --><pre class='wp-block-code'><code>{}</code></pre><!-- /wp:code -->",
    "[su_permalink id=1]{}[/su_permalink]",
    "[su_table]<table><tr><td>{}</td></tr></table>[/su_table]",
    "[su_note][su_box][su_spoiler][su_expand]{}[/su_expand][/su_spoiler][/su_box][/su_note]",
]


@pytest.mark.parametrize("opened", GATES)
@pytest.mark.parametrize("place", PLACES)
def test_what_is_behind_a_gate_stays_there(place, opened):
    converted = Converted(place.replace("{}", opened.format("secret")))
    assert "secret" not in in_the_open(converted.blocks)


@pytest.mark.parametrize("opened", GATES)
@pytest.mark.parametrize("within", ["[su_x{}]", "<div class=x{}>"])
def test_what_is_behind_a_gate_stays_there_at_any_depth(opened, within):
    source = "".join(within.format(number) for number in range(200)) + opened.format("secret")
    assert "secret" not in in_the_open(Converted(source).blocks)


WRAPPERS = [place for place in PLACES if not any(quoted in place for quoted in ("'{}'", '"{}"', "<script>"))]


@settings(deadline=None)
@given(st.lists(st.sampled_from(WRAPPERS), max_size=6), st.sampled_from(GATES))
def test_what_is_behind_a_gate_stays_there_in_any_nest(wrappers, opened):
    source = opened.format("secret")
    for wrapper in wrappers:
        source = wrapper.replace("{}", source, 1).replace("{}", "")
    assert "secret" not in in_the_open(Converted(source).blocks)


ATTRIBUTES = [
    "[su_spoiler title='x {}']a[/su_spoiler]",
    "[su_tabs][su_tab title='x {}']a[/su_tab][/su_tabs]",
    "[su_tab title='x {}']a[/su_tab]",
    "[su_box title='x {}']a[/su_box]",
    "[su_service title='x {}']a[/su_service]",
    "[su_quote cite='x {}']a[/su_quote]",
    "[su_button desc='x {}' title='{}']a[/su_button]",
    "[su_expand more_text='x {}']a[/su_expand]",
    "[su_divider text='x {}']",
    "[su_tooltip title='{}' text='x {}']a[/su_tooltip]",
    "[su_members message='x {}']a[/su_members]",
    "[su_scheduler years=2001 alt='x {}']a[/su_scheduler]",
    "[su_lightbox src='{}']a[/su_lightbox]",
]


@pytest.mark.parametrize("source", ATTRIBUTES)
def test_what_is_behind_a_gate_in_an_attribute_stays_there(source):
    converted = Converted(source.replace("{}", "{su_members}secret{/su_members}"))
    assert "secret" not in in_the_open(converted.blocks)


def test_the_words_of_a_lightbox_behind_a_gate_name_no_dialog_before_it():
    trigger = "[su_members][su_lightbox type=inline src='#x']secret[/su_lightbox][/su_members]"
    box = "[su_lightbox_content id=x]a[/su_lightbox_content]"
    for source in (trigger + box, box + trigger):
        assert Converted(source).only("expandable")["summary"] == "More"


def test_a_dialog_behind_the_same_gate_has_the_words_of_its_lightbox():
    converted = Converted(
        "[su_members][su_lightbox_content id=x]a[/su_lightbox_content]"
        "[su_lightbox type=inline src='#x']b[/su_lightbox][/su_members]"
    )
    assert converted.only("gated")["content"][0]["value"]["summary"] == "b"


def test_what_a_gate_without_its_bracket_swallowed_stays_behind_it():
    source = "a [su_members message='x'\n\nsecret [/su_members] b"
    assert "secret" not in in_the_open(Converted(source).blocks)
    assert "secret" in json.dumps(Converted(source).blocks)
    assert "secret" not in without_shortcodes(source, Mapping())


def test_a_gate_too_deep_to_be_kept_is_for_editors_only():
    opened = "[su_note][su_box][su_spoiler][su_members]secret[/su_members][/su_spoiler][/su_box][/su_note]"
    converted = Converted(opened)
    assert "secret" not in in_the_open(converted.blocks)
    assert ("nested-too-deep", "loss") in converted.codes


def test_a_gate_around_nothing_that_says_nothing_leaves_nothing():
    assert Converted("a [su_private][/su_private] b").types == ["rich_text"]


def test_a_gate_that_shared_content_opens_or_closes_holds_what_is_between():
    facts = SiteFacts(shared={1: "x [su_members]", 2: "[/su_members] y", 3: "z"})
    opens, closes, whole = (f'<!-- wp:block {{"ref":{number}}} /-->' for number in (1, 2, 3))
    for source in (
        f"{opens}secret{closes}",
        f"[su_members]{whole}secret{closes}",
        f"{opens}secret[/su_members]",
    ):
        converted = Converted(source, facts=facts)
        assert "secret" in json.dumps(converted.blocks)
        assert "secret" not in in_the_open(converted.blocks)


def test_the_label_of_a_link_shows_nothing_of_what_is_behind_a_gate():
    label = json.dumps({"label": "a [su_members]secret[/su_members]", "url": "/a/"})
    for source in (f"<!-- wp:navigation-link {label} /-->", f"<!-- wp:social-link {label} /-->"):
        converted = Converted(source)
        assert converted.only("list")["items"] == ['<a href="/a/">a</a>']


@pytest.mark.parametrize(
    "name",
    ["gn_members", "members", "Restrict", "pmpro_membership", "is_logged_in", "member-only", "private"],
)
def test_only_editors_see_what_may_have_been_a_gate_of_another_plugin(name):
    converted = Converted(f"a [{name} level=1]secret[/{name}] b")
    assert converted.only("gated")["audience"] == "editors"
    assert "secret" not in in_the_open(converted.blocks)
    assert ("unknown-gate", "loss") in converted.codes
    assert "secret" not in in_the_open(Converted(f"<p title='[{name}]secret[/{name}]'>a</p>").blocks)


@pytest.mark.parametrize("name", ["accessible", "su_member", "remember", "SU_MEMBERS"])
def test_what_only_sounds_like_a_gate_or_was_shown_as_text_stays_public(name):
    assert "words" in Converted(f"[{name} level=1]words[/{name}]").rich_text
