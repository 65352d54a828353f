"""Cards: a few offers or topics side by side."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock

from cms.blocks.gallery import prefetch_renditions
from cms.blocks.text import ITEM_FEATURES
from cms.buttons.look import ICONS
from cms.links.blocks import LinkBlock

MOST_COLUMNS = 4


class CardBlock(blocks.StructBlock):
    """One card."""

    title = blocks.CharBlock(max_length=300, label=_("Title"))
    text = blocks.RichTextBlock(features=ITEM_FEATURES, required=False, label=_("Text"))
    link = LinkBlock(required=False)
    icon = blocks.ChoiceBlock(choices=ICONS, required=False, label=_("Icon"))
    image = ImageBlock(required=False, label=_("Picture"))

    class Meta:
        icon = "doc-empty"
        label = _("Card")
        label_format = "{title}"
        form_layout = blocks.BlockGroup(children=["title", "text", "link"], settings=["icon", "image"])


class CardsBlock(blocks.StructBlock):
    """Short texts with a title each, as ``[su_service]`` and ``[su_feature]`` were."""

    items = blocks.ListBlock(CardBlock(), min_num=1, label=_("Cards"))
    columns = blocks.IntegerBlock(
        default=2, min_value=1, max_value=MOST_COLUMNS, label=_("Cards beside each other")
    )

    class Meta:
        icon = "grid"
        label = _("Cards")
        group = _("Layout")
        description = _(
            "What you offer or where to go on, each with a title, an icon or a picture, and a link."
        )
        template = "blocks/cards.html"
        form_layout = blocks.BlockGroup(children=["items"], settings=["columns"])
        preview_value = {
            "items": [
                {
                    "title": "Talk to a doctor",
                    "icon": "phone",
                    "text": "<p>A call of half an hour, on the day that suits you.</p>",
                    "link": {"url": "/providers/"},
                },
                {
                    "title": "Send your records",
                    "icon": "document",
                    "text": "<p>We read them within two days and tell you what is missing.</p>",
                },
            ],
            "columns": 2,
        }

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the cards that say something, with the address each leads to."""
        context = super().get_context(value, parent_context)
        request = context.get("request")
        items = [item for item in value.get("items") or [] if item.get("title") or item.get("text")]
        prefetch_renditions([item["image"] for item in items if item.get("image")])
        context["shown"] = [
            {"item": item, "url": item["link"].get_href(request) if item.get("link") else ""}
            for item in items
        ]
        context["columns"] = min(max(value.get("columns") or 2, 1), MOST_COLUMNS)
        return context
