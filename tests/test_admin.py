"""The admin: every screen opens, editors can do their work, and unsafe addresses are refused with a message."""

import re

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.blocks import Block, ListBlock, StreamBlock, StructBlock
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from cms.buttons.models import Button
from home.models import HomePage
from services.models import ServiceArticlePage
from tests import factories, html
from tests.forms import errors_of, filled_form, stream_data
from tests.showcase import picture, show_everything

pytestmark = pytest.mark.django_db

OWN_APPS = {"home", "services", "providers", "buttons", "palette", "pages"}
SNIPPETS = [model for model in get_snippet_models() if model._meta.app_label in OWN_APPS]
PAGES = [model for model in get_page_models() if model._meta.app_label in OWN_APPS]
BODY = ServiceArticlePage._meta.get_field("body").stream_block


def name(model: type) -> str:
    return model.__name__


@pytest.fixture
def site_of_everything(home):
    """Fill the site with one of every thing."""
    show_everything(home)
    factories.SpecialtyFactory()
    menu = factories.MenuFactory()
    factories.MenuLinkFactory(menu=menu, page=home)
    return home


def opens(client, path: str) -> str:
    """Give a screen; being sent on to a screen within the admin is fine, being sent away is not."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200, (path, answer.status_code)
    assert [url for url, _status in answer.redirect_chain if url == "/admin/" or "/login/" in url] == [], path
    return answer.content.decode()


# Every screen


def test_the_project_has_the_types_that_are_tested_here():
    assert {name(model) for model in SNIPPETS} == {
        "Author", "Banner", "Button", "Colour", "HelpAndDisclaimer", "Menu", "Provider", "Specialty", "Topic",
    }  # fmt: skip
    assert {name(model) for model in PAGES} == {
        "ContentPage", "HomePage", "ProviderIndexPage", "ServiceArticleIndexPage", "ServiceArticlePage",
    }  # fmt: skip


@pytest.mark.parametrize(
    "view",
    [
        "wagtailadmin_home", "wagtailadmin_explore_root", "wagtailadmin_pages:search", "wagtailimages:index",
        "wagtailimages:add_multiple", "wagtaildocs:index", "wagtailredirects:index",
        "wagtailredirects:add", "wagtailusers_users:index", "wagtailusers_groups:index", "wagtailsites:index",
        "wagtaillocales:index", "wagtailadmin_account", "wagtailadmin_reports:site_history",
        "wagtailadmin_reports:aging_pages", "wagtailadmin_reports:locked_pages", "wagtailadmin_reports:workflow",
        "wagtailadmin_reports:page_types_usage", "directory_modeladmin_index",
        "feedback_report:answers", "feedback_report:remarks",
    ],
)  # fmt: skip
def test_screens_beside_the_content(admin_client, site_of_everything, view):
    opens(admin_client, reverse(view))


def test_the_menu_leads_to_screens_that_open(admin_client, site_of_everything):
    """Follow all that the main menu holds, submenus too."""
    from wagtail.admin.menu import admin_menu

    request = admin_client.get("/admin/").wsgi_request
    waiting, followed = list(admin_menu.menu_items_for_request(request)), []
    while waiting:
        item = waiting.pop()
        waiting += item.menu.menu_items_for_request(request) if hasattr(item, "menu") else []
        if item.url.startswith("/"):
            followed.append(item.url)
            opens(admin_client, item.url)
    menu = " ".join(followed)
    for part in (
        "providers/provider", "providers/specialty", "services/topic", "services/author", "buttons/button",
        "palette/colour", "pages/menu", "/admin/directory/", "settings/seo/organisation",
    ):  # fmt: skip
        assert part in menu, part


def test_the_organisation_can_be_written(admin_client, client, home):
    url = admin_client.get(reverse("wagtailsettings:edit", args=["seo", "organisation"])).url
    data = filled_form(admin_client, url, name="Northern Health", phone="+44 113 496 0000")
    assert admin_client.post(url, data).status_code == 302
    assert "Northern Health" in html.text(client.get("/"))
    opens(admin_client, url)


@pytest.mark.parametrize("model", PAGES, ids=name)
def test_every_page_type_can_be_added_edited_and_looked_after(admin_client, site_of_everything, model):
    page = model.objects.order_by("pk").first()
    page.save_revision()
    parent = page.get_parent()
    label, model_name = model._meta.app_label, model._meta.model_name
    if model is not HomePage:
        assert "Title" in opens(
            admin_client, reverse("wagtailadmin_pages:add", args=[label, model_name, parent.pk])
        )
        opens(admin_client, reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
    for view in ("edit", "history", "usage", "copy", "move", "delete", "unpublish", "view_draft"):
        opens(admin_client, reverse(f"wagtailadmin_pages:{view}", args=[page.pk]))
    for view in ("wagtailadmin_explore", "wagtailadmin_pages:set_privacy"):
        opens(admin_client, reverse(view, args=[page.pk]))
    opens(admin_client, reverse("wagtailadmin_pages:type_use", args=[label, model_name]))


@pytest.mark.parametrize("model", PAGES, ids=name)
def test_editors_are_told_what_a_page_type_is_for(admin_client, site_of_everything, model):
    description = str(model.get_page_description())
    assert len(description) > 15
    if model is not HomePage:
        parent = model.objects.first().get_parent()
        chooser = admin_client.get(reverse("wagtailadmin_pages:add_subpage", args=[parent.pk]))
        if chooser.status_code == 200:
            assert description in html.text(chooser)


@pytest.mark.parametrize("model", SNIPPETS, ids=name)
def test_every_snippet_can_be_listed_added_edited_and_looked_after(admin_client, site_of_everything, model):
    thing = model.objects.order_by("pk").first()
    view = model.snippet_viewset.get_url_name
    assert str(thing) in html.text(admin_client.get(reverse(view("list"))))
    opens(admin_client, reverse(view("list_results")))
    opens(admin_client, reverse(view("add")))
    for action in ("edit", "delete", "usage", "history"):
        opens(admin_client, reverse(view(action), args=[thing.pk]))


@pytest.mark.parametrize("model", SNIPPETS, ids=name)
def test_every_snippet_can_be_saved_unchanged(admin_client, site_of_everything, model):
    thing = model.objects.order_by("pk").first()
    url = reverse(model.snippet_viewset.get_url_name("edit"), args=[thing.pk])
    answer = admin_client.post(url, filled_form(admin_client, url))
    assert answer.status_code == 302, errors_of(answer)


@pytest.mark.parametrize(
    "model", [model for model in SNIPPETS if hasattr(model, "get_preview_template")], ids=name
)
def test_every_snippet_that_has_a_preview_shows_it(admin_client, site_of_everything, model):
    thing = model.objects.order_by("pk").first()
    view = model.snippet_viewset.get_url_name
    data = filled_form(admin_client, reverse(view("edit"), args=[thing.pk]))
    url = reverse(view("preview_on_edit"), args=[thing.pk])
    assert admin_client.post(url, data).json() == {"is_valid": True, "is_available": True}
    assert str(thing) in html.text(admin_client.get(url))


def blocks_within(block: Block) -> list[Block]:
    """Give the blocks that an editor can add; what a container holds is the same vocabulary again."""
    return list(block.child_blocks.values())


@pytest.mark.parametrize("block", blocks_within(BODY), ids=lambda block: block.name)
@pytest.mark.parametrize("filled", [True, False], ids=["on a full site", "on an empty site"])
def test_every_block_has_a_preview(admin_client, home, request, block, filled):
    if filled:
        request.getfixturevalue("site_of_everything")
    assert block.is_previewable
    answer = admin_client.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert answer.status_code == 200
    assert re.search(r"/site-\w+\.css", answer.content.decode())
    if filled and block.name not in ("imported_source",):
        assert html.parse(answer).main.find(True) is not None, "the preview shows nothing"


def test_every_block_says_what_it_is_for():
    for block in blocks_within(BODY):
        assert str(block.meta.description).endswith("."), block.name
        assert block.meta.icon not in ("", "placeholder"), block.name
        assert str(block.meta.group), block.name


def test_structures_keep_content_apart_from_settings():
    def walk(block: Block) -> list[StructBlock]:
        if isinstance(block, BaseTypedTableBlock | StreamBlock) and block is not BODY:
            return []  # what a container holds is the same vocabulary again
        children = list(getattr(block, "child_blocks", {}).values())
        children += [block.child_block] if isinstance(block, ListBlock) else []
        own = (
            [block]
            if isinstance(block, StructBlock) and block.__class__.__module__.split(".")[0] != "wagtail"
            else []
        )
        return own + [inner for child in children for inner in walk(child)]

    for block in walk(BODY):
        layout = block.meta.form_layout
        fields = [*layout.children, *layout.settings]
        assert sorted(fields) == sorted(block.child_blocks), (
            f"{type(block).__name__} forgets or repeats a field"
        )


# Buttons

UNSAFE = [
    "javascript://example.org/%0aalert(1)",
    "javascript:alert(1)", "JaVaScript:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)",
    "java\nscript:alert(1)", "\x01javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "vbscript:x",
    "file:///etc/passwd", "//evil.example", "\\\\evil.example", "/\\evil.example", "https://", "https:evil.example",
    "https://user:secret@example.org/", "ftp://example.org", "example.org", "http://[", "https://example.org/\u202ex",
    "javascript&colon;alert(1)", "tel:123", "mailto:a@example.org",
]  # fmt: skip


@pytest.mark.parametrize("url", UNSAFE, ids=[ascii(url) for url in UNSAFE])
def test_unsafe_addresses_of_buttons_are_refused_with_a_message(admin_client, home, url):
    add = reverse("wagtailsnippets_buttons_button:add")
    data = filled_form(
        admin_client, add, text="Press", slug="press", url=url, **{"action-publish": "action-publish"}
    )
    answer = admin_client.post(add, data)
    assert answer.status_code == 200
    assert "address" in errors_of(answer)
    assert not Button.objects.exists()
    answer = admin_client.post(add, {key: value for key, value in data.items() if key != "action-publish"})
    assert answer.status_code == 200, "not even as a draft"
    assert not Button.objects.exists()


@pytest.mark.parametrize(
    "url", ["https://example.org/a?b=c#d", "http://example.org", "/providers/", "HTTPS://EXAMPLE.ORG"]
)
def test_safe_addresses_of_buttons_are_taken(admin_client, client, home, url):
    add = reverse("wagtailsnippets_buttons_button:add")
    data = filled_form(
        admin_client, add, text="Press", slug="press", url=url, **{"action-publish": "action-publish"}
    )
    answer = admin_client.post(add, data)
    assert answer.status_code == 302, errors_of(answer)
    answer = client.get("/go/press/")
    assert (answer.status_code, answer.url) == (302, url)


@pytest.mark.parametrize(
    ("targets", "message"),
    [({}, "Choose where this leads"), ({"url": "/x/", "email": "a@example.org"}, "Choose one target only")],
)
def test_a_button_leads_to_exactly_one_place(admin_client, home, targets, message):
    add = reverse("wagtailsnippets_buttons_button:add")
    data = filled_form(
        admin_client, add, text="Press", slug="press", **targets, **{"action-publish": "action-publish"}
    )
    answer = admin_client.post(add, data)
    assert message in errors_of(answer)
    assert message in html.text(answer)


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " JAVASCRIPT:x", "data:text/html,x", "//evil.example"]
)
@pytest.mark.parametrize("kind", ["button", "media", "image", "quote"])
def test_unsafe_addresses_within_an_article_are_refused(admin_client, home, kind, url):
    image = factories.ImageFactory()
    value = {
        "button": {"text": "Press", "link": {"url": url}},
        "media": {"url": url},
        "image": {"image": {"image": image.pk, "alt_text": "A", "decorative": False}, "link": {"url": url}},
        "quote": {"text": "<p>A</p>", "source": {"url": url}},
    }[kind]
    answer = send_article(admin_client, home, [(kind, value)], publish=False)
    assert answer.status_code == 200
    assert "ddress" in errors_of(answer)
    assert not ServiceArticlePage.objects.exists()


# Writing articles


def send_article(client, home, body: list, publish: bool = True, **fields):
    index = factories.ServiceArticleIndexPageFactory(parent=home)
    add = reverse("wagtailadmin_pages:add", args=["services", "servicearticlepage", index.pk])
    data = filled_form(client, add, title="An article", slug="an-article", **fields)
    action = {"action-publish": "action-publish"} if publish else {}
    return client.post(add, {**data, **stream_data("body", BODY, body), **action})


def column(words: str) -> dict[str, object]:
    return {"content": [{"type": "rich_text", "value": f"<p>{words}</p>"}]}


def every_block() -> list[tuple[str, object]]:
    image, provider = factories.ImageFactory(), factories.ProviderFactory(name="Ann Alder")
    topic, colour = factories.TopicFactory(), factories.ColourFactory()
    button = factories.ButtonFactory(text="See who can help")
    picked = factories.ContentPageFactory(parent=HomePage.objects.get(), title="Picked page")
    return [
        ("heading", {"text": "Words of the heading", "level": "h3", "anchor": "words"}),
        ("rich_text", "<p>Words of the <b>text</b>.</p>"),
        ("list", {"style": "numbers", "items": ["<p>First words</p>", "<p>Second words</p>"], "start": 3}),
        ("quote", {"text": "<p>Words of the quote</p>", "attribution": "A nurse", "source": {"url": "/x/"}}),
        (
            "table",
            {
                "table": {
                    "caption": "Words of the caption",
                    "columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Hours"}],
                    "rows": [{"values": ["<p>Words of a cell</p>", "<p>8 to 18</p>"]}],
                },
                "row_headers": True,
            },
        ),
        (
            "image",
            {
                "image": {"image": image.pk, "alt_text": "Words for who cannot see it", "decorative": False},
                "caption": "Words below the image",
                "alignment": "left",
            },
        ),
        (
            "button",
            {"text": "Words of the button", "link": {"phone": "+44 113 496 0000"}, "colour": colour.pk},
        ),
        ("button", {"button": button.pk}),
        ("media", {"url": "https://video.example.org/1", "title": "Words of the video"}),
        ("divider", {"top_link": "Words that lead up"}),
        ("imported_source", {"reason": "Why", "source": "[countdown]"}),
        ("imported_html", {"html": "<dl><dt>Words of old markup</dt></dl>"}),
        ("code", {"code": "Words of code", "language": "HTML"}),
        ("footnotes", {"notes": [{"anchor": "note-1", "text": "<p>Words of a note</p>"}]}),
        ("anchor", {"anchor": "a-place"}),
        ("care_card", {"level": "urgent", "title": "Words of a card", "text": "<p>Words on it</p>"}),
        ("do_dont", {"do": ["<p>words to follow</p>"], "dont": ["<p>words to leave</p>"]}),
        ("checklist", {"title": "Words to tick", "items": ["<p>One</p>"]}),
        ("key_points", {"title": "Words to keep", "items": ["<p>One</p>"]}),
        ("question_list", {"title": "Words to ask", "items": ["<p>One</p>"]}),
        ("summary_list", {"rows": [{"term": "Words of a term", "description": "<p>One</p>"}]}),
        (
            "gated",
            {
                "audience": "guests",
                "content": [{"type": "rich_text", "value": "<p>Words for guests</p>"}],
                "message": "<p>No</p>",
                "alternative": "<p>Later</p>",
                "weekdays": [],
                "months": [],
            },
        ),
        (
            "columns",
            {"columns": [column("Words on the left"), {**column("Words on the right"), "width": "third"}]},
        ),
        (
            "callout",
            {"style": "warning", "title": "Words to mind", "colour": colour.pk, **column("Mind them")},
        ),
        (
            "accordion",
            {"items": [{"title": "Words to open", "open": True, **column("Opened")}], "exclusive": True},
        ),
        ("tabs", {"tabs": [{"title": "Words of a tab", **column("Words of a pane")}], "active": 1}),
        ("expandable", {"summary": "Words to press", "presentation": "dialog", **column("Pressed")}),
        (
            "gallery",
            {"layout": "carousel", "items": [picture(image, caption="Words below a picture")]},
        ),
        ("cards", {"columns": 2, "items": [{"title": "Words of a service", "text": "<p>It helps</p>"}]}),
        ("button_group", {"buttons": [{"text": "Words to follow up", "link": {"url": "/x/"}}]}),
        ("menu", {"menu": factories.MenuFactory(location="").pk}),
        (
            "service_articles",
            {"topics": [topic.pk], "template": "list", "empty_text": "Words of the empty listing"},
        ),
        ("page_list", {"pages": [picked.pk]}),
        ("provider", {"provider": provider.pk}),
    ]


def test_an_article_with_every_block_can_be_published(admin_client, client, home):
    body = every_block()
    assert {kind for kind, _value in body} == set(BODY.child_blocks)
    topic, author = factories.TopicFactory(name="Heart"), factories.AuthorFactory(name="Ann Author")
    answer = send_article(
        admin_client, home, body, tags="red, second opinion", topics=[topic.pk], authors=[author.pk]
    )
    assert answer.status_code == 302, errors_of(answer)
    page = ServiceArticlePage.objects.get()
    assert page.live
    assert [block.block_type for block in page.body] == [kind for kind, _value in body]
    public = client.get(page.get_url())
    text = html.text(public)
    for words in (
        "Words of the heading", "Words of the text", "First words", "Second words", "Words of the quote", "A nurse",
        "Words of the caption", "Words of a cell", "Words below the image", "Words of the button", "See who can help",
        "Words of the video", "Words on the right", "Words to mind", "Words to open", "Words of a pane", "Words to press",
        "Words below a picture", "Words of a service", "Words to follow up", "Words of the empty listing", "Picked page", "Ann Alder", "Heart", "Ann Author",
        "second opinion",
    ):  # fmt: skip
        assert words in text, words
    assert "[countdown]" not in public.content.decode()
    assert html.parse(public).find("img", alt="Words for who cannot see it")


def test_an_article_comes_back_from_its_form_as_it_was(admin_client, home):
    """Open, save, open: nothing is lost on the way."""
    send_article(admin_client, home, every_block())
    page = ServiceArticlePage.objects.get()
    before = [dict(block) for block in page.body.get_prep_value()]
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    items = [(block["type"], block["value"]) for block in before]
    data = (
        filled_form(admin_client, url)
        | stream_data("body", BODY, items)
        | {"action-publish": "action-publish"}
    )
    assert admin_client.post(url, data).status_code == 302
    page = ServiceArticlePage.objects.get()
    again = [(block["type"], without_ids(block["value"])) for block in page.body.get_prep_value()]
    assert again == [(kind, without_ids(value)) for kind, value in items]


def without_ids(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_ids(inner) for key, inner in value.items() if key != "id"}
    return [without_ids(inner) for inner in value] if isinstance(value, list) else value


MISSING = [
    (("heading", {"text": ""}), "required"),
    (("button", {"text": "Press"}), "Choose where the button leads"),
    (("button", {"link": {"url": "/x/"}}), "Write what the button says"),
    (("provider", {"provider": None}), "required"),
    (("service_articles", {"tags": "nowhere"}), "There is no tag"),
]
WRONG = [
    (("heading", {"text": "A", "anchor": "with spaces"}), "without spaces"),
    (("button", {"text": "A", "link": {"url": "/x/", "email": "a@example.org"}}), "Choose one target only"),
    (("service_articles", {"count": -1}), "greater than or equal to 0"),
]


@pytest.mark.parametrize(("block", "message"), MISSING + WRONG)
def test_what_is_missing_or_wrong_is_named_when_publishing(admin_client, home, block, message):
    answer = send_article(admin_client, home, [block])
    assert answer.status_code == 200
    assert message in errors_of(answer)
    assert not ServiceArticlePage.objects.exists()


@pytest.mark.parametrize("block", [block for block, _message in MISSING])
def test_what_is_missing_is_forgiven_in_a_draft(admin_client, home, block):
    answer = send_article(admin_client, home, [block], publish=False)
    assert answer.status_code == 302, errors_of(answer)
    assert ServiceArticlePage.objects.get().live is False


@pytest.mark.parametrize(("block", "message"), WRONG)
def test_what_is_wrong_is_named_in_a_draft_too(admin_client, home, block, message):
    answer = send_article(admin_client, home, [block], publish=False)
    assert message in errors_of(answer)


def test_a_preview_shows_what_is_being_written(admin_client, client, index):
    page = factories.ServiceArticlePageFactory(parent=index, title="As published")
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled_form(admin_client, edit, title="As written")
    data |= stream_data("body", BODY, [("rich_text", "<p>New words.</p>")])
    url = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert admin_client.post(url, data).json()["is_valid"] is True
    answer = admin_client.get(url)
    assert "As written" in html.text(answer)
    assert "New words." in html.text(answer)
    assert "As published" in html.text(client.get(page.get_url()))


# What it costs


@pytest.mark.parametrize("kind", ["article", "home", "content", "index", "directory"])
def test_the_queries_of_an_edit_view_do_not_grow_with_the_site(admin_client, home, kind):
    paths = show_everything(home)
    page = Page.objects.get(url_path=f"/home{paths[kind]}") if kind != "home" else home
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    before = queries(admin_client, url)
    index = Page.objects.get(url_path=f"/home{paths['index']}").specific
    for _number in range(10):
        topic, author = factories.TopicFactory(), factories.AuthorFactory()
        factories.ServiceArticlePageFactory(parent=index, topics=[topic], authors=[author], tags=["red"])
        factories.ProviderFactory()
    assert queries(admin_client, url) == before
    assert before <= 70


def queries(client, url: str) -> int:
    opens(client, url)
    with CaptureQueriesContext(connection) as captured:
        opens(client, url)
    return len(captured)


# Editors


@pytest.fixture
def editor(client, django_user_model):
    """Log in one of the group that Wagtail calls Editors."""
    user = django_user_model.objects.create_user("editor", password="editor")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    return client


def test_an_editor_writes_a_draft_and_asks_for_its_publication(editor, home):
    body = [("heading", {"text": "What to bring", "level": "h2"}), ("rich_text", "<p>A pen.</p>")]
    answer = send_article(editor, home, body, publish=False, tags="red")
    assert answer.status_code == 302, errors_of(answer)
    page = ServiceArticlePage.objects.get()
    assert page.live is False
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = filled_form(editor, edit) | stream_data("body", BODY, body)
    assert editor.post(edit, {**data, "action-submit": "action-submit"}).status_code == 302
    page.refresh_from_db()
    assert page.current_workflow_state is not None
    assert page.live is False


def test_an_editor_cannot_publish_by_sending_the_button_that_is_not_shown(editor, home):
    send_article(editor, home, [("rich_text", "<p>A pen.</p>")], publish=True)
    assert ServiceArticlePage.objects.get().live is False


def test_an_editor_previews_and_looks_things_up(editor, site_of_everything):
    article = ServiceArticlePage.objects.first()
    for view in ("edit", "history", "view_draft"):
        opens(editor, reverse(f"wagtailadmin_pages:{view}", args=[article.pk]))
    for view in (
        "wagtailadmin_home",
        "wagtailadmin_explore_root",
        "wagtailimages:index",
        "wagtaildocs:index",
    ):
        opens(editor, reverse(view))
    opens(
        editor, reverse("wagtailadmin_block_preview") + f"?id={BODY.child_blocks['button'].definition_prefix}"
    )


def test_an_editor_can_choose_what_blocks_ask_for(editor, site_of_everything):
    for model in (*SNIPPETS, ServiceArticlePage):
        if model is ServiceArticlePage:
            path = reverse("wagtailadmin_choose_page") + "?page_type=services.servicearticlepage"
        elif name(model) == "Menu":
            continue
        else:
            path = reverse(model.snippet_viewset.chooser_viewset.get_url_name("choose"))
        thing = model.objects.order_by("pk").first()
        assert str(thing) in html.text(editor.get(path).json()["html"]) or model is ServiceArticlePage
    assert "html" in editor.get(reverse("wagtailimages_chooser:choose")).json()


def test_an_editor_does_not_reach_what_belongs_to_administrators(editor, home):
    for view in ("wagtailusers_users:index", "wagtailsites:index"):
        assert editor.get(reverse(view)).status_code == 302
    assert editor.get(reverse("wagtailsettings:edit", args=["seo", "organisation"])).status_code == 302


def test_an_editor_writes_snippets_and_leaves_publishing_to_a_moderator(editor, site_of_everything):
    opens(editor, reverse("directory_modeladmin_index"))
    for model in SNIPPETS:
        opens(editor, reverse(model.snippet_viewset.get_url_name("add")))
    provider = factories.ProviderFactory(name="Dr Before")
    path = reverse(provider.snippet_viewset.get_url_name("edit"), args=[provider.pk])
    form = html.parse(editor.get(path))
    assert form.find("button", attrs={"name": "action-publish"}) is None
