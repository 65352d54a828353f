"""The design's stylesheet, which the colours of a site are written behind: visitors fetch one file."""

import functools

from django.conf import settings
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.templatetags.static import static

from cms.staticfiles import STYLESHEET


def design_address() -> str:
    """Give the address of the stylesheet alone; it changes with each release that changes the design."""
    return static(STYLESHEET)


@functools.cache
def design() -> str:
    """Give the stylesheet as it was collected, its own addresses from the root on; an import where nothing was."""
    if not isinstance(staticfiles_storage, ManifestFilesMixin):
        return f'@import url("{design_address()}");\n'
    with staticfiles_storage.open(staticfiles_storage.stored_name(STYLESHEET)) as file:
        return str(file.read().decode()).replace('url("../', f'url("{settings.STATIC_URL}')
