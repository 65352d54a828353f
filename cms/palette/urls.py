from django.urls import path

from cms.palette.views import palette_stylesheet

urlpatterns = [path("palette-<slug:version>.css", palette_stylesheet, name="palette_stylesheet")]
