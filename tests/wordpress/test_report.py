"""The report of an import: counts, issues, and both ways to write them."""

import json

import pytest

from cms.wordpress.report import KINDS, Issue, ItemKey, Report

KNEES = ItemKey(type="post", id=12, title="Knees", url="https://clinic.example/knees/")


def test_what_is_counted_is_told():
    report = Report("export.xml")
    report.count("articles", "created")
    report.count("articles", "created", 2)
    report.count("images", "skipped", 4)
    counts = report.as_dict()["counts"]
    assert counts["articles"] == {"created": 3, "updated": 0, "unchanged": 0, "skipped": 0}
    assert counts["images"] == {"created": 0, "updated": 0, "unchanged": 0, "skipped": 4}


def test_every_kind_is_in_the_json_even_where_nothing_was_counted():
    written = json.loads(json.dumps(Report().as_dict()))
    assert tuple(written["counts"]) == KINDS
    assert not any(number for counter in written["counts"].values() for number in counter.values())
    assert written["issues"] == []


def test_an_unknown_kind_is_an_error():
    with pytest.raises(KeyError):
        Report().count("articels", "created")


def test_an_issue_in_the_json():
    report = Report("export.xml")
    report.loss("shortcode.unknown", "[box] is not known.", KNEES)
    written = json.loads(json.dumps(report.as_dict()))
    assert written["source"] == "export.xml"
    assert written["issues"] == [
        {
            "code": "shortcode.unknown",
            "severity": "loss",
            "item": {"type": "post", "id": 12, "title": "Knees", "url": "https://clinic.example/knees/"},
            "detail": "[box] is not known.",
        }
    ]


@pytest.mark.parametrize(("severity", "lost"), [("note", False), ("loss", True), ("error", True)])
def test_a_note_is_no_loss(severity, lost):
    report = Report()
    getattr(report, severity)("code", "Something.", KNEES)
    assert report.issues == [Issue("code", severity, KNEES, "Something.")]
    assert report.has_losses is lost


def test_equal_issues_are_kept_once_and_in_order():
    report = Report()
    for detail in ("b", "a", "b"):
        report.note("code", detail)
    report.note("code", "b", KNEES)
    assert [(issue.detail, issue.item.id) for issue in report.issues] == [("b", 0), ("a", 0), ("b", 12)]


def test_the_text_gives_counts_first_and_then_the_worst():
    report = Report("export.xml")
    report.count("menu_links", "created", 2)
    report.count("menu_links", "unchanged")
    report.note("button.without_url", "The button has no url.", KNEES)
    report.loss("media.missing", "garden.jpg is missing.")
    report.error("item.failed", "It failed.", ItemKey(type="page", id=3))
    assert report.as_text().splitlines() == [
        "Imported export.xml",
        "  menu links   2 created, 1 unchanged",
        "Failed (1):",
        "  page 3: It failed. [item.failed]",
        "Did not come over (1):",
        "  garden.jpg is missing. [media.missing]",
        "Worth a look (1):",
        "  post 12 “Knees”: The button has no url. [button.without_url]",
    ]


def test_the_text_says_so_when_nothing_was_lost():
    assert Report("export.xml").as_text().splitlines() == [
        "Imported export.xml",
        "Nothing was lost and nothing needs a look.",
    ]


@pytest.mark.parametrize(
    ("item", "where"),
    [
        (ItemKey(id=3), "item 3: "),
        (ItemKey(title="Knees"), "item “Knees”: "),
        (ItemKey(type="post", title="Knees"), "post “Knees”: "),
        (ItemKey(type="post"), "post: "),
        (ItemKey(), ""),
    ],
)
def test_the_text_names_the_item_by_what_is_known_of_it(item, where):
    report = Report()
    report.note("code", "Detail.", item)
    assert report.as_text().splitlines()[-1] == f"  {where}Detail. [code]"


def test_the_text_says_once_what_several_items_share():
    report = Report()
    for number in range(12, 15):
        report.note("attribute.dropped", "Its width is not kept.", ItemKey("post", number, f"Knees {number}"))
    report.note("attribute.dropped", "Its height is not kept.", KNEES)
    assert report.as_text().splitlines()[1:] == [
        "Worth a look (4):",
        "  post 12 “Knees 12” and 2 more: Its width is not kept. [attribute.dropped]",
        "  post 12 “Knees”: Its height is not kept. [attribute.dropped]",
    ]
