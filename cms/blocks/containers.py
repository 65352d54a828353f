"""Blocks that hold other blocks; each takes the vocabulary of its content, which goes one level less deep than its own."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.blocks.anchors import AnchorBlock, claim_id

Context = dict[str, Any]


class ContainerBlock(blocks.StructBlock):
    """A struct with ``content``, a stream of blocks."""

    def __init__(self, content: blocks.StreamBlock, **kwargs: Any) -> None:
        super().__init__([("content", content)], **kwargs)


class ColumnBlock(ContainerBlock):
    """One of several columns."""

    width = blocks.ChoiceBlock(
        choices=[
            ("quarter", _("A quarter")),
            ("third", _("A third")),
            ("half", _("Half")),
            ("two_thirds", _("Two thirds")),
            ("three_quarters", _("Three quarters")),
            ("full", _("Full width")),
        ],
        required=False,
        label=_("Width"),
        help_text=_(
            "Columns share the width equally unless you choose. On phones they stand one below the other."
        ),
    )

    class Meta:
        icon = "placeholder"
        label = _("Column")
        form_layout = blocks.BlockGroup(children=["content"], settings=["width"])


class ColumnsBlock(blocks.StructBlock):
    """Blocks side by side, as ``[su_row]`` was."""

    alignment = blocks.ChoiceBlock(
        choices=[("centre", _("Middle"))],
        required=False,
        label=_("Upright alignment"),
        help_text=_("Columns begin at the same height unless you choose the middle."),
    )

    def __init__(self, content: blocks.StreamBlock, **kwargs: Any) -> None:
        columns = blocks.ListBlock(ColumnBlock(content), min_num=1, default=[{}, {}], label=_("Columns"))
        super().__init__([("columns", columns)], **kwargs)

    class Meta:
        icon = "grip"
        label = _("Columns")
        group = _("Layout")
        description = _("Two or more things side by side, such as a picture and its explanation.")
        template = "blocks/columns.html"
        form_layout = blocks.BlockGroup(children=["columns"], settings=["alignment"])
        preview_value = {
            "columns": [
                {
                    "content": [
                        ("heading", {"text": "Before your visit", "level": "h2"}),
                        (
                            "rich_text",
                            "<p>Write your questions down. Ask someone you trust to come along.</p>",
                        ),
                    ]
                },
                {
                    "content": [
                        ("heading", {"text": "After your visit", "level": "h2"}),
                        ("rich_text", "<p>Take a day to think. You need not decide in the room.</p>"),
                    ]
                },
            ]
        }

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context)
        context["shown"] = [column for column in value.get("columns") or [] if column.get("content")]
        return context


CALLOUT_ICONS = {"note": "info", "success": "check", "warning": "warning", "important": "warning"}
CALLOUT_PREFIXES = {
    "warning": _("Warning:"),
    "important": _("Important:"),
}  # what colour and icon say to the eye


class CalloutBlock(ContainerBlock):
    """Something that must stand out, as ``[su_note]`` and ``[su_box]`` were."""

    style = blocks.ChoiceBlock(
        choices=[
            ("plain", _("Box")),
            ("note", _("Note")),
            ("inset", _("Inset: a line beside the text")),
            ("success", _("Good news")),
            ("warning", _("Warning")),
            ("important", _("Important")),
        ],
        default="note",
        label=_("Style"),
    )
    title = blocks.CharBlock(required=False, max_length=300, label=_("Title"))
    colour = SnippetChooserBlock(
        "palette.Colour",
        required=False,
        label=_("Colour"),
        help_text=_("Of the title, or of the edge where there is no title."),
    )
    anchor = AnchorBlock()

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        label_format = "{title}"
        group = _("Layout")
        description = _("A note, a warning or a box that must not be overlooked. Use few of them.")
        template = "blocks/callout.html"
        form_layout = blocks.BlockGroup(children=["style", "title", "content"], settings=["colour", "anchor"])
        preview_value = {
            "style": "important",
            "title": "Do not stop your treatment",
            "content": [
                ("rich_text", "<p>Go on as agreed with your doctor while you wait for a second opinion.</p>")
            ],
        }

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context)
        colour = value.get("colour")
        context["colour_class"] = colour.css_class if colour else ""
        context["callout_icon"] = CALLOUT_ICONS.get(value.get("style"), "")
        context["callout_prefix"] = CALLOUT_PREFIXES.get(value.get("style"), "")
        context["anchor_id"] = claim_id(context, value.get("anchor"), value.get("title"))
        if value.get("title"):
            context["title_level"] = context.setdefault("heading_level", "h2")
        return context


class SectionBlock(ContainerBlock):
    """An item of an accordion."""

    title = blocks.CharBlock(max_length=300, label=_("Title"))
    open = blocks.BooleanBlock(required=False, label=_("Open from the start"))
    anchor = AnchorBlock()

    class Meta:
        icon = "collapse-down"
        label = _("Section")
        label_format = "{title}"
        form_layout = blocks.BlockGroup(children=["title", "content"], settings=["open", "anchor"])


class AccordionBlock(blocks.StructBlock):
    """Sections that open one by one, as ``[su_accordion]`` and ``[su_spoiler]`` were."""

    exclusive = blocks.BooleanBlock(required=False, label=_("Opening one closes the others"))

    def __init__(self, content: blocks.StreamBlock, **kwargs: Any) -> None:
        items = blocks.ListBlock(SectionBlock(content), min_num=1, label=_("Sections"))
        super().__init__([("items", items)], **kwargs)

    class Meta:
        icon = "collapse-down"
        label = _("Accordion")
        group = _("Layout")
        description = _("Questions whose answers open when asked for. Not for what everyone must read.")
        template = "blocks/accordion.html"
        form_layout = blocks.BlockGroup(children=["items"], settings=["exclusive"])
        preview_value = {
            "items": [
                {
                    "title": "Will my doctor mind?",
                    "open": True,
                    "content": [
                        ("rich_text", "<p>No. Most doctors expect it and will send your records.</p>")
                    ],
                },
                {
                    "title": "How long does it take?",
                    "content": [("rich_text", "<p>Two weeks in most cases; tell us if it is urgent.</p>")],
                },
            ]
        }

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Give the items with their ids; ``group`` is what exclusive ones have in common."""
        context = super().get_context(value, parent_context)
        context["title_level"] = context.setdefault("heading_level", "h2")
        items = [item for item in value.get("items") or [] if item.get("title") or item.get("content")]
        context["shown"] = [
            {
                "item": item,
                "title": item.get("title") or _("More"),
                "anchor_id": claim_id(context, item.get("anchor"), item.get("title")),
            }
            for item in items
        ]
        context["group"] = claim_id(context, "accordion-group") if value.get("exclusive") else ""
        return context


class ExpandableBlock(ContainerBlock):
    """More about something for those who want it, as ``[su_expand]`` and ``[su_lightbox]`` were."""

    summary = blocks.CharBlock(max_length=300, label=_("What it says when closed"))
    presentation = blocks.ChoiceBlock(
        choices=[("inline", _("Opens in its place")), ("dialog", _("Opens in a window of its own"))],
        default="inline",
        label=_("Presentation"),
    )
    open = blocks.BooleanBlock(required=False, label=_("Open from the start"))
    anchor = AnchorBlock(
        help_text=_("Made from the words above unless you write one; links with # lead here.")
    )

    class Meta:
        icon = "expand-right"
        label = _("Expandable")
        label_format = "{summary}"
        group = _("Layout")
        description = _("One passage that opens when asked for. Several in a row are an accordion.")
        template = "blocks/expandable.html"
        form_layout = blocks.BlockGroup(
            children=["summary", "content"], settings=["presentation", "open", "anchor"]
        )
        preview_value = {
            "summary": "What is a biopsy?",
            "open": True,
            "content": [
                (
                    "rich_text",
                    "<p>A doctor takes a small sample of tissue, so that it can be examined closely.</p>",
                )
            ],
        }

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        context = super().get_context(value, parent_context)
        context["anchor_id"] = claim_id(context, value.get("anchor"), value.get("summary"))
        context["summary"] = value.get("summary") or _("More")
        return context
