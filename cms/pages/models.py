"""The base of every page type, the menus, and what stands on every page."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import Orderable, Page, PreviewableMixin, TranslatableMixin

from cms.links.fields import LinkFields
from cms.links.targets import href
from cms.links.validators import validate_phone
from cms.seo.models import SeoFields
from cms.seo.panels import SearchResultPanel


class BasePage(SeoFields, Page):
    """Fields and panels that every page type shares; behaviour lives in named modules."""

    promote_panels = [
        Page.promote_panels[0],  # slug, title and description for search engines
        SearchResultPanel(),
        *SeoFields.seo_panels,
        *Page.promote_panels[1:],
    ]

    class Meta:
        abstract = True

    @cached_property
    def ancestors(self) -> list[Page]:
        """Give the pages above this one, the root first; what is shown of them is read once."""
        return list(self.get_ancestors())


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
        _("text"),
        max_length=120,
        blank=True,
        help_text=_("Leave empty to use the name of what it leads to."),
    )
    is_label = models.BooleanField(
        _("label"), default=False, help_text=_("A text without a link, over the links below it.")
    )
    level = models.PositiveSmallIntegerField(
        _("level"), default=1, choices=[(1, _("Top")), (2, _("Below the previous")), (3, _("Two below"))]
    )

    panels = [FieldRowPanel(["text", "level"]), "is_label", LinkFields.link_panel]

    class Meta(Orderable.Meta):
        verbose_name = _("menu link")
        verbose_name_plural = _("menu links")

    def clean(self) -> None:
        super().clean()
        if self.is_label and (not self.text or any(self.targets.values())):
            raise ValidationError({"is_label": _("A label has a text, and leads nowhere.")})

    @property
    def link_required(self) -> bool:  # type: ignore[override]  # a label needs none
        return not self.is_label

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Give the text, or else the name of what the link leads to."""
        target = self.page or self.provider or self.document
        return self.text or (str(target) if target else "") or self.email or self.phone or self.url


class Banner(PreviewableMixin, TranslatableMixin, LinkFields):
    """A notice on top of every page, for as long as it holds."""

    LEVELS = [
        ("emergency", _("Emergency: act now")),
        ("warning", _("Warning: something does not work as usual")),
        ("information", _("Information: good to know")),
    ]
    link_required = False

    title = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text"), max_length=500, blank=True)
    link_text = models.CharField(
        _("link text"),
        max_length=120,
        blank=True,
        help_text=_("What one finds there: “Other ways to reach us”."),
    )
    level = models.CharField(_("level"), max_length=20, choices=LEVELS, default="warning")
    starts_at = models.DateTimeField(
        _("shown from"), null=True, blank=True, help_text=_("Leave empty to show it at once.")
    )
    ends_at = models.DateTimeField(
        _("shown until"), null=True, blank=True, help_text=_("Leave empty to show it until you delete it.")
    )

    panels = [
        MultiFieldPanel(["title", "text", "level"], heading=_("Banner")),
        FieldRowPanel(["starts_at", "ends_at"], heading=_("When")),
        FieldPanel("link_text"),
        LinkFields.link_panel,
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("banner")
        verbose_name_plural = _("banners")
        ordering = ["-starts_at", "-pk"]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": _("This is before the banner is shown. Choose a later time.")})
        if any(self.targets.values()) and not self.link_text:
            raise ValidationError({"link_text": _("Write what the link says, or remove where it leads.")})
        if self.link_text and not any(self.targets.values()):
            raise ValidationError({"link_text": _("Choose below where this link leads.")})

    @property
    def state(self) -> str:
        """Say in a word where its schedule stands."""
        now = timezone.now()
        if self.ends_at and self.ends_at <= now:
            return gettext("over")
        return gettext("planned") if self.starts_at and self.starts_at > now else gettext("shown")

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/notice_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        return {"title": self.title, "banners": [self]}


class HelpAndDisclaimer(PreviewableMixin, TranslatableMixin, models.Model):
    """Where to get help, and what this site cannot do: at the same place on every page, one a language."""

    help_heading = models.CharField(_("heading"), max_length=120, default=_("Do you need help?"))
    help_text = models.TextField(_("text"), max_length=1000, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, validators=[validate_phone])
    hours = models.CharField(
        _("hours"),
        max_length=200,
        blank=True,
        help_text=_("When somebody answers: “Monday to Friday, 8 to 18”."),
    )
    disclaimer = models.TextField(
        _("disclaimer"),
        max_length=2000,
        blank=True,
        help_text=_("Such as: these pages replace no examination."),
    )

    panels = [
        MultiFieldPanel(["help_heading", "help_text", FieldRowPanel(["phone", "hours"])], heading=_("Help")),
        FieldPanel("disclaimer"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("help and disclaimer")
        verbose_name_plural = _("help and disclaimer")
        constraints = [
            models.UniqueConstraint(
                fields=["locale"],
                name="one_help_a_language",
                violation_error_message=_("There is one in this language already; change that."),
            )
        ]

    def __str__(self) -> str:
        return self.help_heading

    @property
    def phone_href(self) -> str:
        return href({"phone": self.phone})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "pages/notice_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        return {"title": self.help_heading, "help_and_disclaimer": self}
