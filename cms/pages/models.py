"""The base of every page type, and the menus."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, TitleFieldPanel
from wagtail.models import Orderable, Page, TranslatableMixin

from cms.links.fields import LinkFields
from cms.seo.models import SeoFields


class BasePage(SeoFields, Page):
    """Fields and panels that every page type shares; behaviour lives in named modules."""

    promote_panels = [*Page.promote_panels, *SeoFields.seo_panels]

    class Meta:
        abstract = True


class Menu(TranslatableMixin, ClusterableModel):
    """A menu of links, in the header, in the footer, or kept for later."""

    LOCATIONS = [("header", _("Header")), ("footer", _("Footer"))]

    name = models.CharField(_("name"), max_length=100)
    slug = models.SlugField(_("short name"), max_length=100)
    location = models.CharField(_("shown in"), max_length=20, choices=LOCATIONS, blank=True)

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        FieldRowPanel(["slug", "location"]),
        InlinePanel("links", heading=_("Links"), label=_("Link")),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("menu")
        verbose_name_plural = _("menus")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["locale", "slug"], name="one_menu_a_slug"),
            models.UniqueConstraint(
                fields=["locale", "location"],
                condition=~models.Q(location=""),
                name="one_menu_a_location",
                violation_error_message=_("Another menu is shown there already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MenuLink(LinkFields, Orderable):
    """A link of a menu; ``level`` says how deep it stands below the links before it."""

    menu = ParentalKey(Menu, on_delete=models.CASCADE, related_name="links")
    text = models.CharField(
        _("text"), max_length=120, blank=True, help_text=_("Leave empty to use the name of what it leads to.")
    )
    level = models.PositiveSmallIntegerField(
        _("level"), default=1, choices=[(1, _("Top")), (2, _("Below the previous")), (3, _("Two below"))]
    )

    panels = [FieldRowPanel([FieldPanel("text"), FieldPanel("level")]), LinkFields.link_panel]

    class Meta(Orderable.Meta):
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Give the text, or else the name of what the link leads to."""
        target = self.page or self.provider or self.document
        return self.text or (str(target) if target else "") or self.email or self.phone or self.url
