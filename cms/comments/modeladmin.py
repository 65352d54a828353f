"""The archive as a table for the office: it reads; the one thing that it does is to erase a person's words for good."""

from typing import Any

from django.contrib.admin.filters import SimpleListFilter
from django.contrib.admin.options import IncorrectLookupParameters
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page
from wagtail_modeladmin.helpers import ButtonHelper, PermissionHelper
from wagtail_modeladmin.options import ModelAdmin
from wagtail_modeladmin.views import DeleteView, IndexView

from cms.comments.models import Comment


class ArchivePermissionHelper(PermissionHelper):
    """Nobody writes or changes what somebody else wrote; who may view all comments may view those of any page."""

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Comment) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Comment) -> bool:
        return obj.status != Comment.Status.REMOVED and super().user_can_delete_obj(user, obj)


class PageFilter(SimpleListFilter):
    """The page that the table was narrowed to; a site has too many to list them all."""

    title = gettext_lazy("page")
    parameter_name = "page"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        chosen = str(self.value() or "")
        page = Page.objects.filter(pk=chosen).first() if chosen.isdecimal() and len(chosen) < 16 else None
        return [(chosen, page.title)] if page else []

    def queryset(self, request: HttpRequest, queryset: QuerySet[Comment]) -> QuerySet[Comment]:
        chosen = self.value()
        return queryset.filter(page_id=chosen) if chosen else queryset


class ArchiveView(IndexView):
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answer a filter that does not exist with the whole table, as Django's admin does."""
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(self.index_url)


class EraseButtonHelper(ButtonHelper):
    def delete_button(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**super().delete_button(*args, **kwargs), "label": _("Erase")}


class EraseView(DeleteView):
    page_title = gettext_lazy("Erase")

    def confirmation_message(self) -> str:
        return _(
            "Erase the text of this comment and the name of who wrote it? This cannot be undone, "
            "and no later import brings them back. Replies to it stay."
        )

    def delete_instance(self) -> None:
        self.instance.erase()


class CommentAdmin(ModelAdmin):
    model = Comment
    base_url_path = "comments"
    menu_label = gettext_lazy("Comments")
    menu_icon = "comment"
    menu_order = 220
    list_display = ["excerpt", "author", "on_page", "date", "kind", "status"]
    list_display_add_buttons = "excerpt"
    list_filter = ("status", "kind", PageFilter)
    list_select_related = ["page"]
    list_per_page = 50
    ordering = ("-date",)
    search_fields = ["author", "body", "page__title"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "page",
        "author",
        "date",
        "text",
        "kind",
        "address",
        "status",
        "external_id",
        "reply_to",
    ]
    history_view_enabled = False
    index_view_class = ArchiveView
    delete_view_class = EraseView
    index_view_extra_css = ["admin_css/comments.css"]
    button_helper_class = EraseButtonHelper
    permission_helper_class = ArchivePermissionHelper

    def excerpt(self, comment: Comment) -> str:
        return comment.excerpt or "–"

    excerpt.short_description = gettext_lazy("text")  # type: ignore[attr-defined]  # an option that Django reads off the method

    def on_page(self, comment: Comment) -> SafeString:
        """Narrow the table to the page, and lead to the comment on it where the page is published."""
        narrowed = format_html('<a href="?page={}">{}</a>', comment.page_id, comment.page.title)
        url = comment.page.get_url() if comment.page.live else None
        if not url:
            return narrowed
        return format_html(
            '{}<br><a href="{}#comment-{}">{}</a>', narrowed, url, comment.external_id, _("View on the page")
        )

    on_page.short_description = gettext_lazy("page")  # type: ignore[attr-defined]  # an option that Django reads off the method
    on_page.admin_order_field = "page__title"  # type: ignore[attr-defined]  # an option that Django reads off the method

    def get_admin_urls_for_registration(self) -> tuple[URLPattern, ...]:
        """Register what reads and what erases; there is no form to write or change a comment."""
        names = {self.url_helper.get_action_url_name(action) for action in ("index", "inspect", "delete")}
        return tuple(url for url in super().get_admin_urls_for_registration() if url.name in names)

    def register_admin_url_finders(self) -> None:
        """Leave “where is this edited” unanswered: nowhere."""

    def register_indexing(self) -> None:
        """Leave the reference index alone."""
