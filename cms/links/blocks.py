"""The link block that every block with a link uses."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.links.targets import chosen_targets, href, validate_one_target
from cms.links.validators import validate_anchor, validate_link_url, validate_phone


class LinkValue(blocks.StructValue):
    """A link's value; templates and blocks ask it for the address."""

    @property
    def is_set(self) -> bool:
        return bool(chosen_targets(self) or self.get("anchor"))

    def get_href(self, request: HttpRequest | None = None) -> str:
        """Give the address with its anchor; "" when there is no target or the target is not published."""
        anchor = f"#{self['anchor']}" if self.get("anchor") else ""
        address = href(self, request)
        if chosen_targets(self):
            return address + anchor if address else ""
        return anchor


class LinkBlock(blocks.StructBlock):
    """One target out of six, with an optional anchor; an anchor alone leads to a place on the same page.

    Pass ``required=False`` where a link may be left empty.
    """

    page = blocks.PageChooserBlock(required=False, label=_("Page"))
    provider = SnippetChooserBlock("providers.Provider", required=False, label=_("Provider"))
    document = DocumentChooserBlock(required=False, label=_("Document"))
    url = blocks.CharBlock(
        required=False,
        max_length=1000,
        validators=[validate_link_url],
        label=_("Web address"),
        help_text=_("https://… for another website, or a path of this one such as /providers/."),
    )
    email = blocks.EmailBlock(required=False, label=_("E-mail address"))
    phone = blocks.CharBlock(
        required=False, max_length=40, validators=[validate_phone], label=_("Phone number")
    )
    anchor = blocks.CharBlock(
        required=False,
        max_length=100,
        validators=[validate_anchor],
        label=_("Anchor"),
        help_text=_("A place on the target page, without #."),
    )

    class Meta:
        required = True
        icon = "link"
        label = _("Link")
        help_text = _("Fill in one of these.")
        value_class = LinkValue
        form_layout = blocks.BlockGroup(
            children=["page", "provider", "url"], settings=["document", "email", "phone", "anchor"]
        )

    @property
    def required(self) -> bool:
        return self.meta.required

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        required = self.required and not self.is_deferred_validation and not cleaned.get("anchor")
        try:
            validate_one_target(cleaned, required=required)
        except ValidationError as error:
            raise StructBlockValidationError(non_block_errors=error.messages) from error
        return cleaned
