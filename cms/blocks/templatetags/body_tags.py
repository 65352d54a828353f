"""Bodies in templates."""

import dataclasses
from typing import Any

from django import template
from wagtail.blocks import StreamValue

from cms.blocks.headings import Section, contents

register = template.Library()


@dataclasses.dataclass(frozen=True)
class RenderedBody:
    """A body as HTML, and the list of contents that stands before it."""

    html: str
    contents: list[Section]


@register.simple_tag(takes_context=True)
def render_body(context: Any, body: StreamValue) -> RenderedBody:
    """Render a body ahead of where it is shown, so that its headings are known."""
    html = body.render_as_block(context.flatten())
    return RenderedBody(html, contents(html))
