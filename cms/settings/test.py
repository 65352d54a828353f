"""Test settings: fast password hashing, a file database that is kept between runs, plain static files."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("SECRET_KEY", "only-for-tests")
os.environ.setdefault("HTTPS", "off")

from .base import *  # noqa: F403  settings modules are layered by star import, Django's own idiom
from .base import CACHES, DATABASES, REDIS_URL, STORAGES

ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Beside the ordinary database, so that a run with its own DATABASE_URL touches nothing else.
    DATABASES["default"]["TEST"] = {"NAME": Path(DATABASES["default"]["NAME"]).with_name("test-db.sqlite3")}
if REDIS_URL:
    # Tests empty the caches, so workers that run side by side need a Redis database each.
    _server, _, _number = REDIS_URL.rpartition("/")
    _worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    for _cache in CACHES.values():
        _cache["LOCATION"] = f"{_server}/{int(_number) + int(_worker)}"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ROOT = tempfile.mkdtemp(prefix="cms-test-media-")
MAINTENANCE_FILE = f"{MEDIA_ROOT}/maintenance.on"
WORDPRESS_IMPORT_ROOT = tempfile.mkdtemp(prefix="cms-test-imports-")
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True  # nothing is collected for tests
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
WAGTAILADMIN_BASE_URL = "http://testserver"
