"""The other fields of an item, as an editor reads them in the admin."""

import pytest
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from cms.wordpress.custom_fields import Value, custom_fields, label
from cms.wordpress.models import ImportedItem, ImportIssue, ImportRun
from tests.factories import ContentPageFactory, ProviderFactory
from tests.html import parse, text


def meta(**values: str | list[str]) -> dict[str, list[str]]:
    return {key: value if isinstance(value, list) else [value] for key, value in values.items()}


def plain(value: Value):
    """Give a value as texts and dicts."""
    return {name: plain(inner) for name, inner in value.parts} if value.parts else value.text


def written(**values):
    return {field.label: plain(field.value) for field in custom_fields(meta(**values)).written}


def test_a_field_is_shown_under_its_name_in_words():
    assert written(doctor_city="Leeds", _doctor_city="field_5f1") == {"Doctor city": "Leeds"}


def test_a_field_that_no_plugin_describes_is_shown_too():
    assert written(opening_hours="9–12", **{"taxonomy:department": ["Hearts", "Lungs"]}) == {
        "Opening hours": "9–12",
        "Department": {"1": "Hearts", "2": "Lungs"},
    }


def test_php_values_are_decoded():
    value = 'a:2:{s:4:"city";s:5:"Leeds";s:4:"beds";a:2:{i:0;i:4;i:1;b:1;}}'
    assert written(place=value) == {"Place": {"City": "Leeds", "Beds": {"1": "4", "2": "yes"}}}


def test_a_damaged_php_value_is_shown_as_it_is():
    assert written(place='a:2:{s:4:"city') == {"Place": 'a:2:{s:4:"city'}


def test_an_object_of_php_is_data_and_nothing_else():
    shown = written(job='O:8:"stdClass":1:{s:4:"name";s:5:"nurse";}')["Job"]
    assert "nurse" in shown.values()


def repeater(**values):
    keys = {f"_{name}": "field_1" for name in values}
    return written(**keys, **values)


def test_the_rows_of_a_repeater_stand_together():
    assert repeater(
        faq_0_question="Where?",
        faq_0_answer="Here.",
        faq_1_question="When?",
        faq_1_answer="",
        faq="2",
        fee="5",
    ) == {
        "Faq": {
            "1": {"Answer": "Here.", "Question": "Where?"},
            "2": {"Answer": "", "Question": "When?"},
        },
        "Fee": "5",
    }


def test_a_repeater_within_a_repeater():
    shown = repeater(
        team="1",
        team_0_name="Nina",
        team_0_skills="2",
        team_0_skills_0_of="hearts",
        team_0_skills_1_of="lungs",
    )
    assert shown == {"Team": {"1": {"Name": "Nina", "Skills": {"1": {"Of": "hearts"}, "2": {"Of": "lungs"}}}}}


def test_the_layouts_of_flexible_content_are_named():
    shown = repeater(parts='a:2:{i:0;s:4:"hero";i:1;s:5:"quote";}', parts_0_title="Hearts", parts_1_by="Nina")
    assert shown == {
        "Parts": {"1": {"Layout": "hero", "Title": "Hearts"}, "2": {"Layout": "quote", "By": "Nina"}}
    }


def test_the_fields_of_a_group_stand_together():
    assert repeater(address="", address_street="Mill Lane", address_city="Leeds") == {
        "Address": {"City": "Leeds", "Street": "Mill Lane"}
    }


def test_a_number_is_no_repeater_and_takes_no_rows():
    assert repeater(beds="2000", beds_note="big") == {"Beds": "2000", "Beds note": "big"}


def test_what_plugins_keep_for_themselves_stands_apart_and_is_kept():
    found = custom_fields(
        meta(
            _edit_lock="1700000000:1",
            _oembed_abc="<iframe>",
            _yoast_wpseo_linkdex="40",
            rank_math_seo_score="71",
            city="Leeds",
        )
    )
    assert [field.key for field in found.written] == ["city"]
    assert [field.key for field in found.seo] == ["_yoast_wpseo_linkdex", "rank_math_seo_score"]
    assert [field.key for field in found.internal] == ["_edit_lock", "_oembed_abc"]


def test_a_key_stored_several_times_has_several_values():
    assert written(phone=["1", "2"]) == {"Phone": {"1": "1", "2": "2"}}


@pytest.mark.parametrize("key", ["", "___", "-", "\u200b"])
def test_every_key_has_a_label(key):
    assert label(key) == key


# In the admin


@pytest.fixture
def page(home):
    return ContentPageFactory(parent=home, title="Valves")


def imported(target, **fields) -> ImportedItem:
    return ImportedItem.objects.create(
        source_key=f"x|{target.pk}",
        kind="pages",
        wordpress_id=4711,
        old_url="https://old.example/valves/",
        content_type=ContentType.objects.get_for_model(target),
        object_id=target.pk,
        run=ImportRun.objects.create(source="export.xml"),
        **fields,
    )


def url_of(item: ImportedItem) -> str:
    return reverse("wordpress_import:item", args=[item.pk])


@pytest.mark.django_db
def test_an_editor_reads_what_the_old_site_held(admin_client, page):
    item = imported(page, meta=meta(city="<b>Leeds</b>", _edit_lock="17"))
    issue = {"content_type": item.content_type, "object_id": page.pk, "severity": "loss", "code": "x"}
    ImportIssue.objects.create(run=ImportRun.objects.create(), detail="Of an older run.", **issue)
    ImportIssue.objects.create(run=ImportRun.objects.create(), detail="A table was lost.", **issue)
    answer = admin_client.get(url_of(item))
    shown = text(answer)
    for words in ("Valves", "4711", "<b>Leeds</b>", "_edit_lock", "A table was lost."):
        assert words in shown, words
    assert "Of an older run." not in shown
    assert parse(answer).find("a", href="https://old.example/valves/")


@pytest.mark.django_db
def test_an_old_address_that_is_none_is_no_link(admin_client, page):
    item = imported(page)
    ImportedItem.objects.update(old_url="javascript:alert(1)")
    answer = admin_client.get(url_of(item))
    assert "javascript:alert(1)" in text(answer)
    assert not [link for link in parse(answer).find_all("a") if "javascript:" in link.get("href", "")]


@pytest.mark.django_db
def test_the_page_leads_to_what_came_from_wordpress(admin_client, page, home):
    item = imported(page)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert url_of(item) in admin_client.get(edit).content.decode()
    other = reverse("wagtailadmin_pages:edit", args=[home.pk])
    assert "wordpress/item" not in admin_client.get(other).content.decode()


@pytest.mark.django_db
def test_only_those_who_may_edit_the_page_read_it(client, page):
    item = imported(page, meta=meta(city="Leeds"))
    somebody = User.objects.create_user("somebody", password="x", is_staff=True)
    somebody.user_permissions.add(*permission_to_enter())
    client.force_login(somebody)
    assert "Leeds" not in text(client.get(url_of(item), follow=True))
    somebody.groups.add(Group.objects.get(name="Editors"))
    assert "Leeds" in text(client.get(url_of(item)))


@pytest.mark.django_db
def test_what_came_of_a_provider_is_read_by_those_who_may_change_providers(client, admin_client, db):
    item = imported(ProviderFactory(name="Dr Green"), meta=meta(city="Leeds"))
    assert "Leeds" in text(admin_client.get(url_of(item)))
    somebody = User.objects.create_user("somebody", password="x")
    somebody.user_permissions.add(*permission_to_enter())
    client.force_login(somebody)
    assert "Leeds" not in text(client.get(url_of(item), follow=True))


@pytest.mark.django_db
def test_what_was_deleted_here_still_tells_where_it_came_from(admin_client, page):
    item = imported(page, meta=meta(city="Leeds"))
    page.delete()
    shown = text(admin_client.get(url_of(item)))
    assert "It was deleted here." in shown
    assert "Leeds" in shown


def permission_to_enter():
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(codename="access_admin")
