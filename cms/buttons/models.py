"""Reusable buttons and how often they were followed."""

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin, Site, TranslatableMixin
from wagtail.search import index

from cms.buttons import look
from cms.links.fields import LinkFields
from cms.links.validators import is_safe_url
from cms.palette.models import css_class


def leads_to_a_button(url: str) -> bool:
    """Tell whether an address is that of a reusable button of this installation."""
    parts = urlsplit(url)
    if not parts.path.startswith("/go/"):
        return False
    return parts.hostname is None or Site.objects.filter(hostname=parts.hostname).exists()


class ButtonLook(models.Model):
    """How a button looks."""

    colour = models.ForeignKey(
        "palette.Colour",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("colour"),
    )
    style = models.CharField(_("style"), max_length=20, choices=look.STYLES, default="solid")
    size = models.CharField(_("size"), max_length=20, choices=look.SIZES, default="medium")
    width = models.CharField(_("width"), max_length=20, choices=look.WIDTHS, default="auto")
    alignment = models.CharField(_("alignment"), max_length=20, choices=look.ALIGNMENTS, default="start")
    corners = models.CharField(_("corners"), max_length=20, choices=look.CORNERS, default="rounded")
    icon = models.CharField(_("icon"), max_length=20, choices=look.ICONS, blank=True)
    new_tab = models.BooleanField(_("open in a new tab"), default=False)

    look_panel = MultiFieldPanel(
        [
            "colour",
            FieldRowPanel(["style", "size"]),
            FieldRowPanel(["width", "alignment"]),
            FieldRowPanel(["corners", "icon"]),
            "new_tab",
        ],
        heading=_("Look"),
    )

    class Meta:
        abstract = True

    @property
    def colour_class(self) -> str:
        return css_class(self.colour_id)


class Button(
    PreviewableMixin,
    DraftStateMixin,
    RevisionMixin,
    TranslatableMixin,
    LinkFields,
    ButtonLook,
    index.Indexed,
    models.Model,
):
    """A button kept in one place: change its target or text here, and every page that shows it follows."""

    text = models.CharField(_("text"), max_length=120)
    description = models.CharField(_("second line"), max_length=200, blank=True)
    slug = models.SlugField(
        _("short name"),
        max_length=80,
        help_text=_("The button is reached through /go/short-name/, where its clicks are counted."),
    )

    panels = [
        MultiFieldPanel(
            [TitleFieldPanel("text", targets=["slug"]), "description", "slug"], heading=_("Button")
        ),
        LinkFields.link_panel,
        ButtonLook.look_panel,
    ]
    search_fields = [
        index.SearchField("text"),
        index.AutocompleteField("text"),
        index.AutocompleteField("slug"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("button")
        verbose_name_plural = _("buttons")
        ordering = ["text"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="one_button_a_slug")]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("go", args=[self.slug])

    def clean(self) -> None:
        self.slug = self.slug.lower()  # /go/ answers in any case, so two slugs must not differ by case only
        super().clean()
        if is_safe_url(self.url) and leads_to_a_button(self.url):
            raise ValidationError({"url": _("A button leads to its target itself, not to another button.")})

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "buttons/button_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        return {"object": self, "title": self.text}


class ButtonClicks(models.Model):
    """How often a button was followed on one day; nothing about who followed it is stored."""

    button = models.ForeignKey(Button, on_delete=models.CASCADE, related_name="daily_clicks")
    date = models.DateField(_("day"))
    clicks = models.PositiveIntegerField(_("clicks"), default=0)

    class Meta:
        verbose_name = _("clicks on a day")
        verbose_name_plural = _("clicks by day")
        ordering = ["-date"]
        constraints = [models.UniqueConstraint(fields=["button", "date"], name="one_row_a_button_and_day")]

    def __str__(self) -> str:
        return f"{self.button}, {self.date}: {self.clicks}"
