"""What editors see of titles and descriptions: the search result as they write it, and the report."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission

from tests.factories import ContentPageFactory, ServiceArticlePageFactory
from tests.html import parse, text


def promote_tab(client, page):
    return parse(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))).find(class_="search-result")


def test_the_editor_shows_the_search_result_of_a_page(index, admin_client):
    article = ServiceArticlePageFactory(parent=index, title="Hearts", summary="All about hearts.")
    shown = promote_tab(admin_client, article)
    assert text(str(shown)) == f"{article.full_url} Hearts – Health service All about hearts."
    article.seo_title, article.search_description = "Your heart", "My own words."
    article.save()
    assert "Your heart – Health service My own words." in text(str(promote_tab(admin_client, article)))


def test_a_new_page_has_one_too(home, admin_client):
    path = reverse("wagtailadmin_pages:add", args=["home", "contentpage", home.pk])
    shown = parse(admin_client.get(path)).find(class_="search-result")
    assert "No description: search engines choose words from the page." in text(str(shown))


REPORT = "/admin/reports/search-results/"


def titles(answer):
    return {
        link.get_text(strip=True) for link in parse(answer).select("td.title a") if link.get_text(strip=True)
    }


@pytest.fixture
def pages(home):
    ContentPageFactory(parent=home, title="Described", search_description="Well.")
    ContentPageFactory(parent=home, title="Wordy", search_description="word " * 40)
    ContentPageFactory(parent=home, title="Short", seo_title="long " * 20, search_description="Well.")
    ContentPageFactory(parent=home, title="Bare")
    ContentPageFactory(parent=home, title="Draft", live=False)
    home.search_description = "Welcome."
    home.save()


@pytest.mark.parametrize(
    ("finding", "expected"),
    [
        ("no_description", {"Bare"}),
        ("long_description", {"Wordy"}),
        ("long_title", {"long " * 19 + "long"}),
    ],
)
def test_the_report_finds_pages_without_words_or_with_too_many(pages, admin_client, finding, expected):
    assert titles(admin_client.get(REPORT, {"finding": finding})) == expected
    everything = titles(admin_client.get(REPORT))
    assert expected < everything
    assert "Draft" not in everything


def test_the_report_is_exported(pages, admin_client):
    answer = admin_client.get(REPORT, {"export": "csv", "finding": "no_description"})
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[1].startswith("Bare,http://localhost/")


def test_editors_find_only_their_own_pages_in_it(pages, home, client, django_user_model):
    mine = ContentPageFactory(parent=home, title="Mine")
    editors = Group.objects.create(name="Some editors")
    editors.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    GroupPagePermission.objects.create(group=editors, page=mine, permission_type="change")
    user = django_user_model.objects.create_user("ann")
    user.groups.add(editors)
    client.force_login(user)
    assert titles(client.get(REPORT)) == {"Mine"}
    user.groups.clear()
    assert client.get(REPORT).status_code == 302
