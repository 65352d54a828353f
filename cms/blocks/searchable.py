"""What a search finds in a body: the words that readers see, not the names of looks, addresses and settings."""

from collections.abc import Iterator
from typing import Any

from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import BaseTypedTableBlock

from cms.links.blocks import LinkBlock

WORDS = (blocks.CharBlock, blocks.TextBlock, blocks.RichTextBlock, BaseTypedTableBlock)
NO_WORDS = frozenset({"url", "anchor", "empty_text"})


def searchable_words(block: blocks.Block, value: Any) -> Iterator[str]:
    """Give the texts within a block's value; Wagtail itself would add the labels of choices and “None”."""
    if not value or isinstance(block, LinkBlock) or not getattr(block, "search_index", True):
        return
    if isinstance(block, blocks.StreamBlock):
        for child in value:
            yield from searchable_words(child.block, child.value)
    elif isinstance(block, blocks.ListBlock):
        for item in value:
            yield from searchable_words(block.child_block, item)
    elif isinstance(block, blocks.StructBlock) and not _speaks_for_itself(block):
        for name, child in block.child_blocks.items():
            if name not in NO_WORDS:
                yield from searchable_words(child, value.get(name))
    elif isinstance(block, (*WORDS, blocks.StructBlock)):
        yield from block.get_searchable_content(value)


def _speaks_for_itself(block: blocks.StructBlock) -> bool:
    return type(block).get_searchable_content is not blocks.StructBlock.get_searchable_content
