"""Who writes and reviews."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import TitleFieldPanel
from wagtail.models import TranslatableMixin
from wagtail.search import index

from cms.links.validators import validate_link_url


class Author(TranslatableMixin, index.Indexed, models.Model):
    """A name for bylines and reviews; it is no account and cannot log in."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), max_length=200, allow_unicode=True)
    role = models.CharField(_("role"), max_length=200, blank=True, help_text=_("Such as oncology nurse."))
    credentials = models.CharField(
        _("credentials"),
        max_length=200,
        blank=True,
        help_text=_("Such as MD, FRCR. Who has some can be named as the reviewer of an article."),
    )
    profile_url = models.CharField(
        _("address of the profile"), max_length=500, blank=True, validators=[validate_link_url]
    )
    email = models.EmailField(
        _("e-mail address"), blank=True, help_text=_("For reminders of reviews; never shown.")
    )
    biography = models.TextField(_("about the author"), blank=True)
    image = models.ForeignKey(
        "images.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("image"),
    )

    panels = [
        TitleFieldPanel("name", targets=["slug"]),
        "slug",
        "role",
        "credentials",
        "profile_url",
        "email",
        "biography",
        "image",
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.FilterField("locale_id"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["locale", "slug"], name="one_author_a_slug")]

    def __str__(self) -> str:
        return self.name
