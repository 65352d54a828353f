"""Content for some readers or times only: whoever may not see it gets nothing of it (abuse case A20)."""

import datetime

import pytest
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.test import RequestFactory
from django.utils import timezone
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.models import Page

from home.models import ContentPage
from services.blocks import ServiceBodyBlock
from services.models import ServiceArticlePage
from tests.factories import ServiceArticlePageFactory
from tests.html import parse, stream
from tests.showcase import gated, page_with

SECRET = "Quokka"
BLOCK = ServiceBodyBlock().child_blocks["gated"]
PAST, FUTURE = "2001-01-01T00:00:00Z", "2999-01-01T00:00:00Z"


@pytest.fixture
def people(db) -> dict[str, User | None]:
    editors = Group.objects.create(name="Writers")
    editors.permissions.add(Permission.objects.get(codename="access_admin"))
    editor = User.objects.create_user("editor")
    editor.groups.add(editors)
    return {"guest": None, "member": User.objects.create_user("member"), "editor": editor}


@pytest.fixture
def answer_to(home, client, people):
    """Give what one of the people gets of a page with a gated block."""

    def answer(person, audience="everyone", **changes):
        value = {
            **gated(audience, SECRET),
            "message": "<p>Log in</p>",
            "alternative": "<p>Later</p>",
            **changes,
        }
        page = page_with(home, ("rich_text", "<p>Open to all</p>"), ("gated", value))
        client.logout()
        if people[person]:
            client.force_login(people[person])
        return client.get(page.get_url())

    return answer


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        ("everyone", {"guest", "member", "editor"}),
        ("members", {"member", "editor"}),
        ("guests", {"guest"}),
        ("editors", {"editor"}),
        ("", set()),
        ("no such audience", set()),
    ],
)
@pytest.mark.parametrize("person", ["guest", "member", "editor"])
def test_who_sees_it(answer_to, person, audience, seen_by):
    html = answer_to(person, audience).content.decode()
    assert "Open to all" in html
    assert (SECRET in html) is (person in seen_by)
    assert ("Log in</p>" in html) is (person not in seen_by)
    assert "Later" not in html


def test_without_a_message_nothing_is_there(answer_to):
    main = parse(answer_to("guest", "members", message="")).main
    assert main.select_one(".w-block-gated").get_text().strip() == ""


@pytest.mark.parametrize(
    ("limits", "is_shown"),
    [
        ({"starts": PAST, "ends": FUTURE}, True),
        ({"starts": FUTURE}, False),
        ({"ends": PAST}, False),
        ({"years": "2001-2003"}, False),
        (
            {
                "years": "2020-2999",
                "months": [str(month) for month in range(1, 13)],
                "days": "1-31",
                "hours": "0-24",
            },
            True,
        ),
        ({"hours": "at noon"}, False),
        ({"weekdays": ["none"]}, False),
        # What nobody could have saved with the form.
        ({"starts": "next year"}, False),
        ({"ends": "2999-02-30T00:00:00Z"}, False),
        ({"ends": 2999}, False),
        ({"hours": 30}, False),
        ({"months": "1,2,3,4,5,6,7,8,9,10,11,12"}, False),
    ],
)
def test_when_it_is_shown(answer_to, limits, is_shown):
    html = answer_to("guest", **limits).content.decode()
    assert (SECRET in html) is is_shown
    assert ("Later" in html) is not is_shown


def test_the_clock_is_the_local_one(answer_to, settings):
    settings.TIME_ZONE = "Pacific/Kiritimati"  # fourteen hours ahead
    with timezone.override("Pacific/Kiritimati"):
        here = timezone.localtime()
        assert SECRET in answer_to("guest", days=str(here.day), hours=f"{here.hour}-24").content.decode()


def test_both_gates_must_be_open(answer_to):
    html = answer_to("guest", "members", starts=FUTURE).content.decode()
    assert SECRET not in html
    assert "Later" not in html, "who may not see it at all is not told when"
    assert SECRET not in answer_to("member", "members", starts=FUTURE).content.decode()


@pytest.mark.parametrize("person", ["guest", "member"])
@pytest.mark.parametrize("audience", ["everyone", "members", "guests"])
def test_no_cache_keeps_a_page_with_gated_content(answer_to, person, audience):
    directives = set(answer_to(person, audience)["Cache-Control"].split(", "))
    assert {"private", "no-store"} <= directives


def test_other_pages_stay_free_for_caches(home, client):
    answer = client.get(page_with(home, ("rich_text", "<p>Open</p>")).get_url())
    assert "no-store" not in answer.get("Cache-Control", "")
    assert "private" not in answer.get("Cache-Control", "")


def test_gates_within_gates(home, client, people):
    inner = {"type": "gated", "value": gated("editors", SECRET)}
    outer = {**gated("members", "For members"), "content": [inner]}
    page = page_with(home, ("gated", outer))
    for person, is_shown in (("member", False), ("editor", True)):
        client.force_login(people[person])
        assert (SECRET in client.get(page.get_url()).content.decode()) is is_shown


def test_within_other_containers(home, client):
    inner = {"type": "gated", "value": gated("members", SECRET)}
    page = page_with(home, ("callout", {"style": "note", "title": "A note", "content": [inner]}))
    answer = client.get(page.get_url())
    assert SECRET not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert page.body.stream_block.get_searchable_content(page.body) == ["A note"]


def test_an_article_that_a_listing_shows_in_full_keeps_its_gates(index, client, people):
    body = stream(("rich_text", "<p>Open to all</p>"), ("gated", gated("members", SECRET)))
    article = ServiceArticlePageFactory(parent=index, body=body)
    listing = ("service_articles", {"articles": [article.pk], "template": "single"})
    page = page_with(index.get_parent().specific, listing)
    answer = client.get(page.get_url())
    assert "Open to all" in answer.content.decode()
    assert SECRET not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    client.force_login(people["member"])
    assert SECRET in client.get(page.get_url()).content.decode()


def test_it_is_in_no_search_and_no_teaser(index, client):
    texts = {"message": f"<p>{SECRET}</p>", "alternative": f"<p>{SECRET}</p>"}
    block = ("gated", gated("members", SECRET, **texts))
    article = ServiceArticlePageFactory(
        parent=index, summary="", body=stream(block, ("rich_text", "<p>Open</p>"))
    )
    page_with(index.get_parent().specific, block)
    assert article.teaser == "Open"
    for model in (Page, ContentPage, ServiceArticlePage):
        assert list(model.objects.search(SECRET)) == []
    found = client.get(f"/search/?q={SECRET}").content.decode()
    for said_again in (f'value="{SECRET}"', f"“{SECRET}”", f"<bdi>{SECRET}</bdi>"):
        found = found.replace(said_again, "")
    assert SECRET not in found
    for address in (index.get_url(), "/", "/sitemap-articles.xml", f"{index.get_url()}feed/rss/"):
        answer = client.get(address)
        assert answer.status_code == 200
        assert SECRET not in answer.content.decode()


def test_an_editor_sees_it_in_the_preview_of_a_page_with_a_note(home, people):
    page = page_with(home, ("gated", gated("guests", SECRET, starts=FUTURE)))
    request = RequestFactory().get("/")
    request.user = people["editor"]
    shown = page.make_preview_request(original_request=request)
    shown.render() if not shown.is_rendered else None
    html = shown.content.decode()
    assert SECRET in html
    assert "Who sees what follows: People who are not logged in." in html
    assert "At the chosen times only." in html


def test_an_editor_sees_it_in_the_block_picker(admin_client, home):
    answer = admin_client.get("/admin/block-preview/", {"id": BLOCK.definition_prefix})
    assert "The direct line of your care team" in answer.content.decode()
    assert "People who are logged in" in answer.content.decode()


@pytest.mark.parametrize(("audience", "is_shown"), [("everyone", True), ("guests", True), ("members", False)])
def test_without_a_request_nobody_is_logged_in(db, audience, is_shown):
    value = BLOCK.to_python(gated(audience, SECRET))
    assert (SECRET in BLOCK.render(value)) is is_shown
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    assert (SECRET in BLOCK.render(value, {"request": request})) is is_shown


@pytest.mark.parametrize(
    ("field", "limits"),
    [
        ("hours", {"hours": "9-25"}),
        ("days", {"days": "Monday"}),
        ("years", {"years": "26"}),
        ("ends", {"starts": FUTURE, "ends": PAST}),
    ],
)
def test_an_editor_is_told_what_to_mend(db, field, limits):
    limits = {
        name: datetime.datetime.fromisoformat(when) if when[-1] == "Z" else when
        for name, when in limits.items()
    }
    with pytest.raises(StructBlockValidationError) as caught:
        BLOCK.clean(BLOCK.to_python(gated("members", SECRET, **limits)))
    assert list(caught.value.block_errors) == [field]


def test_sound_limits_are_accepted(db):
    limits = {
        "hours": "9-12, 14:30-18",
        "days": "1-15, 20",
        "years": "2024-2026",
        "weekdays": ["mon"],
        "months": ["2"],
    }
    cleaned = BLOCK.clean(BLOCK.to_python(gated("members", SECRET, **limits)))
    assert BLOCK.get_prep_value(cleaned)["weekdays"] == ["mon"]
