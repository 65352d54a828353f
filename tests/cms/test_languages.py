"""The language switch, and the words around the content in each language."""

import gettext
import re

import pytest
from django.conf import settings
from django.test import RequestFactory
from wagtail.models import Locale, PageViewRestriction, Site

from cms.seo.languages import alternates
from tests import html
from tests.factories import ContentPageFactory
from tests.queries import queries_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def languages(home):
    """Give the home page in English, Spanish and Arabic."""
    locales = [Locale.objects.get_or_create(language_code=code)[0] for code in ("es", "ar")]
    return [home, *(publish(home.copy_for_translation(locale)) for locale in locales)]


def publish(page):
    page.save_revision().publish()
    page.refresh_from_db()
    return page


def switch_of(answer):
    return html.parse(answer).header.select(".languages a")


def test_a_page_leads_to_itself_in_every_language(client, languages):
    for path, current in (("/", "en"), ("/es/", "es"), ("/ar/", "ar")):
        links = switch_of(client.get(path))
        assert [(link["href"], link["lang"], link["hreflang"], link["dir"]) for link in links] == [
            ("/", "en", "en", "ltr"), ("/es/", "es", "es", "ltr"), ("/ar/", "ar", "ar", "rtl"),
        ]  # fmt: skip
        assert [link.get_text(strip=True) for link in links] == ["English", "Español", "العربية"]
        assert [link["lang"] for link in links if link.get("aria-current")] == [current]


def test_a_page_is_written_in_its_language_and_direction(client, languages):
    assert [
        (page.html["lang"], page.html["dir"])
        for page in (html.parse(client.get(path)) for path in ("/", "/es/", "/ar/"))
    ] == [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")]


def test_the_preview_of_a_page_is_in_its_language_too(admin_client, languages):
    page = html.parse(admin_client.get(f"/admin/pages/{languages[2].pk}/view_draft/"))
    assert (page.html["lang"], page.html["dir"]) == ("ar", "rtl")


def test_a_page_in_one_language_has_no_switch(client, home, languages):
    page = ContentPageFactory(parent=home)
    for path in (page.get_url(), "/search/", "/no-such-page/"):
        assert switch_of(client.get(path)) == [], path


def test_what_visitors_cannot_read_is_left_out(home, languages):
    _home, spanish, arabic = languages
    PageViewRestriction.objects.create(page=spanish, restriction_type="login")
    assert codes(home) == ["en", "ar"]
    arabic.unpublish()
    assert codes(home) == []


def test_a_copy_that_waits_for_its_translation_is_left_out(home, languages):
    page = ContentPageFactory(parent=home)
    publish(page.copy_for_translation(languages[1].locale))
    page.copy_for_translation(languages[2].locale, alias=True)
    assert codes(page) == ["en", "es"]


def codes(page):
    return [version.code for version in alternates(page, RequestFactory().get("/"))]


def test_search_engines_are_told_absolute_addresses(home, languages):
    found = alternates(home, RequestFactory().get("/"))
    assert [version.full_url for version in found] == [
        f"http://localhost{path}" for path in ("/", "/es/", "/ar/")
    ]


def test_all_languages_are_read_once(home, languages, django_assert_num_queries):
    request = RequestFactory().get("/")
    Site.find_for_request(request)
    alternates(home, RequestFactory().get("/"))  # warms the cache of site addresses
    with django_assert_num_queries(1):
        assert alternates(home, request) is alternates(home, request)


def test_the_number_of_languages_costs_no_queries(client, home):
    alone = queries_of(client, "/")
    for code in ("es", "ar"):
        publish(home.copy_for_translation(Locale.objects.get_or_create(language_code=code)[0]))
    assert queries_of(client, "/") == alone


def test_the_words_around_the_content_are_in_the_language_of_the_page(client, languages):
    words = {"/": "Skip to content", "/es/": "Ir al contenido", "/ar/": "انتقل إلى المحتوى"}
    assert {path: html.parse(client.get(path)).select_one(".skip-link").get_text() for path in words} == words


@pytest.mark.parametrize("code", ["es", "ar"])
def test_translations_are_compiled(code):
    """``django-admin compilemessages`` writes what is used from what is written."""
    folder = settings.LOCALE_PATHS[0] / code / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    written = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(), re.MULTILINE)
    assert len(written) > 100
    for english, translated in written:
        assert compiled.gettext(english.replace('\\"', '"')) == translated.replace('\\"', '"')
