"""Shortcodes of WordPress itself that show images and recordings."""

from datetime import UTC, datetime

import pytest

from cms.wordpress.facts import FileFacts, PostFacts, SiteFacts
from tests.wordpress.converting import ITEM, Converted


def file(number: int, name: str, parent: int = ITEM.id, **more) -> FileFacts:
    return FileFacts(id=number, url=f"/{name}", title=name, parent=parent, **more)


FACTS = SiteFacts(
    files={
        one.id: one
        for one in (
            file(1, "b.jpg", order=2, alt="Ward B", caption="The <em>second</em> ward"),
            file(2, "a.png", order=1, date=datetime(2024, 5, 1, tzinfo=UTC)),
            file(3, "c.jpg", order=3, date=datetime(2024, 1, 1, tzinfo=UTC)),
            file(4, "talk.mp3"),
            file(5, "walk.mp4"),
            file(6, "plan.pdf"),
            file(7, "other.jpg", parent=90),
            file(8, "hidden.jpg", parent=91),
            file(9, "song.mp3", parent=90),
        )
    },
    posts={
        ITEM.id: PostFacts(id=ITEM.id),
        90: PostFacts(id=90),
        91: PostFacts(id=91, status="private"),
    },
)


def names(source: str) -> list[str]:
    items = Converted(source, facts=FACTS).only("gallery")["items"]
    return [item["image"]["image"]["url"] for item in items]


@pytest.mark.parametrize(
    ("source", "urls"),
    [
        ("[gallery]", ["/a.png", "/b.jpg", "/c.jpg"]),
        ('[gallery ids="3,1"]', ["/c.jpg", "/b.jpg"]),
        ('[gallery ids="3, 1" orderby="menu_order"]', ["/b.jpg", "/c.jpg"]),
        ('[gallery include="3,1"]', ["/b.jpg", "/c.jpg"]),
        ('[gallery exclude="1"]', ["/a.png", "/c.jpg"]),
        ('[gallery orderby="title"]', ["/a.png", "/b.jpg", "/c.jpg"]),
        ('[gallery orderby="title" order="DESC"]', ["/c.jpg", "/b.jpg", "/a.png"]),
        ('[gallery orderby="ID"]', ["/b.jpg", "/a.png", "/c.jpg"]),
        ('[gallery ids="2,3" orderby="post_date"]', ["/c.jpg", "/a.png"]),
        ('[gallery ids="3,1" orderby="rand"]', ["/c.jpg", "/b.jpg"]),
        ("[gallery id=90]", ["/other.jpg"]),
        ('[gallery ids="1,4,6"]', ["/b.jpg"]),
    ],
)
def test_the_images_of_a_gallery_in_their_order(source, urls):
    assert names(source) == urls


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("[gallery]", {"columns": 3, "crop": "square", "enlarge": True}),
        ('[gallery columns="9" link="none" size="large"]', {"columns": 6, "crop": "none", "enlarge": False}),
        ('[gallery columns="x" link="file"]', {"columns": 3, "enlarge": True}),
    ],
)
def test_the_look_of_a_gallery(source, expected):
    value = Converted(source, facts=FACTS).only("gallery")
    assert {key: value[key] for key in expected} == expected
    assert value["layout"] == "grid"


def test_captions_and_alternative_texts_stand_with_the_file():
    converted = Converted('[gallery ids="1,2"]', facts=FACTS)
    first, second = converted.only("gallery")["items"]
    assert (first["caption"], first["image"]["alt_text"], first["image"]["decorative"]) == (
        "The second ward",
        "Ward B",
        False,
    )
    assert (second["caption"], second["image"]["decorative"], second["link"]) == ("", True, None)


def test_missing_images_are_named():
    converted = Converted('[gallery ids="1,77"]', facts=FACTS)
    assert converted.codes == [("missing-media", "loss")]
    assert Converted('[gallery ids="77"]').codes == [("missing-media", "loss"), ("empty-gallery", "loss")]


def test_images_of_a_post_that_is_not_public_stay_hidden():
    converted = Converted("[gallery id=91]", facts=FACTS)
    assert (converted.blocks, converted.codes) == ([], [("empty-gallery", "loss")])


def file_of(source: str) -> tuple[str, str]:
    value = Converted(source, facts=FACTS).only("media")
    return value["url"], (value["file"] or {}).get("url", "")


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('[audio src="/x.mp3"]', ("", "/x.mp3")),
        ('[audio mp3="/x.mp3" ogg="/x.ogg"][/audio]', ("", "/x.mp3")),
        ("[audio https://old.example/x.mp3]", ("", "https://old.example/x.mp3")),
        ("[audio]", ("", "/talk.mp3")),
        ('[video webm="/x.webm" width="640"][/video]', ("", "/x.webm")),
        ("[video]", ("", "/walk.mp4")),
        ('[video src="https://youtu.be/abcdefghijk"]', ("https://youtu.be/abcdefghijk", "")),
        ('[video src="javascript:x" mp4="/x.mp4"]', ("", "/x.mp4")),
    ],
)
def test_recordings(source, found):
    assert file_of(source) == found


def test_the_picture_and_the_tracks_of_a_video():
    converted = Converted('[video mp4="/x.mp4" poster="/p.jpg"]<track src="/x.vtt">[/video]', facts=FACTS)
    assert converted.only("media")["poster"]["url"] == "/p.jpg"
    assert converted.codes == [("dropped-track", "loss")]


@pytest.mark.parametrize("source", ["[audio]", '[video src="javascript:x"]', "[audio data:x]"])
def test_players_without_a_recording_are_named(source):
    facts = FACTS if "x" in source else None
    converted = Converted(source, facts=facts)
    assert (converted.blocks, converted.codes) == ([], [("dropped-player", "loss")])


def test_text_in_a_player_stays():
    assert Converted('[audio src="/x.mp3"]What is said[/audio]').rich_text == "<p>What is said</p>"


@pytest.mark.parametrize(
    ("source", "titles"),
    [
        ("[playlist]", ["talk.mp3"]),
        ('[playlist type="video"]', ["walk.mp4"]),
        ('[playlist ids="9,4"]', ["song.mp3", "talk.mp3"]),
    ],
)
def test_a_playlist_is_its_recordings(source, titles):
    converted = Converted(source, facts=FACTS)
    assert [block["value"]["title"] for block in converted.blocks] == titles
    assert set(converted.types) == {"media"}


def test_smileys_stay_as_they_were_typed():
    assert Converted("Well done :-) ;) 8O").rich_text == "<p>Well done :-) ;) 8O</p>"
