"""Films, recordings and maps: nothing is loaded from elsewhere before the reader asks, and what is ours plays."""

import pytest
from django.core.files.base import ContentFile
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Collection, CollectionViewRestriction

from cms.blocks.media import MediaBlock
from cms.blocks.players import find_player, is_map
from tests.factories import DocumentFactory, ImageFactory
from tests.html import parse, text
from tests.showcase import page_with

BLOCK = MediaBlock()
YOUTUBE = "https://www.youtube-nocookie.com/embed/"
VIMEO = "https://player.vimeo.com/video/"
DAILYMOTION = "https://geo.dailymotion.com/player.html?video="
LOADING = ["iframe", "object", "embed", "script", "source"]


def document(name: str, content: bytes = b"0123456789"):
    return DocumentFactory(title="A talk", file=ContentFile(content, name=name))


@pytest.fixture
def shown(home, client):
    def show(**value):
        return parse(client.get(page_with(home, ("media", value)).get_url())).main.select_one(
            ".w-block-media"
        )

    return show


# Players of other websites


@pytest.mark.parametrize(
    ("address", "frame"),
    [
        ("https://www.youtube.com/watch?v=abcdefghijk", YOUTUBE + "abcdefghijk"),
        ("https://www.youtube.com/watch?list=x&v=abcdefghijk&t=1m30s", YOUTUBE + "abcdefghijk?start=90"),
        ("http://m.youtube.com/watch?v=abcdefghijk", YOUTUBE + "abcdefghijk"),
        ("https://youtu.be/abcdefghijk?t=45", YOUTUBE + "abcdefghijk?start=45"),
        ("https://www.youtube.com/embed/abcdefghijk", YOUTUBE + "abcdefghijk"),
        ("https://www.youtube.com/shorts/abcdefghijk", YOUTUBE + "abcdefghijk"),
        ("https://www.youtube.com/live/abcdefghijk?feature=share", YOUTUBE + "abcdefghijk"),
        ("https://www.youtube-nocookie.com/embed/abcdefghijk", YOUTUBE + "abcdefghijk"),
        ("https://www.youtube.com/playlist?list=PLabc", YOUTUBE + "videoseries?list=PLabc"),
        ("https://vimeo.com/123456", VIMEO + "123456?dnt=1"),
        ("https://vimeo.com/123456/0a1b2c", VIMEO + "123456?dnt=1&h=0a1b2c"),
        ("https://vimeo.com/channels/staffpicks/123456", VIMEO + "123456?dnt=1"),
        ("https://player.vimeo.com/video/123456?h=0a1b2c", VIMEO + "123456?dnt=1&h=0a1b2c"),
        ("https://www.dailymotion.com/video/x7abc_a-title", DAILYMOTION + "x7abc"),
        ("https://www.dailymotion.com/embed/video/x7abc", DAILYMOTION + "x7abc"),
        ("https://geo.dailymotion.com/player.html?video=x7abc", DAILYMOTION + "x7abc"),
        ("https://dai.ly/x7abc", DAILYMOTION + "x7abc"),
    ],
)
def test_players_are_known_by_the_address_of_their_page(address, frame):
    assert find_player(address).frame == frame


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/", "https://www.youtube.com/@channel", "https://youtu.be/", "https://vimeo.com/about",
        "https://www.youtube.com/watch?v=a%22onload%3D", "https://www.youtube.com.evil.example/watch?v=abcdefghijk",
        "https://evil.example/?u=https://youtu.be/abcdefghijk", "javascript:youtu.be/abc", "https://dai.ly/",
        "https://www.dailymotion.com/user/x", "https://[youtu.be/abc", "https://www.youtube.com/playlist?list=", "",
    ],
)  # fmt: skip
def test_other_addresses_are_no_players(address):
    assert find_player(address) is None


def test_a_player_is_a_link_until_the_reader_asks(shown):
    address = "https://www.youtube.com/watch?v=abcdefghijk"
    block = shown(url=address, title="Your first visit", poster=ImageFactory(size=(1600, 900)).pk)
    link, button = block.find("a"), block.find("button")
    assert link["href"] == address
    assert text(str(link)) == "Your first visit On youtube.com, another website"
    assert button["type"] == "button"
    assert button.has_attr("hidden"), "it does nothing without JavaScript"
    assert text(str(button)) == "Play here (loads from youtube.com)"
    assert button["data-frame"].startswith(YOUTUBE)
    assert block.find([name for name in LOADING if name != "source"]) is None
    loaded = [image["src"] for image in block.find_all("img")]
    assert loaded
    assert all(address.startswith("/media/") for address in loaded), "the picture is our own"


# Recordings of our own


@pytest.mark.parametrize(
    ("name", "element"), [("talk.mp3", "audio"), ("TALK.OGG", "audio"), ("film.mp4", "video")]
)
def test_a_file_plays_in_the_page(shown, name, element):
    file = document(name)
    block = shown(document=file.pk, title="A <talk>", transcript="<p>Good morning.</p>")
    player = block.find(element)
    assert (player["src"], player["preload"]) == (file.url, "none")
    assert player.has_attr("controls")
    assert not player.has_attr("autoplay")
    assert text(str(block.figcaption)) == "A <talk>"
    assert text(str(block.details)) == "Transcript: A <talk> Good morning."


def test_a_film_has_a_picture_and_captions(shown):
    captions = document("film.vtt")
    image = ImageFactory(size=(1600, 900))
    film = shown(document=document("film.mp4").pk, poster=image.pk, captions=captions.pk).video
    assert film["poster"].startswith("/media/images/")
    assert film.track["src"] == captions.url
    assert film.track["kind"] == "captions"


def test_a_file_on_this_website_plays_by_its_address(shown):
    assert shown(url="/media/talk.mp3").audio["src"] == "/media/talk.mp3"


def test_a_file_on_another_website_is_a_link(shown):
    block = shown(url="https://radio.example/talk.mp3", title="A talk")
    assert block.find(["audio", "video"]) is None
    assert text(str(block.a)) == "A talk On radio.example, another website"


def test_another_file_is_a_link_with_its_title(shown):
    file = document("leaflet.pdf")
    assert (shown(document=file.pk).a["href"], text(str(shown(document=file.pk)))) == (file.url, "A talk")


@pytest.mark.parametrize(
    ("name", "kind"), [("a.mp3", "audio/mpeg"), ("a.m4a", "audio/mp4"), ("a.webm", "video/webm")]
)
def test_a_recording_is_handed_out_as_what_it_is(client, db, name, kind):
    file = document(name)
    whole = client.get(file.url)
    assert (whole.status_code, whole["Content-Type"]) == (200, kind)
    assert not whole["Content-Disposition"].startswith("attachment")
    assert b"".join(whole.streaming_content) == b"0123456789"


@pytest.mark.parametrize(
    ("asked", "sent", "place"),
    [
        ("bytes=0-1", b"01", "bytes 0-1/10"),
        ("bytes=4-", b"456789", "bytes 4-9/10"),
        ("bytes=8-99", b"89", "bytes 8-9/10"),
        ("bytes=-3", b"789", "bytes 7-9/10"),
        ("bytes=-99", b"0123456789", "bytes 0-9/10"),
    ],
)
def test_a_player_gets_the_part_it_asks_for(client, db, asked, sent, place):
    answer = client.get(document("a.mp4").url, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"], answer["Content-Length"]) == (
        206,
        place,
        str(len(sent)),
    )
    assert answer["Content-Type"] == "video/mp4"
    assert answer["Content-Security-Policy"] == "default-src 'none'"
    assert b"".join(answer.streaming_content) == sent


@pytest.mark.parametrize("asked", ["bytes=10-", "bytes=-0", "bytes=5-4"])
def test_a_part_that_is_not_there(client, db, asked):
    answer = client.get(document("a.mp4").url, headers={"Range": asked})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")


@pytest.mark.parametrize(
    ("name", "headers"),
    [
        ("a.mp4", {"Range": "bytes=0-1,4-5"}),
        ("a.mp4", {"Range": "pages=1-2"}),
        ("a.mp4", {"Range": "bytes=0-1", "If-Range": '"old"'}),
        ("a.txt", {"Range": "bytes=0-1"}),
    ],
)
def test_any_other_request_gets_the_whole(client, db, name, headers):
    answer = client.get(document(name).url, headers=headers)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"0123456789"


def test_no_part_of_a_private_recording_is_handed_out(client, db):
    private = Collection.get_first_root_node().add_child(name="Private")
    CollectionViewRestriction.objects.create(collection=private, restriction_type="login")
    file = document("a.mp4")
    file.collection = private
    file.save()
    assert client.get(file.url, headers={"Range": "bytes=0-1"}).status_code == 302


# Maps and other links


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://maps.google.com/maps?q=1+High+Street%2C+Leeds", "1 High Street, Leeds"),
        ("https://www.google.com/maps/search/?api=1&query=Leeds", "Leeds"),
        ("https://www.openstreetmap.org/?mlat=1&mlon=2", "https://www.openstreetmap.org/?mlat=1&mlon=2"),
    ],
)
def test_a_map_is_a_link_that_says_the_address(shown, address, says):
    assert is_map(address)
    assert text(str(shown(url=address).a)).startswith(f"{says} A map on ")
    assert text(str(shown(url=address, title="Our house").a)).startswith("Our house A map on ")


def test_a_film_elsewhere_is_a_link(shown):
    block = shown(url="https://video.example.org/1")
    assert text(str(block)) == "https://video.example.org/1 On video.example.org, another website"
    assert block.find(["button", *LOADING]) is None


# What editors may enter


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "//evil.example/", "ftp://a.org/"]
)
def test_only_safe_addresses(address, shown):
    with pytest.raises(StructBlockValidationError):
        BLOCK.clean(BLOCK.to_python({"url": address}))
    assert shown(url=address).find(["a", "iframe"]) is None, "not even if it got into the database"


@pytest.mark.parametrize("both", [True, False])
def test_an_address_or_a_file_and_not_both(db, both):
    value = {"url": "https://a.org/", "document": document("a.mp3").pk} if both else {"title": "Neither"}
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(value))
    assert list(caught.value.block_errors) == ["url"]


def test_recordings_can_be_uploaded(settings):
    assert {"mp3", "m4a", "ogg", "oga", "wav", "mp4", "m4v", "webm", "ogv", "vtt"} <= set(
        settings.WAGTAILDOCS_EXTENSIONS
    )
