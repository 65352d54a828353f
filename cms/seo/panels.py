"""What an editor sees of the search result while writing its words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel
from wagtail.models import Site

from cms.seo.head import LONGEST_DESCRIPTION, LONGEST_TITLE, fill, shortened
from cms.seo.models import Organisation, SearchAppearance


class SearchResultPanel(Panel):
    """The page as a search result, and meters below title and description; it follows the fields where scripts run."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": _("In search results"), **kwargs})

    class BoundPanel(Panel.BoundPanel):
        template_name = "seo/search_result_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            page = self.instance
            site = (page.get_site() if page.pk else None) or Site.find_for_request(self.request)
            organisation = Organisation.for_site(site)
            appearance = SearchAppearance.for_site(site)
            title_template, description_template = appearance.templates(page.title_kind)
            words = {
                "title": page.seo_title or page.title,
                "site": organisation.display_name,
                "tagline": organisation.tagline,
                "summary": page.default_description,
            }
            stand_in = shortened(fill(description_template, words)) if words["summary"] else ""
            return {
                **super().get_context_data(parent_context),
                **words,
                "address": (page.get_full_url() if page.pk else None) or (site.root_url if site else ""),
                "title_template": title_template,
                "description_template": description_template,
                "separator": appearance.separator,
                "shown_title": fill(title_template, words, appearance.separator),
                "shown_description": page.search_description or stand_in,
                "longest_title": LONGEST_TITLE,
                "longest_description": LONGEST_DESCRIPTION,
            }

        @property
        def media(self) -> forms.Media:
            return forms.Media(js=["admin_js/search_result.js"], css={"all": ["admin_css/search_result.css"]})
