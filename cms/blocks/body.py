"""The vocabulary that every body shares."""

import builtins
from typing import Any

from wagtail import blocks

from cms.blocks.imported import ImportedSourceBlock
from cms.blocks.layout import DividerBlock
from cms.blocks.media import EmbedBlock, ImageBlock
from cms.blocks.searchable import searchable_words
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

    def get_searchable_content(self, value: Any) -> builtins.list[str]:
        return [text for child in value for text in searchable_words(child.block, child.value)]

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Render the blocks one after the other; they share the ids in use, so that no two headings have the same."""
        return super().render_basic(value, {"used_ids": set(PAGE_IDS), **(context or {})})
