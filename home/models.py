"""The home page and plain content pages."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from cms.pages.models import BasePage
from home.blocks import HeroBlock
from services.blocks import ServiceBodyBlock
from services.words import teaser_of


class BodyPage(BasePage):
    """A page that is written with blocks."""

    summary = models.TextField(
        _("summary"),
        max_length=1000,
        blank=True,
        help_text=_("Two or three sentences; shown in lists and on top."),
    )
    body = StreamField(ServiceBodyBlock(), blank=True, verbose_name=_("content"))

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("summary"), index.SearchField("body")]

    class Meta:
        abstract = True

    @property
    def default_description(self) -> str:
        return self.summary or teaser_of(self.body)


class HomePage(BodyPage):
    """The first page of the site."""

    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "home.ContentPage", "services.ServiceArticleIndexPage", "providers.ProviderIndexPage",
    ]  # fmt: skip
    page_description = _("The first page of the site.")

    hero = StreamField(
        [("hero", HeroBlock())],
        max_num=1,
        blank=True,
        verbose_name=_("opening"),
        help_text=_("What the page opens with. Without one it opens with its title and summary."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("summary"), FieldPanel("hero"), FieldPanel("body")]
    search_fields = [*BodyPage.search_fields, index.SearchField("hero")]

    class Meta:
        verbose_name = _("home page")


class ContentPage(BodyPage):
    """A page about the service itself: contact, about us, how to."""

    parent_page_types = ["home.HomePage", "home.ContentPage"]
    subpage_types = [
        "home.ContentPage", "services.ServiceArticleIndexPage", "providers.ProviderIndexPage",
    ]  # fmt: skip
    page_description = _("A page about the service itself: contact, about us, how to.")

    class Meta:
        verbose_name = _("content page")
