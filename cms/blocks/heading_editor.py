"""Headings in the rich text editor: their ids go in with them and come out again; Wagtail itself would drop them."""

from collections.abc import Callable
from typing import Any

from draftjs_exporter import DOM
from wagtail.admin.rich_text.converters.contentstate_models import Block
from wagtail.admin.rich_text.converters.html_to_contentstate import BlockElementHandler

# The editor's name of each level that rich text may have here.
LEVELS = {"h2": "header-two", "h3": "header-three", "h4": "header-four"}


class Heading(Block):
    """A heading within the editor, which hands ``data`` back as it got it."""

    anchor = ""

    def as_dict(self) -> dict[str, Any]:
        return {**super().as_dict(), "data": {"id": self.anchor} if self.anchor else {}}


class HeadingReader(BlockElementHandler):
    """Takes a heading from HTML into the editor."""

    def create_block(self, name: str, attrs: dict[str, str], state: Any, contentstate: Any) -> Block:
        block = Heading(self.block_type, depth=state.list_depth, key=attrs.get("data-block-key"))
        block.anchor = attrs.get("id", "")
        return block


def heading_writer(element: str) -> Callable[[dict[str, Any]], Any]:
    """Give what writes a heading of the editor back as HTML."""

    def write(props: dict[str, Any]) -> Any:
        anchor = (props["block"].get("data") or {}).get("id")
        return DOM.create_element(element, {"id": anchor} if anchor else {}, props["children"])

    return write
