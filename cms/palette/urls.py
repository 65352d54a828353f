from django.urls import path

from cms.palette.views import site_stylesheet

urlpatterns = [path("site-<slug:version>.css", site_stylesheet, name="site_stylesheet")]
