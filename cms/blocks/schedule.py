"""When something is shown: from a moment to another, and at certain hours, days, months and years.

Limits are written as people write them, such as ``9-12, 14-18`` or ``2024-2026``. What cannot be read matches no moment,
so that a mistake hides and never reveals.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection
from typing import NamedTuple

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_NUMBERS = re.compile(r"(\d{1,4})(?:\s*-\s*(\d{1,4}))?", re.ASCII)
_TIME = r"(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?"
_HOURS = re.compile(rf"{_TIME}(?:\s*-\s*{_TIME})?", re.ASCII)
_HOUR, _DAY = 3600, 86_400

Ranges = list[tuple[int, int]]


class Limits(NamedTuple):
    """The limits of a schedule; an empty one does not limit."""

    starts: datetime.datetime | None = None
    ends: datetime.datetime | None = None
    hours: str = ""
    weekdays: Collection[str] = ()
    days: str = ""
    months: Collection[str] = ()
    years: str = ""


def is_open(limits: Limits, now: datetime.datetime) -> bool:
    """Tell whether every limit allows a moment, which is given in local time; never raises."""
    if limits.starts and now < _aware(limits.starts, now):
        return False
    if limits.ends and now >= _aware(limits.ends, now):
        return False
    seconds = now.hour * _HOUR + now.minute * 60 + now.second
    return (
        _allows(limits.weekdays, WEEKDAYS[now.weekday()])
        and _allows(limits.months, str(now.month))
        and _covers(days, limits.days, now.day)
        and _covers(years, limits.years, now.year)
        and _covers(hour_ranges, limits.hours, seconds)
    )


def days(text: str) -> Ranges:
    """Read days of the month such as ``1-15, 20``; raises ValueError naming the part that cannot be read."""
    return _numbers(text, 1, 31)


def years(text: str) -> Ranges:
    """Read years such as ``2024-2026``; raises ValueError naming the part that cannot be read."""
    return _numbers(text, 1970, 9999)


def hour_ranges(text: str) -> Ranges:
    """Read ``9-12, 14:30-18`` as seconds of the day; raises ValueError naming the part that cannot be read.

    An hour alone is that whole hour; a range ends at the time it names (Shortcodes Ultimate 7.8, su_scheduler).
    """
    ranges = []
    for part in _parts(text):
        match = _HOURS.fullmatch(part)
        first, last = _seconds(match) if match else (0, -1)
        if not 0 <= first <= last <= _DAY:
            raise ValueError(part)
        ranges.append((first, last))
    return ranges


def _numbers(text: str, least: int, greatest: int) -> Ranges:
    ranges = []
    for part in _parts(text):
        match = _NUMBERS.fullmatch(part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, -1)
        if not least <= first <= last <= greatest:
            raise ValueError(part)
        ranges.append((first, last))
    return ranges


def _seconds(match: re.Match[str]) -> tuple[int, int]:
    hour, minute, second, *end = match.groups()
    first = _time(hour, minute, second)
    if end[0]:
        return first, _time(*end)
    return first, first + (60 if minute else _HOUR) - 1


def _time(hour: str, minute: str | None, second: str | None) -> int:
    """Give the second of the day, -1 for a time that no clock shows; 24 is the end of the day."""
    if int(minute or 0) > 59 or int(second or 0) > 59:
        return -1
    return int(hour) * _HOUR + int(minute or 0) * 60 + int(second or 0)


def _aware(moment: datetime.datetime, now: datetime.datetime) -> datetime.datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=now.tzinfo)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.replace("–", "-").split(",")]


def _allows(chosen: Collection[str], current: str) -> bool:
    return not chosen or (
        isinstance(chosen, Collection) and not isinstance(chosen, str) and current in chosen
    )


def _covers(read: Callable[[str], Ranges], text: str, number: int) -> bool:
    """Tell whether a limit allows a number; one that cannot be read allows none."""
    if not text:
        return True
    try:
        return any(first <= number <= last for first, last in read(str(text)))
    except ValueError:
        return False
