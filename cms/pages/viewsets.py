"""Menus in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.models import Menu


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    menu_label = "Menus"
    list_display = ["name", "get_location_display", "slug"]
