"""Addresses that lead nowhere, and a site that cannot answer."""

from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from wagtail.contrib.redirects.models import Redirect

from cms.maintenance import switch
from tests import html
from tests.factories import ContentPageFactory
from tests.privacy import KINDS, restrict

# Nothing there


@pytest.fixture
def pages(home):
    """Three pages that share words."""
    return [
        ContentPageFactory(parent=home, title=title, slug=slug)
        for title, slug in (
            ("Breast cancer screening", "breast-cancer-screening"),
            ("Lung cancer", "lung-cancer"),
            ("Waiting times", "waiting-times"),
        )
    ]


def likely(client, path: str) -> list[str]:
    answer = client.get(path)
    assert answer.status_code == 404
    found = html.parse(answer).select_one("section[aria-labelledby=likely-pages]")
    return [link.get_text() for link in found.find_all("a")] if found else []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/breast-cancer-screening-2/", ["Breast cancer screening"]),
        ("/old/part/brest-cancer/", ["Breast cancer screening", "Lung cancer"]),
        ("/WAITING_TIMES.html", ["Waiting times"]),
        ("/waiting%20time/", ["Waiting times"]),
        ("/something-else-entirely/", []),
        ("/12/34/", []),
        ("/%E2%82%AC%25_/", []),
    ],
)
def test_the_pages_that_were_probably_meant_are_named(client, pages, path, expected):
    assert likely(client, path) == expected


def test_a_missing_page_offers_a_search_and_a_way_home(client, home):
    answer = client.get("/no-such-page/")
    tree = html.parse(answer)
    assert tree.main.find("form", role="search")
    assert tree.main.find("a", href="/")
    assert "noindex" in tree.find("meta", attrs={"name": "robots"})["content"]
    assert not answer.cookies


@pytest.mark.parametrize("kind", KINDS)
def test_private_pages_are_never_named(client, pages, kind):
    restrict(pages[0], kind)
    assert likely(client, "/brest-cancer/") == ["Lung cancer"]


def test_pages_below_private_ones_drafts_and_other_languages_are_never_named(client, home, pages):
    hidden = ContentPageFactory(parent=home, slug="members")
    ContentPageFactory(parent=hidden, title="Secret cancer page", slug="lung-cancer-members")
    restrict(hidden, "login")
    pages[0].unpublish()
    assert likely(client, "/lung-cancer-x/") == ["Lung cancer"]
    with override("es"):
        assert likely(client, "/es/lung-cancer-x/") == []


def queries(client, path: str) -> list[str]:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return [query["sql"] for query in captured]


def test_looking_for_them_costs_two_queries(client, pages):
    without = len(queries(client, "/q/"))
    assert len(queries(client, "/brest-cancer/")) == without + 2
    assert len(queries(client, f"/brest-cancer-{'word-' * 8}/")) == without + 2


@pytest.mark.parametrize("path", [f"/brest-cancer-{'a' * 2000}/", "/brest-cancer%00/"])
def test_an_attack_is_not_looked_into(client, pages, path):
    assert [sql for sql in queries(client, path) if '"slug" LIKE' in sql] == []
    assert likely(client, path) == []


@pytest.mark.parametrize("path", ["/lung-cancer.jpg", "/apple-touch-icon-precomposed.png", "/wp/style.CSS"])
def test_what_browsers_load_by_themselves_gets_a_line(client, pages, path):
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, b"Not found.\n")


def test_a_redirect_without_a_target_says_that_a_page_is_gone(client, pages, admin_client):
    Redirect.add_redirect("/lung-cancer-advice/")
    answer = client.get("/lung-cancer-advice/")
    assert answer.status_code == 410
    assert "no longer here" in html.parse(answer).h1.get_text()
    assert "Lung cancer" in html.parse(answer).main.get_text()
    assert admin_client.get("/admin/redirects/").status_code == 200
    Redirect.objects.update(redirect_page=pages[1])
    assert client.get("/lung-cancer-advice/").status_code == 301


# Under maintenance


@pytest.fixture
def closed():
    """Close the site."""
    switch.turn_on()
    yield
    switch.turn_off()


def is_asked_to_come_back(answer) -> bool:
    tree = html.parse(answer)
    assert tree.find("meta", attrs={"name": "robots"})["content"] == "noindex"
    assert answer["Retry-After"] == "600"
    assert answer["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    assert not answer.cookies
    return answer.status_code == 503 and "not available" in tree.h1.get_text()


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/search/?q=x", "/robots.txt", "/administration/"])
def test_visitors_are_asked_to_come_back(client, closed, path):
    """No database is allowed in this test."""
    assert is_asked_to_come_back(client.get(path))
    assert is_asked_to_come_back(client.post(path))


@pytest.mark.parametrize(("path", "language"), [("/ar/x/", "ar"), ("/es/", "es"), ("/x/", "en")])
def test_they_are_asked_in_the_language_of_the_address(client, closed, path, language):
    root = html.parse(client.get(path)).html
    assert (root["lang"], root["dir"]) == (language, "rtl" if language == "ar" else "ltr")


def test_the_admin_stays_open(home, admin_client, closed):
    assert admin_client.get("/admin/").status_code == 200
    assert admin_client.get(f"/admin/pages/{home.pk}/edit/").status_code == 200


def test_the_environment_closes_the_site_too(client, settings):
    settings.MAINTENANCE = True
    assert is_asked_to_come_back(client.get("/"))
    with pytest.raises(CommandError, match="unset it"):
        call_command("maintenance", "off")


def test_a_command_closes_and_opens_the_site(home, client, capsys):
    call_command("maintenance", "on")
    assert "asked to come back" in capsys.readouterr().out
    assert client.get("/").status_code == 503
    for _twice in range(2):
        call_command("maintenance", "off")
    assert "see the site again" in capsys.readouterr().out
    assert client.get("/").status_code == 200


def test_a_place_that_cannot_be_written_is_named(settings, tmp_path):
    settings.MAINTENANCE_FILE = tmp_path / "nowhere" / "maintenance.on"
    with pytest.raises(CommandError, match=r"nowhere/maintenance\.on cannot be written"):
        call_command("maintenance", "on")


# Out of order


@pytest.mark.parametrize("path", ["/", "/no-such-page/", "/search/?q=x", "/go/button/", "/admin/"])
def test_without_the_database_everyone_is_asked_to_come_back(home, path):
    client = Client(raise_request_exception=False)
    client.cookies["session"] = "x" * 32
    outage = OperationalError("could not connect to server: secret detail")
    with mock.patch.object(BaseDatabaseWrapper, "cursor", side_effect=outage):
        answer = client.get(path)
    assert is_asked_to_come_back(answer)
    assert "secret detail" not in answer.content.decode()


def test_a_mistake_of_ours_is_no_outage(home, monkeypatch):
    monkeypatch.setattr("cms.seo.views.reverse", lambda *_args: 1 / 0)
    answer = Client(raise_request_exception=False).get("/robots.txt")
    assert answer.status_code == 500
    assert "on our side" in html.parse(answer).h1.get_text()
    assert "Retry-After" not in answer


# Not taken


def test_a_form_without_its_token_is_told_what_to_do(home):
    answer = Client(enforce_csrf_checks=True).post("/search/")
    tree = html.parse(answer)
    assert (answer.status_code, tree.h1.get_text()) == (403, "Your form was not sent")
    assert "load the page again" in tree.main.get_text()
    assert tree.main.find("a", href="/")


@pytest.mark.parametrize("asked", [{"headers": {"host": "evil.example"}}, {"path": "/media/images/../x"}])
def test_a_broken_request_gets_a_page_that_says_so(home, client, settings, asked):
    settings.ALLOWED_HOSTS = ["testserver"]
    answer = client.get(**{"path": "/", **asked})
    assert answer.status_code == 400
    assert "did not understand" in html.parse(answer).h1.get_text()
    assert "evil" not in answer.content.decode()
