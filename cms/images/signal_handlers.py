"""Renditions follow an image as soon as it is stored, or its focal point has moved."""

import logging
from typing import Any

from django.db.models.signals import post_save

from cms.images.models import CustomImage
from cms.images.renditions import make_renditions

logger = logging.getLogger(__name__)


def make_renditions_of_saved_image(instance: CustomImage, raw: bool = False, **_kwargs: Any) -> None:
    if raw:
        return
    try:
        make_renditions(instance)
    except Exception:
        # An unreadable file must not stop the editor's upload; the page shows the image's alternative text.
        logger.exception("No renditions could be made of image %s (“%s”)", instance.pk, instance.title)


def register() -> None:
    post_save.connect(make_renditions_of_saved_image, sender=CustomImage, dispatch_uid="make_renditions")
