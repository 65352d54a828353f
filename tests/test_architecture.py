"""The rules of the structure: who imports whom, what may stand where, how long it may be."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import wagtail

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("cms", "home", "services", "providers", "search")
SOURCES = [
    path for package in PACKAGES for path in (ROOT / package).rglob("*.py") if "migrations" not in path.parts
]
DRAWERS = {"core", "common", "base", "utils", "helpers", "misc"}


def test_wagtail_is_the_version_that_the_project_is_built_on():
    assert (8, 0, 1) <= wagtail.VERSION[:3] < (8, 1)


def test_imports_keep_to_the_contracts():
    command = [
        sys.executable,
        "-c",
        "from importlinter.cli import lint_imports_command; lint_imports_command()",
    ]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout[-3000:] + result.stderr[-2000:]


def test_no_module_is_a_drawer():
    named = {path.stem for path in SOURCES} | {path.parent.name for path in SOURCES}
    assert named & DRAWERS <= {"base"}, "settings/base.py is the one exception"
    assert [path for path in SOURCES if path.stem == "base"] == [ROOT / "cms/settings/base.py"]


def test_no_module_is_shadowed_by_a_package():
    assert [path for path in SOURCES if path.with_suffix("").is_dir()] == []


def test_modules_are_about_300_lines_at_most():
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in long.items() if lines > 330} == {}


def test_upward_references_are_strings_in_one_module():
    """Only the named query modules ask Django's registry for a model of a higher layer."""
    asking = {str(path.relative_to(ROOT)) for path in SOURCES if "apps.get_model(" in path.read_text()}
    assert asking <= {"services/queries.py", "providers/queries.py"}


def test_top_level_is_the_agreed_one():
    tracked = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.split()
    if not tracked:
        pytest.skip("not a git checkout")
    top = {name.split("/")[0] for name in tracked}
    files = {"manage.py", "pyproject.toml", "uv.lock", "README.md", "Makefile", "CHANGELOG.md", "LICENSE"}
    folders = {*PACKAGES, "templates", "tests", ".ci"}
    assert top <= files | folders | {".gitignore", ".pre-commit-config.yaml", "Dockerfile", "compose.yaml"}


@pytest.mark.parametrize("app", ["cms.wordpress", "search"])
def test_the_site_checks_and_serves_without_a_plugin(app):
    """Take an app out of the settings: the rest must start, route and render."""
    script = f"""
import os, re
os.environ.setdefault("SECRET_KEY", "only-for-this-test")
os.environ["HTTPS"] = "off"
os.environ["DATABASE_URL"] = "sqlite:///:memory:"
import cms.settings.dev as settings
settings.INSTALLED_APPS = [name for name in settings.INSTALLED_APPS if name != {app!r}]
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith({app!r} + ".")]
os.environ["DJANGO_SETTINGS_MODULE"] = "cms.settings.dev"
import django
django.setup()
from django.core.management import call_command
call_command("check")
call_command("migrate", verbosity=0)
from django.test import Client
client = Client(HTTP_HOST="localhost")
for path, status in (("/", 200), ("/no-such-page/", 404), ("/sitemap.xml", 200), ("/robots.txt", 200)):
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
print("search form" if re.search('action="/search/"', client.get("/").content.decode()) else "no search form")
"""
    result = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "cms.settings.dev"},
    )
    assert result.returncode == 0, result.stderr[-3000:]
    assert ("no search form" in result.stdout) is (app == "search")


def test_nothing_public_is_written_inline():
    """The public Content-Security-Policy allows neither inline styles nor inline scripts."""
    inline = re.compile(
        r"\sstyle=|<style|\son[a-z]+=|<script(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)"
    )
    found = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if inline.search(path.read_text())
    ]
    assert found == []
