"""Who may read imported pages (X14): private and protected posts are restricted, and access is never widened."""

import dataclasses

import pytest
from django.contrib.auth.models import Group, User
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from cms.wordpress.access import AccessWriter, asked
from cms.wordpress.context import Context, Options
from cms.wordpress.importer import Importer
from cms.wordpress.ledger import Ledger
from cms.wordpress.mapping import Mapping
from cms.wordpress.models import ImportedItem, ImportIssue, ImportRun
from cms.wordpress.records import Item
from cms.wordpress.report import Report
from cms.wordpress.survey import Survey
from services.models import ServiceArticleIndexPage, ServiceArticlePage
from tests.factories import ContentPageFactory, ServiceArticlePageFactory
from tests.html import parse
from tests.wordpress import exports

pytestmark = pytest.mark.django_db

OPEN = Item(id=7, type="post", status="publish", title="Heart")
SECRET = dataclasses.replace(OPEN, password="sesame")
PRIVATE = dataclasses.replace(OPEN, status="private")


class Run:
    """One run of the importer, as far as access goes."""

    def __init__(self, source: str = "https://old.example") -> None:
        self.report = Report()
        ledger = Ledger(source, ImportRun.objects.create(), self.report)
        site = Site.objects.select_related("root_page").get()
        self.context = Context(site, Options(), self.report, ledger, Survey())
        self.writer = AccessWriter(self.context)

    def write(self, page, item) -> None:
        self.writer.write([(page, item)])
        self.context.ledger.flush()

    @property
    def codes(self) -> list[str]:
        return [issue.code for issue in self.report.issues]


@pytest.fixture
def page(home):
    return ContentPageFactory(parent=home, title="Heart", slug="heart")


def restriction(page) -> PageViewRestriction | None:
    return PageViewRestriction.objects.filter(page=page).first()


def readers(client, page, *groups: str) -> bool:
    """Tell whether a member of groups reads a page."""
    user = User.objects.create_user("reader" + "".join(groups), password="x")
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    answer = client.get(page.get_url())
    return answer.status_code == 200 and parse(answer).h1.get_text(strip=True) == page.title


def test_a_private_post_is_read_by_those_who_may_edit_pages(page, client):
    Run().write(page, PRIVATE)
    assert client.get(page.get_url()).status_code == 302, "visitors are asked to log in"
    assert readers(client, page, "Editors")
    Group.objects.create(name="Patients")
    assert not readers(client, page, "Patients")


def test_without_a_group_that_edits_only_administrators_read_a_private_post(page, client, admin_client):
    Group.objects.all().delete()
    Run().write(page, PRIVATE)
    assert not readers(client, page)
    assert admin_client.get(page.get_url()).status_code == 200


def test_a_protected_post_asks_for_the_password_of_the_old_site(page, client):
    Run().write(page, SECRET)
    form = parse(client.get(page.get_url())).find("main").find("form")
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    assert client.post(form["action"], {**data, "password": "Sesame"}).status_code == 200
    assert parse(client.get(page.get_url())).h1.get_text(strip=True) == "Password required"
    client.post(form["action"], {**data, "password": "sesame"})
    assert parse(client.get(page.get_url())).h1.get_text(strip=True) == "Heart"


@pytest.mark.parametrize("status", ["draft", "future", "pending"])
def test_what_is_published_later_is_protected_before(page, status):
    Run().write(page, dataclasses.replace(SECRET, status=status))
    assert restriction(page).password == "sesame"


def test_a_private_post_with_a_password_stays_private(page):
    Run().write(page, dataclasses.replace(SECRET, status="private"))
    assert restriction(page).restriction_type == "groups"


def test_a_password_that_does_not_fit_makes_a_post_private(page):
    run = Run()
    run.write(page, dataclasses.replace(SECRET, password="x" * 256))
    assert restriction(page).restriction_type == "groups"
    assert run.codes == ["password-too-long"]
    assert "xxx" not in run.report.as_text()


def test_an_open_post_gets_no_restriction(page):
    Run().write(page, OPEN)
    assert restriction(page) is None


@pytest.mark.parametrize("item", [PRIVATE, SECRET, dataclasses.replace(OPEN, status="draft")])
def test_the_home_page_stays_open_and_takes_nothing_that_was_not(home, page, item):
    run = Run()
    run.write(home, item)
    assert restriction(home) is None
    assert run.writer.refuses(home, item)
    assert run.codes == ["home-protected"]
    assert not run.writer.refuses(home, OPEN)
    assert not run.writer.refuses(page, item)


# Again


@pytest.mark.parametrize("item", [SECRET, PRIVATE])
def test_the_second_run_writes_nothing(page, item):
    Run().write(page, item)
    before = restriction(page).pk
    with CaptureQueriesContext(connection) as captured:
        run = Run()
        start = len(captured)
        run.write(page, item)
    assert restriction(page).pk == before
    assert run.codes == []
    written = [query["sql"] for query in captured.captured_queries[start:]]
    assert not [sql for sql in written if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_a_new_password_shuts_out_who_knew_the_old_one(page, client):
    Run().write(page, SECRET)
    form = parse(client.get(page.get_url())).find("main").find("form")
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    client.post(form["action"], {**data, "password": "sesame"})
    Run().write(page, dataclasses.replace(SECRET, password="open"))
    assert PageViewRestriction.objects.get(page=page).password == "open"
    assert parse(client.get(page.get_url())).h1.get_text(strip=True) == "Password required"


def test_a_post_that_became_private_is_private(page):
    Run().write(page, SECRET)
    Run().write(page, PRIVATE)
    assert PageViewRestriction.objects.get(page=page).restriction_type == "groups"


def test_a_post_that_became_public_is_public(page):
    Run().write(page, SECRET)
    Run().write(page, OPEN)
    assert restriction(page) is None
    Run().write(page, SECRET)
    assert restriction(page).password == "sesame"


def test_what_an_editor_restricted_stays_restricted(page):
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    run = Run()
    run.write(page, OPEN)
    assert restriction(page).restriction_type == "login"
    assert run.codes == []


def test_what_an_editor_changed_stays_changed(page):
    Run().write(page, SECRET)
    PageViewRestriction.objects.update(password="theirs")
    for item in (dataclasses.replace(SECRET, password="open"), PRIVATE):
        run = Run()
        run.write(page, item)
        assert PageViewRestriction.objects.get(page=page).password == "theirs"
        assert run.codes == ["access-changed-here"]
    Run().write(page, OPEN)
    assert restriction(page).password == "theirs", "an export does not open what an editor closed"


def test_a_page_that_an_editor_opened_stays_open(page):
    Run().write(page, SECRET)
    restriction(page).delete()
    run = Run()
    run.write(page, dataclasses.replace(SECRET, password="open"))
    assert restriction(page) is None
    assert run.codes == ["access-changed-here"]


def test_a_page_that_was_deleted_and_made_again_is_restricted_again(page, home):
    Run().write(page, SECRET)
    page.delete()
    again = ContentPageFactory(parent=home, slug="heart")
    Run().write(again, SECRET)
    assert restriction(again).password == "sesame"


def test_a_batch_that_failed_can_be_written_again(page):
    run = Run()
    mark = run.context.ledger.mark()
    with transaction.atomic():
        run.writer.write([(page, SECRET)])
        transaction.set_rollback(True)
    run.context.ledger.roll_back(mark)
    run.write(page, SECRET)
    assert restriction(page).password == "sesame"


def test_a_batch_costs_a_handful_of_statements(index):
    pages = [ServiceArticlePageFactory(parent=index) for _number in range(12)]

    def statements(some) -> int:
        run = Run()
        with CaptureQueriesContext(connection) as captured:
            run.writer.write(some)
        return len(captured)

    items = [SECRET, PRIVATE, OPEN]
    first = statements([(page, items[number % 3]) for number, page in enumerate(pages[:3])])
    second = statements([(page, items[number % 3]) for number, page in enumerate(pages[3:])])
    assert second <= first <= 8
    assert PageViewRestriction.objects.count() == 8


# Pages below


def test_public_pages_below_a_private_one_are_named(page):
    ContentPageFactory(parent=page, title="Valves")
    ContentPageFactory(parent=page, title="A draft", live=False)
    protected = ContentPageFactory(parent=page, title="Protected itself")
    run = Run()
    run.writer.write([(page, PRIVATE), (protected, SECRET)])
    run.writer.finish()
    (issue,) = run.report.issues
    assert (issue.code, issue.severity, issue.item.title) == ("below-private", "loss", "Heart")
    assert "Valves" in issue.detail
    assert "draft" not in issue.detail
    assert "itself" not in issue.detail


def test_pages_below_one_that_an_editor_restricted_are_nobodys_business(page):
    ContentPageFactory(parent=page, title="Valves")
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    run = Run()
    run.writer.finish()
    assert run.codes == []


# What an item asks for


def test_what_an_item_asks_for_changes_with_its_access_and_tells_no_password():
    asking = [asked(item) for item in (OPEN, SECRET, PRIVATE, dataclasses.replace(SECRET, password="open"))]
    assert len(set(asking)) == 4
    assert asking[0] == ""
    assert not any("sesame" in value for value in asking)


# The whole import


@pytest.fixture
def imported(tmp_path, home):
    """Import a public post, a private one and one with a password; then look at the site as a visitor."""

    def run(*items: str) -> Report:
        return Importer(exports.write(tmp_path / "export.xml", *items)).run()

    return run


POSTS = [
    exports.item(1, "open-heart", "<p>Heart for everyone</p>", excerpt="Open heart"),
    exports.item(2, "private-heart", "<p>Heart in private</p>", status="private", excerpt="Private heart"),
    exports.item(3, "secret-heart", "<p>Heart behind a word</p>", password="sesame", excerpt="Secret heart"),
]


def test_no_list_search_or_sitemap_names_what_is_not_public(imported, client):
    imported(*POSTS, exports.item(4, "shelf", "[su_posts posts_per_page=9]", kind="page"))
    assert ServiceArticlePage.objects.live().count() == 3, "they are published, for those who may read them"
    index = ServiceArticleIndexPage.objects.get()
    for path in (index.get_url(), "/shelf/", "/search/?q=heart", "/sitemap-articles.xml"):
        shown = client.get(path).content.decode()
        assert "open-heart" in shown, path
        for word in ("private-heart", "Private heart", "secret-heart", "Secret heart"):
            assert word not in shown, (path, word)


def test_an_article_that_became_private_leaves_the_site(imported, client):
    imported(*POSTS)
    report = imported(
        exports.item(1, "open-heart", "<p>Heart for everyone</p>", excerpt="Open heart", status="private")
    )
    assert report.counts["articles"]["updated"] == 1
    index = ServiceArticleIndexPage.objects.get()
    assert "open-heart" not in client.get(index.get_url()).content.decode()
    assert client.get(ServiceArticlePage.objects.get(slug="open-heart").get_url()).status_code == 302


def test_another_password_is_a_change(imported):
    imported(*POSTS)
    again = imported(*POSTS)
    assert again.counts["articles"]["unchanged"] == 3
    imported(*POSTS[:2], POSTS[2].replace("sesame", "open"))
    assert PageViewRestriction.objects.get(restriction_type="password").password == "open"


def test_the_content_of_a_private_home_page_does_not_become_public(tmp_path, home, client):
    home.summary = "Welcome"
    home.save_revision().publish()
    export = exports.write(
        tmp_path / "export.xml", exports.item(1, "start", "<p>Only for us</p>", kind="page", status="private")
    )
    report = Importer(export, Options(mapping=Mapping(home="start"))).run()
    shown = client.get("/").content.decode()
    assert "Only for us" not in shown
    assert "Welcome" in shown
    assert "home-protected" in [issue.code for issue in report.issues]


def test_no_report_tells_a_password(imported):
    report = imported(*POSTS)
    assert "sesame" not in report.as_text()
    assert not ImportIssue.objects.filter(detail__contains="sesame").exists()
    assert not [row for row in ImportedItem.objects.all() if "sesame" in f"{row.meta}{row.issues}"]
