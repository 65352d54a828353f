"""Items that wait for what another export brings, as JSON keeps them.

They lie in the database until then, so they hold nothing of people that no page will show: of those who commented, no
e-mail address, IP address, website or other field. The password of a page stays, because the page is filled anew with
it: without it everybody could read the page.
"""

from __future__ import annotations

import dataclasses
from datetime import datetime
from typing import Any

from cms.wordpress.records import Comment, Item, ItemTerm, Meta

DATES = frozenset({"date", "modified"})
LINKING = frozenset({"pingback", "trackback"})  # their address is that of the page which names this one


def as_data(item: Item) -> dict[str, Any]:
    """Give an item as JSON holds it, for ``item_from``; of people only what its page will show."""
    data = dataclasses.asdict(item)
    for comment in data["comments"]:
        comment.update(email="", ip="", meta=())
        if comment["type"] not in LINKING:
            comment["url"] = ""
    for record in (data, *data["comments"]):
        for name in DATES & set(record):
            record[name] = record[name].isoformat() if record[name] else None
    return data


def item_from(data: dict[str, Any]) -> Item:
    """Give the item that ``as_data`` wrote."""
    comments = tuple(
        Comment(**_dated({**comment, "meta": _pairs(comment["meta"])})) for comment in data["comments"]
    )
    terms = tuple(ItemTerm(**term) for term in data["terms"])
    return Item(**{**_dated(data), "comments": comments, "terms": terms, "meta": _pairs(data["meta"])})


def _dated(record: dict[str, Any]) -> dict[str, Any]:
    dates = {name: datetime.fromisoformat(record[name]) for name in DATES & set(record) if record[name]}
    return {**record, **dates}


def _pairs(meta: list[list[str]]) -> Meta:
    return tuple((key, value) for key, value in meta)
