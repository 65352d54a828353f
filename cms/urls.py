"""The composition root: every address of the site. The importer and the search are plugins: no app, no address."""

from django.apps import apps
from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.contrib.sitemaps.views import sitemap
from wagtail.documents import urls as wagtaildocs_urls

from cms.blocks.ranges import serve_document
from cms.images.views import serve_rendition
from cms.seo.views import favicon, robots_txt

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<path:document_filename>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.palette.urls")),
    path("favicon.ico", favicon, name="favicon"),
    path("robots.txt", robots_txt, name="robots_txt"),
    path("sitemap.xml", sitemap, name="sitemap"),
]

if settings.SERVE_MEDIA:
    urlpatterns += [path("media/images/<path:path>", serve_rendition, name="serve_rendition")]

urlpatterns += i18n_patterns(
    path("", include("cms.buttons.urls")),
    *([path("", include("search.urls"))] if apps.is_installed("search") else []),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
