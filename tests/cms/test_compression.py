"""What the site writes is compressed, what it hands out is not."""

import gzip
import re

import brotli
import pytest

from tests.factories import DocumentFactory, ImageFactory


def test_a_page_is_compressed_for_those_who_can_read_it(home, client):
    plain = client.get("/")
    packed = client.get("/", headers={"accept-encoding": "br, gzip"})
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]


def test_files_pass_as_they_are(db, client):
    for stored in (ImageFactory().renditions.first(), DocumentFactory()):
        answer = client.get(stored.url, headers={"accept-encoding": "gzip"})
        with stored.file.open() as file:
            assert b"".join(answer.streaming_content) == file.read()


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpack"),
    [("gzip, br", "br", brotli.decompress), ("br;q=0, gzip", None, bytes), ("identity", None, bytes)],
)
def test_the_stylesheet_is_packed_as_well_as_the_browser_can_read(home, client, accepted, encoding, unpack):
    address = re.search(r"/site-\w+\.css", client.get("/").content.decode())[0]
    plain = client.get(address)
    packed = client.get(address, headers={"accept-encoding": accepted})
    assert packed.get("Content-Encoding") == encoding
    assert unpack(packed.content) == plain.content
    assert "Accept-Encoding" in packed["Vary"]
