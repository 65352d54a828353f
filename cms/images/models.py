"""The image model, custom from the first migration on."""

from collections.abc import Iterable
from io import BytesIO

from django.core.files.base import ContentFile, File
from django.core.signing import Signer
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.images.models import Image as WagtailImage
from wagtail.images.utils import to_svg_safe_spec

SIGNER = Signer(salt="cms.images")  # an image has an address of its own only where a page shows it


class CustomImage(AbstractImage):
    """An image of the library; ``description`` is the alternative text that blocks start from."""

    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "caption", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def clean_filter_for_svg(self, filter: Filter) -> Filter:  # noqa: A002  Wagtail names it
        """Leave a drawing a drawing wherever it is shown; sizes apply to it, formats do not."""
        if self.is_svg():
            return Filter(spec=to_svg_safe_spec(filter.spec))
        return super().clean_filter_for_svg(filter)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002  Wagtail names it
        """Give the new file from memory, where Wagtail leaves a temporary one open, and without what a camera noted.

        A file that cannot be read is treated as one that is not there: a page shows its alternative text, not an error.
        """
        try:
            made = super().generate_rendition_file(filter, source=source)
        except OSError as error:
            raise SourceImageIOError(str(error)) from error
        with made:
            made.seek(0)
            return ContentFile(_without_exif(made.read()), name=made.name)

    def existing_renditions(self, *specs: str) -> dict[str, "CustomRendition"]:
        """Find renditions by their specs, and make none: showing a page writes nothing.

        What is missing is left out. Where all are, the widest other rendition stands in, or one that is drawn whenever
        it is asked for.
        """
        if existing := self.stored_renditions(*specs):
            return existing
        other = self.renditions.order_by("-width").first()
        return {specs[0]: other or CustomRendition(image=self, width=self.width, height=self.height)}

    def stored_renditions(self, *specs: str) -> dict[str, "CustomRendition"]:
        """Find renditions by their specs, and let the cache remember them; what is missing is left out."""
        filters = dict.fromkeys(self.clean_filter_for_svg(Filter(spec)) for spec in specs)
        found = self.find_existing_renditions(*filters)
        _remember(found.values())
        return {wanted.spec: found[wanted] for wanted in filters if wanted in found}


def _without_exif(data: bytes) -> bytes:
    """Write a JPEG anew, in the same quality, without the place and the person that a camera notes in it."""
    if not data.startswith(b"\xff\xd8"):
        return data  # no other format that is made here keeps it
    picture = PillowImage.open(BytesIO(data))
    if "exif" not in picture.info:
        return data
    clean = BytesIO()
    picture.save(
        clean,
        "JPEG",
        quality="keep",
        optimize=True,
        progressive=True,
        icc_profile=picture.info.get("icc_profile"),
    )
    return clean.getvalue()


def _remember(renditions: Iterable["CustomRendition"]) -> None:
    """Keep renditions in their cache, each once; ``_from_cache`` is Wagtail's mark of those that need not go there."""
    new = [rendition for rendition in renditions if not getattr(rendition, "_from_cache", False)]
    for rendition in new:
        setattr(rendition, "_from_cache", True)  # noqa: B010  the mark belongs to Wagtail
    if new:
        CustomRendition.cache_backend.set_many({rendition.get_cache_key(): rendition for rendition in new})


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_spec"
            )
        ]

    def __str__(self) -> str:
        return f"{self.image}: {self.filter_spec}"

    @property
    def url(self) -> str:
        """Name the file; a rendition that is not stored has none, and is drawn at an address of the image."""
        return self.file.url if self.file else reverse("draw_image", args=[SIGNER.sign(self.image_id)])
