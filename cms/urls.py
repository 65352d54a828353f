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
from cms.images.views import draw_image, serve_rendition
from cms.pages.markdown import site_llms_txt
from cms.pages.sitemaps import PageSection, sitemap_index
from providers.sitemaps import ProviderSection
from services.sitemaps import ArticleSection, TopicSection

handler404 = "cms.pages.missing.page_not_found"
handler500 = "cms.maintenance.views.server_error"

SITEMAPS = {
    "pages": PageSection,
    "articles": ArticleSection,
    "topics": TopicSection,
    "providers": ProviderSection,
}

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/<int:document_id>/<path:document_filename>", serve_document),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.palette.urls")),
    path("images/<str:signed>", draw_image, name="draw_image"),
    path("", include("cms.seo.urls")),
    path("llms.txt", site_llms_txt, name="llms_txt"),
    path("sitemap.xml", sitemap_index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
]

if settings.SERVE_MEDIA:
    urlpatterns += [path("media/images/<path:path>", serve_rendition, name="serve_rendition")]

urlpatterns += i18n_patterns(
    path("", include("cms.buttons.urls")),
    path("", include("cms.feedback.urls")),
    *([path("", include("search.urls"))] if apps.is_installed("search") else []),
    path("", include("cms.pages.urls")),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
