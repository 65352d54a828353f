from wagtail.snippets.models import register_snippet

from cms.pages.viewsets import MenuViewSet

register_snippet(MenuViewSet)
