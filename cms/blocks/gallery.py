"""Pictures together: a grid, a carousel of several or a slider of one at a time."""

from typing import Any

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

from cms.links.blocks import LinkBlock

MOST_COLUMNS = 6


def prefetch_renditions(images: list[Any]) -> None:
    """Read the renditions of all the images in one query."""
    prefetch_related_objects(images, Prefetch("renditions", to_attr="prefetched_renditions"))


class GalleryItemBlock(blocks.StructBlock):
    """One picture of a gallery."""

    image = ImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, max_length=500, label=_("Caption"))
    link = LinkBlock(required=False, help_text=_("Leads here instead of showing the picture large."))

    class Meta:
        icon = "image"
        label = _("Picture")
        label_format = "{caption}"
        form_layout = blocks.BlockGroup(children=["image", "caption"], settings=["link"])


class GalleryBlock(blocks.StructBlock):
    """Pictures together, as ``[gallery]``, ``[su_slider]`` and ``[su_carousel]`` were; nothing moves by itself."""

    items = blocks.ListBlock(GalleryItemBlock(), min_num=1, label=_("Pictures"))
    layout = blocks.ChoiceBlock(
        choices=[
            ("grid", _("Grid: all at once")),
            ("carousel", _("Carousel: several, the reader moves on")),
            ("slider", _("Slider: one, the reader moves on")),
        ],
        default="grid",
        label=_("Layout"),
    )
    columns = blocks.IntegerBlock(
        default=3, min_value=1, max_value=MOST_COLUMNS, label=_("Pictures beside each other")
    )
    crop = blocks.ChoiceBlock(
        choices=[
            ("none", _("As they are")),
            ("square", _("Square")),
            ("landscape", _("Landscape")),
            ("portrait", _("Portrait")),
            ("wide", _("Wide")),
        ],
        default="none",
        label=_("Shape"),
    )
    enlarge = blocks.BooleanBlock(required=False, label=_("Show a picture large when it is chosen"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        group = _("Media")
        description = _(
            "Several pictures together: side by side, or one after the other as the reader moves on."
        )
        template = "blocks/gallery.html"
        form_layout = blocks.BlockGroup(children=["items", "layout"], settings=["columns", "crop", "enlarge"])

    def get_preview_value(self) -> Any:
        images = list(get_image_model().objects.order_by("pk")[:3])
        captions = ["The way in", "The waiting room", "Where we talk"]
        return self.normalize(
            {
                "items": [
                    {"image": {"image": image, "alt_text": image.default_alt_text}, "caption": caption}
                    for image, caption in zip(images, captions, strict=False)
                ],
                "crop": "landscape",
                "enlarge": True,
            }
        )

    @property
    def is_previewable(self) -> bool:
        return True

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the items that have a picture, with the address each leads to."""
        context = super().get_context(value, parent_context)
        request = context.get("request")
        items = [item for item in value.get("items") or [] if item.get("image")]
        prefetch_renditions([item["image"] for item in items])
        context["shown"] = [
            {
                "image": item["image"],
                "caption": item.get("caption"),
                "href": item["link"].get_href(request) if item.get("link") else "",
            }
            for item in items
        ]
        context["columns"] = min(max(value.get("columns") or 3, 1), MOST_COLUMNS)
        context["scrolls"] = value.get("layout") in ("carousel", "slider")
        return context
