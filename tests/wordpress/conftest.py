"""What the tests of the importer share."""

import contextlib
import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from tests.wordpress.site import Site


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real exports beside the repository; it is no part of it, so it may be absent."""
    folder = Path(__file__).parents[2].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"needs the reference material in {folder}")
    return folder


@pytest.fixture(scope="session")
def empty_site(tmp_path_factory, django_db_setup, django_db_blocker) -> Site:
    """A site as it is after ``migrate``: a copy of the tests' own, where that is a file as well."""
    site = Site(tmp_path_factory.mktemp("empty") / "site")
    with django_db_blocker.unblock():
        name = str(connection.settings_dict["NAME"])
    with contextlib.suppress(sqlite3.Error):
        if connection.vendor == "sqlite":
            own = Site(site.folder)
            own.database = Path(name)
            if own.rows("SELECT * FROM wagtailcore_site"):
                own.copy(site.folder)
                return site
    site.manage("migrate", "--verbosity", "0")
    return site


@pytest.fixture
def new_site(empty_site, tmp_path):
    """Make sites that hold nothing yet."""

    def make(name: str = "site") -> Site:
        return empty_site.copy(tmp_path / name)

    return make
