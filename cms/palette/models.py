"""The palette's rows, the brand's two colours, and the stylesheet that carries them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel
from wagtail.contrib.settings.models import register_setting
from wagtail.models import PreviewableMixin
from wagtail.search import index

from cms.palette.contrast import DISCERNIBLE, READABLE, contrast, normalise, readable_text
from cms.palette.design import design_address
from cms.palette.scheme import Token, least_contrast, scheme
from cms.site_settings import SiteSetting


def validate_colour(value: str) -> None:
    try:
        normalise(value)
    except ValueError as error:
        raise ValidationError(
            _("Write a colour as # and six hexadecimal digits, such as #9f0102.")
        ) from error


def _normalise_fields(row: models.Model, *fields: str) -> bool:
    """Write colours one way; tells whether all of them are colours."""
    for field in fields:
        if written := getattr(row, field):
            try:
                setattr(row, field, normalise(written))
            except ValueError:
                return False
    return True


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
        if not _normalise_fields(self, "background", "text"):
            return  # the fields' own validators say so
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

    contrast_label.short_description = _("contrast")  # type: ignore[attr-defined]  # an option that Django reads off the method

    @property
    def css_class(self) -> str:
        return css_class(self.pk)


@register_setting(icon="view", order=150)
class BrandColours(PreviewableMixin, SiteSetting):
    """The two colours that the whole site is tinted with; where people could not read them, their lightness gives way."""

    brand = models.CharField(
        _("leading colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Of buttons, links and surfaces, such as #17565c. Leave empty for the design’s own."),
    )
    accent = models.CharField(
        _("accompanying colour"),
        max_length=7,
        blank=True,
        validators=[validate_colour],
        help_text=_("Of markers and edges, such as #c65d36. Leave empty for the design’s own."),
    )

    panels = [
        FieldRowPanel([FieldPanel("brand"), FieldPanel("accent")]),
        HelpPanel(template="palette/brand_corrections.html", heading=_("What people will see")),
    ]
    preview_modes = [("light", _("Light")), ("dark", _("Dark"))]

    class Meta:
        verbose_name = _("brand colours")

    def __str__(self) -> str:
        return str(self.site)

    def clean(self) -> None:
        super().clean()
        _normalise_fields(self, "brand", "accent")

    @property
    def tokens(self) -> Mapping[str, Token]:
        """Give the colours of the site; the design's own for a row that skipped validation."""
        try:
            return scheme(self.brand, self.accent)
        except ValueError:
            return scheme()

    def corrections(self) -> list[str]:
        """Say in a sentence for each colour what is shown instead of it, and why."""
        return [
            gettext(
                "%(chosen)s has a contrast of %(ratio).1f:1 with the site’s surfaces and needs %(needed).1f:1. "
                "Pages show %(shown)s instead."
            )
            % {
                "chosen": chosen,
                "ratio": least_contrast(Token(chosen, chosen), self.tokens)[0],
                "needed": needed,
                "shown": self.tokens[name].light,
            }
            for name, chosen, needed in (
                ("brand", self.brand, READABLE),
                ("accent", self.accent, DISCERNIBLE),
            )
            if chosen and chosen != self.tokens[name].light
        ]

    def contrasts(self) -> list[dict[str, Any]]:
        """Give the contrast of each visible part by day and by night, and what it needs."""
        parts = (
            (_("Words"), "ink", READABLE),
            (_("Quiet words"), "ink-muted", READABLE),
            (_("Links"), "link", READABLE),
            (_("Buttons"), "brand", READABLE),
            (_("Markers"), "accent", DISCERNIBLE),
            (_("Edges of fields"), "line-strong", DISCERNIBLE),
        )
        found = (
            (label, *least_contrast(self.tokens[name], self.tokens), needed) for label, name, needed in parts
        )
        return [dict(zip(("label", "light", "dark", "needed"), part, strict=True)) for part in found]

    def css(self) -> str:
        """Write the tokens anew; nothing where the design's own colours stay."""
        if not (self.brand or self.accent):
            return ""
        rules = "".join(f"{token.css(name)}\n" for name, token in self.tokens.items())
        return f"@layer tokens {{\n:root {{\n{rules}}}\n}}\n"

    def get_preview_template(self, request: HttpRequest, mode_name: str) -> str:
        return "palette/brand_preview.html"

    def get_preview_context(self, request: HttpRequest, mode_name: str) -> dict[str, Any]:
        address = reverse("brand_preview_stylesheet")
        return {
            "request": request,
            "colours": self,
            "scheme": mode_name,
            "stylesheet_url": f"{address}?{urlencode({'brand': self.brand, 'accent': self.accent})}",
        }


def stylesheet(brand: BrandColours | None = None) -> str:
    """Write the brand's tokens, and the palette as one class a row that sets two custom properties for components."""
    rows = "".join(_rule(row) for row in Colour.objects.order_by("pk"))
    return (brand.css() if brand else "") + "@layer components {\n" + rows + "}\n"


def _rule(row: Colour) -> str:
    """Write a row's rule; nothing for a row that skipped validation, since every page asks for this stylesheet."""
    try:
        background, text = normalise(row.background), normalise(row.foreground)
    except ValueError:
        return ""
    return f".{row.css_class} {{ --colour-background: {background}; --colour-text: {text}; }}\n"


def stylesheet_version(css: str) -> str:
    """Give a short hash of the colours and the design, so that browsers can keep each version for ever."""
    return hashlib.sha256((design_address() + css).encode()).hexdigest()[:12]
