from wagtail.snippets.models import register_snippet

from cms.palette.viewsets import ColourViewSet

register_snippet(ColourViewSet)
