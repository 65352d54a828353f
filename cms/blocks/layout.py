"""Blocks that arrange."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class DividerBlock(blocks.StaticBlock):
    """A line between two parts of a page."""

    class Meta:
        icon = "minus"
        label = _("Divider")
        group = _("Layout")
        description = _("A line where the subject changes and a heading would be too much.")
        template = "blocks/divider.html"
        admin_text = _("A line across the page.")
        preview_value = None
