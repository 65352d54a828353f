"""Renditions follow an image as soon as it is stored, or its focal point has moved."""

from typing import Any

from django.db.models.signals import post_save

from cms.images.models import CustomImage
from cms.images.renditions import try_to_make_renditions


def make_renditions_of_saved_image(instance: CustomImage, raw: bool = False, **_kwargs: Any) -> None:
    if not raw:
        try_to_make_renditions(instance)


def register() -> None:
    post_save.connect(make_renditions_of_saved_image, sender=CustomImage, dispatch_uid="make_renditions")
