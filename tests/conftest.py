"""What every test may use."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from wagtail.models import Site

from home.models import HomePage
from tests import checkers
from tests.factories import ProviderIndexPageFactory, ServiceArticleIndexPageFactory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHARED = Path(__file__).resolve().parents[2] / "shared"
MISSING = {
    "browser": "" if CHROMIUM else "Chromium (Debian: apt-get install chromium)",
    "node": ""
    if checkers.ARE_HERE
    else "Node and Java (Debian: apt-get install nodejs npm default-jre-headless) and npm ci in tests/node",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the tests whose tools are not here; in CI they fail instead."""
    if os.environ.get("CI"):
        return
    for item in items:
        for marker, missing in MISSING.items():
            if missing and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"needs {missing}"))


def pytest_terminal_summary(terminalreporter) -> None:
    for missing in filter(None, MISSING.values()):
        left_out = [
            report
            for report in terminalreporter.stats.get("skipped", [])
            if f"needs {missing}" in str(report.longrepr)
        ]
        for report in left_out:
            terminalreporter.write_line(f"left out: {report.nodeid}")
        if left_out:
            terminalreporter.write_line(
                f"Left out {len(left_out)} tests: each needs {missing}. Install it and run make test again."
            )


def pytest_unconfigure() -> None:
    for folder in (settings.MEDIA_ROOT, settings.WORDPRESS_IMPORT_ROOT):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _empty_caches():
    """Wagtail keeps site roots and renditions in caches that no test transaction undoes."""
    for alias in settings.CACHES:
        caches[alias].clear()


@pytest.fixture
def site(db) -> Site:
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def home(site) -> HomePage:
    return site.root_page.specific


@pytest.fixture
def index(home):
    return ServiceArticleIndexPageFactory(parent=home)


@pytest.fixture
def directory(home):
    return ProviderIndexPageFactory(parent=home)


@pytest.fixture
def shared() -> Path:
    """The folder of real exports; only there where the project is built."""
    if not SHARED.is_dir():
        pytest.skip("the folder of real exports is not beside this checkout")
    return SHARED
