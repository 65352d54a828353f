"""Where a link may lead, and where none may, however it is disguised (abuse cases A10 to A13)."""

import pytest
from django.core.exceptions import ValidationError
from django.test import RequestFactory
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.buttons.models import Button
from cms.links.blocks import LinkBlock
from cms.links.validators import is_safe_url, validate_anchor, validate_link_url, validate_phone
from cms.pages.models import MenuLink
from tests.factories import ButtonFactory, ContentPageFactory, DocumentFactory, ProviderFactory

SAFE = [
    "https://example.org",
    "http://example.org/",
    "HTTPS://Example.ORG/A?b=c&d=%20#e",
    "https://example.org:8443/path",
    "https://[2001:db8::1]/",
    "https://xn--exmple-cua.org/",
    "https://example.org/?next=javascript:alert(1)",
    "/",
    "/providers/",
    "/search/?q=heart#results",
]
UNSAFE = [
    "javascript:alert(1)",
    "JaVaScript:alert(1)",
    " javascript:alert(1)",
    "\tjavascript:alert(1)",
    "\x01javascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "java\r\nscript:alert(1)",
    "javascript\t:alert(1)",
    "java\x00script:alert(1)",
    "\u200bjavascript:alert(1)",
    "java\u00adscript:alert(1)",
    "\ufeffjavascript:alert(1)",
    "&#106;avascript:alert(1)",
    "javascript&colon;alert(1)",
    "jav&#x09;ascript:alert(1)",
    "%6aavascript:alert(1)",
    "javascript://example.org/%0aalert(1)",
    "feed:javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "DATA:text/html;base64,PHNjcmlwdD4=",
    "vbscript:msgbox(1)",
    "VbScript:msgbox(1)",
    "file:///etc/passwd",
    "ftp://example.org/",
    "blob:https://example.org/1",
    "mailto:a@example.org",
    "tel:+44",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "https:\\\\evil.example",
    "https:evil.example",
    "https:///evil.example",
    "https://",
    "https://?q",
    "https://user@evil.example/",
    "https://bank.example:secret@evil.example/",
    "https://@evil.example/",
    "https://example.org:port/",
    "https://example.org:99999/",
    "https://[::1",
    "https://exa mple.org/",
    "https://example.org/\x00",
    "https://example.org/\u202egpj.exe",
    "example.org",
    "page/below",
    "#anchor",
    "?query",
    "",
]


@pytest.mark.parametrize("address", SAFE)
def test_web_addresses_and_paths_of_this_site_are_accepted(address):
    validate_link_url(address)
    assert is_safe_url(address)


@pytest.mark.parametrize("address", UNSAFE)
def test_what_a_browser_could_run_or_be_tricked_by_is_refused(address):
    with pytest.raises(ValidationError) as caught:
        validate_link_url(address)
    assert caught.value.messages[0], "the editor is told what to do"
    assert not is_safe_url(address)


@pytest.mark.parametrize("number", ["+44 20 7946 0018", "112", "0113 496-0000", "+44 (0)113/496.0000"])
def test_phone_numbers_as_people_write_them(number):
    validate_phone(number)


@pytest.mark.parametrize("number", ["javascript:alert(1)", "call us", "+", "1;2", "12\n34", "1" * 50])
def test_what_is_no_phone_number_is_refused(number):
    with pytest.raises(ValidationError):
        validate_phone(number)


@pytest.mark.parametrize("anchor", ["how-to-ask", "a1", "fragen-für-ärzte", "part.2", "x:y"])
def test_anchors_are_accepted(anchor):
    validate_anchor(anchor)


@pytest.mark.parametrize("anchor", ["#top", "two words", 'a"onclick="b', "<b>", "/path", "a\x00"])
def test_anchors_that_would_break_an_address_are_refused(anchor):
    with pytest.raises(ValidationError):
        validate_anchor(anchor)


# The link block


def link(**values):
    return LinkBlock().to_python(values)


def clean(*, required=True, **values):
    block = LinkBlock(required=required)
    return block.clean(block.to_python(values))


@pytest.mark.parametrize("address", UNSAFE)
def test_an_unsafe_address_that_got_into_the_database_leads_nowhere(address):
    assert link(url=address).get_href() == ""
    assert Button(url=address).get_href() == ""


def test_an_empty_link_is_refused_where_one_is_required():
    with pytest.raises(StructBlockValidationError) as caught:
        clean()
    assert "Choose where this leads" in str(caught.value.non_block_errors)


def test_an_empty_link_is_accepted_where_none_is_required():
    value = clean(required=False)
    assert not value.is_set
    assert value.get_href() == ""


@pytest.mark.parametrize("required", [True, False])
def test_two_targets_are_refused_by_name(required):
    with pytest.raises(StructBlockValidationError) as caught:
        clean(required=required, url="/a/", email="a@example.org")
    message = str(caught.value.non_block_errors)
    assert "one target only" in message
    assert "url, email" in message


@pytest.mark.parametrize(
    ("values", "href"),
    [
        ({"url": "https://example.org/a"}, "https://example.org/a"),
        ({"url": "/providers/"}, "/providers/"),
        ({"url": "/providers/", "anchor": "list"}, "/providers/#list"),
        ({"email": "help@example.org"}, "mailto:help@example.org"),
        ({"phone": "+44 (0)20 7946/0018"}, "tel:+4402079460018"),
        ({"anchor": "how-to-ask"}, "#how-to-ask"),
    ],
)
def test_one_target_gives_its_address(values, href):
    value = clean(**values)
    assert value.is_set
    assert value.get_href() == href


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("url", "javascript:alert(1)"),
        ("url", "//evil.example"),
        ("email", "no-address"),
        ("phone", "javascript:alert(1)"),
        ("anchor", '"><script>'),
    ],
)
def test_an_unsafe_target_is_refused_at_its_field(field, wrong):
    with pytest.raises(StructBlockValidationError) as caught:
        clean(**{field: wrong})
    assert field in caught.value.block_errors


def test_a_draft_may_leave_a_required_link_for_later():
    block = LinkBlock()
    assert not block.clean_deferred(block.to_python({})).is_set
    with pytest.raises(StructBlockValidationError):
        block.clean(block.to_python({}))


def test_a_draft_may_not_keep_an_unsafe_address():
    block = LinkBlock()
    with pytest.raises(StructBlockValidationError):
        block.clean_deferred(block.to_python({"url": "javascript:alert(1)"}))


def test_a_page_link_follows_the_page(home):
    page = ContentPageFactory(parent=home, slug="about")
    value = clean(page=page.pk, anchor="team")
    assert value.get_href(RequestFactory().get("/")) == "/about/#team"

    page.slug = "about-us"
    page.save_revision().publish()
    assert link(page=page.pk, anchor="team").get_href() == "/about-us/#team"


def test_a_link_to_an_unpublished_or_deleted_page_has_no_address(home):
    page = ContentPageFactory(parent=home)
    page.unpublish()
    assert link(page=page.pk, anchor="team").get_href() == ""
    stored = {"page": page.pk}
    page.delete()
    assert link(**stored).get_href() == ""


def test_a_provider_link_leads_to_its_page_while_both_are_live(directory):
    provider = ProviderFactory(slug="dr-green")
    assert clean(provider=provider.pk).get_href() == "/providers/dr-green/"
    provider.unpublish()
    assert link(provider=provider.pk).get_href() == ""


def test_a_provider_link_has_no_address_without_a_directory(db):
    assert link(provider=ProviderFactory().pk, anchor="hours").get_href() == ""


def test_a_document_link_leads_to_the_document(db, client):
    document = DocumentFactory()
    href = clean(document=document.pk).get_href()
    assert href.startswith(f"/documents/{document.pk}/")
    answer = client.get(href)
    assert b"".join(answer.streaming_content) == b"Questions to ask"


# The link fields of models


@pytest.mark.parametrize("model", [Button, MenuLink])
def test_a_model_with_a_link_needs_exactly_one_target(model):
    for values in ({}, {"url": "/a/", "email": "a@example.org"}):
        with pytest.raises(ValidationError) as caught:
            model(text="A", **values).clean()
        assert "page" in caught.value.message_dict
    model(text="A", url="/a/").clean()


@pytest.mark.parametrize("model", [Button, MenuLink])
@pytest.mark.parametrize(
    "address", ["JaVaScript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//evil.example"]
)
def test_a_model_refuses_an_unsafe_address(model, address, db):
    with pytest.raises(ValidationError) as caught:
        model(text="A", url=address).full_clean()
    assert "url" in caught.value.message_dict


@pytest.mark.parametrize("change", ["unpublish", "delete"])
def test_a_target_that_is_gone_leaves_no_address(home, change):
    page = ContentPageFactory(parent=home)
    button = ButtonFactory(page=page, url="")
    assert button.get_href() == page.get_url()
    getattr(page, change)()
    assert Button.objects.get(pk=button.pk).get_href() == ""


@pytest.mark.parametrize("number", ["+47 123 456\n", "12\n"])
def test_a_phone_number_ends_with_its_last_digit(number):
    with pytest.raises(ValidationError):
        validate_phone(number)
