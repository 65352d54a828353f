"""The form of an image in the admin."""

from wagtail.images.forms import BaseImageForm

from cms.images.models import CustomImage
from cms.images.renditions import try_to_make_renditions


class ImageForm(BaseImageForm):
    """Makes the renditions of a new file: Wagtail drops all renditions after it has stored the image."""

    def save(self, commit: bool = True) -> CustomImage:
        image = super().save(commit=commit)
        if commit and "file" in self.changed_data:
            try_to_make_renditions(image)
        return image
