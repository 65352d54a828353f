"""What other sites show: embeds where a provider is known, links where not."""

import pytest

from tests.wordpress.converting import Converted

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ('<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0"></iframe>', VIDEO),
        ('<iframe src="//www.youtube-nocookie.com/embed/abcdefghijk"></iframe>', VIDEO),
        ('<iframe src="https://player.vimeo.com/video/123?h=1" />', "https://vimeo.com/123"),
        (
            '<iframe src="https://www.dailymotion.com/embed/video/x1"></iframe>',
            "https://www.dailymotion.com/video/x1",
        ),
        (VIDEO, VIDEO),
        (f"<p>{VIDEO}</p>", VIDEO),
        ("https://youtu.be/abcdefghijk?a=1&amp;b=2", "https://youtu.be/abcdefghijk?a=1&b=2"),
        (f"[embed width=3]{VIDEO}[/embed]", VIDEO),
        (f'<figure class="wp-block-embed"><div>\n{VIDEO}\n</div></figure>', VIDEO),
    ],
)
def test_embeds(source, url):
    converted = Converted(source)
    assert converted.blocks == [{"type": "embed", "value": {"url": url, "title": ""}}]
    assert converted.codes == []


def test_the_title_of_an_iframe_is_kept():
    assert Converted('<iframe title="How it works" src="https://vimeo.com/1"></iframe>').only("embed") == {
        "url": "https://vimeo.com/1", "title": "How it works",
    }  # fmt: skip


def test_an_address_on_a_line_of_its_own():
    converted = Converted(f"one\n{VIDEO}\ntwo\nhttps://e.example/?a=1&b=2\nthree {VIDEO} four")
    assert converted.types == ["rich_text", "embed", "rich_text"]
    address = "https://e.example/?a=1&amp;b=2"
    assert converted.rich_text == (
        f'<p>one</p><p>two<br/><a href="{address}">{address}</a><br/>three {VIDEO} four</p>'
    )


def test_other_iframes_become_links():
    converted = Converted('a<iframe src="https://maps.example/?q=1" title="Map">fallback</iframe>b')
    assert converted.rich_text == '<p>a</p><p><a href="https://maps.example/?q=1">Map</a></p><p>b</p>'
    assert converted.codes == [("dropped-iframe", "loss")]


@pytest.mark.parametrize("source", ["javascript:alert(1)", "data:text/html,x", ""])
def test_unsafe_iframes_vanish(source):
    converted = Converted(f'a<iframe src="{source}"></iframe>')
    assert (converted.rich_text, converted.codes) == ("<p>a</p>", [("dropped-iframe", "loss")])


def test_players_become_links():
    converted = Converted('<video controls><source src="/a.mp4">No video</video>')
    assert converted.rich_text == '<p><a href="/a.mp4">/a.mp4</a></p>'
    assert converted.codes == [("dropped-player", "loss")]


def test_a_look_alike_host_is_no_provider():
    assert Converted('<iframe src="https://notyoutube.com/embed/abcdefghijk"></iframe>').types == [
        "rich_text"
    ]


def test_an_unknown_site_in_an_embed_block_becomes_a_link():
    converted = Converted('<figure class="wp-block-embed"><div>https://e.example/x</div></figure>')
    assert converted.rich_text == '<p><a href="https://e.example/x">https://e.example/x</a></p>'
    assert converted.codes == [("unknown-embed", "loss")]
