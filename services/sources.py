"""What an article rests on."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.links.validators import is_safe_url, validate_link_url

# https://www.doi.org/doi-handbook/HTML/index.html: a prefix of 10. and digits, a slash, anything without spaces.
DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}(?:\.\d+)*/\S+)", re.IGNORECASE)


def validate_source_address(value: str) -> None:
    """Accept a DOI or the address of another website; raises ValidationError with what to do."""
    if DOI.fullmatch(value):
        return
    if value.startswith("/"):
        raise ValidationError(_("Begin the address with https://, or write a DOI such as 10.1000/182."))
    validate_link_url(value)


class SourceValue(blocks.StructValue):
    @property
    def href(self) -> str:
        """Give where the source can be read, a DOI by its resolver; "" for nowhere, and for what is not safe."""
        address = (self.get("address") or "").strip()
        doi = DOI.fullmatch(address)
        if doi:
            return f"https://doi.org/{doi[1]}"
        return address if is_safe_url(address) else ""


class SourceBlock(blocks.StructBlock):
    """A guideline, study or book."""

    title = blocks.CharBlock(max_length=500, label=_("Title"))
    publisher = blocks.CharBlock(
        required=False,
        max_length=255,
        label=_("Publisher"),
        help_text=_("Who stands for it: authors, journal or body."),
    )
    year = blocks.IntegerBlock(required=False, min_value=1800, max_value=2100, label=_("Year"))
    address = blocks.CharBlock(
        required=False,
        max_length=1000,
        validators=[validate_source_address],
        label=_("Web address or DOI"),
        help_text=_("https://… or a DOI such as 10.1000/182."),
    )
    accessed = blocks.DateBlock(
        required=False, label=_("Read on"), help_text=_("For a page on the web that may change.")
    )

    class Meta:
        icon = "doc-full"
        label = _("Source")
        label_format = "{title}"
        value_class = SourceValue
        form_layout = blocks.BlockGroup(children=["title", "publisher", "year", "address", "accessed"])
