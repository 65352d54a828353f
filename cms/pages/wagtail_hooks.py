from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.pages.rich_text import LivePageLinkHandler
from cms.pages.viewsets import BannerViewSet, HelpAndDisclaimerViewSet, MenuViewSet

register_snippet(MenuViewSet)
register_snippet(BannerViewSet)
register_snippet(HelpAndDisclaimerViewSet)


@hooks.register("register_rich_text_features", order=100)
def register_page_links(features: Any) -> None:
    features.register_link_type(LivePageLinkHandler)
