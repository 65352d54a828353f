"""The vocabulary that every body shares."""

import builtins
from collections.abc import Callable, Iterator
from typing import Any, Self

from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.anchors import PAGE_IDS
from cms.blocks.cards import CardsBlock
from cms.blocks.containers import AccordionBlock, CalloutBlock, ColumnsBlock, ExpandableBlock
from cms.blocks.gallery import GalleryBlock
from cms.blocks.gated import GatedBlock
from cms.blocks.health import (
    CareCardBlock,
    ChecklistBlock,
    DoDontBlock,
    KeyPointsBlock,
    QuestionListBlock,
    SummaryListBlock,
)
from cms.blocks.imported import ImportedHtmlBlock, ImportedSourceBlock
from cms.blocks.layout import AnchorPointBlock, DividerBlock
from cms.blocks.media import ImageBlock, MediaBlock
from cms.blocks.outline import Outline
from cms.blocks.searchable import searchable_words
from cms.blocks.tabs import TabsBlock
from cms.blocks.text import (
    CodeBlock,
    FootnotesBlock,
    HeadingBlock,
    ListBlock,
    ParagraphsBlock,
    QuoteBlock,
    TableBlock,
)
from cms.buttons.blocks import ButtonBlock, ButtonGroupBlock

DEPTH = 3  # containers within containers; more than this no reader can follow

# Each is made with one argument, the stream block of its content.
CONTAINERS: list[tuple[str, Callable[[blocks.StreamBlock], blocks.StructBlock]]] = [
    ("columns", ColumnsBlock),
    ("callout", CalloutBlock),
    ("accordion", AccordionBlock),
    ("tabs", TabsBlock),
    ("expandable", ExpandableBlock),
    ("gated", GatedBlock),
]


class BodyBlock(blocks.StreamBlock):
    """Text, health information, images and media, buttons, dividers; and containers of all of these."""

    heading = HeadingBlock()
    rich_text = ParagraphsBlock()
    list = ListBlock()
    quote = QuoteBlock()
    table = TableBlock()
    code = CodeBlock()
    footnotes = FootnotesBlock()
    care_card = CareCardBlock()
    do_dont = DoDontBlock()
    checklist = ChecklistBlock()
    key_points = KeyPointsBlock()
    question_list = QuestionListBlock()
    summary_list = SummaryListBlock()
    image = ImageBlock()
    gallery = GalleryBlock()
    cards = CardsBlock()
    button = ButtonBlock()
    button_group = ButtonGroupBlock()
    media = MediaBlock()
    divider = DividerBlock()
    anchor = AnchorPointBlock()
    imported_html = ImportedHtmlBlock()
    imported_source = ImportedSourceBlock(search_index=False)

    class Meta:
        required = False
        label = _("Content")

    def __init__(self, local_blocks: Any = None, depth: int = DEPTH, **kwargs: Any) -> None:
        """Add the containers, whose content has the same vocabulary with one level less."""
        self.depth = depth
        containers: builtins.list[tuple[str, blocks.Block]] = []
        if depth:
            content = type(self)(depth=depth - 1)
            containers = [(name, container(content)) for name, container in CONTAINERS]
        super().__init__([*containers, *(local_blocks or ())], **kwargs)

    def check(self, **kwargs: Any) -> builtins.list[Any]:
        """Check each block once: what is nested is the same vocabulary, which checking each path would repeat."""
        return super().check(**kwargs) if self.depth == DEPTH else []

    @classmethod
    def construct_from_lookup(cls, lookup: Any, child_blocks: Any = None, **kwargs: Any) -> Self:
        return super().construct_from_lookup(lookup, child_blocks, **kwargs)

    def deconstruct(self) -> tuple[str, builtins.list[Any], dict[str, Any]]:
        """Name the class for what is nested: a migration that wrote it out would repeat all blocks a thousand times."""
        if self.depth == DEPTH:
            return super().deconstruct()
        return f"{type(self).__module__}.{type(self).__qualname__}", [], {"depth": self.depth}

    def deconstruct_with_lookup(self, lookup: Any) -> tuple[str, builtins.list[Any], dict[str, Any]]:
        return super().deconstruct_with_lookup(lookup) if self.depth == DEPTH else self.deconstruct()

    def get_searchable_content(self, value: Any) -> builtins.list[str]:
        return list(searchable_words(self, value))

    def render_basic(self, value: Any, context: dict[str, Any] | None = None) -> str:
        """Render the blocks one after the other.

        A body and the bodies nested in it share the ids in use, the outline and the ids of the pages that listings
        have shown. ``heading_level`` tells a block which element its titles are; a container with a title passes its
        level on as ``title_level``.
        """
        shared = {"used_ids": set(PAGE_IDS), "outline": Outline(), "listed_ids": set(), **(context or {})}
        return format_html_join(
            "\n", '<div class="w-block-{1} block-{1}">{0}</div>', self._rendered_children(value, shared)
        )

    def _rendered_children(self, value: Any, context: dict[str, Any]) -> Iterator[tuple[str, str]]:
        outline = context["outline"]
        if title_level := context.pop("title_level", None):
            outline.last = section = int(title_level[1])
        else:
            section = context.get("section", 1)
        for child in value:
            level = outline.below(section)
            html = child.render(context={**context, "section": section, "heading_level": level})
            if outline.read(html) and getattr(child.block, "opens_sections", False):
                section = outline.last
            yield html, child.block_type
