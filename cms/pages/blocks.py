"""The list of pages, as ``[su_posts post_type="page"]`` and ``[su_subpages]`` were."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from cms.pages.outline import heading_level
from cms.pages.queries import PageListOptions, listed_pages


class PageListBlock(blocks.StructBlock):
    """Links to pages: hand-picked, or those below a page."""

    pages = blocks.ListBlock(blocks.PageChooserBlock(), default=[], label=_("Pages"))
    parent = blocks.PageChooserBlock(required=False, label=_("All pages below"))
    parent_is_current = blocks.BooleanBlock(required=False, label=_("All pages below this page"))
    template = blocks.ChoiceBlock(
        choices=[("default", _("Title and summary")), ("teaser", _("Title")), ("list", _("List of links"))],
        default="list",
        label=_("Show as"),
    )
    count = blocks.IntegerBlock(
        required=False,
        min_value=0,
        max_value=1000,
        default=0,
        label=_("How many"),
        help_text=_("0 shows all."),
    )
    offset = blocks.IntegerBlock(required=False, min_value=0, default=0, label=_("Skip the first"))
    order_by = blocks.ChoiceBlock(
        choices=[
            ("menu", _("As in the page tree")),
            ("title", _("Title")),
            ("date", _("Date of publication")),
            ("modified", _("Last change")),
            ("manual", _("As picked above")),
        ],
        default="menu",
        label=_("Order"),
    )
    direction = blocks.ChoiceBlock(
        choices=[("ascending", _("Ascending")), ("descending", _("Descending"))],
        default="ascending",
        label=_("Direction"),
    )
    empty_text = blocks.CharBlock(required=False, max_length=255, label=_("Text when there is none"))

    class Meta:
        icon = "list-ul"
        label = _("Page list")
        group = _("Listings")
        description = _("Links to pages: those you pick, or all below a page.")
        template = "blocks/page_list.html"
        preview_value = {"empty_text": "The pages that you pick are listed here.", "template": "list"}
        form_layout = blocks.BlockGroup(
            children=["pages", "parent", "parent_is_current"],
            settings=["template", "count", "offset", "order_by", "direction", "empty_text"],
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        picked = tuple(page.pk for page in value.get("pages") or [] if page)
        parent = context.get("page") if value.get("parent_is_current") else value.get("parent")
        context["heading_level"] = heading_level(context, value)
        context["listed"] = listed_pages(
            PageListOptions(
                page_ids=picked,
                parent=parent if getattr(parent, "pk", None) else None,
                order_by=value.get("order_by") or "menu",
                descending=value.get("direction") == "descending",
                offset=value.get("offset") or 0,
                count=value.get("count") or 0,
            )
        )
        return context
