"""Blocks that arrange."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.anchors import claim_id
from cms.blocks.containers import AnchorBlock


class DividerBlock(blocks.StructBlock):
    """A line between two parts of a page, as ``[su_divider]`` was."""

    top_link = blocks.CharBlock(
        required=False,
        max_length=120,
        label=_("Text of a link to the top of the page"),
        help_text=_("Only on long pages, such as “Back to top”. Leave empty for the line alone."),
    )

    class Meta:
        icon = "minus"
        label = _("Divider")
        label_format = ""
        group = _("Layout")
        description = _("A line where the subject changes and a heading would be too much.")
        template = "blocks/divider.html"
        preview_value = {"top_link": "Back to top"}
        form_layout = blocks.BlockGroup(children=["top_link"])

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give nothing: nobody searches for the way back."""
        return []


class AnchorPointBlock(blocks.StructBlock):
    """A place that links lead to, without looks of its own."""

    anchor = AnchorBlock(required=True, help_text=_("A short name without #; links to #name lead here."))

    class Meta:
        icon = "link"
        label = _("Anchor")
        label_format = "#{anchor}"
        group = _("Layout")
        description = _("A place for links to lead to where no heading stands. Readers do not see it.")
        template = "blocks/anchor.html"
        preview_value = {"anchor": "opening-hours"}
        form_layout = blocks.BlockGroup(children=["anchor"])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["anchor_id"] = claim_id(context, value.get("anchor"))
        return context
