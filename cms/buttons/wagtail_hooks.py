from wagtail.snippets.models import register_snippet

from cms.buttons.viewsets import ButtonViewSet

register_snippet(ButtonViewSet)
