"""Blocks of pictures, films, recordings and maps."""

from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock as ContextualImageBlock
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.players import Player, find_player, is_map, place_on_map
from cms.blocks.text import TEXT_FEATURES
from cms.links.blocks import LinkBlock
from cms.links.validators import is_safe_url, validate_link_url


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


AUDIO = frozenset({"mp3", "m4a", "ogg", "oga", "wav"})
VIDEO = frozenset({"mp4", "m4v", "webm", "ogv"})


class MediaValue(blocks.StructValue):
    """A media block's value, which knows from its file or address what it is."""

    @property
    def source(self) -> str:
        """Give the address of the file, or else the web address; "" when there is neither."""
        if document := self.get("document"):
            return document.url
        url = self.get("url") or ""
        return url if is_safe_url(url) else ""

    @property
    def host(self) -> str:
        return (urlsplit(self.source).hostname or "").removeprefix("www.")

    @property
    def player(self) -> Player | None:
        return find_player(self.source)

    @property
    def kind(self) -> str:
        """Give player, audio, video, map or link; a file of another website is a link, for to play is to load it."""
        suffix = urlsplit(self.source).path.rpartition(".")[2].lower()
        if self.player:
            return "player"
        if suffix in AUDIO | VIDEO and not self.host:
            return "audio" if suffix in AUDIO else "video"
        return "map" if is_map(self.source) else "link"

    @property
    def name(self) -> str:
        """Give what a link to it says."""
        document = self.get("document")
        place = place_on_map(self.source) if self.kind == "map" else ""
        return self.get("title") or (document.title if document else "") or place or self.source


class MediaBlock(blocks.StructBlock):
    """A video, a recording or a map; from other websites nothing is loaded before the reader asks for it."""

    url = blocks.CharBlock(
        required=False,
        max_length=1000,
        validators=[validate_link_url],
        label=_("Web address"),
        help_text=_(
            "Of the page that shows it, on YouTube, Vimeo, Dailymotion, a map or elsewhere, or of a file on this website."
        ),
    )
    document = DocumentChooserBlock(
        required=False,
        label=_("Or a file"),
        help_text=_("A recording of your own: MP3, M4A, OGG, WAV, MP4, WebM."),
    )
    title = blocks.CharBlock(
        required=False, max_length=255, label=_("Title"), help_text=_("What one sees or hears in it.")
    )
    transcript = blocks.RichTextBlock(
        required=False,
        features=TEXT_FEATURES,
        label=_("Transcript"),
        help_text=_("All that is said and shown, for those who cannot hear or see it."),
    )
    poster = ImageChooserBlock(required=False, label=_("Picture"), help_text=_("Shown until a video plays."))
    captions = DocumentChooserBlock(
        required=False,
        label=_("Captions"),
        help_text=_("For a video file: what is said, as a WebVTT file (.vtt)."),
    )

    class Meta:
        icon = "media"
        label = _("Video, audio or map")
        label_format = "{title} {url}"
        group = _("Media")
        description = _(
            "A film, a recording or a map. What stands on another website is loaded only when a reader asks for it."
        )
        template = "blocks/media.html"
        value_class = MediaValue
        preview_value = {
            "url": "https://www.youtube.com/watch?v=example",
            "title": "Your first visit, in three minutes",
            "transcript": "<p>A nurse opens the door. “Good morning, come in.”</p>",
        }
        form_layout = blocks.BlockGroup(
            children=["url", "document", "title", "transcript"], settings=["poster", "captions"]
        )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        chosen = [name for name in ("url", "document") if cleaned.get(name)]
        if len(chosen) != 1 and not self.is_deferred_validation:
            message = _("Write a web address or choose a file, one of the two.")
            raise StructBlockValidationError({"url": ValidationError(message)})
        return cleaned
