"""The palette in the admin."""

from wagtail.snippets.views.snippets import SnippetViewSet

from cms.palette.models import Colour


class ColourViewSet(SnippetViewSet):
    model = Colour
    icon = "view"
    menu_label = "Palette"
    menu_name = "palette"
    list_display = ["name", "background", "foreground", "contrast_label"]
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
