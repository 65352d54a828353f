"""Lists of pages and menus, as ``[su_posts post_type="page"]``, ``[su_subpages]`` and ``[su_menu]`` were."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from cms.pages.models import Menu
from cms.pages.navigation import NavigationLink, visible_links
from cms.pages.queries import PageListOptions, listed_pages, pages_below

LEVELS = 5


class PageListBlock(blocks.StructBlock):
    """Links to pages: hand-picked, those below a page, or those beside the page that is read."""

    source = blocks.ChoiceBlock(
        choices=[
            ("picked", _("The pages picked here")),
            ("children", _("All pages below a page")),
            ("siblings", _("The pages beside this page")),
        ],
        default="picked",
        label=_("Which pages"),
    )
    pages = blocks.ListBlock(blocks.PageChooserBlock(), default=[], label=_("Picked pages"))
    parent = blocks.PageChooserBlock(
        required=False,
        label=_("Below which page"),
        help_text=_("For “All pages below a page”; this page if you choose none."),
    )
    depth = blocks.IntegerBlock(
        required=False,
        min_value=1,
        max_value=LEVELS,
        default=1,
        label=_("Levels"),
        help_text=_("2 or more show the pages below each page too, in a list of links."),
    )
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
        description = _("Links to pages: those you pick, all below a page, or those beside this page.")
        template = "blocks/page_list.html"
        preview_value = {"empty_text": "The pages that you pick are listed here.", "template": "list"}
        form_layout = blocks.BlockGroup(
            children=["source", "pages", "parent", "depth"],
            settings=["template", "count", "offset", "order_by", "direction", "empty_text"],
        )

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Find the pages: as ``listed`` for cards, as ``links`` for a list of links."""
        context = super().get_context(value, parent_context)
        options = PageListOptions(
            source=value.get("source") or "picked",
            page_ids=tuple(page.pk for page in value.get("pages") or [] if page),
            parent=value.get("parent"),
            current=context.get("page"),
            order_by=value.get("order_by") or "menu",
            descending=value.get("direction") == "descending",
            offset=value.get("offset") or 0,
            count=value.get("count") or 0,
        )
        context["listed"] = listed_pages(options)
        levels = min(value.get("depth") or 1, LEVELS)
        if value.get("template") == "list" or levels > 1:
            below = pages_below(context["listed"], options, levels - 1)
            context["links"] = _links(context["listed"], below, context.get("request"))
        return context

    def get_searchable_content(self, value: Any) -> list[str]:
        """Give nothing: what it lists are the words of other pages."""
        return []


def _links(
    pages: list[Page], below: dict[str, list[Page]], request: HttpRequest | None
) -> list[NavigationLink]:
    return [
        NavigationLink(
            page.title, page.get_url(request) or "", children=_links(below.get(page.path, []), below, request)
        )
        for page in pages
    ]


class MenuBlock(blocks.StructBlock):
    """The links of a menu within a text."""

    menu = SnippetChooserBlock("pages.Menu", label=_("Menu"))

    class Meta:
        icon = "list-ul"
        label = _("Menu")
        label_format = "{menu}"
        group = _("Listings")
        description = _("The links of a menu that is kept under Menus; one edit there changes it everywhere.")
        template = "blocks/menu.html"
        form_layout = blocks.BlockGroup(children=["menu"])

    @property
    def is_previewable(self) -> bool:
        return True

    def get_preview_value(self) -> Any:
        menu = Menu.objects.filter(links__isnull=False).order_by("pk").first()
        return self.to_python({"menu": menu and menu.pk})

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        context = super().get_context(value, parent_context)
        menu = value.get("menu")
        context["links"] = visible_links(menu, context.get("request")) if menu else []
        return context
