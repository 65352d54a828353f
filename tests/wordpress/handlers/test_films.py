"""Films and recordings: the address of the page or of the file; nothing plays by itself."""

import pytest

from tests.wordpress.converting import Converted
from tests.wordpress.handlers.site_facts import FACTS

PAGE = "https://www.youtube.com/watch?v=abcdefghijk"


def media(url: str = "", file: str = "", title: str = "", poster: str = "") -> dict:
    return {
        "url": url, "file": (file and {"$ref": "media", "id": 0, "url": file}) or None, "title": title,
        "poster": (poster and {"$ref": "media", "id": 0, "url": poster}) or None, "transcript": "",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (f'[su_youtube url="{PAGE}"]', media(PAGE)),
        ('[su_youtube url="https://www.youtube-nocookie.com/embed/abcdefghijk"]', media(PAGE)),
        (f'[su_youtube url="{PAGE}" title="A walk"]', media(PAGE, title="A walk")),
        (f'[su_youtube_advanced url="{PAGE}"]', media(PAGE)),
        ('[su_vimeo url="https://player.vimeo.com/video/12"]', media("https://vimeo.com/12")),
        (
            '[su_dailymotion url="https://dailymotion.com/embed/video/x1"]',
            media("https://www.dailymotion.com/video/x1"),
        ),
        (f'[su_media url="{PAGE}"]', media(PAGE)),
        ('[su_media url="/talk.mp3"]', media(file="/talk.mp3")),
        ('[su_audio url="https://old.example/a.mp3"]', media(file="https://old.example/a.mp3")),
        ('[su_audio url="//old.example/a.mp3"]', media(file="https://old.example/a.mp3")),
        ('[su_video url="/a.mp4?a=1&amp;copy=2"]', media(file="/a.mp4?a=1&copy=2")),
        (
            '[su_video url="/a.mp4" poster="/a.jpg" title="<b>Our</b> house"]',
            media(file="/a.mp4", title="Our house", poster="/a.jpg"),
        ),
        (f'[su_video url="{PAGE}"]', media(PAGE)),
    ],
)
def test_players(source, value):
    converted = Converted(source)
    assert converted.only("media") == value
    assert converted.codes == []


def test_an_address_from_a_custom_field():
    assert Converted('[su_audio url="/{su_meta key=color}.mp3"]', FACTS).only("media") == media(
        file="/green.mp3"
    )


def test_the_films_of_a_playlist_follow():
    converted = Converted(f'[su_youtube_advanced url="{PAGE}" playlist="bcdefghijkl, ?, cdefghijklm"]')
    assert [block["value"]["url"][-11:] for block in converted.blocks] == [
        "abcdefghijk", "bcdefghijkl", "cdefghijklm",
    ]  # fmt: skip
    assert converted.codes == [("playlist", "loss")]


def test_an_unknown_player_is_a_link():
    converted = Converted('[su_youtube url="https://e.example/film"]')
    assert converted.only("media") == media("https://e.example/film")
    assert converted.codes == [("unknown-player", "note")]


def test_a_service_that_has_ended_is_a_link():
    converted = Converted('[su_screenr url="http://www.screenr.com/A1"]')
    assert converted.only("media") == media("http://www.screenr.com/A1")
    assert converted.codes == [("dead-service", "loss")]


def test_the_old_media_tag_showed_images_too():
    converted = Converted('[su_media url="/a.png"]')
    assert converted.only("image")["image"]["image"]["url"] == "/a.png"
    assert converted.codes == [("image-without-alt", "note")]


@pytest.mark.parametrize(
    "name", ["youtube", "youtube_advanced", "vimeo", "dailymotion", "screenr", "audio", "video", "media"]
)
@pytest.mark.parametrize(
    ("attributes", "codes"),
    [
        ("", [("player-without-url", "loss")]),
        ('url=""', [("player-without-url", "loss")]),
        ('url="javascript:alert(1)"', [("unsafe-link", "loss"), ("player-without-url", "loss")]),
        ('url="data:text/html,x"', [("unsafe-link", "loss"), ("player-without-url", "loss")]),
        ('url="{su_x"', [("unsafe-link", "loss"), ("player-without-url", "loss")]),
    ],
)
def test_without_an_address_nothing_is_shown(name, attributes, codes):
    converted = Converted(f"[su_{name} {attributes}]")
    assert (converted.blocks, converted.codes) == ([], codes)


def test_an_unsafe_poster_is_left_out():
    converted = Converted('[su_video url="/a.mp4" poster="javascript:alert(1)"]')
    assert converted.only("media")["poster"] is None
    assert converted.codes == [("unsafe-link", "loss")]


def test_text_that_a_player_swallowed_is_shown():
    assert Converted("[su_audio url=/a.mp3] one [su_audio url=/b.mp3]two[/su_audio] three").rich_text == (
        "<p>one</p><p>two three</p>"
    )
