"""A provider."""

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, TitleFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    TranslatableMixin,
    WorkflowMixin,
)
from wagtail.search import index

from cms.links.validators import validate_link_url, validate_phone


class Kind(models.TextChoices):
    DOCTOR = "doctor", _("Doctor")
    HOSPITAL = "hospital", _("Hospital")
    CLINIC = "clinic", _("Clinic")
    REMOTE = "remote", _("Remote service")


class Provider(
    PreviewableMixin,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    TranslatableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A doctor, hospital, clinic or remote service that visitors can turn to."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(
        _("short name"),
        max_length=200,
        allow_unicode=True,
        help_text=_("The last part of the address of its page."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.DOCTOR)
    summary = models.TextField(
        _("summary"), max_length=500, blank=True, help_text=_("One or two sentences for lists.")
    )
    description = RichTextField(
        _("description"), blank=True, features=["bold", "italic", "link", "ul", "ol", "h3"]
    )
    image = models.ForeignKey(
        "images.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )
    specialties = ParentalManyToManyField(
        "providers.Specialty", blank=True, related_name="providers", verbose_name=_("specialties")
    )
    languages = models.CharField(
        _("languages"),
        max_length=255,
        blank=True,
        help_text=_("Separated by commas, such as English, Turkish."),
    )
    remote = models.BooleanField(_("gives opinions remotely"), default=False)
    accepting = models.BooleanField(_("accepts new patients"), default=True)
    address = models.TextField(_("street and number"), blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = models.CharField(_("country"), max_length=100, blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, validators=[validate_phone])
    email = models.EmailField(_("e-mail address"), blank=True)
    website = models.CharField(_("website"), max_length=500, blank=True, validators=[validate_link_url])
    verified_on = models.DateField(_("details checked on"), null=True, blank=True)

    panels = [
        MultiFieldPanel(
            [TitleFieldPanel("name", targets=["slug"]), "slug", "kind", "summary", "image", "description"],
            heading=_("Who they are"),
        ),
        MultiFieldPanel(["specialties", "languages", "remote", "accepting"], heading=_("What they offer")),
        MultiFieldPanel(
            ["address", FieldRowPanel(["city", "country"]), FieldRowPanel(["phone", "email"]), "website"],
            heading=_("How to reach them"),
        ),
        FieldPanel("verified_on"),
    ]
    search_fields = [
        index.SearchField("name", boost=5),
        index.AutocompleteField("name"),
        index.SearchField("summary"),
        index.SearchField("description"),
        index.SearchField("city"),
        index.SearchField("country"),
        index.SearchField("languages"),
        index.RelatedFields("specialties", [index.SearchField("name")]),
        index.FilterField("live"),
        index.FilterField("locale_id"),
        index.FilterField("kind"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("provider")
        verbose_name_plural = _("providers")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="one_provider_a_slug")]

    def __str__(self) -> str:
        return self.name

    @property
    def place(self) -> str:
        return ", ".join(part for part in (self.city, self.country) if part)

    def get_url(self, request: HttpRequest | None = None) -> str:
        """Give the address of the detail page; "" while the site has no directory."""
        from providers.models.pages import ProviderIndexPage

        return ProviderIndexPage.url_of(self, request)

    def get_absolute_url(self) -> str:
        return self.get_url()

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "providers/provider.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, object]:
        return {"provider": self, "title": self.name}
