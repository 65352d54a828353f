"""What the owner of a site gives for the files that browsers and researchers ask for by name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

# The sizes of the icon, and the files of cms/static for sites without one of their own.
ICONS = {
    48: "icons/favicon.ico",
    180: "icons/apple-touch-icon.png",
    192: "icons/icon-192.png",
    512: "icons/icon-512.png",
}
SMALLEST_ICON = max(ICONS)


def icon_spec(size: int) -> str:
    return f"fill-{size}x{size}|format-png"


def validate_contact(value: str) -> None:
    """Accept an e-mail address or an https:// address, as RFC 9116 asks for; raises ValidationError otherwise."""
    for validate in (validate_email, URLValidator(schemes=["https"])):
        try:
            return validate(value)
        except ValidationError:
            continue
    raise ValidationError(
        _("Write an e-mail address, or the address of a form that begins with https://."), code="invalid"
    )


class SiteFiles(models.Model):
    """The icon of a site, and where to report security holes."""

    icon = models.ForeignKey(
        "images.CustomImage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("icon"),
        help_text=_(
            "Shown in browser tabs and on home screens: a square PNG or JPEG of at least 512 × 512 pixels."
        ),
    )
    security_contact = models.CharField(
        _("security contact"),
        max_length=500,
        blank=True,
        validators=[validate_contact],
        help_text=_(
            "Where somebody who found a security hole can tell you: an e-mail address or a form (https://…). "
            "It is published at /.well-known/security.txt."
        ),
    )
    security_policy = models.URLField(
        _("security policy"),
        max_length=500,
        blank=True,
        validators=[URLValidator(schemes=["https"])],
        help_text=_("A page that says how you deal with such reports; https://…"),
    )

    site_files_panels = [
        FieldPanel("icon"),
        MultiFieldPanel(["security_contact", "security_policy"], _("Security")),
    ]

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store it, and make the sizes of the icon: no visitor waits for them."""
        super().save(*args, **kwargs)
        self._make_icons()

    def clean(self) -> None:
        super().clean()
        if self.icon and (self.icon.is_svg() or min(self.icon.width, self.icon.height) < SMALLEST_ICON):
            raise ValidationError(
                {"icon": _("Choose a PNG or JPEG image of at least 512 × 512 pixels; this one does not fit.")}
            )
        try:
            self._make_icons()
        except (OSError, SyntaxError, ValueError) as error:  # a file that is gone or damaged
            raise ValidationError(
                {"icon": _("The file of this image cannot be read; upload it again, or choose another.")}
            ) from error

    def _make_icons(self) -> None:
        if self.icon:
            for rendition in self.icon.get_renditions(*map(icon_spec, ICONS)).values():
                rendition.file.close()

    def icon_url(self, size: int) -> str:
        """Give the address of the owner's icon in one of ``ICONS``; "" where there is none of that size."""
        if not self.icon:
            return ""
        made = self.icon.renditions.filter(filter_spec=icon_spec(size)).order_by("-pk").first()
        return made.url if made else ""
