"""Reading the sitemap as a crawler would: its index, and every file that the index names."""

from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag
from django.test import Client


def sitemap_files(client: Client) -> list[str]:
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/xml")
    return [location.get_text() for location in BeautifulSoup(answer.content, "xml").find_all("loc")]


def sitemap_entries(client: Client) -> dict[str, Tag]:
    """Give every entry by its address."""
    found: dict[str, Tag] = {}
    for address in sitemap_files(client):
        parts = urlsplit(address)
        answer = client.get(parts.path, dict(pair.split("=") for pair in parts.query.split("&") if pair))
        assert answer.status_code == 200, address
        for entry in BeautifulSoup(answer.content, "xml").find_all("url"):
            location = entry.find("loc").get_text()
            assert location not in found, "named twice"
            found[location] = entry
    return found


def sitemap_text(client: Client) -> str:
    """Give all that the sitemap says."""
    return "".join(map(str, sitemap_entries(client).values()))
