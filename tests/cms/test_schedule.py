"""When gated content is shown."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.blocks.schedule import Limits, days, hour_ranges, is_open, years

NOON = datetime.datetime(2026, 11, 18, 12, 0, tzinfo=datetime.UTC)  # a Wednesday


def at(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text).replace(tzinfo=datetime.UTC)


def test_without_limits_it_is_always_open():
    assert is_open(Limits(), NOON)


@pytest.mark.parametrize(
    ("hours", "time", "is_shown"),
    [
        ("9-12", "08:59:59", False),
        ("9-12", "09:00:00", True),
        ("9-12", "11:59:59", True),
        ("9-12", "12:00:00", True),
        ("9-12", "12:00:01", False),
        ("9-12, 14-18", "13:00:00", False),
        ("9-12, 14-18", "14:00:00", True),
        ("9:30-10:15", "09:29:59", False),
        ("9:30-10:15", "09:30:00", True),
        ("9:30 – 10:15", "10:15:01", False),
        ("9:00:00-17:59:59", "17:59:59", True),
        ("9", "09:59:59", True),
        ("9", "10:00:00", False),
        ("9:30", "09:30:59", True),
        ("9:30", "09:31:00", False),
        ("0-24", "23:59:59", True),
        ("22-24, 0-6", "05:00:00", True),
    ],
)
def test_hours(hours, time, is_shown):
    assert is_open(Limits(hours=hours), at(f"2026-11-18 {time}")) is is_shown


@pytest.mark.parametrize(
    ("limits", "is_shown"),
    [
        ({"weekdays": ["wed"]}, True),
        ({"weekdays": ["mon", "tue", "thu"]}, False),
        ({"months": ["11"]}, True),
        ({"months": ["1", "12"]}, False),
        ({"days": "18"}, True),
        ({"days": "1-17, 19-31"}, False),
        ({"days": "1-20"}, True),
        ({"years": "2024-2026"}, True),
        ({"years": "2001-2003"}, False),
        ({"years": "2025, 2026, 2030-2032"}, True),
        ({"years": "2026", "weekdays": ["wed"], "hours": "9-18"}, True),
        ({"years": "2026", "weekdays": ["thu"], "hours": "9-18"}, False),
        ({"starts": NOON}, True),
        ({"starts": NOON + datetime.timedelta(seconds=1)}, False),
        ({"ends": NOON}, False),
        ({"ends": NOON + datetime.timedelta(seconds=1)}, True),
        ({"starts": NOON.replace(tzinfo=None, year=2027)}, False),
    ],
)
def test_every_limit_must_allow_the_moment(limits, is_shown):
    assert is_open(Limits(**limits), NOON) is is_shown


@pytest.mark.parametrize(
    "limits",
    [
        {"hours": "whenever"}, {"hours": "0-25"}, {"hours": "14-9"}, {"hours": "9-12,"}, {"hours": ","},
        {"hours": "9:75-18"}, {"days": "0"}, {"days": "1-32"}, {"days": "20-10"}, {"days": "Monday"},
        {"years": "26"}, {"years": "2024–soon"}, {"weekdays": ["none"]}, {"months": ["none"]},
    ],
)  # fmt: skip
def test_what_cannot_be_read_hides(limits):
    assert not is_open(Limits(**limits), NOON)


TEXT = st.text(alphabet="0123456789-–:, x", max_size=20)


@given(hours=TEXT, days=TEXT, years=TEXT)
def test_no_text_breaks_it(hours, days, years):
    assert is_open(Limits(hours=hours, days=days, years=years), NOON) in (True, False)


@pytest.mark.parametrize("read", [days, years, hour_ranges])
def test_the_part_that_cannot_be_read_is_named(read):
    with pytest.raises(ValueError, match="tomorrow"):
        read("2026, tomorrow" if read is years else "1, tomorrow")
