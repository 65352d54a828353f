"""The sizes in which the site shows images, made before a visitor asks for them.

Rendering a public page never writes to the database, so each spec that a template names stands in ``SPECS``;
``components/picture.html`` and ``components/card_picture.html`` use these and no others.
"""

import logging

from wagtail.images.models import Filter

from cms.images.models import CustomImage

logger = logging.getLogger(__name__)

PICTURE = "format-{webp,jpeg}|width-{1200,800,400}"
CARD = "format-{webp,jpeg}|fill-600x400"
PORTRAIT = "format-{webp,jpeg}|fill-300x300"
SPECS = tuple(spec for pattern in (PICTURE, CARD, PORTRAIT) for spec in Filter.expand_spec(pattern))


def make_renditions(image: CustomImage) -> None:
    """Make every rendition of an image that is not there yet; raises what Pillow raises for an unreadable file."""
    if not image.is_svg():
        for rendition in image.get_renditions(*SPECS).values():
            rendition.file.close()


def try_to_make_renditions(image: CustomImage) -> None:
    """Make them, or write to the log why not; an unreadable file must not stop the editor's upload."""
    try:
        make_renditions(image)
    except Exception:
        logger.exception("No renditions could be made of image %s (“%s”)", image.pk, image.title)
