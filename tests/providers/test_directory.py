"""The directory: its filters, what they count, its pages, and what search engines are told."""

import pytest
from wagtail.models import Locale

from providers.models import Provider, Specialty
from tests import html
from tests.factories import ImageFactory, ProviderFactory, ProviderIndexPageFactory, SpecialtyFactory
from tests.queries import queries_of, writes_of
from tests.sitemap import sitemap_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearts():
    return SpecialtyFactory(name="Cardiology", slug="cardiology")


@pytest.fixture
def bones():
    return SpecialtyFactory(name="Orthopaedics", slug="orthopaedics")


@pytest.fixture
def listed(directory, hearts, bones):
    """A heart clinic that works from afar, a heart doctor, a bone doctor."""
    for name, kind, remote, specialty in (
        ("Afar Heart Clinic", "clinic", True, hearts),
        ("Dr Heart", "doctor", False, hearts),
        ("Dr Bone", "doctor", False, bones),
    ):
        provider = ProviderFactory(name=name, kind=kind, remote=remote)
        provider.specialties.set([specialty])
        provider.save()


def names(answer) -> list[str]:
    return [link.get_text(strip=True) for link in html.parse(answer).select(".provider-card .card__title a")]


def choices(answer, facet: str) -> dict[str, int]:
    """Give what the select offers, with its numbers."""
    offered = html.parse(answer).find("select", {"name": facet}).find_all("option")[1:]
    texts = (option.get_text(strip=True).rstrip(")").rsplit(" (", 1) for option in offered)
    return {label: int(number) for label, number in texts}


def selected(answer, facet: str) -> str:
    found = html.parse(answer).find("select", {"name": facet}).find("option", selected=True)
    return found["value"] if found else ""


# Filters


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Afar Heart Clinic", "Dr Bone", "Dr Heart"]),
        ("kind=doctor", ["Dr Bone", "Dr Heart"]),
        ("kind=hospital", []),
        ("specialty=cardiology", ["Afar Heart Clinic", "Dr Heart"]),
        ("remote=yes", ["Afar Heart Clinic"]),
        ("kind=doctor&specialty=cardiology", ["Dr Heart"]),
        ("kind=doctor&specialty=cardiology&remote=yes", []),
        ("kind=&specialty=&remote=", ["Afar Heart Clinic", "Dr Bone", "Dr Heart"]),
    ],
)
@pytest.mark.usefixtures("listed")
def test_filters(client, query, expected):
    answer = client.get(f"/providers/?{query}")
    assert names(answer) == expected
    assert f"{len(expected)} provider" in html.text(answer)


@pytest.mark.parametrize(
    "query",
    [
        "kind=unheard-of", "specialty=unheard-of", "remote=perhaps", "colour=red", "kind=%00", "specialty=%00",
        "specialty=%27%22%3E%3Cscript%3E", "kind=doctor%00%00x", f"specialty={'x' * 9000}", "kind[]=doctor",
        "specialty=%F0%9F%92%94", "specialty=%E2%80%AE", "page=abc", "specialty=%25",
    ],
)  # fmt: skip
@pytest.mark.usefixtures("listed")
def test_unknown_filters_are_ignored(client, query):
    answer = client.get(f"/providers/?{query}")
    assert answer.status_code == 200
    assert names(answer) == ["Afar Heart Clinic", "Dr Bone", "Dr Heart"]
    assert "<script>" not in answer.content.decode()


@pytest.mark.usefixtures("listed")
def test_the_form_remembers_what_was_asked(client):
    answer = client.get("/providers/?kind=doctor&specialty=cardiology&remote=yes")
    assert selected(answer, "kind") == "doctor"
    assert selected(answer, "specialty") == "cardiology"
    form = html.parse(answer).find(class_="filters")
    assert form["action"] == "/providers/#results"
    assert html.parse(answer).find(id="results").name == "h2"
    assert form.find("input", {"name": "remote"}).has_attr("checked")
    assert form.find("a")["href"] == "/providers/"
    assert "No provider matches all of this." in html.text(answer)


def test_an_empty_directory_says_so(client, directory):
    assert "No providers are listed yet." in html.text(client.get("/providers/"))


# Numbers beside the choices


@pytest.mark.usefixtures("listed")
def test_numbers_without_filters(client):
    answer = client.get("/providers/")
    assert choices(answer, "kind") == {"Doctor": 2, "Hospital": 0, "Clinic": 1, "Remote service": 0}
    assert choices(answer, "specialty") == {"Cardiology": 2, "Orthopaedics": 1}


@pytest.mark.usefixtures("listed")
def test_each_number_is_what_the_choice_would_list(client):
    for query in ("kind=doctor", "specialty=cardiology", "remote=yes", "kind=clinic&specialty=cardiology"):
        answer = client.get(f"/providers/?{query}")
        for facet, values in (
            ("kind", Provider._meta.get_field("kind").flatchoices),
            ("specialty", specialties()),
        ):
            for value, label in values:
                number = choices(answer, facet).get(str(label), 0)
                chosen = dict(part.split("=") for part in query.split("&")) | {facet: value}
                assert len(names(client.get("/providers/", chosen))) == number, (query, chosen)


def specialties() -> list[tuple[str, str]]:
    return list(Specialty.objects.values_list("slug", "name"))


@pytest.mark.usefixtures("listed")
def test_numbers_apply_the_other_filters_and_not_their_own(client):
    answer = client.get("/providers/?kind=doctor")
    assert choices(answer, "kind") == {"Doctor": 2, "Hospital": 0, "Clinic": 1, "Remote service": 0}
    assert choices(answer, "specialty") == {"Cardiology": 1, "Orthopaedics": 1}
    answer = client.get("/providers/?specialty=orthopaedics")
    assert choices(answer, "kind") == {"Doctor": 1, "Hospital": 0, "Clinic": 0, "Remote service": 0}
    assert choices(answer, "specialty") == {"Cardiology": 2, "Orthopaedics": 1}
    answer = client.get("/providers/?remote=yes")
    assert choices(answer, "specialty") == {"Cardiology": 1, "Orthopaedics": 0}


def test_a_choice_that_would_list_nobody_cannot_be_chosen(client, listed):
    options = (
        html.parse(client.get("/providers/?remote=yes"))
        .find("select", {"name": "specialty"})
        .find_all("option")
    )
    assert {option["value"]: option.has_attr("disabled") for option in options} == {
        "": False, "cardiology": False, "orthopaedics": True,
    }  # fmt: skip


def test_a_provider_of_two_specialties_is_counted_and_listed_once(client, directory, hearts, bones):
    provider = ProviderFactory(name="Both", kind="clinic")
    provider.specialties.set([hearts, bones])
    provider.save()
    answer = client.get("/providers/")
    assert names(answer) == ["Both"]
    assert choices(answer, "kind")["Clinic"] == 1
    assert names(client.get("/providers/?specialty=cardiology")) == ["Both"]


def test_a_specialty_translated_under_the_same_short_name_lists_nobody_twice(client, directory, hearts):
    translated = SpecialtyFactory(
        name="Cardiología", slug="cardiology", locale=Locale.objects.get_or_create(language_code="es")[0]
    )
    provider = ProviderFactory(name="Dr Heart")
    provider.specialties.set([hearts, translated])
    provider.save()
    answer = client.get("/providers/?specialty=cardiology")
    assert names(answer) == ["Dr Heart"]
    assert choices(answer, "specialty") == {"Cardiology": 1}


# Drafts


@pytest.fixture
def draft(directory, hearts):
    provider = ProviderFactory(name="Dr Draft", slug="dr-draft", summary="Secretly zealous.", live=False)
    provider.specialties.set([hearts])
    provider.save()
    return provider


def test_a_draft_is_nowhere(client, draft):
    assert names(client.get("/providers/")) == []
    assert choices(client.get("/providers/"), "kind") == {
        "Doctor": 0, "Hospital": 0, "Clinic": 0, "Remote service": 0,
    }  # fmt: skip
    assert choices(client.get("/providers/"), "specialty") == {"Cardiology": 0}
    assert client.get("/providers/dr-draft/").status_code == 404
    assert "Draft" not in html.parse(client.get("/search/?q=zealous")).main.get_text()
    assert "dr-draft" not in sitemap_text(client)


def test_published_it_is_everywhere(client, draft):
    draft.save_revision().publish()
    assert names(client.get("/providers/")) == ["Dr Draft"]
    assert client.get("/providers/dr-draft/").status_code == 200
    assert "Dr Draft" in html.parse(client.get("/search/?q=zealous")).main.get_text()
    assert "http://localhost/providers/dr-draft/" in sitemap_text(client)


def test_unpublished_it_is_gone(client, draft):
    draft.save_revision().publish()
    draft.refresh_from_db()
    draft.unpublish()
    test_a_draft_is_nowhere(client, draft)


def test_a_provider_of_another_language_stands_in_its_own_directory(client, directory):
    ProviderFactory(slug="una-doctora", locale=Locale.objects.get_or_create(language_code="es")[0])
    assert names(client.get("/providers/")) == []
    assert client.get("/providers/una-doctora/").status_code == 404


# Search engines


@pytest.mark.usefixtures("listed")
@pytest.mark.parametrize(
    ("query", "rule"),
    [
        ("", "index, follow, max-image-preview:large"),
        ("?utm_source=letter", "index, follow, max-image-preview:large"),
        ("?kind=doctor", "noindex, follow"),
        ("?specialty=cardiology", "noindex, follow"),
        ("?remote=yes", "noindex, follow"),
    ],
)
def test_filtered_lists_stay_out_of_search_engines(client, query, rule):
    page = html.parse(client.get(f"/providers/{query}"))
    assert page.find("meta", {"name": "robots"})["content"] == rule
    assert page.find("link", rel="canonical")["href"].endswith("/providers/")


def test_the_sitemap_names_the_directory_and_its_providers_once(client, directory):
    ProviderFactory(slug="dr-one")
    sitemap = sitemap_text(client)
    assert sitemap.count("/providers/</loc>") == 1
    assert sitemap.count("/providers/dr-one/</loc>") == 1


def test_a_hidden_directory_hides_its_providers_from_the_sitemap(client, home):
    ProviderIndexPageFactory(parent=home, noindex=True)
    ProviderFactory(slug="dr-one")
    assert "/providers/" not in sitemap_text(client)


# Pages of the list


@pytest.fixture
def many(directory, hearts):
    for number in range(45):
        provider = ProviderFactory(name=f"Dr {number:02}", kind="clinic" if number % 2 else "doctor")
        provider.specialties.set([hearts])
        provider.save()


@pytest.mark.usefixtures("many")
def test_pages_of_the_list(client):
    pages = [names(client.get("/providers/", {"page": number})) for number in (1, 2, 3)]
    assert [len(page) for page in pages] == [20, 20, 5]
    assert [name for page in pages for name in page] == [f"Dr {number:02}" for number in range(45)]


@pytest.mark.usefixtures("many")
def test_the_next_page_keeps_the_filters(client):
    answer = client.get("/providers/?specialty=cardiology&kind=doctor&utm_source=x")
    following = html.parse(answer).find(rel="next")["href"]
    assert following == "?kind=doctor&specialty=cardiology&page=2#results"
    assert names(client.get(f"/providers/{following}")) == ["Dr 40", "Dr 42", "Dr 44"]
    back = html.parse(client.get(f"/providers/{following}")).find(rel="prev")["href"]
    assert names(client.get(f"/providers/{back}")) == names(answer)


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("number", "status"), [("abc", 200), ("", 200), ("0", 404), ("4", 404), ("99999", 404)]
)
def test_odd_page_numbers(client, number, status):
    assert client.get("/providers/", {"page": number}).status_code == status


# What it costs


def test_the_number_of_queries_does_not_grow_with_the_directory(client, directory, hearts, bones):
    for number in range(20):
        provider = ProviderFactory(kind="doctor", image=ImageFactory())
        provider.specialties.set([hearts, bones])
        provider.save()
        if number in (0, 19):
            assert queries_of(client, "/providers/") == 20, f"with {number + 1} providers"
            for query in (
                "kind=doctor",
                "specialty=cardiology",
                "kind=doctor&specialty=cardiology&remote=yes",
            ):
                assert queries_of(client, f"/providers/?{query}") <= 20, query


@pytest.mark.usefixtures("listed")
def test_showing_it_writes_nothing(client):
    assert writes_of(client, "/providers/?kind=doctor") == []
