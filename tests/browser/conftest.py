"""The demo site as it is shipped, served by gunicorn from a database of its own, and a browser to look at it."""

import json
import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.conftest import CHROMIUM

# Playwright keeps an event loop in the thread that it runs in, which other tests of the same worker share.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Served:
    url: str
    password: str
    environment: dict[str, str]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test here needs a browser, and one worker serves them all."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def served(tmp_path_factory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("demo")
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "WORDPRESS_IMPORT_ROOT": str(folder / "imports"),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "only-for-this-test-run",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "SERVE_MEDIA": "on",
        "REDIS_URL": "",
    }
    _manage(environment, "migrate", "--verbosity=0")
    _manage(environment, "collectstatic", "--noinput", "--verbosity=0")
    password = re.search(r"password (\S+)", _manage(environment, "create_demo"))
    with _running(environment) as url:
        yield Served(url, password[1] if password else "", environment)


@pytest.fixture(scope="session")
def previews(served, tmp_path_factory) -> Iterator[str]:
    """A copy of the demo with a page for every block; the demo itself stays as it is shipped."""
    copy = tmp_path_factory.mktemp("previews") / "db.sqlite3"
    source = served.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(source) as demo, sqlite3.connect(copy) as database:
        demo.backup(database)
    environment = {**served.environment, "DATABASE_URL": f"sqlite:///{copy}"}
    _manage(
        environment,
        "shell",
        "--no-imports",
        "-c",
        "from tests.showcase import show_previews; show_previews()",
    )
    with _running(environment) as url:
        yield url


@pytest.fixture(scope="session")
def outages(served) -> dict[str, str]:
    """Give the pages that need nothing, as the demo would answer with them."""
    render = (
        "import json; from django.template.loader import get_template; from tests.showcase import OUTAGES; "
        "print(json.dumps({name: get_template(name).render() for name in OUTAGES}))"
    )
    return json.loads(_manage(served.environment, "shell", "--no-imports", "-c", render))


def _manage(environment: dict[str, str], *arguments: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


@contextmanager
def _running(environment: dict[str, str]) -> Iterator[str]:
    """Serve the site as it is shipped."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"]
    server = subprocess.Popen(
        command, cwd=ROOT, env={**environment, "BASE_URL": url}, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(url)
        yield url
    finally:
        server.terminate()
        server.wait()


def _wait_for(url: str) -> None:
    for _ in range(120):
        try:
            with urllib.request.urlopen(url, timeout=10):  # noqa: S310  our own address
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"{url} does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM, "Chromium is not installed, and here no test may be left out"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-background-networking", "--disable-gpu"],
        )
        yield browser
        browser.close()


@pytest.fixture
def context(browser, request) -> Iterator[BrowserContext]:
    """Open a context; parametrise indirectly with options such as viewport or java_script_enabled."""
    context = browser.new_context(**getattr(request, "param", {}))
    context.set_default_timeout(20_000)
    yield context
    context.close()


@pytest.fixture
def page(context) -> Page:
    return context.new_page()
