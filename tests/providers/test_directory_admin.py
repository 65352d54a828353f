"""The directory as a table for the office: it reads, filters and exports, and writes nothing."""

import csv
import io

import openpyxl
import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import NoReverseMatch, get_resolver, reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import DraftStateMixin
from wagtail_modeladmin.options import ModelAdmin

from cms.exports import as_text
from providers.modeladmin import DirectoryAdmin
from providers.models import Provider, ProviderDirectory
from tests import html
from tests.factories import ProviderFactory, SpecialtyFactory

pytestmark = pytest.mark.django_db

TABLE = "/admin/directory/"
SNIPPETS = "/admin/snippets/providers/provider"


@pytest.fixture
def two():
    hearts = SpecialtyFactory(name="Cardiology", slug="cardiology")
    one = ProviderFactory(name="Ann Alder", kind="doctor", city="Leeds", country="UK", languages="Turkish")
    one.specialties.set([hearts])
    one.save()
    return one, ProviderFactory(
        name="Bone Clinic", kind="clinic", city="Ankara", country="Türkiye", live=False
    )


def names(answer) -> list[str]:
    assert answer.status_code == 200
    return [
        row.td.get_text(" ", strip=True).split("  ")[0]
        for row in html.parse(answer).select("table.listing tbody tr")
    ]


def listed(client, query: str = "") -> set[str]:
    text = "\n".join(names(client.get(f"{TABLE}{query}")))
    return {name for name in ("Ann Alder", "Bone Clinic") if name in text}


# The table


def test_it_lists_drafts_too(admin_client, two):
    assert listed(admin_client) == {"Ann Alder", "Bone Clinic"}


@pytest.mark.parametrize(
    "query",
    [
        "?kind__exact=doctor", "?live__exact=1", "?country=UK", "?q=ann", "?q=leeds", "?q=turkish",
        "?kind__exact=doctor&q=alder",
    ],
)  # fmt: skip
def test_facets_and_search(admin_client, two, query):
    assert listed(admin_client, query) == {"Ann Alder"}


def test_the_facet_of_specialties(admin_client, two):
    answer = admin_client.get(TABLE)
    assert "Cardiology" in html.text(answer)
    pk = two[0].specialties.get().pk
    assert listed(admin_client, f"?specialties__id__exact={pk}") == {"Ann Alder"}


@pytest.mark.parametrize(
    "query", ["?o=1", "?o=-2", "?o=99", "?p=7", "?p=abc", "?q=%25", "?q=%22%27", "?nonsense=1"]
)
def test_odd_questions_are_answered(admin_client, two, query):
    assert admin_client.get(f"{TABLE}{query}", follow=True).status_code == 200


def test_inspecting(admin_client, two):
    answer = admin_client.get(f"{TABLE}inspect/{two[0].pk}/")
    assert answer.status_code == 200
    assert "Leeds" in html.text(answer)


# Writing happens elsewhere


def test_every_link_that_writes_leads_to_the_snippet(admin_client, two):
    for path in (TABLE, f"{TABLE}inspect/{two[0].pk}/"):
        targets = {link.get("href", "") for link in html.parse(admin_client.get(path)).main.find_all("a")}
        writing = {
            href
            for href in targets
            if any(f"/{verb}/" in href for verb in ("add", "create", "edit", "delete"))
        }
        assert f"{SNIPPETS}/edit/{two[0].pk}/" in writing
        assert {href for href in writing if not href.startswith(SNIPPETS)} == set()
        for href in writing:
            assert admin_client.get(href).status_code == 200


def test_the_addresses_that_the_table_gives():
    helper = DirectoryAdmin().url_helper
    assert helper.get_action_url("create") == f"{SNIPPETS}/add/"
    assert helper.create_url == f"{SNIPPETS}/add/"
    for action in ("edit", "delete", "history"):
        assert helper.get_action_url(action, 7) == f"{SNIPPETS}/{action}/7/"
    assert helper.get_action_url("inspect", 7) == f"{TABLE}inspect/7/"


@pytest.mark.parametrize("action", ["create/", "edit/{}/", "delete/{}/", "history/{}/", "choose_parent/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_there_is_no_form_under_the_table(admin_client, two, action, method):
    url = TABLE + action.format(two[0].pk)
    assert getattr(admin_client, method)(url, {"name": "Changed"}).status_code == 404
    assert not Provider.objects.filter(name="Changed").exists()


def test_where_is_this_edited_is_the_snippet(admin_user, two):
    finder = AdminURLFinder(admin_user)
    assert finder.get_edit_url(two[0]) == f"{SNIPPETS}/edit/{two[0].pk}/"


def model_admins() -> list[ModelAdmin]:
    """Give what is registered with wagtail-modeladmin, found by the addresses that it has put into the admin."""
    found = {}
    for pattern in walk(get_resolver().url_patterns):
        owner = getattr(pattern.callback, "__self__", None) or closure_owner(pattern.callback)
        if isinstance(owner, ModelAdmin):
            found.setdefault(owner, set()).add(pattern.name.rsplit("_modeladmin_", 1)[1])
    return list(found.items())


def walk(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from walk(pattern.url_patterns)
        else:
            yield pattern


def closure_owner(callback) -> object:
    """Wagtail wraps the admin's views; look through the wrapping."""
    while hasattr(callback, "__wrapped__"):
        callback = callback.__wrapped__
        if hasattr(callback, "__self__"):
            return callback.__self__
    return None


def test_no_model_with_drafts_can_be_written_by_modeladmin():
    """Its edit view would change the live row at once, and ask nobody for the right to publish."""
    admins = model_admins()
    assert {type(owner) for owner, _actions in admins} >= {DirectoryAdmin}
    writable = {"create", "edit", "delete"}
    wrong = [
        owner for owner, actions in admins if issubclass(owner.model, DraftStateMixin) and actions & writable
    ]
    assert wrong == []
    for owner, actions in admins:
        assert actions <= {"index", "inspect", "delete"}, owner


def test_the_table_adds_no_rights_and_no_second_index_entry():
    assert not Permission.objects.filter(content_type__model="providerdirectory").exists()
    assert ProviderDirectory.search_fields == []
    with pytest.raises(NoReverseMatch):
        reverse("directory_modeladmin_edit", args=[1])


# Who may


@pytest.fixture
def colleague(client, django_user_model):
    """Log in somebody who may open the admin, with some further rights."""

    def log_in(*codenames: str):
        group = Group.objects.create(name="Colleagues")
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        user = django_user_model.objects.create_user("colleague", password="colleague")
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


def test_who_may_view_providers_may_list_inspect_and_export(colleague, two):
    client = colleague("view_provider")
    assert listed(client) == {"Ann Alder", "Bone Clinic"}
    assert client.get(f"{TABLE}inspect/{two[0].pk}/").status_code == 200
    assert b"Ann Alder" in b"".join(client.get(f"{TABLE}?export=csv").streaming_content)
    assert f"{SNIPPETS}/edit/" not in client.get(TABLE).content.decode()
    assert TABLE in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["", "inspect/{}/", "?export=csv", "?export=xlsx", "?q=ann"])
def test_who_may_not_sees_nothing(colleague, two, path):
    client = colleague()
    answer = client.get(TABLE + path.format(two[0].pk))
    assert answer.status_code == 302
    assert answer.url == "/admin/"
    assert TABLE not in client.get("/admin/").content.decode()


@pytest.mark.parametrize("path", ["", "?export=csv"])
def test_visitors_are_asked_to_log_in(client, two, path):
    answer = client.get(TABLE + path)
    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


# Export


@pytest.fixture(params=["/admin/directory/", f"{SNIPPETS}/"])
def exported(request, admin_client):
    """Give the rows of an export, from the table and from the snippet list."""

    def export(kind: str) -> list[dict[str, object]]:
        answer = admin_client.get(request.param, {"export": kind})
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        assert f".{kind}" in answer["Content-Disposition"]
        if kind == "csv":
            assert answer["Content-Type"].startswith("text/csv")
            return list(csv.DictReader(io.StringIO(content.decode())))
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows())
        headings = [cell.value for cell in rows[0]]
        return [dict(zip(headings, row, strict=True)) for row in rows[1:]]

    return export


def lower(row: dict[str, object]) -> dict[str, object]:
    return {name.lower(): value for name, value in row.items()}


def test_csv(exported, two):
    first, second = map(lower, exported("csv"))
    assert first["name"] == "Ann Alder"
    assert first["city"] == "Leeds"
    assert (first["live"], second["live"]) == ("True", "False")
    assert second["country"] == "Türkiye"
    assert second["phone number"] == ""


def test_xlsx(exported, two):
    first, second = map(lower, exported("xlsx"))
    assert first["name"].value == "Ann Alder"
    assert second["country"].value == "Türkiye"
    assert (first["live"].value, second["live"].value) == (True, False)


@pytest.mark.parametrize("query", ["kind__exact=doctor&export=csv", "q=ann&export=csv"])
def test_an_export_keeps_to_what_is_listed(admin_client, two, query):
    content = b"".join(admin_client.get(f"{TABLE}?{query}").streaming_content).decode()
    assert "Ann Alder" in content
    assert "Bone Clinic" not in content


@pytest.mark.parametrize(
    "name", ['=HYPERLINK("http://evil.example","x")', "+1", "-1", "@x", "\t=1", "\r=1", " =1+1", "＝1+1"]
)
def test_formulas_are_text(exported, name):
    ProviderFactory(name=name, phone="+44 20 7946 0018")
    row = lower(exported("csv")[0])
    assert row["name"] == f"'{name}"
    assert row["phone number"] == "+44 20 7946 0018"
    cell = lower(exported("xlsx")[0])
    assert cell["name"].data_type == "s"
    assert cell["phone number"].value == "+44 20 7946 0018"


@pytest.mark.parametrize(
    "text",
    ["Ann", "", "+44 20 7946 0018", "+902125550000", "+1 (555) 010-0199", "a=b", "1-2", "x@example.org"],
)
def test_what_no_spreadsheet_runs_stays_as_it_is(text):
    assert as_text(text) == text


@pytest.mark.parametrize("text", ["+1+1", "+44 20 7946 0018=1", "+cmd|' /C calc'!A0", "-2+3+cmd", "+1 2"])
def test_what_only_looks_like_a_phone_number_is_text(text):
    assert as_text(text) == f"'{text}"
