"""Menus in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.models import Menu


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    menu_label = "Menus"
    list_display = ["name", "location", "slug"]
    add_to_settings_menu = True
