"""The palette's rows."""

import hashlib

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index

from cms.palette.contrast import READABLE, contrast, normalise, readable_text


def validate_colour(value: str) -> None:
    try:
        normalise(value)
    except ValueError as error:
        raise ValidationError(
            _("Write a colour as # and six hexadecimal digits, such as #9f0102.")
        ) from error


def css_class(pk: int | None) -> str:
    """Give the class of a colour by its key alone, so that whoever refers to it need not read its row."""
    return f"colour-{pk}" if pk else ""


class Colour(index.Indexed, models.Model):
    """A background and the text on it; blocks refer to it by a class, since the public CSP allows no inline style."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    background = models.CharField(_("background"), max_length=7, validators=[validate_colour])
    text = models.CharField(
        _("text"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Leave empty to use black or white, whichever reads better on the background."),
    )

    panels = ["name", FieldRowPanel([FieldPanel("background"), FieldPanel("text")])]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("colour")
        verbose_name_plural = _("colours")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["background", "text"], name="one_row_a_colour_pair")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for field in ("background", "text"):
            if getattr(self, field):
                try:
                    setattr(self, field, normalise(getattr(self, field)))
                except ValueError:
                    return  # the field's own validator says so
        if self.text and self.contrast < READABLE:
            raise ValidationError(
                {
                    "text": _(
                        "The contrast is %(ratio).2f:1; people with low vision need at least 4.5:1. "
                        "Leave this empty to use %(better)s."
                    )
                    % {"ratio": self.contrast, "better": readable_text(self.background)}
                }
            )

    @property
    def foreground(self) -> str:
        return self.text or readable_text(self.background)

    @property
    def contrast(self) -> float:
        return contrast(self.foreground, self.background)

    def contrast_label(self) -> str:
        return f"{self.contrast:.1f}:1"

    contrast_label.short_description = _("contrast")  # type: ignore[attr-defined]

    @property
    def css_class(self) -> str:
        return css_class(self.pk)


def stylesheet() -> str:
    """Write the palette as CSS: one class a row that sets two custom properties, which components use."""
    return "@layer components {\n" + "".join(_rule(row) for row in Colour.objects.order_by("pk")) + "}\n"


def _rule(row: Colour) -> str:
    """Write a row's rule; nothing for a row that skipped validation, since every page asks for this stylesheet."""
    try:
        background, text = normalise(row.background), normalise(row.foreground)
    except ValueError:
        return ""
    return f".{row.css_class} {{ --colour-background: {background}; --colour-text: {text}; }}\n"


def stylesheet_version(css: str) -> str:
    """Give a short hash of the stylesheet, so that browsers can keep each version for ever."""
    return hashlib.sha256(css.encode()).hexdigest()[:12]
