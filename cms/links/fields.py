"""The link fields of models."""

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import MultiFieldPanel

from cms.links.targets import TARGETS, href, validate_one_target
from cms.links.validators import validate_link_url, validate_phone


class LinkFields(models.Model):
    """One target out of six; ``clean`` refuses none and several, ``get_href`` gives the address."""

    link_required = True

    page = models.ForeignKey(
        "wagtailcore.Page",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("page"),
    )
    provider = models.ForeignKey(
        "providers.Provider",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("provider"),
    )
    document = models.ForeignKey(
        "wagtaildocs.Document",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("document"),
    )
    url = models.CharField(
        _("web address"),
        max_length=1000,
        blank=True,
        validators=[validate_link_url],
        help_text=_("https://… for another website, or a path of this one such as /providers/."),
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    phone = models.CharField(_("phone number"), max_length=40, blank=True, validators=[validate_phone])

    link_panel = MultiFieldPanel(list(TARGETS), heading=_("Where it leads (fill in one)"))

    class Meta:
        abstract = True

    def clean(self) -> None:
        super().clean()
        try:
            validate_one_target(self.targets, required=self.link_required)
        except ValidationError as error:
            raise ValidationError({"page": error.messages}) from error

    @property
    def targets(self) -> dict[str, object]:
        return {name: getattr(self, name) for name in TARGETS}

    def get_href(self, request: HttpRequest | None = None) -> str:
        """Give the address for an ``href``; "" when the target is missing or not published."""
        return href(self.targets, request)
