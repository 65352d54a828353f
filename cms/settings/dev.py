"""Development settings: need no environment variable at all."""

import os

os.environ.setdefault("SECRET_KEY", "only-for-development-and-known-to-everyone-who-reads-this-file")
os.environ.setdefault("HTTPS", "off")

from .base import *  # noqa: F403  settings modules are layered by star import, Django's own idiom
from .base import STORAGES

DEBUG = True
ALLOWED_HOSTS = ["*"]
SERVE_MEDIA = True
STORAGES = {
    **STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
