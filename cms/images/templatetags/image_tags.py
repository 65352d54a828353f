"""Images on public pages, in the sizes that were made beforehand; Wagtail's own tags would make what is missing."""

from typing import Any

from django import template
from wagtail.images.models import Picture

from cms.images.models import CustomImage, CustomRendition
from cms.images.renditions import SIZES

register = template.Library()


@register.simple_tag(takes_context=True)
def picture(
    context: dict[str, Any], image: CustomImage, size: str, alt: str = "", sizes: str = "", lead: bool = False
) -> Picture:
    """Show an image in a size of ``SIZES``, in the best format that the browser knows.

    The first picture of a page is loaded at once, the others when they come near; a lead picture, too, and before
    whatever else the page loads.
    """
    shown = _distinct(image.existing_renditions(*SIZES[size]))
    attributes = {"alt": alt, "loading": "eager" if _is_first(context) or lead else "lazy"}
    if sizes and len({rendition.width for rendition in shown.values()}) > 1:
        attributes["sizes"] = sizes
    if lead:
        attributes["fetchpriority"] = "high"
    return Picture(shown, attributes)


@register.simple_tag
def rendition(image: CustomImage, size: str) -> CustomRendition:
    """Give a single file of an image."""
    return next(iter(image.existing_renditions(*SIZES[size]).values()))


def _distinct(renditions: dict[str, CustomRendition]) -> dict[str, CustomRendition]:
    """Leave out what is as wide as another of its format: a small original is not made larger."""
    distinct = {
        (spec.partition("|")[0], rendition.width): spec for spec, rendition in reversed(renditions.items())
    }
    return {spec: found for spec, found in renditions.items() if spec in distinct.values()}


def _is_first(context: dict[str, Any]) -> bool:
    """Tell whether this is the first picture of an answer; the request remembers, since blocks know nothing else."""
    request = context.get("request")
    if request is None or hasattr(request, "has_picture"):
        return False
    request.has_picture = True
    return True
