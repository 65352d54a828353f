from wagtail.snippets.models import register_snippet

from services.viewsets import ServicesViewSetGroup

register_snippet(ServicesViewSetGroup)
