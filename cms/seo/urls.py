from django.urls import path

from cms.seo.site_file_views import icon, manifest, security_txt
from cms.seo.views import robots_txt, social_image

urlpatterns = [
    path("robots.txt", robots_txt, name="robots_txt"),
    path("social/<int:page_id>-<slug:version>.png", social_image, name="social_image"),
    path("favicon.ico", icon, {"size": 48}, name="favicon"),
    path("apple-touch-icon.png", icon, {"size": 180}, name="apple_touch_icon"),
    path("icon-<int:size>.png", icon, name="icon"),
    path("site.webmanifest", manifest, name="manifest"),
    path(".well-known/security.txt", security_txt, name="security_txt"),
]
