"""Icons, the web app manifest and security.txt."""

import datetime
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from PIL import Image

from cms.seo.models import Organisation
from cms.seo.site_files import ICONS, validate_contact
from tests.factories import ImageFactory
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation(site) -> Organisation:
    return Organisation(site=site, name="Harbour Clinic")


def test_our_icons_have_the_sizes_that_they_say():
    for size, name in ICONS.items():
        with Image.open(finders.find(name)) as icon:
            assert icon.size == (size, size)
    with Image.open(finders.find(ICONS[48])) as icon:
        assert icon.format == "ICO"
        assert icon.ico.sizes() == {(16, 16), (32, 32), (48, 48)}


@pytest.mark.parametrize("path", ["/favicon.ico", "/apple-touch-icon.png", "/icon-192.png", "/icon-512.png"])
def test_an_icon_of_the_owner_takes_the_place_of_ours(client, organisation, path):
    assert "/static/icons/" in client.get(path)["Location"]
    organisation.icon = ImageFactory(size=(600, 512))
    organisation.save()
    own = client.get(path)["Location"]
    assert own.startswith("/media/images/")
    assert own.endswith(".png")


def test_pages_name_the_icons(client, home, organisation):
    head = parse(client.get("/")).head
    assert [link["href"] for link in head.find_all("link", rel="icon")] == [
        "/favicon.ico",
        "/static/favicon.svg",
    ]
    organisation.icon = ImageFactory(size=(512, 512))
    organisation.save()
    head = parse(client.get("/")).head
    assert [link["href"] for link in head.find_all("link", rel="icon")] == ["/favicon.ico", "/icon-192.png"]
    assert head.find("link", rel="apple-touch-icon")["href"] == "/apple-touch-icon.png"


@pytest.mark.parametrize(
    "damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"\x89PNG no more")]
)
def test_an_icon_that_cannot_be_read_is_refused(organisation, damage):
    organisation.icon = ImageFactory(size=(600, 600))
    organisation.icon.renditions.all().delete()
    damage(Path(organisation.icon.file.path))
    with pytest.raises(ValidationError, match="cannot be read"):
        organisation.full_clean()


@pytest.mark.parametrize("size", [(511, 600), (600, 30)])
def test_a_small_icon_is_refused(organisation, size):
    organisation.icon = ImageFactory(size=size)
    with pytest.raises(ValidationError, match="at least 512 × 512 pixels"):
        organisation.full_clean()


def test_an_unknown_size_is_not_found(client, home):
    assert client.get("/icon-64.png").status_code == 404


def test_the_manifest(client, organisation):
    organisation.save()
    answer = client.get(parse(client.get("/")).find("link", rel="manifest")["href"])
    assert answer["Content-Type"] == "application/manifest+json"
    manifest = answer.json()
    assert manifest["name"] == "Harbour Clinic"
    assert manifest["start_url"] == "/"
    assert [icon["sizes"] for icon in manifest["icons"]] == ["192x192", "512x512"]
    for icon in manifest["icons"]:
        assert client.get(icon["src"]).status_code == 302


def test_without_a_contact_there_is_no_security_txt(client, home):
    assert client.get("/.well-known/security.txt").status_code == 404


@pytest.mark.parametrize(
    ("contact", "expected"),
    [
        ("security@example.org", "mailto:security@example.org"),
        ("https://example.org/report", "https://example.org/report"),
    ],
)
def test_security_txt(client, organisation, contact, expected):
    organisation.security_contact = contact
    organisation.security_policy = "https://example.org/policy"
    organisation.save()
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert fields["Contact"] == expected
    assert fields["Policy"] == "https://example.org/policy"
    assert fields["Canonical"] == "http://localhost/.well-known/security.txt"
    remaining = parse_datetime(fields["Expires"]) - datetime.datetime.now(datetime.UTC)
    assert datetime.timedelta(days=30) < remaining < datetime.timedelta(days=365)


@pytest.mark.parametrize(
    "contact", ["security", "http://example.org/", "javascript:alert(1)", "a@b.org\nExpires: 1"]
)
def test_a_contact_is_an_address(contact):
    with pytest.raises(ValidationError, match="e-mail address"):
        validate_contact(contact)
