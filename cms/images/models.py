"""The image model, custom from the first migration on."""

from django.core.files.base import ContentFile, File
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, SourceImageIOError
from wagtail.images.models import Image as WagtailImage


class CustomImage(AbstractImage):
    """An image of the library; ``description`` is the alternative text that blocks start from."""

    caption = models.CharField(_("caption"), max_length=500, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "caption", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_image", "Can choose image")]

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:  # noqa: A002  Wagtail names it
        """Give the new file from memory, where Wagtail leaves a temporary one open.

        A file that cannot be read is treated as one that is not there: a page shows its alternative text, not an error.
        """
        try:
            made = super().generate_rendition_file(filter, source=source)
        except OSError as error:
            raise SourceImageIOError(str(error)) from error
        with made:
            made.seek(0)
            return ContentFile(made.read(), name=made.name)


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
