from typing import Any

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.pages.rich_text import LivePageLinkHandler
from cms.pages.viewsets import MenuViewSet

register_snippet(MenuViewSet)


@hooks.register("register_rich_text_features", order=100)
def register_page_links(features: Any) -> None:
    features.register_link_type(LivePageLinkHandler)
