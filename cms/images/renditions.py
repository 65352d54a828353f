"""The sizes in which the site shows images, made before a visitor asks for them.

Rendering a public page never writes to the database: what templates show, by the names of ``SIZES``, is made when an
image is stored, and ``manage.py make_renditions`` makes what is missing.
"""

import logging

from wagtail.images.models import Filter

from cms.images.models import CustomImage

logger = logging.getLogger(__name__)

SIZES = {
    name: tuple(Filter.expand_spec(pattern))
    for name, pattern in {
        "picture": "format-{avif,webp,jpeg}|width-{1200,800,400}",
        "card": "format-{avif,webp,jpeg}|fill-600x400",
        "portrait": "format-{avif,webp,jpeg}|fill-300x300",
        "enlarged": "format-webp|width-1200",
        "poster": "format-jpeg|width-1200",
        "social": "fill-1200x630|format-jpeg",  # cms.seo.head.SOCIAL_IMAGE, an independent sibling, names the same
    }.items()
}
SPECS = tuple(dict.fromkeys(spec for specs in SIZES.values() for spec in specs))


def make_renditions(image: CustomImage) -> None:
    """Make every rendition of an image that is not there yet; raises what Pillow raises for an unreadable file."""
    for rendition in image.get_renditions(*SPECS).values():
        rendition.file.close()


def try_to_make_renditions(image: CustomImage) -> None:
    """Make them, or write to the log why not; an unreadable file must not stop the editor's upload."""
    try:
        make_renditions(image)
    except Exception:
        logger.exception("No renditions could be made of image %s (“%s”)", image.pk, image.title)
