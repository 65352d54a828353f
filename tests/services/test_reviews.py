"""What readers are told of the review of an article, and how a review is recorded."""

import datetime
import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.fields import StreamField
from wagtail.models import GroupPagePermission, Workflow, WorkflowPage, WorkflowTask

from services.models import ClinicalReviewTask, Review
from services.models.review import months_after
from tests import html
from tests.factories import AuthorFactory, ReviewFactory, ServiceArticlePageFactory
from tests.forms import errors_of, filled_form, stream_data

pytestmark = pytest.mark.django_db

TODAY = timezone.localdate


@pytest.fixture
def article(index):
    article = ServiceArticlePageFactory(parent=index, title="Before your scan")
    article.save_revision().publish()
    article.refresh_from_db()
    return article


@pytest.fixture
def reviewer(home):
    return AuthorFactory(
        name="Ann Alder", credentials="MD, FRCR", role="Radiologist", email="ann@example.org"
    )


def shown(client, article) -> str:
    """Give what the page says of its review."""
    part = html.parse(client.get(article.get_url())).main.find(class_="review")
    return " ".join(part.get_text(" ").split()) if part else ""


def screen(article) -> str:
    return reverse("article_reviews:article", args=[article.pk])


def edited(client, article, **changes) -> dict[str, object]:
    """Give what the editor of an article would send."""
    data = filled_form(client, reverse("wagtailadmin_pages:edit", args=[article.pk]), **changes)
    for field in article._meta.get_fields():
        if isinstance(field, StreamField):
            data |= stream_data(field.name, field.stream_block, [])
    return data


def record(client, article, **changes):
    return client.post(screen(article), filled_form(client, screen(article), **changes))


# Readers


def test_readers_are_told_who_reviewed_the_page_and_when(client, article, reviewer):
    reviewer.profile_url = "https://example.org/ann"
    reviewer.save()
    ReviewFactory(
        article=article,
        reviewer=reviewer,
        reviewed_on=datetime.date(2026, 3, 4),
        next_review_on=datetime.date(2199, 3, 4),
    )
    assert shown(client, article) == (
        "Page last reviewed: 4 March 2026 Next review due: 4 March 2199 Reviewed by Ann Alder , MD, FRCR, Radiologist"
    )
    part = html.parse(client.get(article.get_url())).find(class_="review")
    assert [time["datetime"] for time in part.find_all("time")] == ["2026-03-04", "2199-03-04"]
    assert part.a["href"] == "https://example.org/ann"
    assert "ann@example.org" not in client.get(article.get_url()).content.decode()


def test_an_overdue_review_is_said_to_be_one(client, article):
    ReviewFactory(article=article, next_review_on=TODAY() - datetime.timedelta(days=1))
    assert "Next review was due:" in shown(client, article)


def test_nothing_is_said_without_a_review(client, article):
    assert shown(client, article) == ""


def test_the_latest_review_counts_whenever_it_was_recorded(client, article):
    ReviewFactory(article=article, reviewed_on=datetime.date(2026, 5, 1))
    ReviewFactory(article=article, reviewed_on=datetime.date(2024, 5, 1))
    assert "1 May 2026" in shown(client, article)


def test_a_review_of_a_draft_counts_when_the_draft_is_published(client, article):
    revision = article.save_revision()
    ReviewFactory(article=article, revision=revision.pk, reviewed_on=datetime.date(2026, 5, 1))
    assert shown(client, article) == ""
    revision.publish()
    assert "1 May 2026" in shown(client, article)


def test_readers_are_told_of_everyone_who_reviewed_the_page(admin_client, client, article, reviewer):
    patient = AuthorFactory(name="Rose Ash", role="Patient reader", credentials="")
    record(
        admin_client,
        article,
        reviewer=reviewer.pk,
        others=[reviewer.pk, patient.pk],
        evidence="Guideline 12.",
        whole_page="on",
    )
    told = shown(client, article)
    assert told.endswith(
        "Reviewed by Ann Alder, MD, FRCR, Radiologist together with Rose Ash, Patient reader"
    )
    assert "Rose Ash" in admin_client.get(screen(article)).content.decode()


def test_a_purge_of_old_versions_hides_no_review(admin_client, client, article, reviewer):
    record(admin_client, article, reviewer=reviewer.pk, evidence="Guideline 12.", whole_page="on")
    article.summary = "A draft."
    article.save_revision()
    call_command("purge_revisions", verbosity=0)
    assert "Ann Alder" in shown(client, article)


def test_a_purge_of_old_versions_shows_no_review_of_a_draft(client, article):
    draft = article.save_revision()
    ReviewFactory(article=article, revision=draft.pk)
    article.save_revision()
    call_command("purge_revisions", verbosity=0)
    assert not article.revisions.filter(pk=draft.pk).exists()
    assert shown(client, article) == ""


def test_a_purge_keeps_the_review_of_a_draft_that_was_published(client, article, reviewer):
    draft = article.save_revision()
    ReviewFactory(article=article, revision=draft.pk, reviewer=reviewer)
    draft.publish()
    article.save_revision()
    call_command("purge_revisions", verbosity=0)
    assert "Ann Alder" in shown(client, article)


def test_saving_and_publishing_set_no_dates(admin_client, client, article):
    ReviewFactory(article=article, reviewed_on=datetime.date(2024, 5, 1))
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    data = edited(admin_client, article, summary="New words.")
    assert admin_client.post(edit, {**data, "action-publish": "action-publish"}).status_code == 302
    assert "New words." in html.text(client.get(article.get_url()))
    assert "1 May 2024" in shown(client, article)
    assert Review.objects.count() == 1


# Recording


def test_recording_a_review_of_the_whole_page_sets_the_dates(admin_client, client, article, reviewer):
    answer = record(admin_client, article, reviewer=reviewer.pk, evidence="Guideline 12.", whole_page="on")
    assert answer.status_code == 302, errors_of(answer)
    review = article.reviews.get()
    assert review.reviewed_on == TODAY()
    assert review.next_review_on == months_after(TODAY(), 36)
    assert review.revision is None, "readers saw it already"
    assert "Ann Alder" in shown(client, article)
    page = html.text(admin_client.get(screen(article)))
    assert "Guideline 12." in page
    assert "admin" in page
    history = html.text(admin_client.get(reverse("wagtailadmin_pages:history", args=[article.pk])))
    assert "Reviewed by Ann Alder" in history


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"whole_page": ""}, "whole page"),
        ({"evidence": ""}, "required"),
        ({"reviewer": ""}, "required"),
        ({"reviewed_on": "2199-01-01"}, "before it was done"),
        ({"reviewed_on": "2026-03-04", "next_review_on": "2026-03-04"}, "after this one"),
        ({"version": "0"}, "changed since"),
    ],
)
def test_what_is_refused(admin_client, article, reviewer, changes, message):
    complete = {"reviewer": reviewer.pk, "evidence": "Guideline 12.", "whole_page": "on"}
    answer = record(admin_client, article, **complete | changes)
    assert message in errors_of(answer)
    assert message in html.text(answer)
    assert not Review.objects.exists()


def test_who_has_no_credentials_is_no_reviewer(admin_client, article, reviewer):
    AuthorFactory(name="Bob Birch")
    choices = html.parse(admin_client.get(screen(article))).find("select", {"name": "reviewer"})
    assert "Ann Alder, MD, FRCR" in choices.get_text()
    assert "Bob Birch" not in choices.get_text()


@pytest.fixture
def group_of(client, django_user_model, home):
    """Log in somebody with a permission on pages and others beside it."""

    def log_in(page_permission: str, *codenames: str):
        group = Group.objects.create(name="Colleagues")
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        if page_permission:
            permission = Permission.objects.get(codename=page_permission)
            GroupPagePermission.objects.create(group=group, page=home, permission=permission)
        user = django_user_model.objects.create_user("colleague", password="colleague")
        user.groups.add(group)
        client.force_login(user)
        return user

    return log_in


def test_who_may_edit_sees_the_reviews_and_records_none(client, group_of, article, reviewer):
    group_of("change_page")
    ReviewFactory(article=article, reviewer=reviewer, evidence="Guideline 12.")
    page = html.parse(client.get(screen(article)))
    assert "Guideline 12." in page.get_text()
    assert page.find("select", {"name": "reviewer"}) is None
    complete = {"reviewer": reviewer.pk, "evidence": "x", "whole_page": "on", "reviewed_on": "2026-03-04"}
    client.post(screen(article), {**complete, "version": article.live_revision_id})
    assert Review.objects.count() == 1


def test_who_may_record_reviews_but_not_edit_the_page_is_sent_away(client, group_of, article):
    group_of("", "record_review")
    assert client.get(screen(article)).status_code == 302


def test_who_may_edit_and_record_reviews_does(client, group_of, article, reviewer):
    group_of("change_page", "record_review")
    answer = record(client, article, reviewer=reviewer.pk, evidence="Guideline 12.", whole_page="on")
    assert answer.status_code == 302
    assert article.reviews.get().recorded_by.username == "colleague"


def test_the_permission_can_be_given_to_a_group(admin_client):
    page = html.text(admin_client.get(reverse("wagtailusers_groups:add")))
    assert "Can record reviews of articles" in page


def test_the_screens_of_an_article_lead_to_its_reviews(admin_client, article):
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    listing = reverse("wagtailadmin_explore", args=[article.get_parent().pk])
    for url in (edit, listing):
        links = html.parse(admin_client.get(url)).find_all("a", href=screen(article))
        assert "Reviews" in [link.get_text(strip=True) for link in links]


def test_the_review_of_a_draft_that_was_never_saved_as_one_keeps_what_was_read(
    admin_client, client, index, reviewer
):
    draft = ServiceArticlePageFactory(parent=index, live=False, summary="As read.")
    record(admin_client, draft, reviewer=reviewer.pk, evidence="Guideline 12.", whole_page="on")
    draft.refresh_from_db()
    review = draft.reviews.get()
    assert draft.revisions.get(pk=review.revision).as_object().summary == "As read."
    assert not draft.reviews.in_force().exists()
    draft.get_latest_revision().publish()
    draft.refresh_from_db()
    assert "Ann Alder" in shown(client, draft)


# In a workflow


@pytest.fixture
def in_review(admin_client, admin_user, index, article):
    """Submit a change of the article to a workflow that wants a clinical review."""
    workflow = Workflow.objects.create(name="Clinical")
    task = ClinicalReviewTask.objects.create(name="Clinical review")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    WorkflowPage.objects.create(workflow=workflow, page=index)
    article.summary = "As reviewed."
    article.save_revision(user=admin_user)
    workflow.start(article, admin_user)
    article.refresh_from_db()
    return article


def test_the_step_is_offered_to_whoever_builds_workflows(admin_client):
    url = reverse("wagtailadmin_workflows:add_task", args=["services", "clinicalreviewtask"])
    assert "Groups" in html.text(admin_client.get(url))


def approval(article, view: str = "workflow_action") -> str:
    state = article.current_workflow_task_state
    return reverse(f"wagtailadmin_pages:{view}", args=[article.pk, "approve", state.pk])


def test_an_approval_records_the_review_and_publishes_what_was_reviewed(
    admin_client, client, in_review, reviewer
):
    form = admin_client.get(approval(in_review)).json()["html"]
    assert "I reviewed the whole page" in form
    data = {
        "reviewer": reviewer.pk,
        "reviewed_on": "2026-03-04",
        "evidence": "Guideline 12.",
        "whole_page": "on",
    }
    admin_client.post(approval(in_review), data, headers={"x-requested-with": "XMLHttpRequest"})
    assert "As reviewed." in html.text(client.get(in_review.get_url()))
    assert "4 March 2026" in shown(client, in_review)
    assert in_review.reviews.get().next_review_on == datetime.date(2029, 3, 4)


def test_an_approval_in_the_editor_records_the_version_that_was_approved(
    admin_client, client, in_review, reviewer
):
    data = {
        "reviewer": reviewer.pk,
        "others": [AuthorFactory(name="Rose Ash").pk],
        "reviewed_on": "2026-03-04",
        "evidence": "Guideline 12.",
        "whole_page": "on",
    }
    collected = admin_client.post(approval(in_review, "collect_workflow_action_data"), data).json()
    edit = reverse("wagtailadmin_pages:edit", args=[in_review.pk])
    sent = edited(admin_client, in_review, summary="Mended by the reviewer.")
    sent |= {
        "action-workflow-action": "true",
        "workflow-action-name": "approve",
        "workflow-action-extra-data": json.dumps(collected["cleaned_data"]),
    }
    assert admin_client.post(edit, sent).status_code == 302
    assert "Mended by the reviewer." in html.text(client.get(in_review.get_url()))
    assert "4 March 2026" in shown(client, in_review)
    assert "Rose Ash" in shown(client, in_review)


@pytest.mark.parametrize("missing", ["whole_page", "evidence", "reviewer"])
def test_an_incomplete_approval_is_refused(admin_client, in_review, reviewer, missing):
    data = {
        "reviewer": reviewer.pk,
        "reviewed_on": "2026-03-04",
        "evidence": "Guideline 12.",
        "whole_page": "on",
    }
    del data[missing]
    answer = admin_client.post(approval(in_review), data, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json()["step"] == "action"
    edit = reverse("wagtailadmin_pages:edit", args=[in_review.pk])
    sent = edited(admin_client, in_review)
    sent |= {"action-workflow-action": "true", "workflow-action-name": "approve"}
    admin_client.post(edit, {**sent, "workflow-action-extra-data": json.dumps(data)})
    in_review.refresh_from_db()
    assert in_review.workflow_in_progress
    assert not Review.objects.exists()


# Dates


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        ((2026, 3, 4), 36, (2029, 3, 4)),
        ((2026, 1, 31), 1, (2026, 2, 28)),
        ((2024, 2, 29), 12, (2025, 2, 28)),
        ((2026, 12, 15), 1, (2027, 1, 15)),
    ],
)
def test_months_after_a_day(day, months, expected):
    assert months_after(datetime.date(*day), months) == datetime.date(*expected)


def test_an_author_who_reviewed_something_is_not_deleted(
    admin_client, article, reviewer, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):  # Wagtail notes there what refers to what
        ReviewFactory(article=article, reviewer=reviewer)
    answer = admin_client.post(reverse("wagtailsnippets_services_author:delete", args=[reviewer.pk]))
    assert answer.status_code == 302
    assert article.reviews.get().reviewer == reviewer
