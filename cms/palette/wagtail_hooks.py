from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from cms.palette.views import brand_preview_stylesheet
from cms.palette.viewsets import ColourViewSet

register_snippet(ColourViewSet)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    return [path("brand-preview.css", brand_preview_stylesheet, name="brand_preview_stylesheet")]
