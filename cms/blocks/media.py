"""Blocks of pictures and of media that live elsewhere."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as ContextualImageBlock

from cms.links.blocks import LinkBlock
from cms.links.validators import validate_link_url


class ImageBlock(blocks.StructBlock):
    """A picture with its alternative text in this context, and a caption."""

    image = ContextualImageBlock(label=_("Image"))
    caption = blocks.CharBlock(required=False, max_length=500, label=_("Caption"))
    alignment = blocks.ChoiceBlock(
        choices=[
            ("left", _("Left, text beside it")),
            ("right", _("Right, text beside it")),
            ("centre", _("Centre")),
        ],
        required=False,
        label=_("Alignment"),
    )
    link = LinkBlock(required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        group = _("Media")
        description = _("A picture that adds something. Say in the alternative text what it shows.")
        template = "blocks/image.html"
        form_layout = blocks.BlockGroup(children=["image", "caption"], settings=["alignment", "link"])

    def get_preview_value(self) -> Any:
        image = get_image_model().objects.order_by("pk").first()
        value = {
            "image": image and image.pk,
            "alt_text": image.default_alt_text if image else "",
            "decorative": False,
        }
        return self.to_python({"image": value, "caption": "A caption says what the picture adds."})

    @property
    def is_previewable(self) -> bool:
        return True

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        link = value.get("link")
        context["href"] = link.get_href(context.get("request")) if link else ""
        return context


class EmbedValue(blocks.StructValue):
    @property
    def host(self) -> str:
        return (urlsplit(self.get("url") or "").hostname or "").removeprefix("www.")


class EmbedBlock(blocks.StructBlock):
    """A video, map or recording on another site, as a link: nothing is loaded from there before the reader asks."""

    url = blocks.CharBlock(max_length=1000, validators=[validate_link_url], label=_("Web address"))
    title = blocks.CharBlock(required=False, max_length=255, label=_("Title"))

    class Meta:
        icon = "media"
        label = _("Video or other embed")
        label_format = "{title} {url}"
        group = _("Media")
        description = _("Leads to a video on another site. No one is tracked before they follow the link.")
        template = "blocks/embed.html"
        value_class = EmbedValue
        preview_value = {
            "url": "https://video.example.org/first-visit",
            "title": "Your first visit, in three minutes",
        }
        form_layout = blocks.BlockGroup(children=["url", "title"])
