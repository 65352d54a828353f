"""Blocks of words: headings, paragraphs, lists, quotes and tables."""

from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock

from cms.blocks.anchors import LONGEST, anchor_from, claim_id
from cms.blocks.containers import AnchorBlock
from cms.blocks.headings import with_ids
from cms.buttons.look import ICONS
from cms.links.blocks import LinkBlock
from cms.links.validators import validate_anchor

INLINE_FEATURES = [
    "bold", "italic", "link", "document-link", "superscript", "subscript", "strikethrough", "underline", "highlight",
    "label", "explanation", "code",
]  # fmt: skip
ITEM_FEATURES = [*INLINE_FEATURES, "ul", "ol"]
TEXT_FEATURES = [*ITEM_FEATURES, "centre", "end", "h2", "h3", "h4"]


class HeadingBlock(blocks.StructBlock):
    """A heading within a page; the page's title is the only first-level heading."""

    opens_sections = True

    text = blocks.CharBlock(max_length=300, label=_("Text"))
    level = blocks.ChoiceBlock(
        choices=[("h2", _("Heading")), ("h3", _("Subheading")), ("h4", _("Small heading"))],
        default="h2",
        label=_("Level"),
    )
    anchor = blocks.CharBlock(
        required=False,
        max_length=LONGEST,
        validators=[validate_anchor],
        label=_("Anchor"),
        help_text=_(
            "Made from the text unless you write one, and kept when the text changes; links with # lead here."
        ),
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        label_format = "{text}"
        group = _("Text")
        description = _("Begins a section. Use a subheading inside a section.")
        template = "blocks/heading.html"
        preview_value = {"text": "What happens at the first appointment", "level": "h2"}
        form_layout = blocks.BlockGroup(children=["text", "level"], settings=["anchor"])

    def get_form_state(self, value: Any) -> Any:
        """Write down the anchor that readers have by now, before an editor changes the words."""
        anchor = value.get("anchor") or anchor_from(value.get("text"))
        return {**super().get_form_state(value), "anchor": anchor}

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the heading an id of its own; a listed article has none."""
        context = super().get_context(value, parent_context)
        context["anchor_id"] = claim_id(context, value.get("anchor"), value.get("text"))
        return context


class ParagraphsBlock(blocks.RichTextBlock):
    """Running text. Its module path stands in migrations: never move or rename it."""

    opens_sections = True

    def __init__(self, features: list[str] | None = None, **kwargs: Any) -> None:
        super().__init__(features=features or TEXT_FEATURES, **kwargs)

    def value_for_form(self, value: Any) -> str:
        """Write down the ids that readers have by now, before an editor changes the words of a heading."""
        return with_ids(value.source, lambda anchor, words: anchor or anchor_from(words))

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give each heading an id of its own; those of a listed article have none."""
        context = super().get_context(value, parent_context)
        html = with_ids(str(value), lambda anchor, words: claim_id(context, anchor, words))
        context["html"] = mark_safe(html)  # noqa: S308  what rich text renders to, and ids that are escaped
        return context

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        group = _("Text")
        description = _("Paragraphs with links. Keep them short.")
        template = "blocks/rich_text.html"
        preview_value = "<p>You can ask for a second opinion at any time. <b>Most doctors expect it</b> and will help you.</p>"


class ListBlock(blocks.StructBlock):
    """A list; items may hold a nested list."""

    style = blocks.ChoiceBlock(
        choices=[
            ("bullets", _("Bullets")),
            ("numbers", _("Numbers")),
            ("check", _("Check marks")),
            ("cross", _("Crosses")),
            ("arrow", _("Arrows")),
            ("star", _("Stars")),
            ("icon", _("An icon of your choice")),
            ("plain", _("No marks")),
        ],
        default="bullets",
        label=_("Style"),
    )
    icon = blocks.ChoiceBlock(
        choices=ICONS, required=False, label=_("Icon"), help_text=_("For the style “An icon of your choice”.")
    )
    items = blocks.ListBlock(blocks.RichTextBlock(features=ITEM_FEATURES), label=_("Items"))
    start = blocks.IntegerBlock(
        required=False, min_value=0, label=_("First number"), help_text=_("For a numbered list that goes on.")
    )

    class Meta:
        icon = "list-ul"
        label = _("List")
        group = _("Text")
        description = _("Short points, one below the other. Numbers only where the order matters.")
        template = "blocks/list.html"
        preview_value = {
            "style": "check",
            "items": [
                "<p>Your last test results</p>",
                "<p>The names of your medicines</p>",
                "<p>Your questions</p>",
            ],
        }
        form_layout = blocks.BlockGroup(children=["items"], settings=["style", "icon", "start"])


class QuoteBlock(blocks.StructBlock):
    """Somebody's words."""

    text = blocks.RichTextBlock(features=ITEM_FEATURES, label=_("Text"))
    attribution = blocks.CharBlock(required=False, max_length=255, label=_("Who said it"))
    style = blocks.ChoiceBlock(
        choices=[("block", _("In the text")), ("pull", _("Beside the text, as an eye-catcher"))],
        default="block",
        label=_("Style"),
    )
    source = LinkBlock(required=False, label=_("Source"))

    class Meta:
        icon = "openquote"
        label = _("Quote")
        group = _("Text")
        description = _("Somebody's own words, with their name.")
        template = "blocks/quote.html"
        preview_value = {
            "text": "<p>I wrote my questions down the evening before. That helped more than anything.</p>",
            "attribution": "A patient",
        }
        form_layout = blocks.BlockGroup(children=["text", "attribution"], settings=["style", "source"])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        source = value.get("source")
        context["source_href"] = source.get_href(context.get("request")) if source else ""
        return context


class TableBlock(blocks.StructBlock):
    """Rows and columns, with a header for each column and, where wanted, for each row."""

    table = TypedTableBlock(
        [("text", blocks.RichTextBlock(features=ITEM_FEATURES, required=False, label=_("Text")))],
        label=_("Table"),
    )
    row_headers = blocks.BooleanBlock(required=False, label=_("The first cell of each row is a heading"))
    striped = blocks.BooleanBlock(required=False, default=True, label=_("Stripe the rows"))

    class Meta:
        icon = "table"
        label = _("Table")
        group = _("Text")
        description = _("Figures or facts to compare. Give each column a heading.")
        template = "blocks/table.html"
        form_layout = blocks.BlockGroup(children=["table"], settings=["row_headers", "striped"])

    def get_preview_value(self) -> Any:
        return self.to_python(
            {
                "table": {
                    "caption": "Opening hours",
                    "columns": [{"type": "text", "heading": "Day"}, {"type": "text", "heading": "Hours"}],
                    "rows": [
                        {"values": ["Monday to Friday", "08:00–18:00"]},
                        {"values": ["Saturday", "09:00–13:00"]},
                    ],
                },
                "row_headers": True,
                "striped": True,
            }
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        table = value.get("table")
        context["has_headings"] = bool(table) and any(column["heading"] for column in table.columns)
        return context


class CodeBlock(blocks.StructBlock):
    """Text that a machine reads, with its spaces and line ends."""

    code = blocks.TextBlock(label=_("Code"))
    language = blocks.CharBlock(
        required=False,
        max_length=40,
        label=_("Language"),
        help_text=_("Such as HTML; read out to the blind."),
    )

    class Meta:
        icon = "code"
        label = _("Code")
        group = _("Text")
        description = _("Lines that must be copied exactly, such as a form letter or a command.")
        template = "blocks/code.html"
        preview_value = {"code": "<p>\n  Hello\n</p>", "language": "HTML"}
        form_layout = blocks.BlockGroup(children=["code"], settings=["language"])

    def get_searchable_content(self, value: Any) -> list[str]:
        return [value["code"]] if value.get("code") else []


class FootnoteBlock(blocks.StructBlock):
    """A note that the text above leads to."""

    text = blocks.RichTextBlock(features=ITEM_FEATURES, label=_("Text"))
    anchor = AnchorBlock(
        required=True, help_text=_("A short name such as note-1; in the text, link its number to #note-1.")
    )

    class Meta:
        icon = "list-ol"
        label = _("Note")
        form_layout = blocks.BlockGroup(children=["text", "anchor"])


class FootnotesBlock(blocks.StructBlock):
    """The notes to a text, numbered."""

    notes = blocks.ListBlock(FootnoteBlock(), label=_("Notes"))

    class Meta:
        icon = "list-ol"
        label = _("Footnotes")
        group = _("Text")
        description = _("Sources and notes, numbered in their order; links in the text lead to each.")
        template = "blocks/footnotes.html"
        preview_value = {
            "notes": [
                {"anchor": "note-1", "text": "<p>Guideline on second opinions, third edition, page 12.</p>"},
                {"anchor": "note-2", "text": "<p>Survey of 400 patients, last spring.</p>"},
            ]
        }
        form_layout = blocks.BlockGroup(children=["notes"])

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        context["shown"] = [
            {"text": note.get("text"), "anchor_id": claim_id(context, note.get("anchor"))}
            for note in value.get("notes") or []
        ]
        return context
