"""The palette in the admin."""

from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.palette.models import Colour


def swatch(colour: Colour) -> str:
    """Show a colour; the admin's policy, unlike the public one, allows a style in place."""
    return format_html(
        '<span style="background: {}; color: {}; padding: .25em .75em; border-radius: .25em">Aa</span>',
        colour.background,
        colour.foreground,
    )


class ColourViewSet(SnippetViewSet):
    model = Colour
    icon = "view"
    menu_label = "Palette"
    menu_name = "palette"
    list_display = ["name", Column(swatch, label=_("Shown as")), "background", "foreground", "contrast_label"]
    add_to_settings_menu = True
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
