"""Buttons: written in place or reusable, safe targets only, counted without keeping anything about people."""

import datetime
import logging
import re
import threading
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Locale

from cms.buttons import clicks, look
from cms.buttons.blocks import ButtonBlock
from cms.buttons.clicks import count_click, is_person
from cms.buttons.models import Button, ButtonClicks
from tests.factories import (
    ButtonFactory,
    ColourFactory,
    ContentPageFactory,
    DocumentFactory,
    ProviderFactory,
)
from tests.html import parse
from tests.showcase import page_with

PERSON = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


# The block


def clean(**values):
    block = ButtonBlock()
    return block.clean(block.to_python(values))


@pytest.fixture
def button(db):
    return ButtonFactory(slug="help")


def test_a_button_may_be_written_in_place():
    value = clean(text="Call us", link={"phone": "112"})
    assert value.shown is value


def test_a_reusable_button_may_be_chosen(button):
    assert clean(button=button.pk).shown == button


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({}, {"text", "link"}),
        ({"text": "Call us"}, {"link"}),
        ({"link": {"phone": "112"}}, {"text"}),
        ({"link": {"anchor": "how"}}, {"text"}),
        ({"text": "x", "link": {"url": "javascript:alert(1)"}}, {"link"}),
        ({"text": "x", "link": {"url": "/a/", "phone": "112"}}, {"link"}),
        ({"text": "x" * 121, "link": {"url": "/a/"}}, {"text"}),
        ({"text": "x", "link": {"url": "/a/"}, "style": "blinking"}, {"style"}),
        ({"text": "x", "link": {"url": "/a/"}, "icon": "skull"}, {"icon"}),
    ],
)
def test_a_button_that_leads_nowhere_or_says_nothing_is_refused(values, fields):
    with pytest.raises(StructBlockValidationError) as caught:
        clean(**values)
    assert set(caught.value.block_errors) == fields


@pytest.mark.parametrize(
    "written", [{"text": "x"}, {"link": {"url": "/a/"}}, {"text": "x", "link": {"url": "/a/"}}]
)
def test_a_button_is_either_reusable_or_written_here(button, written):
    with pytest.raises(StructBlockValidationError) as caught:
        clean(button=button.pk, **written)
    assert set(caught.value.block_errors) == {"button"}


def test_a_draft_may_have_an_unfinished_button():
    block = ButtonBlock()
    block.clean_deferred(block.to_python({"text": "Call us"}))
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({"text": "Call us"}))


def render(**values):
    block = ButtonBlock()
    tree = parse(block.render(block.to_python(values)))
    assert len(tree.select("a")) <= 1
    return tree.a


def test_what_the_editor_chose_is_shown(db):
    colour = ColourFactory()
    link = render(
        text="Help <now>",
        description="Free of charge",
        link={"url": "https://example.org/a?b=1&c=2"},
        colour=colour.pk,
        style="outline",
        size="large",
        width="full",
        corners="pill",
        alignment="centre",
        icon="phone",
    )
    assert link["href"] == "https://example.org/a?b=1&c=2"
    assert "Help <now>" in link.get_text()
    assert link.select_one(".button__description").get_text() == "Free of charge"
    classes = {"button", "button--outline", "button--large", "button--full", "button--pill", colour.css_class}
    assert classes <= set(link["class"])
    assert "button-line--centre" in link.parent["class"]
    assert link.svg["aria-hidden"] == "true"
    assert "target" not in link.attrs


def test_a_new_tab_is_announced_and_does_not_hand_over_the_window():
    link = render(text="Help", link={"url": "/a/"}, new_tab=True)
    assert link["target"] == "_blank"
    assert "noopener" in link["rel"]
    assert "opens in a new tab" in link.select_one("[role=img]")["aria-label"]


@pytest.mark.parametrize(
    ("target", "href"),
    [
        ({"url": "/providers/?kind=doctor"}, "/providers/?kind=doctor"),
        ({"email": "help@example.org"}, "mailto:help@example.org"),
        ({"phone": "+44 20 7946 0018"}, "tel:+442079460018"),
        ({"anchor": "how"}, "#how"),
    ],
)
def test_each_kind_of_target_is_linked(target, href):
    assert render(text="Help", link=target)["href"] == href


def test_pages_providers_and_documents_are_linked(home, directory):
    page, document = ContentPageFactory(parent=home), DocumentFactory()
    provider = ProviderFactory(slug="dr-green")
    assert render(text="Help", link={"page": page.pk, "anchor": "a"})["href"] == f"{page.get_url()}#a"
    assert render(text="Help", link={"document": document.pk})["href"] == document.url
    assert render(text="Help", link={"provider": provider.pk})["href"] == "/providers/dr-green/"


def test_a_button_without_a_published_target_is_not_shown(home, directory):
    page, provider = ContentPageFactory(parent=home, live=False), ProviderFactory(live=False)
    assert render(text="Help", link={"page": page.pk}) is None
    assert render(text="Help", link={"provider": provider.pk}) is None
    page.delete()
    assert render(text="Help", link={"page": page.pk}) is None
    assert render(text="Help") is None


def test_a_reusable_button_is_shown_with_its_own_look_and_counted_address(button):
    link = render(button=button.pk)
    assert link["href"] == "/go/help/"
    assert button.text in link.get_text()
    assert f"button--{button.style}" in link["class"]


def test_a_draft_button_is_not_shown(button):
    button.unpublish()
    assert render(button=button.pk) is None


def test_one_edit_changes_every_page(home, client, button):
    pages = [page_with(home, ("button", {"button": button.pk})) for _number in range(2)]
    button.text = "Find somebody"
    button.save_revision()
    for page in pages:
        assert "Find somebody" not in client.get(page.get_url()).content.decode(), "a draft is a draft"
    button.latest_revision.publish()
    for page in pages:
        link = parse(client.get(page.get_url())).select_one("main a.button")
        assert "Find somebody" in link.get_text()


def test_every_choice_of_look_exists_in_the_stylesheet_and_the_icons():
    css = (Path(settings.BASE_DIR) / "cms/static/css/button.css").read_text()
    icons = (Path(settings.BASE_DIR) / "cms/static/icons.svg").read_text()
    chosen = [
        name for choices in (look.STYLES, look.SIZES, look.WIDTHS, look.CORNERS) for name, _label in choices
    ]
    plain = {look.DEFAULTS["style"], look.DEFAULTS["size"], look.DEFAULTS["width"], look.DEFAULTS["corners"]}
    assert [name for name in chosen if name not in plain and f".button--{name}" not in css] == []
    assert [name for name, _label in look.ICONS if f'id="icon-{name}"' not in icons] == []


# The model


def test_a_button_needs_text_slug_and_one_target(db):
    locale = Locale.get_default()
    with pytest.raises(ValidationError) as caught:
        Button(locale=locale).full_clean()
    assert {"text", "slug", "page"} <= set(caught.value.message_dict)
    Button(locale=locale, text="Help", slug="help", url="/providers/").full_clean()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("url", " javascript:alert(1)"),
        ("url", "data:text/html,x"),
        ("url", "/\\evil.example"),
        ("phone", "javascript:alert(1)"),
        ("email", "javascript:alert(1)"),
        ("slug", "two words"),
        ("slug", "a/b"),
        ("style", "blinking"),
    ],
)
def test_a_button_refuses_what_is_unsafe_or_unknown(db, field, value):
    values = {"text": "Help", "slug": "help", field: value}
    with pytest.raises(ValidationError) as caught:
        Button(locale=Locale.get_default(), **values).full_clean()
    assert field in caught.value.message_dict


def test_two_buttons_cannot_have_the_same_address(button):
    for slug in ("help", "Help"):
        with pytest.raises(ValidationError):
            Button(locale=button.locale, text="Another", slug=slug, url="/a/").full_clean()


def post_button(admin_client, **changes):
    data = {
        "text": "Help", "slug": "new", "description": "", "page": "", "provider": "", "document": "", "url": "",
        "email": "", "phone": "", "colour": "", "style": "solid", "size": "medium", "width": "auto",
        "alignment": "start", "corners": "rounded", "icon": "", "action-publish": "1",
    }  # fmt: skip
    return admin_client.post(reverse(Button.snippet_viewset.get_url_name("add")), {**data, **changes})


@pytest.mark.parametrize(
    "address", ["JaVaScript:alert(1)", "java\tscript:alert(1)", "data:text/html,x", "//evil.example"]
)
def test_the_admin_form_refuses_an_unsafe_address(admin_client, address):
    """Abuse case A11."""
    answer = post_button(admin_client, url=address)
    assert answer.status_code == 200
    assert not Button.objects.exists()


def test_the_admin_form_keeps_a_safe_button(admin_client):
    assert post_button(admin_client, url="https://example.org/").status_code == 302
    assert Button.objects.get(slug="new").live


def test_a_button_can_be_previewed(button):
    answer = button.make_preview_request()
    assert answer.status_code == 200
    assert parse(answer.render() if not answer.is_rendered else answer).select_one("main a.button")


# The way through: /go/


@pytest.fixture
def visit(client):
    return lambda path="/go/help/", method="get", **headers: getattr(client, method)(
        path, headers={"User-Agent": PERSON, **headers}
    )


def counted() -> int:
    return sum(ButtonClicks.objects.values_list("clicks", flat=True))


def test_a_click_leads_to_the_target_and_is_never_remembered(button, visit):
    answer = visit()
    assert answer.status_code == 302
    assert answer["Location"] == button.url
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex"


def test_a_new_target_holds_from_the_next_click(button, visit):
    visit()
    button.url = "https://example.org/other"
    button.save()
    assert visit()["Location"] == "https://example.org/other"


@pytest.mark.parametrize(
    "path",
    [
        "/go/help/?url=https://evil.example",
        "/go/help/?next=//evil.example&to=https://evil.example&slug=x",
        "/go/HELP/",
        "/go/Help/?page=https://evil.example",
    ],
)
def test_the_target_comes_from_the_row_only(button, visit, path):
    """Abuse case A13."""
    assert visit(path, Referer="https://evil.example/", Host="testserver")["Location"] == button.url


@pytest.mark.parametrize(
    "path",
    [
        "/go/",
        "/go/x/",
        "/go//evil.example",
        "/go/https://evil.example/",
        "/go/help/https://evil.example/",
        "/go/%00/",
    ],
)
def test_other_addresses_lead_nowhere(home, button, visit, path):
    answer = visit(path)
    assert answer.status_code == 404
    assert "evil.example" not in answer.headers.get("Location", "")
    assert 'href="https://evil.example' not in answer.content.decode()


def test_a_slug_in_capitals_is_reached(db, visit):
    """An import may write what the form would have changed."""
    button = ButtonFactory(slug="Help-Me")
    assert visit(button.get_absolute_url())["Location"] == button.url
    assert visit("/go/help-me/")["Location"] == button.url


def test_a_draft_button_leads_nowhere(home, button, visit):
    button.unpublish()
    assert visit().status_code == 404
    assert counted() == 0


@pytest.mark.parametrize("change", ["unpublish", "delete"])
def test_a_target_that_is_gone_leads_home_instead_of_to_an_error(home, button, visit, change):
    page = ContentPageFactory(parent=home)
    button.page, button.url = page, ""
    button.save()
    assert visit()["Location"] == page.get_url()
    getattr(page, change)()
    assert visit()["Location"] == "/"


@pytest.mark.parametrize(
    ("field", "value", "location"),
    [("email", "a@example.org", "mailto:a@example.org"), ("phone", "+44 20 79", "tel:+442079")],
)
def test_e_mail_and_phone_are_reached_too(button, visit, field, value, location):
    button.url = ""
    setattr(button, field, value)
    button.save()
    answer = visit()
    assert (answer.status_code, answer["Location"]) == (302, location)


def test_a_button_of_another_language_is_used_there(button, visit):
    spanish, _created = Locale.objects.get_or_create(language_code="es")
    button.copy_for_translation(spanish).save()
    Button.objects.filter(locale=spanish).update(url="https://example.org/es", live=True)
    assert visit("/go/help/")["Location"] == "https://example.org/help"
    assert visit("/es/go/help/")["Location"] == "https://example.org/es"


def test_a_click_changes_nothing_by_post(button, client):
    assert client.post("/go/help/", headers={"User-Agent": PERSON}).status_code == 405
    assert counted() == 0


# Counting


def test_a_persons_clicks_are_counted_by_day(button, visit):
    visit()
    visit()
    row = ButtonClicks.objects.get()
    assert (row.button, row.date, row.clicks) == (button, timezone.localdate(), 2)


def test_each_day_and_button_has_its_own_number(button):
    other, day = ButtonFactory(), datetime.date(2026, 1, 31)
    count_click(button, day)
    count_click(button, day + datetime.timedelta(days=1))
    count_click(button, day + datetime.timedelta(days=1))
    count_click(other, day)
    rows = ButtonClicks.objects.order_by("button_id", "date").values_list("button_id", "date", "clicks")
    assert list(rows) == [
        (button.pk, day, 1), (button.pk, datetime.date(2026, 2, 1), 2), (other.pk, day, 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
        "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116 Safari/537.36",
        "facebookexternalhit/1.1",
        "WhatsApp/2.23.20.0",
        "TelegramBot (like TwitterBot)",
        "Slackbot-LinkExpanding 1.0",
        "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5",
        "Mozilla/5.0 (compatible; Discordbot/2.0)",
        "Mozilla/5.0 (X11; Linux x86_64) HeadlessChrome/140.0",
        "curl/8.5.0",
        "Wget/1.21",
        "python-requests/2.32",
        "Go-http-client/1.1",
        "UptimeRobot/2.0",
        "",
    ],
)
def test_robots_are_led_on_but_not_counted(button, visit, agent):
    """Abuse case A14."""
    answer = visit(**{"User-Agent": agent})
    assert (answer.status_code, answer["Location"]) == (302, button.url)
    assert counted() == 0


@pytest.mark.parametrize(
    "agent",
    [
        PERSON,
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
        "Mozilla/5.0 (Linux; Android 10; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile Safari/537.36",
        "Mozilla/5.0 (Linux; Android 14; SM-S911B) SamsungBrowser/25.0 Chrome/121.0 Mobile Safari/537.36",
    ],
)
def test_peoples_browsers_are_counted(button, visit, agent):
    visit(**{"User-Agent": agent})
    assert counted() == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Purpose": "prefetch"},
        {"Sec-Purpose": "prefetch;prerender"},
        {"Purpose": "prefetch"},
        {"Purpose": "Prefetch"},
        {"X-Purpose": "preview"},
        {"X-Moz": "prefetch"},
    ],
)
def test_a_browser_that_reads_ahead_is_not_counted(button, visit, headers):
    assert visit(**headers).status_code == 302
    assert counted() == 0


def test_head_is_answered_but_not_counted(button, visit):
    answer = visit(method="head")
    assert (answer.status_code, answer["Location"]) == (302, button.url)
    assert counted() == 0


def test_staff_are_not_counted(button, visit, client):
    client.force_login(User.objects.create_user("editor"))
    assert visit().status_code == 302
    assert counted() == 0


def test_without_the_login_middleware_a_click_is_a_persons():
    request = RequestFactory().get("/go/help/", headers={"User-Agent": PERSON})
    assert is_person(request)
    request.user = AnonymousUser()
    assert is_person(request)


def test_nothing_about_the_person_is_stored_or_sent(button, visit):
    """Abuse case A15: no cookie, and a row is a button, a day and a number."""
    answer = visit(Referer="https://example.org/secret", **{"X-Forwarded-For": "203.0.113.9"})
    assert not answer.cookies
    assert "Set-Cookie" not in answer
    fields = {field.name for field in ButtonClicks._meta.get_fields()}
    assert fields == {"id", "button", "date", "clicks"}


@pytest.mark.parametrize("step", ["read", "write"])
def test_a_database_that_cannot_count_does_not_stop_the_visitor(button, visit, monkeypatch, caplog, step):
    """Abuse case A16."""

    def fail(*_args, **_kwargs):
        raise OperationalError("attempt to write a readonly database")

    if step == "read":
        monkeypatch.setattr(clicks, "increment", fail)
    else:
        monkeypatch.setattr(ButtonClicks.objects, "create", fail)
    with caplog.at_level(logging.WARNING):
        answer = visit()
    assert (answer.status_code, answer["Location"]) == (302, button.url)
    assert "could not be counted" in caplog.text
    assert counted() == 0


def test_the_count_of_a_click_that_came_in_between_is_kept(button, monkeypatch):
    """Both clicks find no row; the second to write it adds to the first."""
    first_look = iter([0])
    real = clicks.increment

    def look_first(row):
        if next(first_look, None) is None:
            return real(row)
        ButtonClicks.objects.create(**row, clicks=1)
        return 0

    monkeypatch.setattr(clicks, "increment", look_first)
    count_click(button)
    assert counted() == 2


@pytest.fixture
def stored_button(django_db_setup, django_db_blocker):
    """A button that other connections see too: written for real, and taken away again."""
    with django_db_blocker.unblock():
        button = ButtonFactory(slug="for-all-connections")
        try:
            yield button
        finally:
            button.delete()
            connection.close()


def in_thread(work):
    def run():
        try:
            work()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_clicks_at_the_same_moment_are_all_counted(stored_button):
    together = threading.Barrier(3)

    def click():
        together.wait()
        for _number in range(4):
            count_click(stored_button)

    threads = [in_thread(click) for _number in range(3)]
    for thread in threads:
        thread.join()
    assert ButtonClicks.objects.get(button=stored_button).clicks == 12


def test_a_locked_database_keeps_nobody_waiting(stored_button, client):
    """Abuse case A16: somebody else writes for long; the visitor does not wait for the lock, but half a second at most."""
    locked, done = threading.Event(), threading.Event()

    def lock():
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("BEGIN IMMEDIATE")
            else:
                cursor.execute("BEGIN; LOCK TABLE buttons_buttonclicks IN EXCLUSIVE MODE")
            locked.set()
            done.wait(10)  # an ordinary wait for a lock is longer
            cursor.execute("ROLLBACK")

    thread = in_thread(lock)
    try:
        assert locked.wait(10)
        answer = client.get(stored_button.get_absolute_url(), headers={"User-Agent": PERSON})
        was_locked = not done.is_set() and thread.is_alive()
    finally:
        done.set()
        thread.join()
    assert (answer.status_code, answer["Location"]) == (302, stored_button.url)
    assert was_locked, "the answer came while the other one was still writing"
    assert not ButtonClicks.objects.filter(button=stored_button).exists()
    client.get(stored_button.get_absolute_url(), headers={"User-Agent": PERSON})
    assert ButtonClicks.objects.get(button=stored_button).clicks == 1, "the next click counts again"


def test_deleting_a_button_takes_its_numbers_along(button):
    count_click(button)
    assert re.match(r"See who can help, .*: 1$", str(ButtonClicks.objects.get()))
    button.delete()
    assert counted() == 0


@pytest.mark.parametrize("url", ["/go/help/", "https://localhost/go/help/"])
@pytest.mark.django_db
def test_a_button_cannot_lead_to_a_button(url):
    with pytest.raises(ValidationError) as refused:
        ButtonFactory.build(slug="help", url=url).clean()
    assert "url" in refused.value.message_dict


@pytest.mark.django_db
def test_a_button_may_lead_to_such_an_address_of_another_site():
    ButtonFactory.build(slug="help", url="https://other.example/go/help/").clean()
