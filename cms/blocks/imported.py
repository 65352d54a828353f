"""What an import could not turn into a block of its own."""

from html import unescape
from typing import Any

from django.utils.html import strip_tags
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.sanitise import sanitised


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


class ImportedHtmlBlock(blocks.StructBlock):
    """Markup for which there is no block; cleaned when it is saved and again when it is shown."""

    opens_sections = True

    html = blocks.TextBlock(
        label=_("HTML"),
        help_text=_("Scripts, forms, frames, styles and pictures of other websites are taken out on saving."),
    )

    class Meta:
        icon = "code"
        label = _("Imported HTML (readers see it)")
        group = _("Import")
        description = _(
            "Shown as it came from the old site, because no block is like it. "
            "Rebuild it with other blocks when you can; do not add new ones."
        )
        template = "blocks/imported_html.html"
        preview_value = {
            "html": "<dl><dt>Second opinion</dt><dd>Another doctor's view of your case.</dd></dl>"
        }
        form_layout = blocks.BlockGroup(children=["html"])

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        cleaned["html"] = sanitised(cleaned.get("html") or "")
        return cleaned

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        clean_html = sanitised(value.get("html") or "", context.get("used_ids"))
        context["clean_html"] = mark_safe(clean_html)  # noqa: S308  the allow-list is what makes it safe
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give the words without the markup between them."""
        spaced = sanitised(value.get("html") or "").replace("<", " <")
        words = " ".join(unescape(strip_tags(spaced)).split())
        return [words] if words else []
