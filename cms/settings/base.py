"""Production settings; everything that differs between servers comes from the environment (table in the README)."""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parents[2]

env = environ.Env()

DEBUG = False
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put a long random text in the environment variable SECRET_KEY, "
        "or use DJANGO_SETTINGS_MODULE=cms.settings.dev for development."
    )
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "cms.wordpress",
    "search",
    "home",
    "services",
    "providers",
    "cms.blocks",
    "cms.pages",
    "cms.buttons",
    "cms.images",
    "cms.seo",
    "cms.comments",
    "cms.feedback",
    "cms.palette",
    "cms.maintenance",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.locales",
    "wagtail.admin",
    "wagtail_modeladmin",
    "wagtail",
    "modelcluster",
    "taggit",
    "csp",
    "whitenoise.runserver_nostatic",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "cms.csp.PathCSPMiddleware",  # before what answers by itself: static files carry the headers too
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.compression.PageCompressionMiddleware",
    "cms.maintenance.middleware.MaintenanceMiddleware",  # before what asks the database
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.wordpress.middleware.OldAddressMiddleware",  # stored redirects speak first; needs its app
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.blocks.middleware.GatedContentMiddleware",  # inside whatever stores answers
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    }
]

# Data

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{BASE_DIR / 'db.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets visitors read while an editor writes; IMMEDIATE makes writers queue instead of failing half-way.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")


def _cache(name: str, most: int, **options: Any) -> dict[str, Any]:
    """Keep what has a name of its own apart: in memory, each holds so many entries and pushes out none of the others."""
    if REDIS_URL:
        backend = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    else:
        backend = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
        options["OPTIONS"] = {"MAX_ENTRIES": most}
    return {**backend, "KEY_PREFIX": name, **options}


CACHES = {
    "default": _cache("cms", 10_000),
    "renditions": _cache("renditions", 5_000, TIMEOUT=86400),
    "markdown": _cache("markdown", 300),
}

# Files

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))()
STATICFILES_DIRS = [BASE_DIR / "cms" / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = env.path("MEDIA_ROOT", default=str(BASE_DIR / "media"))()
# Where no web server or object store stands in front, the site can hand out image renditions itself.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)
# Uploaded exports and fetched files wait here; they hold what no visitor may see, so it is not below MEDIA_ROOT.
WORDPRESS_IMPORT_ROOT = env.path("WORDPRESS_IMPORT_ROOT", default=str(BASE_DIR / "imports"))()
WORDPRESS_IMPORT_MAX_UPLOAD_SIZE = env.int("WORDPRESS_IMPORT_MAX_UPLOAD_SIZE", default=1024**3)
WORDPRESS_FETCH_PRIVATE_ADDRESSES = env.bool("WORDPRESS_FETCH_PRIVATE_ADDRESSES", default=False)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.staticfiles.JoinedStaticFilesStorage"},
}
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
FILE_UPLOAD_PERMISSIONS = 0o644

# Mail: reminders of reviews, notices of workflows, forgotten passwords

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="webmaster@localhost")
EMAIL_TIMEOUT = 20

# Languages: the default language has no prefix in its addresses

LANGUAGE_CODE = "en"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", "English"), ("es", "Español"), ("ar", "العربية")]
LOCALE_PATHS = [BASE_DIR / "cms" / "locale"]
FORMAT_MODULE_PATH = "cms.locale"
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", default="UTC")

# Maintenance: visitors are asked to come back later while it is on, or while the file exists (manage.py maintenance)

MAINTENANCE = env.bool("MAINTENANCE", default=False)
MAINTENANCE_FILE = env.path("MAINTENANCE_FILE", default=str(BASE_DIR / "maintenance.on"))()

# Security

HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
BEHIND_PROXY = env.bool("BEHIND_PROXY", default=False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if HTTPS else ("session", "csrf")
CSRF_COOKIE_HTTPONLY = False  # Wagtail's admin reads it from JavaScript
X_FRAME_OPTIONS = "DENY"  # Wagtail lets its own previews into its frames
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# How many answers to “Was this page helpful?” one address may send within the window, in seconds.
FEEDBACK_WINDOW = 600
FEEDBACK_LIMIT_PER_PAGE = 8
FEEDBACK_LIMIT = 60
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        # The players that a reader may open on a page (cms.blocks.players).
        "frame-src": [
            "https://www.youtube-nocookie.com",
            "https://player.vimeo.com",
            "https://geo.dailymotion.com",
        ],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [SELF],
    }
}

# Wagtail

WAGTAIL_SITE_NAME = env.str("SITE_NAME", default="Health service")
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
WAGTAIL_I18N_ENABLED = True
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = False
WAGTAILIMAGES_IMAGE_MODEL = "images.CustomImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.images.forms.ImageForm"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000
# What readers see and hear in the page, with the type that each is sent with.
_PLAYABLE = {
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "oga": "audio/ogg",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "m4v": "video/mp4",
    "webm": "video/webm",
    "ogv": "video/ogg",
    "vtt": "text/vtt",
}
WAGTAILDOCS_EXTENSIONS = [
    "csv", "doc", "docx", "mov", "odp", "ods", "odt", "pdf", "ppt", "pptx", "rtf", "txt", "xls", "xlsx", "zip",
    *_PLAYABLE,
]  # fmt: skip
WAGTAILDOCS_CONTENT_TYPES = _PLAYABLE
WAGTAILDOCS_INLINE_CONTENT_TYPES = ["application/pdf", *_PLAYABLE.values()]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from third parties
TAGGIT_CASE_INSENSITIVE = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
}
