"""The vocabulary that every body shares."""

from wagtail import blocks

from cms.blocks.imported import ImportedSourceBlock
from cms.blocks.layout import DividerBlock
from cms.blocks.media import EmbedBlock, ImageBlock
from cms.blocks.text import HeadingBlock, ListBlock, ParagraphsBlock, QuoteBlock, TableBlock
from cms.buttons.blocks import ButtonBlock


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
