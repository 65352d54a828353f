"""Banners while they hold, and the help and disclaimer: on every page."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.models import Locale

from cms.pages import notices
from cms.pages.models import Banner
from tests import html
from tests.factories import BannerFactory, ContentPageFactory, HelpAndDisclaimerFactory
from tests.privacy import restrict
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def spanish():
    return Locale.objects.get_or_create(language_code="es")[0]


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOON)


def banners_of(answer):
    return html.parse(answer).select(".banner")


# When


@pytest.mark.parametrize(
    ("start", "end", "is_shown"),
    [
        (None, None, True),
        (NOON, None, True),
        (NOON - HOUR, NOON + HOUR, True),
        (NOON + HOUR, None, False),
        (None, NOON, False),
        (None, NOON + HOUR, True),
        (NOON - 2 * HOUR, NOON - HOUR, False),
    ],
)
def test_a_banner_is_shown_while_its_schedule_holds(client, home, noon, start, end, is_shown):
    BannerFactory(starts_at=start, ends_at=end)
    assert len(banners_of(client.get("/"))) == is_shown


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "shown"),
        ({"starts_at": NOON + HOUR}, "planned"),
        ({"ends_at": NOON - HOUR}, "over"),
        ({"starts_at": NOON - HOUR, "ends_at": NOON + HOUR}, "shown"),
    ],
)
def test_the_list_says_where_a_schedule_stands(noon, fields, state):
    assert BannerFactory(**fields).state == state


# What


def test_a_banner_is_a_named_region_with_its_words_and_its_link(client, home):
    page = ContentPageFactory(parent=home, slug="closed")
    BannerFactory(title="<b> & we", text="Call\n\nus", page=page, link_text="Other ways")
    (banner,) = banners_of(client.get("/no-such-page/"))
    name = banner.find(id=banner["aria-labelledby"])
    assert (banner.name, name.get_text()) == ("section", "<b> & we")
    assert [text.get_text() for text in banner.select("p")][1:3] == ["Call", "us"]
    assert (banner.a["href"], banner.a.get_text(strip=True)) == ("/closed/", "Other ways")


@pytest.mark.parametrize("is_live", [True, False])
def test_a_link_to_what_is_not_published_or_private_is_left_out(client, home, is_live):
    page = ContentPageFactory(parent=home, live=is_live)
    if is_live:
        restrict(page, "login")
    BannerFactory(page=page, link_text="Other ways")
    (banner,) = banners_of(client.get("/"))
    assert banner.a is None


def test_the_most_severe_comes_first(home):
    for level in ("information", "emergency", "warning"):
        BannerFactory(level=level)
    assert [banner.level for banner in notices.banners_at(NOON)] == ["emergency", "warning", "information"]


def test_a_banner_is_shown_in_the_language_of_the_page_or_else_in_the_default_one(client, home, spanish):
    home.copy_for_translation(spanish).save_revision().publish()
    first = BannerFactory(title="Closed")
    (banner,) = banners_of(client.get("/es/"))
    assert (banner["lang"], banner["dir"]) == ("en", "ltr")
    BannerFactory(title="Cerrado", locale=spanish, translation_key=first.translation_key)
    (banner,) = banners_of(client.get("/es/"))
    assert "Cerrado" in banner.get_text()
    assert not banner.has_attr("lang")
    assert "Closed" in banners_of(client.get("/"))[0].get_text()


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"starts_at": NOON, "ends_at": NOON}, "ends_at"),
        ({"url": "/closed/"}, "link_text"),
        ({"link_text": "Other ways"}, "link_text"),
        ({"url": "javascript:alert(1)", "link_text": "Other ways"}, "url"),
        ({"url": "/closed/", "email": "a@example.org", "link_text": "Other ways"}, "page"),
    ],
)
def test_what_makes_no_sense_is_refused_where_it_stands(fields, field):
    with pytest.raises(ValidationError) as refused:
        BannerFactory.build(**fields).full_clean()
    assert set(refused.value.message_dict) == {field}


@pytest.mark.parametrize("kind", ["banner", "helpanddisclaimer"])
def test_an_editor_sees_it_before_it_is_saved(admin_client, home, kind):
    data = {"title": "Closed today", "level": "emergency", "help_heading": "Closed today"}
    url = f"/admin/snippets/pages/{kind}/preview/"
    assert admin_client.post(url, data).json()["is_valid"] is True
    page = html.parse(admin_client.get(url, {"mode": ""}))
    assert "Closed today" in page.select_one(".banner, .help").get_text()
    assert Banner.objects.count() == 0


# Help and disclaimer


def test_help_stands_after_the_content_of_every_page(client, home):
    HelpAndDisclaimerFactory(help_heading="Ask us", phone="+44 113 496 0000", disclaimer="No <examination>.")
    for path in ("/", "/search/", "/no-such-page/"):
        page = html.parse(client.get(path))
        aside = page.main.find_next_sibling()
        assert (aside.name, aside.h2.get_text()) == ("aside", "Ask us"), path
        assert aside.a["href"] == "tel:+441134960000"
        assert "No <examination>." in aside.get_text()


def test_help_falls_back_to_the_default_language(spanish):
    english = HelpAndDisclaimerFactory()
    with translation.override("es"):
        assert notices.help_and_disclaimer() == english
        own = HelpAndDisclaimerFactory(locale=spanish)
        assert notices.help_and_disclaimer() == own
    assert notices.help_and_disclaimer() == english


def test_a_second_one_in_a_language_is_refused():
    HelpAndDisclaimerFactory()
    with pytest.raises(ValidationError, match="There is one in this language already"):
        HelpAndDisclaimerFactory.build(locale=Locale.get_default()).full_clean()


def test_their_number_costs_no_queries(client, home):
    empty = queries_of(client, "/")
    HelpAndDisclaimerFactory()
    for _number in range(3):
        BannerFactory()
    assert queries_of(client, "/") == empty


# Previews


def test_a_preview_says_that_it_is_one(admin_client, home):
    home.title = "A better title"
    home.save_revision()
    notice = html.parse(admin_client.get(f"/admin/pages/{home.pk}/view_draft/")).select_one(".preview-notice")
    assert "not published" in notice.get_text()
    assert html.parse(admin_client.get("/")).select_one(".preview-notice") is None
