"""The vocabulary that every body shares."""

from typing import Any

from wagtail import blocks

from cms.blocks.imported import ImportedSourceBlock
from cms.blocks.layout import DividerBlock
from cms.blocks.media import EmbedBlock, ImageBlock
from cms.blocks.text import HeadingBlock, ListBlock, ParagraphsBlock, QuoteBlock, TableBlock
from cms.buttons.blocks import ButtonBlock

PAGE_IDS = ("main", "site-search")  # what base.html and the header use


class BodyBlock(blocks.StreamBlock):
    """Headings, text, lists, quotes, tables, images, buttons, embeds and dividers."""

    heading = HeadingBlock()
    rich_text = ParagraphsBlock()
    list = ListBlock()
    quote = QuoteBlock()
    table = TableBlock()
    image = ImageBlock()
    button = ButtonBlock()
    embed = EmbedBlock()
    divider = DividerBlock()
    imported_source = ImportedSourceBlock(search_index=False)

    class Meta:
        required = False

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Render the blocks one after the other; they share the ids in use, so that no two headings have the same."""
        return super().render_basic(value, {"used_ids": set(PAGE_IDS), **(context or {})})
