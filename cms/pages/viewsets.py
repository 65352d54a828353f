"""Menus, and what stands on every page, in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.pages.models import Banner, HelpAndDisclaimer, Menu


class MenuViewSet(SnippetViewSet):
    model = Menu
    icon = "list-ul"
    menu_label = "Menus"
    list_display = ["name", "location", "slug"]
    add_to_settings_menu = True


class BannerViewSet(SnippetViewSet):
    model = Banner
    icon = "warning"
    menu_label = _("Banners")
    list_display = ["title", "level", Column("state", label=_("Now")), "starts_at", "ends_at"]
    list_filter = ["level"]
    add_to_settings_menu = True


class HelpAndDisclaimerViewSet(SnippetViewSet):
    model = HelpAndDisclaimer
    icon = "help"
    menu_label = _("Help and disclaimer")
    list_display = ["help_heading", "phone", "hours"]
    add_to_settings_menu = True
    copy_view_enabled = False
