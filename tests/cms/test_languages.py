"""The language switch, and the words around the content in each language."""

import gettext
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template.base import NodeList
from django.template.loader import get_template
from django.templatetags.i18n import BlockTranslateNode, TranslateNode
from django.test import RequestFactory
from wagtail.models import Locale, PageViewRestriction, Site

from cms.seo.languages import alternates
from cms.seo.models import Organisation
from tests import html
from tests.factories import (
    ContentPageFactory,
    MenuFactory,
    MenuLinkFactory,
    ProviderFactory,
    ProviderIndexPageFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
)
from tests.queries import queries_of
from tests.showcase import page_with

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


def test_search_engines_are_led_from_a_copy_to_its_original(client, home, languages):
    page = ContentPageFactory(parent=home, title="About us")
    copy = page.copy_for_translation(languages[1].locale, alias=True)
    head = html.parse(client.get(copy.get_url())).head
    assert head.find("link", rel="canonical")["href"] == "http://localhost/about-us/"
    assert not head.find("link", type="text/markdown")
    assert client.get(f"{copy.get_url()}index.md").status_code == 404


@pytest.mark.parametrize("reason", [{"noindex": True}, {"canonical_url": "https://example.org/"}])
def test_search_engines_are_led_to_no_version_that_they_must_not_list(client, languages, reason):
    _home, spanish, arabic = languages
    for field, value in reason.items():
        setattr(spanish, field, value)
    publish(spanish)
    told = "link[rel=alternate][hreflang]"
    links = html.parse(client.get("/")).head.select(told)
    assert [(link["hreflang"], link["href"]) for link in links] == [
        ("en", "http://localhost/"), ("ar", "http://localhost/ar/"), ("x-default", "http://localhost/"),
    ]  # fmt: skip
    assert html.parse(client.get("/es/")).head.select(told) == []
    assert len(switch_of(client.get("/"))) == 3, "visitors find it still"
    arabic.unpublish()
    assert html.parse(client.get("/")).head.select(told) == []


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
    entry = re.compile(r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"\nmsgstr "(.+)"$', re.MULTILINE)
    written = entry.findall((folder / "django.po").read_text().replace('\\"', '"'))
    assert len(written) > 100
    for context, english, translated in written:
        found = compiled.pgettext(context, english) if context else compiled.gettext(english)
        assert found == translated


TEMPLATES = Path(settings.BASE_DIR) / "templates"
FOR_EDITORS = {"admin", "buttons", "gated.html", "palette", "pages", "patterns", "seo", "wordpress", "shared"}


def words_of(nodes: NodeList):
    """Give what a template has translated: context and words, as a catalogue knows them."""
    for node in nodes.get_nodes_by_type(TranslateNode):
        context = node.message_context.resolve({}) if node.message_context else ""
        yield context, getattr(node.filter_expression.var, "literal", node.filter_expression.var)
    for node in nodes.get_nodes_by_type(BlockTranslateNode):
        yield "", node.render_token_list(node.singular)[0]


@pytest.mark.parametrize("code", ["es", "ar"])
def test_every_word_of_the_templates_that_visitors_see_is_translated(code):
    written = (settings.LOCALE_PATHS[0] / code / "LC_MESSAGES/django.po").read_text().replace('\\"', '"')
    known = set(re.findall(r'^(?:msgctxt "(.+)"\n)?msgid "(.+)"$', written, re.MULTILINE))
    names = [path.relative_to(TEMPLATES) for path in TEMPLATES.rglob("*.html")]
    shown = [name for name in names if not FOR_EDITORS & set(name.parts)]
    assert len(shown) > 80
    for name in shown:
        missing = set(words_of(get_template(str(name)).template.nodelist)) - known
        assert missing == set(), name


@pytest.fixture
def spanish(languages):
    return languages[1]


def spanish_words(client, path: str, selector: str) -> list[str]:
    return [found.get_text(" ", strip=True) for found in html.parse(client.get(path)).select(selector)]


def test_the_words_of_the_search_are_translated(client, spanish):
    ServiceArticlePageFactory(
        parent=ServiceArticleIndexPageFactory(parent=spanish, locale=spanish.locale),
        locale=spanish.locale,
        title="Riñón",
    )
    assert spanish_words(client, "/es/search/?q=ri%C3%B1%C3%B3n", "h1, .result__kind") == [
        "Resultados de la búsqueda de «riñón»", "Artículo",
    ]  # fmt: skip


def test_the_words_of_the_directory_are_translated(client, spanish):
    ProviderIndexPageFactory(parent=spanish, locale=spanish.locale)
    ProviderFactory(locale=spanish.locale, kind="doctor")
    assert spanish_words(client, "/es/providers/", ".field__label, .fact, option:not([value=''])")[:2] == [
        "Tipo", "Médico (1)",
    ]  # fmt: skip
    assert spanish_words(client, "/es/providers/", ".breadcrumbs a") == ["Inicio"]


def test_the_words_of_health_blocks_are_translated(client, spanish):
    card = {"level": "emergency", "title": "Llame si:", "text": "<p>Le duele.</p>"}
    advice = {"do": ["<p>descansar</p>"], "dont": ["<p>conducir</p>"]}
    page = page_with(spanish, ("care_card", card), ("do_dont", advice), locale=spanish.locale)
    assert spanish_words(client, page.get_url(), ".care-card .visually-hidden, .do-dont h2, .list--cross li") == [
        "Hay que actuar de inmediato:", "Qué hacer", "Qué no hacer", "no conducir",
    ]  # fmt: skip


def test_a_date_is_written_as_its_language_writes_it(client, home, languages):
    for page, date in zip(languages, ("4 March 2026", "4 de marzo de 2026", "4 مارس 2026"), strict=True):
        index = ServiceArticleIndexPageFactory(parent=page, locale=page.locale)
        article = ServiceArticlePageFactory(
            parent=index, locale=page.locale, published_at="2026-03-04T12:00:00Z"
        )
        assert html.parse(client.get(article.get_url())).time.get_text() == date


# What is in another language than the page around it


def foreign(answer) -> dict[str, tuple[str, str]]:
    """Give the language and direction of what is marked as written in another language, by its words."""
    parts = html.parse(answer).body.select("[lang]:not([hreflang])")
    return {part.get_text(" ", strip=True): (part["lang"], part["dir"]) for part in parts}


def test_the_name_of_the_service_has_no_translation(client, languages):
    site = Site.objects.get()
    Organisation.objects.create(site=site, name="Northlight", tagline="In plain words")
    marked = foreign(client.get("/ar/"))
    assert marked["Northlight"] == marked["In plain words"] == ("en", "ltr")
    assert foreign(client.get("/")) == {}


def test_a_menu_that_stands_in_for_the_missing_one_is_marked(client, home, languages):
    menu = MenuFactory(location="header")
    MenuLinkFactory(menu=menu, text="Contact us", url="/contact/")
    MenuLinkFactory(menu=menu, page=languages[2])
    assert foreign(client.get("/ar/"))["Contact us"] == ("en", "ltr")
    assert foreign(client.get("/")) == {languages[2].title: ("ar", "rtl")}


def test_a_copy_that_waits_for_its_translation_says_in_which_language_it_is(client, home, spanish):
    page = ContentPageFactory(parent=home, title="About us")
    copy = page.copy_for_translation(spanish.locale, alias=True)
    for shown, language in ((page, None), (copy, "en")):
        tree = html.parse(client.get(shown.get_url()))
        assert (tree.h1.get("lang"), tree.h1.get("dir")) == (language, language and "ltr")
        assert tree.main.get("lang") is None
        notice = tree.main.find("p", string=re.compile("aún no está traducida"))
        assert bool(notice) == (shown is copy)
