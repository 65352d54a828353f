"""Buttons in the admin."""

from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.buttons.models import Button


class ButtonViewSet(SnippetViewSet):
    model = Button
    icon = "link"
    menu_label = "Buttons"
    list_display = ["text", "slug", "style", LiveStatusTagColumn(), UpdatedAtColumn()]
    list_filter = ["style"]
    add_to_admin_menu = True
    menu_order = 212
    copy_view_enabled = False
