"""The pattern page: every component and every block as visitors see them, for those who write and build the site."""

from collections.abc import Iterator
from typing import NamedTuple

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.blocks import Block
from wagtail.fields import StreamField
from wagtail.models import Site, get_page_models

from cms.blocks.anchors import PAGE_IDS
from cms.blocks.outline import Outline
from cms.buttons.look import ICONS, SIZES, STYLES
from cms.palette.models import BrandColours

SCHEMES = ("light", "dark")
TITLE_LEVEL = 3  # of a pattern's name on the page; what it shows stands below


class Pattern(NamedTuple):
    name: str
    label: str
    description: str
    html: str


def patterns(request: HttpRequest) -> HttpResponse:
    """Show every component, and every block with its preview value; ``?scheme=dark`` shows them by night."""
    scheme = request.GET.get("scheme")
    return render(
        request,
        "patterns/patterns.html",
        {
            "scheme": scheme if scheme in SCHEMES else "",
            "groups": block_patterns(request),
            "tokens": BrandColours.for_site(Site.find_for_request(request)).tokens,
            "icons": ICONS,
            "button_styles": STYLES,
            "button_sizes": SIZES,
            "results": Paginator(range(30), 10).page(2),
        },
    )


def block_patterns(request: HttpRequest) -> dict[str, list[Pattern]]:
    """Give the blocks of all page types by group, each rendered with its preview value."""
    outline = Outline()
    shared = {
        "request": request,
        "used_ids": {*PAGE_IDS, "patterns"},
        "outline": outline,
        "section": TITLE_LEVEL,
        "heading_level": f"h{TITLE_LEVEL + 1}",
    }
    groups: dict[str, list[Pattern]] = {}
    for name, block in sorted(page_blocks().items(), key=lambda named: str(named[1].label)):
        outline.last = TITLE_LEVEL
        html = block.render(block.get_preview_value(), {**shared, "listed_ids": set()})
        pattern = Pattern(name, str(block.label), str(block.get_description()), html)
        groups.setdefault(str(block.meta.group), []).append(pattern)
    return groups


def page_blocks() -> dict[str, Block]:
    """Give every block that some page type offers in a group of its picker, by name."""
    return {
        name: block
        for model in get_page_models()
        for field in stream_fields(model)
        for name, block in field.stream_block.child_blocks.items()
        if block.meta.group
    }


def stream_fields(model: type[Model]) -> Iterator[StreamField]:
    return (field for field in model._meta.get_fields() if isinstance(field, StreamField))
