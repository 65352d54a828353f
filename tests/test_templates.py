"""Templates: all that are named exist, all that exist are named, and what they render is sound HTML."""

import itertools
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.template.loader import get_template
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from wagtail.blocks import StructBlock
from wagtail.models import Page, get_page_models

from cms.pages.models import BasePage
from services.blocks import ServiceBodyBlock
from tests.factories import ImageFactory, MenuFactory, MenuLinkFactory, ProviderFactory
from tests.html import heading_levels, parse
from tests.showcase import OUTAGES, show_everything

ROOT = Path(settings.BASE_DIR)
TEMPLATES = ROOT / "templates"
PACKAGES = ("cms", "home", "providers", "search", "services")
BODY = ServiceBodyBlock()
SILENT = {"imported_source"}  # readers see nothing of it, by intent
FOUND_BY_NAME = {
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "500.html",
    "wagtailcore/login.html",
    "wagtailcore/password_required.html",
    "wagtailcore/shared/block_preview.html",
}  # Django and Wagtail ask for them


def own_templates() -> set[str]:
    return {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")}


def named_in_code() -> set[str]:
    literal = re.compile(r"""["']([\w/-]+\.html)["']""")
    sources = [path for package in PACKAGES for path in (ROOT / package).rglob("*.py")]
    return {name for path in sources for name in literal.findall(path.read_text())}


def named_in_templates() -> set[str]:
    tag = re.compile(r"""{%\s*(?:include|extends)\s+["']([^"']+)["']""")
    return {name for path in TEMPLATES.rglob("*.html") for name in tag.findall(path.read_text())}


def page_templates() -> set[str]:
    return {model.template for model in get_page_models() if model is not Page}


def test_every_template_that_is_named_exists():
    named = named_in_code() | named_in_templates() | page_templates()
    assert len(named) > 40
    for name in named:
        get_template(name)


def test_every_template_is_named_somewhere():
    assert (
        own_templates() - named_in_code() - named_in_templates() - page_templates() - FOUND_BY_NAME == set()
    )


def test_every_template_compiles():
    for name in own_templates():
        get_template(name)


def test_every_page_type_of_ours_is_a_base_page_with_a_description():
    models = [
        model for model in get_page_models() if model._meta.app_label in ("home", "services", "providers")
    ]
    assert len(models) == 5
    for model in models:
        assert issubclass(model, BasePage)
        assert model.template in own_templates()
        assert model.page_description


def test_every_template_that_includes_by_variable_is_known():
    """An include by variable hides its target from the tests above."""
    variable = re.compile(r"""{%\s*(?:include|extends)\s+[^"'\s]""")
    assert [path.name for path in TEMPLATES.rglob("*.html") if variable.search(path.read_text())] == []


# Blocks


def blocks_with_templates(block, path=""):
    """Give the blocks that have a template of ours; what containers hold is the same vocabulary again."""
    for name, child in block.child_blocks.items():
        if str(getattr(child.meta, "template", "")).startswith("blocks/"):
            yield f"{path}{name}", child
        if isinstance(child, StructBlock):
            yield from blocks_with_templates(child, f"{path}{name}.")


BLOCKS = dict(blocks_with_templates(BODY))


@pytest.fixture
def something_to_show(home):
    """Images, providers and menus, which some previews show."""
    ImageFactory(), ProviderFactory()
    MenuLinkFactory(menu=MenuFactory(), text="Who gives second opinions", url="/providers/")


def preview(name):
    block = BLOCKS[name]
    return parse(f"<body>{block.render(block.get_preview_value())}</body>").body


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_renders_its_preview(name, something_to_show):
    assert BLOCKS[name].is_previewable
    shown = preview(name)
    if name in SILENT:
        assert shown.find(True) is None
        assert shown.get_text().strip() == ""
    elif name == "divider":
        assert shown.hr is not None
    elif name == "anchor":
        assert shown.find(id=True).get_text() == ""
    elif name in ("image", "gallery"):
        assert shown.img["src"]
    else:
        assert len(shown.get_text().strip()) > 10


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_renders_when_it_is_empty(name, db):
    block = BLOCKS[name]
    shown = parse(f"<body>{block.render(block.get_default())}</body>").body
    for link in shown.find_all("a"):
        assert link.get("href"), "no link without an address"


@pytest.mark.parametrize("name", BLOCKS)
def test_every_block_previews_in_the_admin(name, something_to_show, admin_client):
    answer = admin_client.get("/admin/block-preview/", {"id": BLOCKS[name].definition_prefix})
    assert answer.status_code == 200
    styles = [link["href"] for link in parse(answer).find_all("link", rel="stylesheet")]
    assert any("/site-" in href for href in styles), "it looks as on the site"


# Pages


@pytest.fixture
def pages(home, client):
    """Every kind of page as a visitor gets it, from a site that has everything."""
    addresses = show_everything(home)
    answers = {name: client.get(path) for name, path in addresses.items()}
    for name, answer in answers.items():
        assert answer.status_code == {"not found": 404, "gone": 410}.get(name, 200), name
    return answers


def test_every_page_type_is_among_the_pages(pages, db):
    shown = {
        answer.context_data["page"].specific_class
        for answer in pages.values()
        if getattr(answer, "context_data", None) and "page" in answer.context_data
    }
    ours = {model for model in get_page_models() if issubclass(model, BasePage)}
    assert shown == ours


def test_every_page_has_one_first_heading_and_skips_no_level(pages):
    for name, answer in pages.items():
        levels = heading_levels(answer)
        assert levels.count(1) == 1, name
        assert levels[0] == 1, name
        steps = itertools.pairwise(levels)
        assert [step for step in steps if step[1] > step[0] + 1] == [], (name, levels)


def test_every_page_has_its_landmarks_and_language(pages):
    for name, answer in pages.items():
        tree = parse(answer)
        language = ("ar", "rtl") if name == "right to left" else ("en", "ltr")
        assert (tree.html["lang"], tree.html["dir"]) == language, name
        assert len(tree.find_all("main")) == 1, name
        assert tree.find("header") is not None, name
        assert tree.find("footer") is not None, name
        skip = tree.body.find("a")
        assert skip["href"] == f"#{tree.main['id']}", f"{name}: the first link skips to the content"
        assert tree.title.get_text(), name
        assert tree.find("meta", attrs={"name": "viewport"}), name
        names = [
            nav.get("aria-label") or tree.find(id=nav["aria-labelledby"]).get_text()
            for nav in tree.find_all("nav")
        ]
        assert all(names), name
        assert len(set(names)) == len(names), f"{name}: navigations are told apart"


def test_every_image_has_an_alternative_text_and_a_size(pages):
    number = 0
    for name, answer in pages.items():
        for image in parse(answer).find_all("img"):
            number += 1
            assert image.has_attr("alt"), name
            assert image["width"] != "0", name
            assert image["height"] != "0", name
    assert number > 5


def test_nothing_is_written_inline(pages):
    """The public Content-Security-Policy would block it."""
    for name, answer in pages.items():
        tree = parse(answer)
        assert tree.find("style") is None, name
        inline = [script for script in tree.find_all("script") if not script.get("src")]
        assert [script for script in inline if script["type"] != "application/ld+json"] == [], name
        for element in tree.find_all(True):
            wrong = [key for key in element.attrs if key == "style" or key.startswith("on")]
            assert wrong == [], (name, element.name, wrong)
            for key in ("href", "src", "action", "formaction"):
                assert not str(element.get(key, "")).lower().strip().startswith(("javascript:", "data:")), (
                    name
                )


def test_every_id_is_there_once_and_every_reference_is_met(pages):
    for name, answer in pages.items():
        tree = parse(answer)
        ids = [element["id"] for element in tree.find_all(id=True)]
        assert len(set(ids)) == len(ids), (name, sorted(ids))
        for attribute in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for element in tree.find_all(attrs={attribute: True}):
                assert set(element[attribute].split()) <= set(ids), (name, attribute)


def test_every_link_and_button_has_words_and_every_field_a_label(pages):
    for name, answer in pages.items():
        tree = parse(answer)
        for element in tree.find_all(["a", "button", "summary"]):
            words = element.get_text().strip() or element.get("aria-label") or ""
            words = words or "".join(image.get("alt", "") for image in element.find_all("img"))
            assert words, (name, str(element)[:200])
            if element.name == "a":
                assert element.get("href"), (name, str(element)[:200])
        for field in tree.find_all(["input", "select", "textarea"]):
            labelled = tree.find("label", attrs={"for": field.get("id")}) or field.find_parent("label")
            assert labelled or field.get("aria-label") or field.get("type") == "hidden", (
                name,
                str(field)[:200],
            )


def test_every_internal_link_on_every_page_answers(pages, client):
    links = {
        link["href"].split("#")[0]
        for answer in pages.values()
        for link in parse(answer).find_all("a")
        if link["href"].startswith(("/", "?"))
    } - {""}
    assert len(links) > 8
    for link in links:
        if link.startswith("/"):
            answer = client.get(link)
            assert answer.status_code in (200, 302), link
            if answer.streaming:
                assert b"".join(answer.streaming_content), link


def test_nothing_is_loaded_from_another_site(pages):
    for name, answer in pages.items():
        tree = parse(answer)
        loaded = [element["src"] for element in tree.find_all(src=True)]
        loaded += [element["srcset"] for element in tree.find_all(srcset=True)]
        links = (link for link in tree.find_all("link") if link["rel"][0] not in ("canonical", "alternate"))
        loaded += [link["href"] for link in links]
        loaded += [use["href"] for use in tree.find_all("use")]
        assert [
            address for address in loaded if not address.startswith("/") or address.startswith("//")
        ] == [], name


def test_every_icon_that_a_page_shows_exists(pages):
    icons = (ROOT / "cms/static/icons.svg").read_text()
    shown = {use["href"].split("#")[1] for answer in pages.values() for use in parse(answer).find_all("use")}
    assert len(shown) > 5
    assert [icon for icon in shown if f'id="{icon}"' not in icons] == []


def test_showing_a_page_writes_nothing(home, client):
    for path in show_everything(home).values():
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        written = [
            query["sql"]
            for query in captured
            if not query["sql"].lstrip().upper().startswith(("SELECT", "WITH"))
        ]
        assert written == [], path


@pytest.mark.parametrize("name", OUTAGES)
@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("es", "ltr"), ("ar", "rtl")])
def test_the_error_pages_need_no_database(name, language, direction):
    """They are shown when nothing works; no database is allowed in this test."""
    with translation.override(language):
        tree = parse(get_template(name).render())
    assert (tree.html["lang"], tree.html["dir"]) == (language, direction)
    assert heading_levels(str(tree)) == [1]
    home = "/" if language == "en" else f"/{language}/"
    assert bool(tree.find("a", href=home)) == (name != "503.html")


def test_every_snippet_preview_renders(home):
    show_everything(home)
    previewable = ["buttons.Button", "providers.Provider"]
    for label in previewable:
        answer = apps.get_model(label).objects.first().make_preview_request()
        assert answer.status_code == 200
        assert heading_levels(answer)[0] == 1
