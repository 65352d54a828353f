"""Tabs: a list of links and the panes they lead to, of which JavaScript shows one at a time."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.blocks.anchors import AnchorBlock, claim_id
from cms.blocks.containers import ContainerBlock, Context
from cms.links.blocks import LinkBlock


class TabBlock(ContainerBlock):
    """One of several tabs."""

    title = blocks.CharBlock(max_length=300, label=_("Title"))
    link = LinkBlock(required=False, help_text=_("Makes a link of the tab instead of showing content."))
    anchor = AnchorBlock()

    class Meta:
        icon = "placeholder"
        label = _("Tab")
        label_format = "{title}"
        form_layout = blocks.BlockGroup(children=["title", "content"], settings=["link", "anchor"])


class TabsBlock(blocks.StructBlock):
    """Panes of which one is shown at a time, as ``[su_tabs]`` was."""

    layout = blocks.ChoiceBlock(
        choices=[("horizontal", _("Tabs above")), ("vertical", _("Tabs beside"))],
        default="horizontal",
        label=_("Layout"),
    )
    active = blocks.IntegerBlock(
        required=False,
        default=1,
        min_value=1,
        label=_("Tab that is open first"),
        help_text=_("1 is the first."),
    )

    def __init__(self, content: blocks.StreamBlock, **kwargs: Any) -> None:
        tabs = blocks.ListBlock(TabBlock(content), min_num=1, label=_("Tabs"))
        super().__init__([("tabs", tabs)], **kwargs)

    class Meta:
        icon = "form"
        label = _("Tabs")
        group = _("Layout")
        description = _(
            "A few panes of the same kind, of which a reader needs one. Headings are often better."
        )
        template = "blocks/tabs.html"
        form_layout = blocks.BlockGroup(children=["tabs"], settings=["layout", "active"])
        preview_value = {
            "tabs": [
                {
                    "title": "By post",
                    "content": [("rich_text", "<p>Send copies, and keep the originals.</p>")],
                },
                {
                    "title": "Online",
                    "content": [("rich_text", "<p>Upload your records; we answer within two days.</p>")],
                },
                {
                    "title": "In person",
                    "content": [("rich_text", "<p>Come by on weekdays from 8:00 to 18:00.</p>")],
                },
            ]
        }

    def get_context(self, value: Any, parent_context: Context | None = None) -> Context:
        """Give the tabs with their ids and addresses; without ids, in a listed article, the panes stand alone."""
        context = super().get_context(value, parent_context)
        context["title_level"] = context.setdefault("heading_level", "h2")
        context["shown"] = [
            self._tab(tab, context, is_active=number == (value.get("active") or 1))
            for number, tab in enumerate(value.get("tabs") or [], start=1)
            if tab.get("title") or tab.get("content")
        ]
        context["has_ids"] = not context.get("within_listing")
        return context

    def _tab(self, tab: Any, context: Context, *, is_active: bool) -> dict[str, Any]:
        link = tab.get("link")
        return {
            "tab": tab,
            "title": tab.get("title") or _("More"),
            "anchor_id": claim_id(context, tab.get("anchor"), tab.get("title"), otherwise="tab"),
            "href": link.get_href(context.get("request")) if link else "",
            "is_active": is_active,
        }
