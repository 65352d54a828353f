"""Which reviews are due: on the dashboard, in the report, and by e-mail."""

import datetime
import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission

from services.models import ReviewReminder
from tests import html
from tests.factories import (
    AuthorFactory,
    ReviewFactory,
    ServiceArticleIndexPageFactory,
    ServiceArticlePageFactory,
)
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

REPORT = "/admin/article-reviews/"


def days_from_now(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def article_due(parent, title: str, days: int, reviewer=None, **fields):
    article = ServiceArticlePageFactory(parent=parent, title=title, **fields)
    due = {"next_review_on": days_from_now(days)}
    ReviewFactory(article=article, **due, **({"reviewer": reviewer} if reviewer else {}))
    return article


@pytest.fixture
def ann(home):
    return AuthorFactory(name="Ann Alder", credentials="MD", email="Ann@example.org")


@pytest.fixture
def articles(index, ann):
    return [
        article_due(index, "Long overdue", -400, ann),
        article_due(index, "Due soon", 20, ann),
        article_due(index, "Due in spring", 90),
        ServiceArticlePageFactory(parent=index, title="Never looked at"),
        article_due(index, "A draft", -400, ann, live=False),
    ]


def titles(answer) -> list[str]:
    return [cell.get_text(" ", strip=True) for cell in html.parse(answer).select("tbody td.title")]


# In the admin


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["Long overdue", "Due soon", "Due in spring", "Never looked at"]),
        ({"state": "overdue"}, ["Long overdue"]),
        ({"state": "never"}, ["Never looked at"]),
        ({"days": "30"}, ["Long overdue", "Due soon"]),
        ({"reviewer": "ann"}, ["Long overdue", "Due soon"]),
        ({"ordering": "-next_review_on"}, ["Due in spring", "Due soon", "Long overdue", "Never looked at"]),
    ],
)
def test_the_report_lists_live_articles_by_when_their_review_is_due(
    admin_client, articles, ann, asked, found
):
    if "reviewer" in asked:
        asked = {"reviewer": ann.pk}
    assert titles(admin_client.get(REPORT, asked)) == found


def test_a_new_review_takes_an_article_off_the_list(admin_client, articles):
    ReviewFactory(article=articles[0], reviewed_on=timezone.localdate(), next_review_on=days_from_now(900))
    assert titles(admin_client.get(REPORT, {"state": "overdue"})) == []


def test_the_report_is_exported_safely(admin_client, index):
    article_due(index, "=cmd()", -1)
    sheet = b"".join(admin_client.get(REPORT, {"export": "csv"}).streaming_content).decode()
    assert sheet.splitlines()[0] == "Title,Address,Language,Next review due,Last reviewed,Reviewer"
    assert sheet.splitlines()[1].startswith("'=cmd(),")
    answer = admin_client.get(REPORT, {"export": "xlsx"})
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")


def test_the_dashboard_names_what_is_due_and_leads_to_it(admin_client, articles):
    panel = html.parse(admin_client.get("/admin/")).find(id="due-reviews-section")
    assert "Long overdue" in panel.get_text()
    assert "Due soon" in panel.get_text()
    assert "Due in spring" not in panel.get_text()
    assert "A draft" not in panel.get_text()
    assert reverse("article_reviews:article", args=[articles[0].pk]) in {
        link["href"] for link in panel.find_all("a")
    }


def test_the_dashboard_says_nothing_when_nothing_is_due(admin_client, index):
    article_due(index, "Due in spring", 90)
    assert html.parse(admin_client.get("/admin/")).find(id="due-reviews-section") is None


def test_an_editor_is_told_only_of_pages_that_they_may_edit(client, home, index, editor, articles):
    elsewhere = ServiceArticleIndexPageFactory(parent=home, slug="elsewhere")
    article_due(elsewhere, "Of others", -5)
    GroupPagePermission.objects.all().delete()
    editor(index)
    assert "Of others" not in titles(client.get(REPORT))
    dashboard = html.text(client.get("/admin/"))
    assert "Long overdue" in dashboard
    assert "Of others" not in dashboard


@pytest.fixture
def editor(client, django_user_model):
    """Log in somebody who may edit the pages below one."""
    from django.contrib.auth.models import Group, Permission

    def log_in(page):
        group = Group.objects.create(name="Writers")
        group.permissions.add(Permission.objects.get(codename="access_admin"))
        permission = Permission.objects.get(codename="change_page")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
        user = django_user_model.objects.create_user("writer", password="writer")
        user.groups.add(group)
        client.force_login(user)

    return log_in


def test_the_report_asks_as_little_for_many_articles_as_for_few(admin_client, index):
    article_due(index, "One", -1)
    few = queries_of(admin_client, REPORT)
    for number in range(5):
        article_due(index, f"Article {number}", -1)
    assert queries_of(admin_client, REPORT) == few


# By e-mail


def remind(**options) -> str:
    out = io.StringIO()
    call_command("send_review_reminders", stdout=out, **options)
    return out.getvalue()


def test_a_reviewer_gets_one_mail_with_all_that_is_due(articles):
    assert remind() == "ann@example.org: 2 articles, sent\n"
    (message,) = mail.outbox
    assert message.to == ["ann@example.org"]
    assert message.subject.endswith(": 2 articles to review")
    assert "Long overdue\noverdue since" in message.body
    assert "Due soon\ndue on" in message.body
    assert articles[0].full_url in message.body
    assert f"http://testserver/admin/article-reviews/{articles[0].pk}/" in message.body
    for title in ("Due in spring", "Never looked at", "A draft"):
        assert title not in message.body


def test_titles_are_written_as_they_are(index, ann):
    article_due(index, "Heart & lungs", -1, ann)
    remind()
    assert "Heart & lungs" in mail.outbox[0].body


def test_nobody_is_reminded_twice_within_a_week(articles):
    remind()
    assert remind() == "ann@example.org: reminded a few days ago, left alone\n"
    assert len(mail.outbox) == 1
    ReviewReminder.objects.update(sent_on=days_from_now(-7))
    remind()
    assert len(mail.outbox) == 2


def test_owners_who_may_edit_are_reminded_too(index, ann, django_user_model):
    owner = django_user_model.objects.create_superuser("owner", email="owner@example.org")
    left = django_user_model.objects.create_superuser("left", email="left@example.org", is_active=False)
    stranger = django_user_model.objects.create_user("stranger", email="stranger@example.org")
    for number, user in enumerate([owner, left, stranger]):
        article_due(index, f"Article {number}", -1, ann, owner=user)
    remind()
    assert {message.to[0] for message in mail.outbox} == {"ann@example.org", "owner@example.org"}


def test_a_dry_run_sends_and_notes_nothing(articles):
    assert remind(dry_run=True) == "ann@example.org: 2 articles, would be sent\n"
    assert mail.outbox == []
    assert not ReviewReminder.objects.exists()


def test_how_soon_is_an_option(articles):
    assert "1 article," in remind(days=0)


def test_a_mail_server_that_does_not_answer_is_named(articles, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(CommandError, match="mail server does not answer"):
        remind()
    assert not ReviewReminder.objects.exists()


@pytest.mark.parametrize("error", [OSError("mailbox full"), ValueError("Invalid address")])
def test_a_mail_that_fails_is_sent_by_the_next_run(articles, monkeypatch, error):
    from django.core.mail import EmailMessage

    def refuse(message):
        raise error

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", refuse)
        with pytest.raises(CommandError, match="could not be sent"):
            remind()
    assert remind() == "ann@example.org: 2 articles, sent\n"
