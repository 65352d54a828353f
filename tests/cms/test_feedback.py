"""“Was this page helpful?”: what visitors meet, what is stored of it, and what the office reads."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import ModelLogEntry, Site

from cms.feedback.masking import masked
from cms.feedback.models import DailyAnswers, FeedbackSettings, Remark
from tests import html
from tests.factories import ContentPageFactory
from tests.privacy import KINDS, restrict
from tests.queries import writes_of

pytestmark = pytest.mark.django_db

HERE = {"Sec-Fetch-Site": "same-origin"}
ANSWERS, REMARKS = "/admin/reports/feedback/", "/admin/reports/feedback/comments/"


@pytest.fixture
def page(home):
    return ContentPageFactory(parent=home, title="Waiting times", slug="waiting")


@pytest.fixture
def visitor() -> Client:
    """A browser that insists on tokens wherever Django would."""
    return Client(enforce_csrf_checks=True, headers=HERE)


def address(page, end: str = "") -> str:
    return f"/feedback/{page.pk}/{end}"


def form_of(client, path: str):
    return html.parse(client.get(path)).select_one("main form[method=post]")


def numbers() -> list[tuple[int, int]]:
    return list(DailyAnswers.objects.values_list("yes", "no"))


def texts() -> list[str]:
    return list(Remark.objects.order_by("pk").values_list("text", flat=True))


# The way of a visitor


def test_a_visitor_answers_and_says_why(page, visitor):
    form = form_of(visitor, page.get_url())
    assert form.h2.get_text() == "Was this page helpful?"
    assert [button.get_text() for button in form.find_all("button")] == ["Yes", "No"]
    answered = visitor.post(form["action"], {"helpful": "no"})
    assert answered.status_code == 303

    why = form_of(visitor, answered["Location"])
    assert "What is missing" in why.label.get_text()
    assert "nothing about your health" in why.get_text()
    sent = visitor.post(answered["Location"], {"text": "Say how long it takes.\r\nPlease.", "website": ""})
    assert sent.status_code == 303
    assert "Thank you" in html.text(visitor.get(sent["Location"]))

    assert numbers() == [(0, 1)]
    remark = Remark.objects.get()
    assert (remark.page_id, remark.helpful, remark.text) == (
        page.pk,
        False,
        "Say how long it takes.\nPlease.",
    )
    assert not visitor.cookies


def test_yes_is_asked_for_what_helped(page, visitor):
    answered = visitor.post(address(page), {"helpful": "yes"})
    assert "What helped you?" in form_of(visitor, answered["Location"]).label.get_text()
    assert numbers() == [(1, 0)]


def test_every_screen_leads_back_to_the_page_and_stays_out_of_search_engines(page, visitor):
    for end in ("yes/", "no/", "thanks/"):
        answer = visitor.get(address(page, end))
        tree = html.parse(answer)
        assert "Waiting times" in tree.main.find("a", href=page.get_url()).get_text()
        assert "noindex" in tree.find("meta", attrs={"name": "robots"})["content"]
        assert html.heading_levels(str(tree.main)) == [1]
        assert "no-store" in answer["Cache-Control"]


def test_nothing_says_who_answered(page, visitor):
    stored = {field.name for model in (DailyAnswers, Remark) for field in model._meta.get_fields()}
    assert stored == {"id", "page", "date", "yes", "no", "helpful", "text"}
    assert Remark._meta.get_field("date").get_internal_type() == "DateField", "no time of day"


def test_asking_costs_one_query_and_writes_nothing(home, page, client):
    assert writes_of(client, page.get_url()) == []
    with CaptureQueriesContext(connection) as captured:
        client.get(page.get_url())
    assert len([query for query in captured if "feedback" in query["sql"]]) == 1


# What is taken, and what is not


@pytest.mark.parametrize("method", ["get", "head"])
@pytest.mark.parametrize("end", ["", "yes/", "no/", "thanks/"])
def test_only_a_post_writes(page, visitor, method, end):
    with CaptureQueriesContext(connection) as captured:
        answer = getattr(visitor, method)(address(page, end), {"helpful": "yes", "text": "Plums"})
    assert answer.status_code in (200, 302)
    assert [query for query in captured if query["sql"].startswith(("INSERT", "UPDATE"))] == []


@pytest.mark.parametrize("choice", ["", "maybe", "YES", "\0"])
def test_an_answer_that_is_none_leads_back(page, visitor, choice):
    answer = visitor.post(address(page), {"helpful": choice})
    assert (answer.status_code, answer["Location"]) == (302, page.get_url())
    assert numbers() == []


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://testserver.evil.example"},
        {"Origin": "http://["}, {"Referer": "https://evil.example/http://testserver/"}, {},
    ],
)  # fmt: skip
def test_posts_of_other_websites_are_refused(page, client, headers):
    """Abuse case A32."""
    for end, data in (("", {"helpful": "yes"}), ("yes/", {"text": "Plums"})):
        answer = client.post(address(page, end), data, headers=headers)
        assert answer.status_code == 403
        assert "answer on the page itself" in html.text(answer)
    assert (numbers(), texts()) == ([], [])


@pytest.mark.parametrize(
    "headers", [{"Origin": "http://testserver"}, {"Referer": "http://testserver/waiting/"}]
)
def test_older_browsers_are_understood(page, client, headers):
    assert client.post(address(page), {"helpful": "yes"}, headers=headers).status_code == 303


def test_a_cached_page_is_enough(page, client, visitor):
    """Its form holds nothing that belongs to one visitor."""
    form = form_of(client, page.get_url())
    assert form.find_all("input") == []
    assert str(form) == str(form_of(visitor, page.get_url()))


@pytest.mark.parametrize("kind", KINDS)
def test_who_may_not_read_a_page_is_not_asked_about_it(page, visitor, kind):
    restrict(page, kind)
    for end in ("", "yes/", "thanks/"):
        assert visitor.get(address(page, end)).status_code == 404
        assert visitor.post(address(page, end), {"helpful": "yes", "text": "x"}).status_code == 404
    assert (numbers(), texts()) == ([], [])


def test_drafts_and_pages_of_nowhere_are_not_found(page, visitor):
    page.unpublish()
    for path in (address(page), "/feedback/1/", "/feedback/0/", f"/feedback/{'9' * 40}/"):
        assert visitor.post(path, {"helpful": "yes"}).status_code == 404


def test_each_site_asks_about_its_own_pages(page, home, visitor):
    Site.objects.create(hostname="other.example", root_page=ContentPageFactory(parent=home.get_parent()))
    answer = visitor.post(address(page), {"helpful": "yes"}, headers={**HERE, "Host": "other.example"})
    assert answer.status_code == 404


def test_a_preview_asks_nobody(page, admin_client):
    answer = page.make_preview_request()
    buttons = html.parse(answer.rendered_content).select(".feedback button")
    assert [button.has_attr("disabled") for button in buttons] == [True, True]


# Words


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Write to ada.lovelace+x@mail.example.org, please", "Write to [e-mail address removed], please"),
        ("Call 0113 496 0000 or +44 (113) 496-0000.", "Call [number removed] or [number removed]."),
        ("NHS 943 476 5919, born 12.05.1961", "NHS [number removed], born [number removed]"),
        ("٠١٢٣٤٥٦٧٨٩", "[number removed]"),
        ("I waited 12 weeks, from 9 to 17, on ward 4.", "I waited 12 weeks, from 9 to 17, on ward 4."),
        ("<b>@ home</b>", "<b>@ home</b>"),
    ],
)
def test_what_would_tell_who_wrote_is_taken_out(page, visitor, written, kept):
    assert masked(written) == kept
    visitor.post(address(page, "no/"), {"text": written})
    assert texts() == [kept]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [("", "Write a few words first"), ("  \n", "Write a few words first"), ("x" * 10_000, "it has 10000")],
)
def test_words_that_do_not_fit_are_asked_for_again(page, visitor, written, sentence):
    answer = visitor.post(address(page, "yes/"), {"text": written})
    form = html.parse(answer).select_one("main form[method=post]")
    assert sentence in form.find(id="feedback-error").get_text()
    assert "feedback-error" in form.textarea["aria-describedby"]
    assert form.textarea.get_text().strip() == written.strip(), "nobody has to write it twice"
    assert texts() == []


def test_a_line_counts_as_the_browser_counts_it(page, visitor):
    visitor.post(address(page, "yes/"), {"text": "\r\n".join("x" * 501)[:1500]})
    assert len(texts()) == 1


def test_a_robot_is_thanked_and_forgotten(page, visitor):
    assert visitor.post(address(page, "yes/"), {"text": "Buy", "website": "x.example"}).status_code == 303
    assert texts() == []


# Limits


def test_a_double_click_counts_once(page, visitor):
    for _click in range(3):
        assert visitor.post(address(page), {"helpful": "yes"}).status_code == 303
        assert visitor.post(address(page, "yes/"), {"text": "Plums"}).status_code == 303
    assert numbers() == [(1, 0)]
    assert texts() == ["Plums"]


def test_answers_of_a_day_are_added_up(page, visitor):
    for number in range(3):
        visitor.post(address(page), {"helpful": "yes"}, REMOTE_ADDR=f"192.0.2.{number}")
    visitor.post(address(page), {"helpful": "no"})
    assert numbers() == [(3, 1)]


def test_one_address_sends_only_so_much_about_a_page(page, home, visitor, settings):
    settings.FEEDBACK_LIMIT_PER_PAGE = 3
    answers = [visitor.post(address(page, "no/"), {"text": f"Plum {n}"}) for n in range(4)]
    assert [answer.status_code for answer in answers] == [303, 303, 303, 429]
    assert "try again in 10 minutes" in html.text(answers[-1])
    assert answers[-1]["Retry-After"] == "600"
    assert len(texts()) == 3
    assert visitor.post(address(home), {"helpful": "yes"}).status_code == 303
    assert visitor.post(address(page), {"helpful": "yes"}, REMOTE_ADDR="192.0.2.7").status_code == 303


def test_one_address_sends_only_so_much_in_all(page, home, visitor, settings):
    settings.FEEDBACK_LIMIT = 2
    codes = [visitor.post(address(asked), {"helpful": "yes"}).status_code for asked in (page, home, page)]
    assert codes == [303, 303, 429]
    cache.clear()
    assert visitor.post(address(page), {"helpful": "yes"}).status_code == 303


def test_behind_a_proxy_visitors_are_told_apart(page, visitor, settings):
    settings.FEEDBACK_LIMIT = 1
    settings.BEHIND_PROXY = True

    def code(forwarded: str) -> int:
        headers = {**HERE, "X-Forwarded-For": forwarded}
        return visitor.post(address(page), {"helpful": "yes"}, headers=headers).status_code

    assert code("192.0.2.1") == 303
    assert code("198.51.100.9, 192.0.2.1") == 429, "what a visitor claims to be is not believed"
    assert code("192.0.2.2") == 303


def test_one_household_is_one_sender(page, visitor, settings):
    settings.FEEDBACK_LIMIT = 1

    def code(sender: str) -> int:
        return visitor.post(address(page), {"helpful": "yes"}, REMOTE_ADDR=sender).status_code

    assert [code("2001:db8:1:2::1"), code("2001:db8:1:2:ffff::9"), code("2001:db8:1:3::1")] == [303, 429, 303]


# The switch


def test_a_site_may_ask_nothing(page, home, visitor):
    FeedbackSettings.objects.create(site=home.get_site(), ask=False)
    assert form_of(visitor, page.get_url()) is None
    assert visitor.post(address(page), {"helpful": "yes"}).status_code == 404


def test_a_site_may_ask_for_no_words(page, home, visitor):
    FeedbackSettings.objects.create(site=home.get_site(), ask_why=False)
    answered = visitor.post(address(page), {"helpful": "yes"})
    assert answered["Location"] == address(page, "thanks/")
    assert visitor.post(address(page, "yes/"), {"text": "Plums"}).status_code == 404
    assert numbers() == [(1, 0)]


# The office


@pytest.fixture
def colleague(client, django_user_model):
    """Log in somebody who may open the admin, with some further rights."""

    def log_in(*codenames: str):
        group = Group.objects.create(name="Colleagues")
        group.permissions.set(Permission.objects.filter(codename__in=["access_admin", *codenames]))
        user = django_user_model.objects.create_user("colleague", password="colleague")
        user.groups.add(group)
        client.force_login(user)
        return client

    return log_in


@pytest.fixture
def answers(page, home):
    """Three answers in May and one in June, with two comments."""
    may, june = datetime.date(2026, 5, 2), datetime.date(2026, 6, 3)
    DailyAnswers.objects.create(page=page, date=may, yes=2, no=1)
    DailyAnswers.objects.create(page=page, date=june, yes=0, no=1)
    DailyAnswers.objects.create(page=home, date=may, yes=4)
    Remark.objects.create(page=page, date=may, helpful=False, text="<i>Plums</i> help")
    return Remark.objects.create(page=home, date=june, helpful=True, text="=1+1 cherries")


def rows(client, path: str, data=None) -> list[list[str]]:
    answer = client.get(path, data)
    assert answer.status_code == 200
    table = html.parse(answer).select("table.listing tbody tr")
    return [[html.text(str(cell)) for cell in row.find_all("td")] for row in table]


def test_the_report_counts_by_page(admin_client, answers):
    assert rows(admin_client, ANSWERS) == [
        ["Waiting times", "2", "2", "50 %", "1"],
        ["Home", "4", "0", "100 %", "1"],
    ]
    assert [row[0] for row in rows(admin_client, ANSWERS, {"ordering": "-share"})] == [
        "Home",
        "Waiting times",
    ]


def test_the_report_of_some_days_and_pages(admin_client, answers):
    june = {"days_from": "2026-06-01", "days_to": "2026-06-30"}
    assert rows(admin_client, ANSWERS, june) == [
        ["Waiting times", "0", "1", "0 %", "0"],
        ["Home", "0", "0", "–", "1"],
    ]
    assert [row[0] for row in rows(admin_client, ANSWERS, {"title": "waiting"})] == ["Waiting times"]
    assert len(rows(admin_client, ANSWERS, {"days_from": "nonsense"})) == 2


def test_comments_are_read_as_they_were_written(admin_client, answers, page):
    listed = rows(admin_client, REMARKS)
    assert [row[0] for row in listed] == ["=1+1 cherries", "<i>Plums</i> help"]
    assert html.parse(admin_client.get(REMARKS)).select_one("table.listing i") is None


@pytest.mark.parametrize(
    ("data", "number"),
    [
        ({"text": "plums"}, 1), ({"text": "pears"}, 0), ({"helpful": "true"}, 1), ({"date_from": "2026-06-01"}, 1),
        ({"date_to": "2026-05-31"}, 1), ({"page": "0"}, 2), ({"page": "x"}, 2),
    ],
)  # fmt: skip
def test_comments_are_filtered(admin_client, answers, data, number):
    assert len(rows(admin_client, REMARKS, data)) == number


def test_the_report_leads_to_the_comments_of_a_page(admin_client, answers, page):
    link = html.parse(admin_client.get(ANSWERS)).find("a", href=f"{REMARKS}?page={page.pk}")
    assert [row[2] for row in rows(admin_client, link["href"])] == ["Waiting times"]


def test_both_can_be_taken_home_and_opened_safely(admin_client, answers):
    csv = b"".join(admin_client.get(REMARKS, {"export": "csv"}).streaming_content).decode()
    assert "'=1+1 cherries" in csv
    csv = b"".join(admin_client.get(ANSWERS, {"export": "csv"}).streaming_content).decode()
    assert "Waiting times,2,2,50,1" in csv.splitlines()
    assert admin_client.get(ANSWERS, {"export": "xlsx"}).status_code == 200


def test_reading_and_deleting_are_rights_of_their_own(colleague, answers):
    client = colleague("view_remark")
    assert client.get(ANSWERS).status_code == 200
    assert "Delete" not in rows(client, REMARKS)[0]
    delete = reverse("feedback_report:delete", args=[answers.pk])
    assert client.post(delete).status_code == 302
    assert Remark.objects.count() == 2
    Group.objects.get(name="Colleagues").permissions.add(Permission.objects.get(codename="delete_remark"))
    assert rows(client, REMARKS)[0][-1] == "Delete"
    assert "cherries" in html.text(client.get(delete))
    client.post(delete)
    assert texts() == ["<i>Plums</i> help"]
    assert "cherries" not in str(list(ModelLogEntry.objects.values_list("label", "data")))


def test_without_the_right_there_is_nothing_to_see(colleague, answers):
    client = colleague("change_page")
    for path in (ANSWERS, REMARKS):
        assert client.get(path).status_code == 302
    assert "reports/feedback" not in client.get("/admin/").content.decode()


def test_answers_go_with_their_page(answers, page):
    page.delete()
    assert DailyAnswers.objects.count() == Remark.objects.count() == 1
