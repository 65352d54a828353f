"""What other sites show: media where a provider is known, links where not; and recordings."""

import pytest

from cms.wordpress.handlers.players import map_of, page_of
from tests.wordpress.converting import Converted

VIDEO = "https://www.youtube.com/watch?v=abcdefghijk"


def media(url="", file=None, title="", poster=None):
    def reference(address):
        return {"$ref": "media", "id": 0, "url": address} if address else None

    return {
        "url": url,
        "file": reference(file),
        "title": title,
        "poster": reference(poster),
        "transcript": "",
    }


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://www.youtube.com/embed/abcdefghijk?rel=0", VIDEO),
        ("//www.youtube-nocookie.com/embed/abcdefghijk", VIDEO),
        ("https://www.youtube.com/embed/abcdefghijk?start=90&autoplay=1", f"{VIDEO}&t=90"),
        (
            "https://www.youtube.com/embed/videoseries?list=PL1-a",
            "https://www.youtube.com/playlist?list=PL1-a",
        ),
        (f"{VIDEO}&t=1m30s", f"{VIDEO}&t=1m30s"),
        ("https://youtu.be/abcdefghijk?t=90", "https://youtu.be/abcdefghijk?t=90"),
        ("https://www.youtube.com/shorts/abcdefghijk", "https://www.youtube.com/shorts/abcdefghijk"),
        ("https://m.youtube.com/live/abcdefghijk", "https://m.youtube.com/live/abcdefghijk"),
        ("https://player.vimeo.com/video/123?h=1a2b&title=0", "https://vimeo.com/123/1a2b"),
        ("https://player.vimeo.com/video/123#t=30s", "https://vimeo.com/123#t=30s"),
        ("https://vimeo.com/123/1a2b", "https://vimeo.com/123/1a2b"),
        ("https://www.dailymotion.com/embed/video/x1", "https://www.dailymotion.com/video/x1"),
        ("https://geo.dailymotion.com/player.html?video=x1", "https://www.dailymotion.com/video/x1"),
        ("https://open.spotify.com/embed/episode/1a", "https://open.spotify.com/episode/1a"),
        ("https://notyoutube.com/embed/abcdefghijk", None),
        ("https://[", None),
        ("/embed/abcdefghijk", None),
    ],
)
def test_the_page_behind_a_player(address, page):
    assert page_of(address) == page


@pytest.mark.parametrize(
    ("address", "page"),
    [
        ("https://maps.google.com/maps?q=12+Mill+Lane&output=embed",
         "https://www.google.com/maps/search/?api=1&query=12%20Mill%20Lane"),
        ("https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d24!2d-0.1246!3d51.5007!2m3!1f0!3m3!1m2"
         "!1s0x487604:0xb78f2!2sMill%20Clinic!5e0",
         "https://www.google.com/maps/search/?api=1&query=Mill%20Clinic"),
        ("https://www.google.com/maps/embed?pb=!1m18!1m12!1m3!1d24!2d-0.1246!3d51.5007!2m3!1f0",
         "https://www.google.com/maps/search/?api=1&query=51.5007%2C-0.1246"),
        ("https://www.google.com/maps/d/embed?mid=1a", "https://www.google.com/maps/d/embed?mid=1a"),
        ("https://www.openstreetmap.org/export/embed.html?bbox=1%2C2&marker=51.5%2C-0.1",
         "https://www.openstreetmap.org/?mlat=51.5&mlon=-0.1"),
        ("https://maps.example/?q=1", None),
        ("https://www.google.com/search?q=maps", None),
    ],
)  # fmt: skip
def test_the_map_behind_a_frame(address, page):
    assert map_of(address) == page


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ('<iframe src="https://www.youtube.com/embed/abcdefghijk?rel=0"></iframe>', VIDEO),
        (VIDEO, VIDEO),
        (f"<p>{VIDEO}</p>", VIDEO),
        ("https://youtu.be/abcdefghijk?a=1&amp;b=2", "https://youtu.be/abcdefghijk?a=1&b=2"),
        (f"[embed width=3]{VIDEO}[/embed]", VIDEO),
        (f"[embed src='{VIDEO}']", VIDEO),
        (f'<figure class="wp-block-embed"><div>\n{VIDEO}\n</div></figure>', VIDEO),
        (
            '<object data="//www.youtube.com/v/abcdefghijk"><param name="movie" value="x"><embed src="x"></object>',
            VIDEO,
        ),
        (f'<video src="{VIDEO}"></video>', VIDEO),
        (
            '<iframe src="https://maps.google.com/maps?q=A"></iframe>',
            "https://www.google.com/maps/search/?api=1&query=A",
        ),
    ],
)
def test_media_of_providers(source, url):
    converted = Converted(source)
    assert converted.blocks == [{"type": "media", "value": media(url)}]
    assert converted.codes == []


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('<audio controls src="/a.mp3"></audio>', media(file="/a.mp3")),
        ('<video controls poster="/p.png"><source src="/a.mp4">No video</video>', media(file="/a.mp4", poster="/p.png")),
        ('<video src="javascript:x"><source src="/a.mp4"></video>', media(file="/a.mp4")),
        ("https://old.example/a.mp3", media(file="https://old.example/a.mp3")),
        ('<figure class="wp-block-audio"><audio src="/a.mp3"></audio><figcaption>Our <b>song</b></figcaption></figure>',
         media(file="/a.mp3", title="Our song")),
        ('<iframe title="How it works" src="https://vimeo.com/1"></iframe>',
         media("https://vimeo.com/1", title="How it works")),
    ],
)  # fmt: skip
def test_recordings_and_their_titles(source, value):
    converted = Converted(source)
    assert (converted.only("media"), converted.codes) == (value, [])


def test_the_caption_of_an_embed_follows_it():
    converted = Converted(
        f'<figure class="wp-block-embed"><div>{VIDEO}</div><figcaption>How it works</figcaption></figure>'
    )
    assert (converted.types, converted.only("media")) == (["media", "rich_text"], media(VIDEO))
    assert converted.rich_text == "<p>How it works</p>"


def test_a_player_without_an_address_leaves_its_text():
    converted = Converted('<video src="javascript:x">Ask us for the film.</video>')
    assert (converted.rich_text, converted.codes) == (
        "<p>Ask us for the film.</p>",
        [("dropped-player", "loss")],
    )


def test_subtitles_are_named_in_the_report():
    converted = Converted('<video src="/a.mp4"><track kind="captions" src="/a.vtt"></video>')
    (issue,) = converted.issues
    assert (issue.code, "/a.vtt" in issue.detail) == ("dropped-track", True)


def test_an_address_on_a_line_of_its_own():
    converted = Converted(f"one\n{VIDEO}\ntwo\nhttps://e.example/?a=1&b=2\nthree {VIDEO} four")
    assert converted.types == ["rich_text", "media", "rich_text"]
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


def test_a_document_in_an_object_is_a_link():
    converted = Converted('<object data="/plan.pdf" aria-label="Our plan"></object>')
    assert converted.rich_text == '<p><a href="/plan.pdf">Our plan</a></p>'


def test_an_unknown_site_in_an_embed_block_becomes_a_link():
    converted = Converted('<figure class="wp-block-embed"><div>https://e.example/x</div></figure>')
    assert converted.rich_text == '<p><a href="https://e.example/x">https://e.example/x</a></p>'
    assert converted.codes == [("unknown-embed", "loss")]
