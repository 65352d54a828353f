"""What every test may use."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import caches
from wagtail.models import Site

from home.models import HomePage
from tests.factories import ProviderIndexPageFactory, ServiceArticleIndexPageFactory

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SHARED = Path(__file__).resolve().parents[2] / "shared"
LEFT_OUT = "needs Chromium; install it (Debian: apt-get install chromium) and run make test again"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out the browser tests where there is no browser; in CI they fail instead."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=LEFT_OUT))


def pytest_terminal_summary(terminalreporter) -> None:
    left_out = [
        report for report in terminalreporter.stats.get("skipped", []) if LEFT_OUT in str(report.longrepr)
    ]
    if left_out:
        for report in left_out:
            terminalreporter.write_line(f"left out: {report.nodeid}")
        terminalreporter.write_line(f"Left out {len(left_out)} browser tests: each {LEFT_OUT}.")


def pytest_unconfigure() -> None:
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


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
