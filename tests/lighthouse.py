"""Lighthouse on the demo as it is shipped: the median of five visits of a slow phone, page by page.

The phone and its network are simulated from one load, so that the figures hold on a quiet machine only.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

from tests import checkers

ROOT = Path(__file__).parents[1]
PAGES = {
    "article": "/articles/asking-for-a-second-opinion/",
    "index": "/articles/",
    "home": "/",
    "directory": "/providers/",
}
RUNS = 5
ATTEMPTS = 3  # Chromium at times paints nothing, which Lighthouse takes for an error
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FIGURES = {  # title of the column, what Lighthouse calls it, by what it is divided, how it is written
    "LCP s": ("largest-contentful-paint", 1000, ".2f"),
    "CLS": ("cumulative-layout-shift", 1, ".3f"),
    "TBT ms": ("total-blocking-time", 1, ".0f"),
    "KB": ("total-byte-weight", 1024, ".0f"),
}
CHROME = "--no-sandbox --headless=new --disable-gpu --disable-dev-shm-usage --disable-background-networking"


def report(folder: Path) -> Iterator[str]:
    """Give the lines of a table, and below it the audits that any visit failed."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if not browser or not (checkers.MODULES / "lighthouse").is_dir():
        yield "Lighthouse: left out, it needs Chromium and Node; make bench installs the rest of it"
        return
    failed = set()
    titles = ("page", *CATEGORIES, *FIGURES)
    yield " ".join(f"{title:>14}" for title in titles)
    with _demo(folder) as url:
        for name, path in PAGES.items():
            visits = [_visit(url + path, browser) for _ in range(RUNS)]
            scores = [
                f"{100 * median(visit['categories'][category]['score'] for visit in visits):.0f}"
                for category in CATEGORIES
            ]
            figures = [
                f"{median(visit['audits'][audit]['numericValue'] for visit in visits) / unit:{form}}"
                for audit, unit, form in FIGURES.values()
            ]
            yield " ".join(f"{value:>14}" for value in (name, *scores, *figures))
            failed |= {f"{name}: {audit}" for visit in visits for audit in _failed(visit)}
    yield from sorted(failed)


def _visit(address: str, browser: str) -> dict[str, Any]:
    command = [
        "node",
        str(checkers.MODULES / "lighthouse/cli/index.js"),
        address,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        f"--chrome-flags={CHROME}",
    ]
    environment = {**os.environ, "CHROME_PATH": browser}
    for _ in range(ATTEMPTS):
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        visit = json.loads(done.stdout) if done.returncode == 0 else {}
        if all("numericValue" in visit.get("audits", {}).get(audit, {}) for audit, _, _ in FIGURES.values()):
            return visit
    raise RuntimeError(
        f"Lighthouse could not measure {address} in {ATTEMPTS} attempts: {done.stderr[-2000:]}"
    )


def _failed(visit: dict[str, Any]) -> Iterator[str]:
    """Name the audits that count and are not passed."""
    for category in CATEGORIES:
        for reference in visit["categories"][category]["auditRefs"]:
            audit = visit["audits"][reference["id"]]
            if reference["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                yield f"{category}, {audit['title']} ({audit.get('displayValue', 'failed')})"


@contextmanager
def _demo(folder: Path) -> Iterator[str]:
    """Fill a demo of its own and serve it with production settings."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "cms.settings.base",
        "DATABASE_URL": f"sqlite:///{folder}/lighthouse.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "WORDPRESS_IMPORT_ROOT": str(folder / "imports"),
        "STATIC_ROOT": str(folder / "static"),
        "SECRET_KEY": "only-for-this-measurement",
        "ALLOWED_HOSTS": "127.0.0.1",
        "HTTPS": "off",
        "SERVE_MEDIA": "on",
        "REDIS_URL": "",
        "BASE_URL": url,
    }
    for command in (
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--noinput", "--verbosity=0"],
        ["create_demo"],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.DEVNULL,
            check=True,
        )
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "cms.wsgi", "--bind", f"127.0.0.1:{port}", "--threads", "4"],
        cwd=ROOT,
        env=environment,
        stderr=subprocess.DEVNULL,
    )
    try:
        for path in ("/", *PAGES.values()):
            _first_visit(url + path)
        yield url
    finally:
        server.terminate()
        server.wait()


def _first_visit(address: str) -> None:
    """Wait for an answer, which also fills the caches that a running site has."""
    for _ in range(60):
        try:
            urllib.request.urlopen(address, timeout=10).close()  # noqa: S310  our own address
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(f"{address} does not answer")
