"""What an import could not turn into a block of its own."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks


class ImportedSourceBlock(blocks.StructBlock):
    """The original source of something imported, kept for editors; readers never see it."""

    reason = blocks.CharBlock(required=False, max_length=500, label=_("Why it stands here"))
    source = blocks.TextBlock(required=False, label=_("Source"))

    class Meta:
        icon = "code"
        label = _("Imported source (readers do not see it)")
        label_format = "{reason}"
        group = _("Import")
        description = _(
            "Left by the import so that nothing is lost. Rebuild it with other blocks, then delete it."
        )
        template = "blocks/imported_source.html"
        preview_value = {"reason": "No block does what this did", "source": "[countdown to=2030]"}
        form_layout = blocks.BlockGroup(children=["reason", "source"])
