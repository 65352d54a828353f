"""Pages that ask for a password or a log-in, as a visitor meets them."""

import pytest
from wagtail.models import PageViewRestriction

from tests.factories import ContentPageFactory
from tests.html import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def private(home):
    return ContentPageFactory(
        parent=home, title="For members", slug="inside", search_description="What members discuss"
    )


@pytest.mark.parametrize(
    ("restriction", "heading"),
    [
        ({"restriction_type": "password", "password": "sesame"}, "Password required"),
        ({"restriction_type": "login"}, "Log in"),
    ],
)
def test_the_form_is_a_page_of_the_site_and_gives_nothing_away(client, private, restriction, heading):
    PageViewRestriction.objects.create(page=private, **restriction)
    answer = client.get(private.get_url(), follow=True)
    page = parse(answer)
    assert [title.get_text(strip=True) for title in page.find_all("h1")] == [heading]
    assert page.find("link", rel="stylesheet")
    assert "noindex" in page.find("meta", {"name": "robots"})["content"]
    assert "What members discuss" not in answer.content.decode()


def test_the_password_opens_the_page(client, private):
    restriction = PageViewRestriction.objects.create(
        page=private, restriction_type="password", password="sesame"
    )
    form = parse(client.get(private.get_url())).find("main").find("form")
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    wrong = client.post(form["action"], {**data, "password": "guess"})
    assert "members" not in wrong.content.decode()
    client.post(form["action"], {**data, "password": restriction.password})
    assert parse(client.get(private.get_url())).h1.get_text(strip=True) == "For members"
