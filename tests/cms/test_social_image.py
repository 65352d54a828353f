"""The picture that link previews show of a page without one."""

import io

import pytest
from django.core.cache import cache
from PIL import Image
from wagtail.models import PageViewRestriction, Site

from cms.seo.models import Organisation
from cms.seo.social import SIZE, Card, draw, drawable
from tests.factories import ContentPageFactory
from tests.html import parse
from tests.queries import writes_of


def address(client, page):
    url = parse(client.get(page.get_url())).find("meta", property="og:image")["content"]
    return url.removeprefix("http://localhost")


def test_a_page_without_a_picture_is_shared_with_its_title_drawn(home, client):
    page = ContentPageFactory(parent=home, title="About us")
    path = address(client, page)
    assert writes_of(client, path) == []
    answer = client.get(path)
    assert answer["Content-Type"] == "image/png"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert Image.open(io.BytesIO(answer.content)).size == SIZE
    alt = parse(client.get(page.get_url())).find("meta", property="og:image:alt")
    assert alt["content"] == "About us. Health service"


def test_another_title_or_name_has_another_address(home, client):
    page = ContentPageFactory(parent=home, title="About us")
    first = address(client, page)
    page.title = "All about us"
    page.save()
    second = address(client, page)
    Organisation.objects.create(site=Site.objects.get(), name="Harbour")
    assert len({first, second, address(client, page)}) == 3
    assert client.get(first).status_code == 404


def test_nobody_asks_for_pictures_of_what_is_not_public(home, client):
    page = ContentPageFactory(parent=home, title="About us")
    path = address(client, page)
    assert client.get(path).status_code == 200
    assert client.get(path.replace(f"/{page.pk}-", f"/{home.pk}-")).status_code == 404
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert client.get(path).status_code == 404
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert client.get(path).status_code == 404


def test_it_is_drawn_once(home, client, monkeypatch):
    path = address(client, ContentPageFactory(parent=home))
    client.get(path)
    monkeypatch.setattr("cms.seo.views.draw", lambda card: pytest.fail("drawn again"))
    assert client.get(path).status_code == 200
    cache.clear()


@pytest.mark.parametrize("title", ["Niño", "Ağrı – “why?”", "Zażółć gęślą jaźń"])
def test_letters_of_european_languages_can_be_drawn(title):
    assert drawable(title) == title


@pytest.mark.parametrize("title", ["رأي ثان", "第二意见", "Второе мнение", "Yes 👍"])
def test_what_cannot_be_drawn_is_left_to_the_name(title):
    assert drawable(title) == ""
    assert draw(Card(title, "Harbour")) == draw(Card("", "Harbour"))


@pytest.mark.parametrize("title", ["word " * 100, "x" * 500, "", "W" * 255])
def test_any_title_fits(title):
    margin = (
        Image.open(io.BytesIO(draw(Card(title, "A name " * 30)))).convert("RGB").crop((1120, 0, 1200, 370))
    )
    assert margin.getcolors() == [(80 * 370, (23, 86, 92))]
