"""Which page may stand where, and that each can be made in the admin."""

import pytest
from wagtail.models import Page
from wagtail.test.utils import WagtailPageTestCase
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from home.models import ContentPage, HomePage
from providers.models import ProviderIndexPage
from services.models import ServiceArticleIndexPage, ServiceArticlePage

TYPES = {HomePage, ContentPage, ServiceArticleIndexPage, ServiceArticlePage, ProviderIndexPage}
BELOW = {
    Page: {HomePage},
    HomePage: {ContentPage, ServiceArticleIndexPage, ProviderIndexPage},
    ContentPage: {ContentPage, ServiceArticleIndexPage, ProviderIndexPage},
    ServiceArticleIndexPage: {ServiceArticlePage},
    ServiceArticlePage: {ServiceArticlePage},
    ProviderIndexPage: set(),
}


class PageRules(WagtailPageTestCase):
    def test_what_may_stand_below_what(self):
        for parent, children in BELOW.items():
            for child in TYPES:
                check = self.assertCanCreateAt if child in children else self.assertCanNotCreateAt
                check(parent, child)

    def test_every_type_can_be_made_and_shown(self):
        self.login()
        home = HomePage.objects.get()
        empty = nested_form_data({"body": streamfield([])})
        self.assertCanCreate(home, ContentPage, {"title": "About us", **empty})
        introduction = {"introduction": rich_text("<p>Hello.</p>")}
        self.assertCanCreate(home, ServiceArticleIndexPage, {"title": "Articles", **introduction})
        self.assertCanCreate(home, ProviderIndexPage, {"title": "Directory", **introduction})
        index = ServiceArticleIndexPage.objects.get()
        article = {
            "title": "An article",
            "tags": "red, blue",
            "published_at": "2026-03-04 12:00",
            "review_cycle": 36,
        }
        article |= nested_form_data({"sources": streamfield([]), "related": streamfield([])})
        self.assertCanCreate(index, ServiceArticlePage, {**article, **empty})
        for page in Page.objects.filter(depth__gt=1).specific():
            self.assertPageIsRoutable(page)
            self.assertPageIsRenderable(page)
            self.assertPageIsEditable(page, post_data=self.post_data(page))
        assert sorted(ServiceArticlePage.objects.get().tags.names()) == ["blue", "red"]

    def post_data(self, page: Page) -> dict[str, str]:
        changed = {
            "title": page.title,
            "slug": page.slug,
            "published_at": "2026-03-05 12:00",
            "review_cycle": 36,
        }
        body = nested_form_data({name: streamfield([]) for name in ("hero", "body", "sources", "related")})
        return {**changed, "tags": "red, blue", **body, "introduction": rich_text(""), "comments-TOTAL_FORMS": "0",
                "comments-INITIAL_FORMS": "0"}  # fmt: skip


@pytest.mark.parametrize("model", sorted(TYPES, key=lambda model: model.__name__))
def test_every_page_type_says_what_it_is_for(model):
    assert str(model.get_page_description()).endswith(".")
