"""A provider: its page, its card in an article, its drafts."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.models import GroupPagePermission

from providers.models import Provider
from tests import html
from tests.factories import (
    ContentPageFactory,
    ImageFactory,
    ProviderFactory,
    ProviderIndexPageFactory,
    SpecialtyFactory,
)
from tests.forms import errors_of, filled_form
from tests.privacy import KINDS, restrict
from tests.queries import queries_of, writes_of
from tests.sitemap import sitemap_text

pytestmark = pytest.mark.django_db


def details(**fields) -> Provider:
    provider = ProviderFactory(
        name="Dr Ann Alder",
        slug="ann-alder",
        summary="Sees people with heart failure.",
        description="<p>Trained in <b>Leeds</b>.</p>",
        city="Leeds",
        country="United Kingdom",
        address="1 High Street",
        phone="+44 113 496 0000",
        email="ann@example.org",
        website="https://example.org/ann",
        languages="English, Turkish",
        remote=True,
        accepting=False,
        verified_on=datetime.date(2026, 3, 4),
        image=ImageFactory(),
        **fields,
    )
    provider.specialties.set([SpecialtyFactory(name="Cardiology")])
    provider.save()
    return provider


# The page


def test_the_page_says_all(client, directory):
    details()
    answer = client.get("/providers/ann-alder/")
    page = html.parse(answer)
    assert page.h1.get_text(strip=True) == "Dr Ann Alder"
    text = html.text(answer)
    for words in (
        "Doctor", "Sees people with heart failure.", "Trained in Leeds .", "Leeds, United Kingdom", "1 High Street",
        "English, Turkish", "Yes, without travelling", "None at present", "4 March 2026", "Cardiology",
    ):  # fmt: skip
        assert words in text
    addresses = [link["href"] for link in page.select(".contact a")]
    assert addresses == ["tel:+441134960000", "mailto:ann@example.org", "https://example.org/ann"]
    assert page.title.get_text().startswith("Dr Ann Alder")
    assert page.find("meta", {"name": "description"})["content"] == "Sees people with heart failure."
    assert page.find("link", rel="canonical")["href"].endswith("/providers/ann-alder/")
    way = [link["href"] for link in page.select(".breadcrumbs a")]
    assert way == ["/", "/providers/"]


def test_a_provider_with_nothing_but_a_name(client, directory):
    ProviderFactory(name="Dr Bare", slug="bare", summary="")
    page = html.parse(client.get("/providers/bare/"))
    assert page.find(class_="contact") is None
    assert "None" not in page.main.get_text().replace("None at present", "")


@pytest.mark.parametrize("path", ["unknown/", "ann-alder/more/", "%00/", "ANN%20ALDER/", "-/"])
def test_unknown_providers(client, directory, path):
    details()
    assert client.get(f"/providers/{path}").status_code == 404


def test_a_name_in_any_script(client, directory):
    ProviderFactory(name="د. سارة", slug="د-سارة")
    address = html.parse(client.get("/providers/")).select_one(".provider-card a")["href"]
    assert html.parse(client.get(address)).h1.get_text(strip=True) == "د. سارة"


def test_what_providers_write_about_themselves_is_escaped(client, directory):
    nasty = '"><script>alert(1)</script>{{ 7|add:7 }}'
    ProviderFactory(name=nasty, slug="nasty", summary=nasty, city=nasty, languages=nasty, address=nasty)
    for path in ("/providers/", "/providers/nasty/"):
        source = client.get(path).content.decode()
        assert "<script>alert" not in source
        assert "&lt;script&gt;" in source
        assert "{{ 7|add:7 }}" in source


@pytest.mark.parametrize("kind", KINDS)
def test_below_a_private_directory_providers_are_private(client, directory, kind):
    details()
    restrict(directory, kind)
    assert "heart failure" not in client.get("/providers/ann-alder/").content.decode()
    assert "ann-alder" not in sitemap_text(client)


def test_the_queries_of_a_provider(client, directory):
    details()
    assert queries_of(client, "/providers/ann-alder/") == 17
    assert writes_of(client, "/providers/ann-alder/") == []


# Its address


def test_the_address_is_below_the_directory(directory):
    assert details().get_url() == "/providers/ann-alder/"


def test_without_a_directory_there_is_no_address(home):
    assert details().get_url() == ""
    unpublished = ProviderIndexPageFactory(parent=home, live=False)
    assert Provider.objects.get().get_url() == ""
    unpublished.delete()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("website", "javascript:alert(1)"),
        ("website", "//evil.example"),
        ("phone", "call me"),
        ("email", "nobody"),
        ("kind", "wizard"),
    ],
)
def test_impossible_details_are_refused(field, value):
    provider = details()
    setattr(provider, field, value)
    with pytest.raises(ValidationError) as refused:
        provider.full_clean()
    assert list(refused.value.message_dict) == [field]


# Its card


@pytest.fixture
def page(home):
    """Make a page with the cards of some providers."""

    def make(*providers):
        blocks = [("provider", {"provider": provider.pk}) for provider in providers]
        return ContentPageFactory(parent=home, body=html.stream(*blocks))

    return make


def test_a_card_in_an_article_follows_the_directory(client, directory, page):
    provider = details()
    path = page(provider).get_url()
    card = html.parse(client.get(path)).find(class_="provider-card")
    assert card.find("a")["href"] == "/providers/ann-alder/"
    assert "Sees people with heart failure." in card.get_text()
    assert "Takes no new patients at present" in card.get_text()
    provider.summary = "Sees everyone."
    provider.accepting = True
    provider.save_revision().publish()
    card = html.parse(client.get(path)).find(class_="provider-card")
    assert "Sees everyone." in card.get_text()
    assert "Takes no new patients" not in card.get_text()


def test_the_card_of_a_draft_or_deleted_provider_vanishes(client, directory, page):
    provider, draft = details(), ProviderFactory(name="Dr Draft", live=False)
    path = page(provider, draft).get_url()
    assert "Draft" not in html.text(client.get(path))
    provider.delete()
    answer = client.get(path)
    assert answer.status_code == 200
    assert html.parse(answer).find(class_="provider-card") is None


def test_without_a_directory_the_card_has_no_link(client, page):
    card = html.parse(client.get(page(details()).get_url())).find(class_="provider-card")
    assert "Dr Ann Alder" in card.get_text()
    assert card.find("a") is None


# Drafts, previews and rights


def edit_url(provider: Provider) -> str:
    return reverse("wagtailsnippets_providers_provider:edit", args=[provider.pk])


def test_a_draft_leaves_the_live_page_alone(admin_client, client, directory):
    provider = details()
    url = edit_url(provider)
    answer = admin_client.post(url, filled_form(admin_client, url, summary="Drafted words."))
    assert answer.status_code == 302, errors_of(answer)
    text = html.text(client.get("/providers/ann-alder/"))
    assert "Drafted words." not in text
    assert "Sees people with heart failure." in text
    provider.refresh_from_db()
    assert provider.has_unpublished_changes
    assert (
        "Drafted words." in html.parse(admin_client.get(url)).find("textarea", {"name": "summary"}).get_text()
    )


def test_a_new_provider_may_begin_as_a_draft_with_a_name_only(admin_client, client, directory):
    url = reverse("wagtailsnippets_providers_provider:add")
    answer = admin_client.post(url, filled_form(admin_client, url, name="Dr New", slug="dr-new"))
    assert answer.status_code == 302, errors_of(answer)
    assert Provider.objects.get().live is False
    assert client.get("/providers/dr-new/").status_code == 404


def test_publishing_changes_the_live_page(admin_client, client, directory):
    url = edit_url(details())
    data = filled_form(admin_client, url, summary="Published words.")
    answer = admin_client.post(url, {**data, "action-publish": "action-publish"})
    assert answer.status_code == 302, errors_of(answer)
    assert "Published words." in html.text(client.get("/providers/ann-alder/"))


@pytest.fixture
def clerk(client, django_user_model):
    """Log in somebody who may change providers and not publish them."""
    group = Group.objects.create(name="Clerks")
    codenames = ["access_admin", "view_provider", "add_provider", "change_provider"]
    group.permissions.set(Permission.objects.filter(codename__in=codenames))
    user = django_user_model.objects.create_user("clerk", password="clerk")
    user.groups.add(group)
    client.force_login(user)
    return client


def test_who_may_not_publish_changes_drafts_only(clerk, directory):
    provider = details()
    url = edit_url(provider)
    data = filled_form(clerk, url, summary="Slipped in.")
    assert "action-publish" not in clerk.get(url).content.decode()
    clerk.post(url, {**data, "action-publish": "action-publish"})
    provider.refresh_from_db()
    assert provider.summary == "Sees people with heart failure."
    unpublish = reverse("wagtailsnippets_providers_provider:unpublish", args=[provider.pk])
    clerk.post(unpublish)
    provider.refresh_from_db()
    assert provider.live is True


def test_rights_over_pages_give_none_over_providers(client, django_user_model, home):
    group = Group.objects.create(name="Writers")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=home, permission=Permission.objects.get(codename="publish_page")
    )
    user = django_user_model.objects.create_user("writer", password="writer")
    user.groups.add(group)
    client.force_login(user)
    assert client.get(edit_url(details())).status_code == 302
    assert client.get(reverse("wagtailsnippets_providers_provider:list")).status_code == 302


def test_the_preview_shows_what_is_being_written(admin_client, directory):
    provider = details()
    url = reverse("wagtailsnippets_providers_provider:preview_on_edit", args=[provider.pk])
    data = filled_form(admin_client, edit_url(provider), name="Dr Preview", summary="Not stored.")
    assert admin_client.post(url, data).json()["is_valid"] is True
    answer = admin_client.get(url)
    page = html.parse(answer)
    assert page.h1.get_text(strip=True) == "Dr Preview"
    assert "Not stored." in html.text(answer)
    assert "Cardiology" in html.text(answer)
    assert page.find("meta", {"name": "robots"})["content"].startswith("noindex")
    provider.refresh_from_db()
    assert provider.name == "Dr Ann Alder"
