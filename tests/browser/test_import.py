"""The import in Chromium, from the upload to the report and back, with and without JavaScript."""

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Served, _running
from tests.wordpress.exports import category, item, write

DESKTOP = {"viewport": {"width": 1280, "height": 900}}
PHONE = {"viewport": {"width": 360, "height": 740}}
SCRIPTLESS = {**DESKTOP, "java_script_enabled": False}
AWHILE = 180_000  # milliseconds: a process starts and works, on a machine that may be busy


@pytest.fixture(scope="module")
def moving(served, tmp_path_factory) -> Iterator[Served]:
    """A copy of the demo to import into; the demo itself stays as it is shipped."""
    folder = tmp_path_factory.mktemp("moving")
    source = served.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with sqlite3.connect(source) as demo, sqlite3.connect(folder / "db.sqlite3") as database:
        demo.backup(database)
    environment = {
        **served.environment,
        "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3",
        "MEDIA_ROOT": str(folder / "media"),
        "WORDPRESS_IMPORT_ROOT": str(folder / "imports"),
    }
    with _running(environment) as url:
        yield replace(served, url=url, environment=environment)


@pytest.fixture
def admin(page, moving) -> Page:
    page.goto(f"{moving.url}/admin/login/")
    page.locator("input[name=username]").fill("admin")
    page.locator("input[name=password]").fill(moving.password)
    page.locator("button[type=submit]").click()
    page.wait_for_url("**/admin/")
    return page


@pytest.fixture
def export(tmp_path, request) -> Path:
    name = re.sub(r"\W+", "-", request.node.name)
    posts = (
        item(
            number,
            f"{name}-{number}".lower(),
            "<p>Rest helps.</p>[unknown_thing]",
            terms=[("category", "care")],
        )
        for number in range(10, 30)
    )
    return write(tmp_path / f"{name}.xml", category(4, "care", "Care"), *posts)


def passes(page: Page) -> None:
    """Fail where a screen breaks a rule of axe, in what is ours: the content, not Wagtail's sidebar."""
    expect(page.locator("#main")).to_be_attached()  # a click returns before the next screen is there
    page.wait_for_load_state()
    found = Axe().run(page, context={"include": [["#main"]]})
    assert found.violations_count == 0, found.generate_report()
    overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(overflow) <= 0


def upload(page: Page, moving: Served, export: Path) -> None:
    page.goto(f"{moving.url}/admin/wordpress/")
    page.locator("input[type=file]").set_input_files(export)
    page.get_by_role("button", name="Look what is in it").click()
    expect(page.get_by_role("heading", name=f"What is in {export.name}").first).to_be_attached()


@pytest.mark.parametrize("context", [DESKTOP, PHONE], indirect=True, ids=["desktop", "phone"])
def test_a_site_is_moved_and_the_move_undone(admin, moving, export):
    admin.goto(f"{moving.url}/admin/wordpress/")
    passes(admin)
    upload(admin, moving, export)
    expect(
        admin.get_by_role("rowheader", name="unknown_thing").or_(admin.get_by_text("Old clinic")).first
    ).to_be_visible()
    passes(admin)
    admin.get_by_role("link", name="Choose what becomes of it").click()
    passes(admin)

    admin.get_by_role("button", name="Dry run").click()  # its screen renews itself: no place for axe
    expect(admin.get_by_role("button", name="Import now")).to_be_visible(timeout=AWHILE)
    passes(admin)
    admin.get_by_role("button", name="Import now").click()
    expect(admin.get_by_role("link", name="Undo this import")).to_be_visible(timeout=AWHILE)
    expect(admin.get_by_role("row", name=re.compile("Service articles 20 0 0 0"))).to_be_visible()
    run = admin.url

    admin.get_by_role("link", name="Report", exact=True).click()
    passes(admin)
    line = admin.locator(".import__lines > li").first
    expect(line.get_by_role("link", name="https://old.example/")).to_be_visible()
    admin.get_by_label("Words, address or id").fill("no such words")
    admin.get_by_role("button", name="Filter").click()
    expect(admin.get_by_text("There is no such line.")).to_be_visible()
    admin.get_by_role("link", name="show all").click()
    with admin.expect_download() as download:
        admin.get_by_role("link", name="CSV").click()
    assert download.value.path().read_text(encoding="utf-8-sig").startswith("severity,code,detail")
    admin.locator(".import__lines > li div:nth-child(2) a").first.click()
    expect(admin.locator("#id_title")).to_be_visible()

    admin.goto(run)
    admin.get_by_role("link", name="Undo this import").click()
    passes(admin)
    admin.get_by_role("button", name=re.compile("Yes, delete")).click()
    expect(admin.get_by_text("Deleted again")).to_be_visible(timeout=AWHILE)
    admin.goto(f"{moving.url}/admin/wordpress/runs/")
    expect(admin.get_by_role("cell", name="undone").first).to_be_visible()


@pytest.mark.parametrize("context", [SCRIPTLESS], indirect=True, ids=["no-script"])
def test_it_works_without_javascript(admin, moving, export):
    upload(admin, moving, export)
    admin.get_by_role("link", name="Choose what becomes of it").click()
    admin.get_by_role("button", name="Dry run").click()
    expect(admin.get_by_role("button", name="Import now")).to_be_visible(timeout=AWHILE)
    admin.get_by_role("link", name="Report", exact=True).click()
    expect(admin.locator(".import__lines > li").first).to_be_visible()


@pytest.mark.parametrize("context", [DESKTOP], indirect=True, ids=["desktop"])
def test_a_file_that_is_no_export_is_refused_with_a_sentence(admin, moving, tmp_path):
    page = tmp_path / "page.xml"
    page.write_text("<!doctype html><html><body>Hello</body></html>")
    admin.goto(f"{moving.url}/admin/wordpress/")
    admin.locator("input[type=file]").set_input_files(page)
    admin.get_by_role("button", name="Look what is in it").click()
    expect(admin.get_by_text("is a web page (HTML), not a WordPress export")).to_be_visible()
    passes(admin)
