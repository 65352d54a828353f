"""Make the renditions that are missing."""

from typing import Any

from django.core.management.base import BaseCommand

from cms.images.models import CustomImage
from cms.images.renditions import try_to_make_renditions


class Command(BaseCommand):
    help = "Makes the sizes of images that are missing, as after an update that brought a new one; keeps what is there."

    def handle(self, *args: Any, **options: Any) -> None:
        for image in CustomImage.objects.iterator():
            try_to_make_renditions(image)
        self.stdout.write("Every image has its sizes; the log names those whose file cannot be read.")
