"""When ``[su_scheduler]`` shows its content, in the terms of a gated block."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from cms.blocks.schedule import hour_ranges

# A year that is over: how a schedule is written that never shows anything.
NEVER = "1970"
_WEEKDAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS, DAYS, YEARS = (1, 12), (1, 31), (1970, 9999)

Ranges = list[tuple[int, int]]


class Schedule(NamedTuple):
    """The limits of a gated block; an empty one does not limit."""

    hours: str = ""
    weekdays: tuple[str, ...] = ()
    days: str = ""
    months: tuple[str, ...] = ()
    years: str = ""


def read_schedule(attributes: Mapping[str, str]) -> Schedule:
    """Read lists of numbers and ranges; an attribute that is empty, or that no moment can match, hides for good."""
    hours = _hours(attributes.get("time", "all"))
    weekdays = _ranges(attributes.get("days_week", "all"), (0, 6))
    days = _ranges(attributes.get("days_month", "all"), DAYS)
    months = _ranges(attributes.get("months", "all"), _MONTHS)
    years = _ranges(attributes.get("years", "all"), YEARS)
    if hours is None or any(limit == [] for limit in (weekdays, days, months, years)):
        return Schedule(years=NEVER)
    return Schedule(
        hours,
        tuple(_WEEKDAYS[number] for number in _numbers(weekdays, (0, 6))),
        _written(days, DAYS),
        tuple(str(number) for number in _numbers(months, _MONTHS)),
        _written(years, YEARS),
    )


def _hours(text: str) -> str | None:
    """Give the hours that can be read, None where there are none."""
    if text == "all":
        return ""
    readable = []
    for part in re.sub(r"[^0-9,:-]", "", text).split(","):
        try:
            hour_ranges(part)
        except ValueError:
            continue
        readable.append(part)
    return ", ".join(readable) or None


def _ranges(text: str, bounds: tuple[int, int]) -> Ranges | None:
    """Give the numbers within the bounds as ranges that neither touch nor overlap; None for no limit."""
    if text == "all":
        return None
    least, greatest = bounds
    found: Ranges = []
    for part in re.sub(r"[^0-9,-]", "", text).split(","):
        match = re.fullmatch(r"(\d{1,9})(?:-(\d{1,9}))?", part)
        if match:
            first, last = sorted((int(match[1]), int(match[2] or match[1])))
            first, last = max(first, least), min(last, greatest)
            found += [(first, last)] if first <= last else []
    merged: Ranges = []
    for first, last in sorted(found):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged


def _numbers(ranges: Ranges | None, bounds: tuple[int, int]) -> list[int]:
    if ranges is None or ranges == [bounds]:
        return []
    return [number for first, last in ranges for number in range(first, last + 1)]


def _written(ranges: Ranges | None, bounds: tuple[int, int]) -> str:
    if ranges is None or ranges == [bounds]:
        return ""
    return ", ".join(f"{first}-{last}" if last > first else str(first) for first, last in ranges)
