"""Providers and specialties in the admin: the only place where they are written."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from cms.exports import SafeCSVMixin
from providers.models import Provider, Specialty


class ProviderListView(SafeCSVMixin, IndexView):
    """The list, with an export that spreadsheets open safely."""


class ProviderViewSet(SnippetViewSet):
    model = Provider
    index_view_class = ProviderListView
    icon = "group"
    menu_label = "Providers"
    list_display = [
        "name", "kind", "city", "country", BooleanColumn("remote", label=_("Remote"), sort_key="remote"),
        LiveStatusTagColumn(), UpdatedAtColumn(),
    ]  # fmt: skip
    list_filter = ["kind", "remote", "accepting", "specialties"]
    list_export = [
        "name", "kind", "summary", "languages", "remote", "accepting", "address", "city", "country", "phone", "email",
        "website", "verified_on", "live",
    ]  # fmt: skip


class SpecialtyViewSet(SnippetViewSet):
    model = Specialty
    icon = "tag"
    menu_label = "Specialties"
    list_display = ["name", "slug"]


class ProviderViewSetGroup(SnippetViewSetGroup):
    items = (ProviderViewSet, SpecialtyViewSet)
    menu_icon = "group"
    menu_label = "Providers"
    menu_name = "providers"
    menu_order = 210
